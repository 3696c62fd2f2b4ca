"""The advocate of a case: what the person agreed that they may do, and whether another one has to be offered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from portal.casework.events import Event, Happened
from portal.words import Wording, _


class Scope(StrEnum):
    """What an advocate may do, each agreed to apart from the others."""

    SPEAK = "speak"
    FILE = "file"
    LETTERS = "letters"


AGREED: dict[Scope, Wording] = {
    Scope.SPEAK: Wording(_("They may speak for you."), child=_("They can speak for you."), officer="Speak for them"),
    Scope.FILE: Wording(
        _("They may read what we keep about this."), child=_("They can read what we wrote about this."), officer="See the file"
    ),
    Scope.LETTERS: Wording(
        _("They get a copy of each letter."), child=_("They get our letters to you, too."), officer="Get a copy of each letter"
    ),
}
"""What was agreed to, as each side reads it."""

SERVICE = "service"
"""Who declined, in the detail of the event, where it was not the person: the advocacy service cannot take it on."""


@dataclass(frozen=True, slots=True)
class Advocacy:
    """Since when there is an advocate, what the person agreed to and when; `turned_away_on`: the service declined, and nobody followed."""

    since: date | None = None
    scope: frozenset[Scope] = frozenset()
    agreed_on: date | None = None
    turned_away_on: date | None = None

    @property
    def gets_letters(self) -> bool:
        """Whether a copy of each letter goes to the advocate (with the child's agreement, and never without)."""
        return self.since is not None and Scope.LETTERS in self.scope


COPY = {"copy_to": "advocate"}
"""What stands in the detail of a letter's event where a copy went to the advocate."""


def copies(advocacy: Advocacy) -> dict[str, str]:
    """What a letter's event says of its copies."""
    return dict(COPY) if advocacy.gets_letters else {}


def after(advocacy: Advocacy, event: Event) -> Advocacy:
    """The advocate after one more event. A new advocate is agreed to anew."""
    detail: Mapping[str, Any] = event.detail
    on = date.fromisoformat(detail["on"]) if detail.get("on") else event.at.date()
    if event.kind == Happened.ADVOCATE_ACCEPTED:
        return Advocacy(since=on)
    if event.kind == Happened.ADVOCATE_DECLINED:
        return Advocacy(turned_away_on=on if detail.get("by") == SERVICE else None)
    if event.kind == Happened.ADVOCATE_CONSENT:
        known = {one.value for one in Scope}
        scope = frozenset(Scope(code) for code in detail.get("scope", ()) if code in known)
        return replace(advocacy, scope=scope, agreed_on=on)
    if event.kind == Happened.REPRESENTATIVE_ENDED:
        return replace(advocacy, scope=frozenset())
    offered = event.kind == Happened.RIGHT_OFFERED and detail.get("right") == "advocate"
    told = event.kind != Happened.RIGHT_OFFERED and "advocate" in detail.get("offers", ())
    if offered or told or event.kind == Happened.ADVOCATE_REFERRED:
        return replace(advocacy, turned_away_on=None)
    return advocacy
