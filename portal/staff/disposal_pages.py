"""What is on its way out: cases whose time is over, those proposed to be erased, and the register of what was."""

import csv
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from io import StringIO
from typing import Any

from flask import current_app, request

from portal.actions import closing, erasing
from portal.actions.case_file import NoSuchCase
from portal.actions.erasing import Certificate
from portal.actions.staff import everyone
from portal.casework.keeping import Keeping
from portal.casework.moves import NotPossible
from portal.casework.permissions import Permission
from portal.staff import labels
from portal.staff.forms import EraseForm, ReasonForm
from portal.staff.permissions import needs
from portal.staff.session import signed_in
from portal.staff.shown import staff_page
from portal.web.clock import london_day, now, today
from portal.web.desk import desk
from portal.web.uploads import handed_out

_BAD_REQUEST = 400
NONE_CHOSEN = "Choose at least one case"
BATCH = 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Shelf(StrEnum):
    """The three lists."""

    RUN_OUT = Keeping.RUN_OUT.value
    PROPOSED = Keeping.PROPOSED.value
    ERASED = Keeping.ERASED.value


@needs(Permission.ERASE_CASE)
def keeping() -> Any:
    """One of the lists, a page of it."""
    asked = request.args.get("list", "")
    return _shown(Shelf(asked) if asked in set(Shelf) else Shelf.RUN_OUT)


@needs(Permission.ERASE_CASE)
def propose() -> Any:
    """One person proposes to erase the cases they ticked, because their time is over."""
    form = ReasonForm(request.form)
    if not form.validate() or not _chosen():
        return _again(Shelf.RUN_OUT, form)
    reason = form.reason.data or ""
    return _done(
        Shelf.RUN_OUT,
        lambda reference: erasing.propose_erasure(desk(), reference, "retention", reason, signed_in().id, now()),
    )


@needs(Permission.ERASE_CASE)
def erase() -> Any:
    """Another person erases the cases they ticked."""
    form = EraseForm(request.form)
    if not form.validate() or not _chosen():
        return _again(Shelf.PROPOSED, form)
    return _done(Shelf.PROPOSED, lambda reference: erasing.erase(desk(), reference, signed_in().id, now()))


@needs(Permission.ERASE_CASE)
def register() -> Any:
    """Every certificate as a table: no word of it is anybody's who complained."""
    people = {person.id: person.name for person in everyone(desk())}
    out = StringIO()
    table = csv.writer(out)
    table.writerow(["reference", "received", "ground", "proposed by", "proposed", "erased by", "erased", "last copy gone"])
    table.writerows([_harmless(cell) for cell in _row(one, people)] for one in _every_certificate())
    return handed_out(out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", "erased-cases.csv")


def _row(one: Certificate, people: dict[int, str]) -> tuple[str, ...]:
    return (
        one.reference, one.received_on.isoformat(), one.ground, people.get(one.proposed_by or 0, ""),
        london_day(one.proposed_at).isoformat(), people.get(one.erased_by or 0, ""),
        one.erased_on.isoformat(), one.last_copy_gone_on.isoformat(),
    )  # fmt: skip


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _every_certificate() -> Iterator[Certificate]:
    last = 0
    while batch := erasing.certificates(desk(), last, BATCH, _backup_days(), signed_in().id):
        last = batch[-1][0]
        yield from (certificate for _, certificate in batch)


def _chosen() -> list[str]:
    return list(dict.fromkeys(request.form.getlist("cases")))[: closing.PAGE]


def _done(shelf: Shelf, doing: Callable[[str], object]) -> Any:
    """Do it to each case that was ticked, one commit each; say which were left, and why."""
    done, own, gone = 0, [], []
    for reference in _chosen():
        try:
            doing(reference)
            done += 1
        except erasing.TwoPeople:
            own.append(reference)
        except (NotPossible, NoSuchCase, erasing.TooSoon):
            gone.append(reference)
    return _shown(shelf, done=done, own=own, gone=gone, acted=True)


def _again(shelf: Shelf, form: ReasonForm | EraseForm) -> Any:
    problem = None if _chosen() else NONE_CHOSEN
    return _shown(shelf, form=form, problem=problem, ticked=_chosen()), _BAD_REQUEST


def _shown(shelf: Shelf, form: ReasonForm | EraseForm | None = None, ticked: Iterable[str] = (), **more: Any) -> str:
    last = request.args.get("after", "")
    begun = int(last) if last.isascii() and last.isdigit() and len(last) < 19 else 0
    rows = closing.on_the_way_out(desk(), Keeping(shelf.value), begun, signed_in().id)
    page = rows[: closing.PAGE]
    certificates = dict(erasing.certificates(desk(), begun, closing.PAGE, _backup_days(), signed_in().id)) if shelf is Shelf.ERASED else {}
    return staff_page(
        "staff/keeping.html",
        shelf=shelf.value,
        rows=[(row, closing.until_of(desk().profile, row)) for row in page],
        certificates=certificates,
        after=page[-1].id if len(rows) > closing.PAGE else None,
        counts={standing.value: number for standing, number in closing.how_many(desk(), signed_in().id).items()},
        most=closing.MOST_COUNTED,
        stated=bool(desk().profile.schedule),
        form=form or (EraseForm() if shelf is Shelf.PROPOSED else ReasonForm()),
        ticked=frozenset(ticked),
        people={person.id: person.name for person in everyone(desk())},
        labels=labels,
        profile=desk().profile,
        today=today(),
        **more,
    )


def _backup_days() -> int:
    return int(current_app.config["KEY_BACKUP_DAYS"])
