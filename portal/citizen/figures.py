"""The public page of figures and of what was learned: the newest published report, as it was published; where the council shows it."""

import json
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import Any

from flask import Blueprint, Response, abort, make_response
from markupsafe import Markup

from portal.actions import reporting
from portal.actions.following_up import told_to_everybody
from portal.actions.reporting import NoSuchReport, ReportRow
from portal.report.frozen import thaw
from portal.report.making import learned_in, periods_of
from portal.report.offered import house_of, is_offered, offered
from portal.report.rendering import House, file_name, media_type, pages, render
from portal.report.tables import Period, Report
from portal.web.desk import desk
from portal.web.page import kept_page
from portal.web.uploads import handed_out

KEPT_SECONDS = 300
"""How long a browser, or a cache between, may show the page without asking again."""
SHORT = ("summary", "children")

# A PDF takes seconds to make: it is made once, and by one visitor at a time.
_MAKING = Lock()


def routes(site: Blueprint) -> None:
    """/figures, /figures/<number> and its files"""
    site.add_url_rule("/figures", view_func=figures)
    site.add_url_rule(f"/figures/<int(max={2**63 - 1}):report_id>", "figures_of", view_func=figures_of)
    site.add_url_rule(f"/figures/<int(max={2**63 - 1}):report_id>/<kind>/<form>", "figures_file", view_func=figures_file)


def figures() -> Response:
    """The newest report that everybody may see, and what was learned; without one, what was learned alone."""
    shown = _shown()
    return _page(shown, shown[0] if shown else None)


def figures_of(report_id: int) -> Response:
    """A report that everybody may see."""
    shown = _shown()
    row = next((one for one in shown if one.id == report_id), None)
    return _page(shown, row) if row else abort(404)


def figures_file(report_id: int, kind: str, form: str) -> Response:
    """A report that everybody may see, as a file, or one of its short versions."""
    row = next((one for one in _shown() if one.id == report_id), None)
    if row is None or not is_offered(kind, form):
        abort(404)
    kept = _kept(row)
    with _MAKING:
        data = _file(kept, kind, form, house_of(desk().profile))
    return handed_out(data, media_type(form), file_name(_report(kept), form, kind=kind))


def _shown() -> list[ReportRow]:
    """The reports that everybody may see. Where the council shows none, there is no such page."""
    if not desk().profile.report.public:
        abort(404)
    return reporting.public(desk())


def _page(shown: list[ReportRow], row: ReportRow | None) -> Response:
    kept = _kept(row) if row else ""
    learned = tuple(sentence.rpartition("\n")[::2] for sentence in told_to_everybody(desk()))
    earlier = tuple((one.id, periods_of(one.first_on, one.last_on, 1)[0].name) for one in shown if row is None or one.id != row.id)

    def context() -> dict[str, Any]:
        return {
            "row": row, "body": _body(kept) if kept else None, "learned": learned, "earlier": earlier, "offered": offered(),
            "short": SHORT, "switchable": False, "back": "/",
        }  # fmt: skip

    return _lasting(make_response(kept_page(("figures", kept, learned, earlier), "citizen/figures.html", context)))


def _lasting(answer: Response) -> Response:
    """It holds nothing of its reader, and may be kept for a while by whoever passes it on."""
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer


def _kept(row: ReportRow) -> str:
    """What was published, as a text: the same text is the same report."""
    try:
        kept = reporting.frozen(desk(), row.id)[1]
    except NoSuchReport:  # withdrawn a moment ago
        abort(404)
    # What was learned may be taken back by itself: then it is in no file either.
    still = [[one.said, one.did] for one in learned_in(desk(), Period("", "", row.first_on, row.last_on))] if kept["learned"] else []
    return json.dumps({**kept, "learned": [one for one in kept["learned"] if one in still]}, sort_keys=True)


@lru_cache(maxsize=8)
def _report(kept: str) -> Report:
    return thaw(json.loads(kept))


@lru_cache(maxsize=8)
def _body(kept: str) -> Markup:
    return pages.body(replace(_report(kept), learned=()))


@lru_cache(maxsize=24)
def _file(kept: str, kind: str, form: str, house: House) -> bytes:
    return render(_report(kept), form, kind=kind, house=house)
