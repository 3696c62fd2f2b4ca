"""Files that a person adds: a page to add them, to see what was added, and to take each out again; never needed to send."""

from math import ceil
from typing import Any

from flask import Blueprint, abort, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from portal.actions import case_files
from portal.actions import files as added_files
from portal.actions.drafts import AlreadySent
from portal.actions.files import KnownAsHarmful, NoSuchFile
from portal.actions.filing import NoDraft
from portal.actions.returning import NotYours
from portal.citizen.file_words import (
    ACCEPTED,
    CHECKING,
    GROUPS,
    KINDS,
    NOT_CHOSEN,
    NOT_SENT,
    REFUSED,
    SENDING,
    TOO_MUCH_AT_ONCE,
    TOO_QUICK,
)
from portal.citizen.returning import held_key
from portal.citizen.visitor import change_voice_in_place, current_draft, go_on, open_draft, path, see, where_next
from portal.cleaning import NotCleaned, UnknownKind
from portal.shelf import ShelfUnavailable
from portal.web import errors, uploads
from portal.web.address import is_this_machine, mark
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.language import say, translate
from portal.web.pace import uploading
from portal.web.page import page
from portal.words import _

ENDPOINT = "citizen.files"
INPUT = "files"
BAD, TOO_MANY = 400, 429

BACK = {"check": "/check", "points": "/ask/points"}


def routes(pages: Blueprint) -> None:
    """/files, /files/<id>, /case/<reference>/files/<n>"""
    pages.add_url_rule("/files", "files", files, methods=["GET", "POST"])
    pages.add_url_rule("/files/<int:file_id>", "added_file", added_file)
    pages.add_url_rule("/case/<reference>/files/<int:number>", "own_file", own_file)
    pages.register_error_handler(RequestEntityTooLarge, too_large)


def files() -> Response | str | tuple[str, int]:
    """What was added, and a way to add more. POST adds what was chosen, or takes one out."""
    draft = current_draft()
    if draft is None:
        return go_on()
    if request.method == "GET":
        return see(f"/done/{draft.receipt['reference']}") if draft.receipt else _show()
    if draft.sent:
        raise AlreadySent(draft.receipt or {})
    if change_voice_in_place():
        return _show(_refusals(draft.key, _chosen(), []))
    try:
        return _take_out(draft.key) if "_take_out" in request.form else _add(draft.key)
    except NoDraft:
        return go_on()


def _take_out(key: bytes) -> Response:
    wanted = request.form["_take_out"]
    if wanted.isdecimal() and len(wanted) < 19:
        added_files.take_out(desk(), key, int(wanted), now())
    return see(_here())


def _add(key: bytes) -> Response | tuple[str, int]:
    """Each file by itself: one that is refused keeps no other from being added.

    Whoever chose something and presses *Continue* means to add it, too.
    """
    chosen, late, going_on = _chosen(), list[str](), "_on" in request.form
    refused = _refusals(key, chosen, late)
    if not chosen and not going_on:
        refused = [say(NOT_CHOSEN)]
    if refused:
        return _show(refused), TOO_MANY if late else BAD
    return see(where_next(path(), _from()) if going_on else _here())


def _chosen() -> list[Any]:
    return [file for file in request.files.getlist(INPUT) if uploads.is_chosen(file)]


def _refusals(key: bytes, chosen: list[Any], late: list[str]) -> list[str]:
    """Add what was chosen; why some of it was not added, and in `late` what has only to wait."""
    return [said for file in chosen if (said := _wait(file, late) or _refusal(key, file))]


def _wait(file: Any, late: list[str]) -> str | None:
    """How long a file waits where too many came from its address, besides those that are `late` already; None if it need not."""
    if is_this_machine():
        return None  # perhaps a proxy that nobody told us of, and then everybody's address
    wait = uploading().wait(mark(), now(), len(late) + 1)
    if not wait:
        uploading().took(mark(), now())
        return None
    late.append(say(TOO_QUICK, name=_name(file.filename), seconds=ceil(wait.total_seconds())))
    return late[-1]


def _refusal(key: bytes, file: Any) -> str | None:
    """Why the file was not added, in words; None where it was."""
    name = _name(file.filename)
    file.stream.seek(0)
    try:
        added_files.add(desk(), key, name, file.stream.read(), now())
    except tuple(REFUSED) as refused:
        return _said(refused, name)
    except NotCleaned:
        return say(REFUSED[UnknownKind], name=name)
    return None


def _said(refused: Exception, name: str) -> str:
    limits = desk().profile.files
    return say(
        next(wording for kind, wording in REFUSED.items() if isinstance(refused, kind)),
        name=name, most=limits.most, each=uploads.file_size(limits.most_bytes_each),
        all=uploads.file_size(limits.most_bytes_in_all), kinds=_kinds_taken(),
    )  # fmt: skip


def _name(given: str | None) -> str:
    """The name they gave, as they know it: without folders, and without what would show it as another."""
    return uploads.name_of(given)[: added_files.LONGEST_NAME] or translate(_("file"))


def _kinds_taken() -> str:
    groups = [say(GROUPS[kind]) for kind in desk().profile.files.kinds]
    return ", ".join(groups)


def _from() -> str:
    came = request.args.get("from", "")
    return came if came in BACK else ""


def _here() -> str:
    return f"/files?from={_from()}" if _from() else "/files"


def _show(refused: list[str] | None = None) -> str:
    draft, limits = open_draft(), desk().profile.files
    there = added_files.added(desk(), draft) if draft else []
    # The first leads to the input; each further one to where it stands.
    found = {INPUT if n == 1 else f"{INPUT}-error-{n}": said for n, said in enumerate(refused or (), start=1)}
    return page(
        "citizen/files.html", there=there, kinds=KINDS, errors=found, limits=limits, full=len(there) >= limits.most,
        taken=[say(GROUPS[kind]) for kind in limits.kinds], accept=",".join(ACCEPTED[kind] for kind in limits.kinds),
        sending=say(SENDING, done="{done}"), checking=say(CHECKING), not_sent=say(NOT_SENT),
        too_much=say(TOO_MUCH_AT_ONCE, all=uploads.file_size(limits.most_bytes_in_all)),
        back=BACK.get(_from(), where_next(path())), action=_here(), here="/files", saveable=True,
    )  # fmt: skip


def too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    """More than all files together may be: nothing of it was read, and what was added before is still there."""
    if request.endpoint != ENDPOINT or open_draft() is None:
        return errors.too_large(error)
    all_together = uploads.file_size(desk().profile.files.most_bytes_in_all)
    return _show([say(TOO_MUCH_AT_ONCE, all=all_together)]), 413


def added_file(file_id: int) -> Response:
    """A file that is not sent yet, for whoever added it: a page plays a recording from it without saving it."""
    draft = open_draft()
    if draft is None or file_id >= 2**63:
        abort(404)
    try:
        file = added_files.before_sending(desk(), draft.key, file_id)
    except (NoSuchFile, KnownAsHarmful):
        abort(404)
    except ShelfUnavailable:
        abort(503)
    return uploads.handed_out(file.data, file.kind.media_type, file.name)


def own_file(reference: str, number: int) -> Response:
    """A file that the person added, given back to whoever opened the case with their words."""
    held = held_key(reference)
    if held is None:
        return see("/return")
    try:
        file = case_files.for_sender(desk(), reference, *held, number)
    except NotYours:
        return see("/return")
    except (NoSuchFile, KnownAsHarmful):
        abort(404)
    except ShelfUnavailable:
        abort(503)
    return uploads.handed_out(file.data, file.kind.media_type, file.name)
