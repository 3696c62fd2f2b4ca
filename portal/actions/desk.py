"""The desk: everything that an action needs to do its work, laid out once when the portal opens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from portal.actions.junk import RecentlySent
from portal.casework.messages import Channel
from portal.councils import Profile
from portal.law.calendar import WorkingDays
from portal.scanning import NO_SCANNER, Scanner
from portal.seal.audit_key import AuditKey
from portal.seal.factors import FactorKeys
from portal.seal.office import KeptOffice, OfficeKey, OfficeLock
from portal.seal.return_words import STRETCH, Stretch
from portal.seal.search_key import SearchKey
from portal.shelf import NO_SHELF, Shelf
from portal.sign_on import SignOn
from portal.store.case_keys import CaseKeys
from portal.store.database import Connection, Database


def _leave_it(conn: Connection, message_id: int, due_at: datetime) -> None:
    """Somebody looks into the outbox every few seconds and needs no call."""


@dataclass(frozen=True, slots=True)
class WaysOut:
    """Which ways out this process can deliver by, whether the council has a case system that wants to be told, and
    how to call whoever delivers: within the same transaction, by the message's id.
    """

    channels: frozenset[Channel] = frozenset()
    case_system: bool = False
    call: Callable[[Connection, int, datetime], None] = _leave_it


NO_WAY_OUT = WaysOut()


@dataclass(frozen=True, slots=True)
class Desk:
    """`office` opens submitted cases: a process that serves only the public side has none. `recovery` is the lock of a
    second key that is kept offline; None until there is one. On the staff side only, `search` finds words again, `factors`
    opens the second factors of officers and `audit` seals the heads of histories; `factor_required`: nobody passes
    without one. `sign_on` is the council's own sign-in where it is set up; `passwords_for_administrators`: a password then
    opens nobody else's account.
    """

    database: Database
    keys: CaseKeys
    lock: OfficeLock
    office: OfficeKey | KeptOffice | None
    recovery: OfficeLock | None
    search: SearchKey | None
    profile: Profile
    calendar: WorkingDays
    stretch: Stretch = STRETCH
    ways_out: WaysOut = NO_WAY_OUT
    shelf: Shelf = NO_SHELF
    scanner: Scanner = NO_SCANNER
    factors: FactorKeys | None = None
    factor_required: bool = False
    audit: AuditKey | None = None
    sign_on: SignOn | None = None
    passwords_for_administrators: bool = False
    recent: RecentlySent = field(default_factory=RecentlySent)

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.database.dispose()
        self.keys.dispose()
