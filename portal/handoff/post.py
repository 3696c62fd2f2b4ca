"""The post: the ways out that are set up, laid out once when the portal opens."""

from dataclasses import dataclass
from datetime import datetime

from config import Settings
from portal.actions.delivering import Parcel
from portal.casework.messages import Channel, Message
from portal.councils import Profile
from portal.handoff.mail import Carrier, NotDelivered
from portal.handoff.notify import Notify
from portal.handoff.smtp import MailServer
from portal.handoff.texts import House
from portal.handoff.webhook import CaseSystem, case_changed


@dataclass(frozen=True, slots=True)
class Post:
    """Who takes e-mail away, where the council's case system is, and in whose name we write."""

    house: House
    mail: Carrier | None = None
    system: CaseSystem | None = None

    def send(self, parcel: Parcel, now: datetime) -> None:
        """Let the parcel leave. Raises `NotDelivered`. Needs an application's context."""
        if parcel.kind is Message.CASE_CHANGED:
            self._to_system(parcel, now)
        else:
            self._by_mail(parcel)

    def _by_mail(self, parcel: Parcel) -> None:
        if self.mail is None:
            raise NotDelivered("not_set_up")
        mail = self.house.written(parcel)
        if not mail.to:
            raise NotDelivered("no_address", final=True)
        self.mail.carry(mail)

    def _to_system(self, parcel: Parcel, now: datetime) -> None:
        if self.system is None or parcel.case is None:
            raise NotDelivered("not_set_up")
        body = case_changed(parcel.row.id, parcel.row.about or "", parcel.row.created_at, parcel.case)
        self.system.deliver(parcel.row.id, body, now)


def channels_of(settings: Settings) -> frozenset[Channel]:
    """The ways out that these settings open. Without its secret the case system is known, and nothing can be sent to it."""
    mail = {Channel.MAIL} if settings.mail or settings.notify_key else set()
    return frozenset(mail | ({Channel.WEBHOOK} if settings.webhook and settings.webhook_secret else set()))


def lay_out_post(settings: Settings, profile: Profile) -> Post:
    """What deliveries need of the settings."""
    system = (
        CaseSystem(settings.webhook, settings.webhook_secret) if settings.webhook and settings.webhook_secret else None
    )
    return Post(House(profile, settings.origin, settings.staff_origin), _carrier(settings), system)


def _carrier(settings: Settings) -> Carrier | None:
    if settings.notify_key:
        return Notify(settings.notify_key, settings.notify_template, settings.notify_url)
    return MailServer.at(settings.mail, settings.mail_from) if settings.mail else None
