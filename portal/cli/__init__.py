"""The command line: flask serve | worker | upgrade | sweep | audit | staff | keys | feed | equality | import-cases | report | profile | triage | deadlines | path | demo.

Commands are found by their entry points, so that those which need no database, keys or
built assets (triage, deadlines, profile, path) run without opening the house.
"""

from portal.cli.audit import audit
from portal.cli.demo import demo
from portal.cli.equality import equality
from portal.cli.feed import feed
from portal.cli.house import serve, sweep, upgrade, worker
from portal.cli.importing import import_cases
from portal.cli.keys import keys
from portal.cli.reporting import report
from portal.cli.rules import deadlines, path, profile, triage
from portal.cli.staff import staff

__all__ = [
    "audit", "deadlines", "demo", "equality", "feed", "import_cases", "keys", "path", "profile", "report", "serve", "staff", "sweep", "triage", "upgrade", "worker",
]  # fmt: skip
