"""Why a file is not taken in: one exception for each reason that a person can do something about."""


class NotCleaned(Exception):
    """A file cannot be taken in as it is."""


class Empty(NotCleaned):
    """There is nothing in it."""


class UnknownKind(NotCleaned):
    """It is none of the kinds that are taken in, whatever its name says."""


class Damaged(NotCleaned):
    """It is of a kind that is taken in, but cannot be read to its end."""


class Locked(NotCleaned):
    """It opens only with a password."""


class HasMacros(NotCleaned):
    """A document that brings a program along."""


class HoldsMore(NotCleaned):
    """A document with other files inside it, or that fetches something from elsewhere when it is opened."""


class TooMuchInside(NotCleaned):
    """A small file that unfolds into more than anybody could look at, or takes too long to open."""


class CleanerBusy(NotCleaned):
    """Too many files are being looked at just now; nothing is wrong with this one."""
