"""make sweep: every page in every state, voice, language and width, past axe, the Nu checker and our own measures."""

import logging
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.sweep import markup, staff_states
from tests.sweep.every_page import Tried, barriers, in_every_way
from tests.sweep.looking import Looker
from tests.sweep.site import chromium, portal

STAFF_WIDTHS = (360, 1280)


def main() -> int:
    """Print what was tried and what was found; 1 where anything was."""
    logging.basicConfig(handlers=[logging.NullHandler()])
    with portal() as (app, address), chromium() as browser:
        public = list(in_every_way(app, address))
        staff_states.with_cases(app)
        officers = staff_states.pages(app, staff_states.signed_in(app, address))
        staff = [Tried(f"{one.path} ({one.status})", "staff", "officer", "en", width, one) for one in officers for width in STAFF_WIDTHS]
        for what in ("page", "state", "voice", "language", "width"):
            print(f"{what:9}", _counted(public + staff, what), flush=True)
        with Looker.at(browser, app) as looker:
            found = barriers(looker, public + staff)
        with tempfile.TemporaryDirectory() as folder:
            found += markup.faults([one.shown for one in public + staff], Path(folder))
    print(f"{len(public)} public and {len(staff)} staff combinations were tried, and {len(found)} barriers found", *found, sep="\n")
    return int(bool(found))


def _counted(tried: list[Tried], what: str) -> str:
    counted = Counter(str(getattr(one, what)) for one in tried)
    return f"{len(counted)} pages" if what == "page" else ", ".join(f"{value} ({count})" for value, count in sorted(counted.items()))


if __name__ == "__main__":
    sys.exit(main())
