"""The desk: everything that an action needs to do its work, laid out once when the portal opens."""

from dataclasses import dataclass

from portal.councils import Profile
from portal.law.calendar import WorkingDays
from portal.seal.office import KeptOffice, OfficeKey, OfficeLock
from portal.seal.return_words import STRETCH, Stretch
from portal.seal.search_key import SearchKey
from portal.store.case_keys import CaseKeys
from portal.store.database import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """`office` opens submitted cases: a process that serves only the public side has none. `recovery` is the lock of a
    second key that is kept offline; None until there is one. `search` finds words again, on the staff side only.
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

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.database.dispose()
        self.keys.dispose()
