"""Council profiles, one TOML file each, and the loader that refuses what the law does not allow; the bank holidays.

load("harrow"), load("/etc/portal/our-council.toml")  -> Profile, or ProfileError: file, key, what was expected
names()                                               -> the profiles that come with the portal
bank_holidays(), working_days()                       -> England and Wales, offline
"""

from portal.councils.holidays import BankHolidays, bank_holidays, working_days
from portal.councils.limits import Limits
from portal.councils.loading import ProfileError, describe, load, names
from portal.councils.parts import Brand, FrontDoor, OutcomeCode
from portal.councils.profile import Profile

DEFAULT = "example"

__all__ = [
    "DEFAULT",
    "BankHolidays",
    "Brand",
    "FrontDoor",
    "Limits",
    "OutcomeCode",
    "Profile",
    "ProfileError",
    "bank_holidays",
    "describe",
    "load",
    "names",
    "working_days",
]
