"""E-mail by GOV.UK Notify: one template with ((subject)) and ((body)), filled for each message."""

import logging
from dataclasses import dataclass, field

from portal.handoff.mail import Mail, NotDelivered

PATIENCE_SECONDS = 20
_BAD_REQUEST = 400

# The library logs what Notify says of a message that it refuses, which may repeat what stood in it.
logging.getLogger("notifications_python_client.base").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Notify:
    """The council's service at GOV.UK Notify."""

    key: str = field(repr=False)
    template: str
    address: str

    def carry(self, mail: Mail) -> None:
        """Hand it to Notify, under the name of the message. Raises `NotDelivered`."""
        from notifications_python_client.errors import HTTPError, InvalidResponse
        from notifications_python_client.notifications import NotificationsAPIClient

        client = NotificationsAPIClient(self.key, base_url=self.address, timeout=PATIENCE_SECONDS)
        filled = {"subject": mail.subject, "body": mail.text}
        try:
            client.send_email_notification(mail.to, self.template, personalisation=filled, reference=mail.name)
        except HTTPError as problem:
            # A client error in what was sent; a wrong key (403) or too many at once (429) is put right in time.
            raise NotDelivered(
                f"notify_said_{problem.status_code}", final=problem.status_code == _BAD_REQUEST
            ) from None
        except InvalidResponse:
            raise NotDelivered("notify_not_understood") from None
        finally:
            client.request_session.close()
