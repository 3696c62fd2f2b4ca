"""Bringing in past years and what came from older systems: records in, real cases with real histories out, all or none.

`reading`: bytes to rows, each with its line. `schema`: what a row may say, field by field. `told`: a row, typed.
`happenings`: the events it comes to, each held to the table of moves. `bringing`: all of them into the database at once.
"""

from portal.actions.importing.bringing import Found, bring_in, look_through
from portal.actions.importing.wrong import NotImported, Wrong

__all__ = ["Found", "NotImported", "Wrong", "bring_in", "look_through"]
