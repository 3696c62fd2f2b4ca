"""Cleaning: what a file really is, and what of it is kept. Bytes in, cleaned bytes and their kind out; nothing else.

`clean` does the work. `clean_apart` lets another process do it, which has little memory, little
time and nothing of ours: what files from strangers are opened with has faults of its own.
"""

from portal.cleaning.apart import clean_apart
from portal.cleaning.cleaner import clean
from portal.cleaning.kinds import Clean, FileKind, Group
from portal.cleaning.refusals import (
    CleanerBusy,
    Damaged,
    Empty,
    HasMacros,
    HoldsMore,
    Locked,
    NotCleaned,
    TooMuchInside,
    UnknownKind,
)

__all__ = [
    "Clean",
    "CleanerBusy",
    "Damaged",
    "Empty",
    "FileKind",
    "Group",
    "HasMacros",
    "HoldsMore",
    "Locked",
    "NotCleaned",
    "TooMuchInside",
    "UnknownKind",
    "clean",
    "clean_apart",
]
