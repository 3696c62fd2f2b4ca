"""The desk: everything that an action needs to do its work, laid out once when the portal opens."""

from dataclasses import dataclass, field

from portal.actions.junk import RecentlySent
from portal.councils import Profile
from portal.law.calendar import WorkingDays
from portal.seal.office import OfficeKey, OfficeLock
from portal.seal.return_words import STRETCH, Stretch
from portal.store.database import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """`office` opens submitted cases: a process that serves only the public side has none."""

    database: Database
    lock: OfficeLock
    office: OfficeKey | None
    profile: Profile
    calendar: WorkingDays
    stretch: Stretch = STRETCH
    recent: RecentlySent = field(default_factory=RecentlySent)
