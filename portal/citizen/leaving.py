"""Leaving fast, and whose device it is: what everybody is told before the first question, and the end of a time."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, request, session

from portal.actions.drafts import AlreadySent, Draft, look
from portal.citizen.half_typed import keep_in
from portal.citizen.visitor import DRAFT, path, see, where_next
from portal.limits import OWN_IDLE, SHARED_IDLE
from portal.questions.kinds import Choice, Given, Kind, Question
from portal.seal.boxes import Unreadable
from portal.web import cookies, lasting
from portal.web.answered import answer
from portal.web.desk import desk
from portal.web.errors import typed_again
from portal.web.headers import forget_ours
from portal.web.language import say
from portal.web.page import AWAY, kept_page, page
from portal.web.signing import FORM_TOKEN
from portal.words import Wording, _

TOLD = "told"
ASKED = "device"
WITHIN = frozenset(
    f"citizen.{room}" for room in (
        "ask", "ask_point", "files", "result", "check", "done", "save", "offer", "gone", "case", "own_file", "end_advocate", "write", "next_stage",
    )
)  # fmt: skip
"""Where something that was told stands on the page. Everything else is open to whoever comes: who to ring above all."""

WRITING = frozenset({"citizen.write", "citizen.next_stage"})
"""What takes in by itself what is posted too late, and shows none of the case then."""
OF_A_CASE = WRITING | {"citizen.case", "citizen.own_file", "citizen.end_advocate"}
"""Of these, the pages that the key of a sent case opens; the others are opened by that of a draft."""
GIVES_WORDS = frozenset({"citizen.save", "citizen.offer"})
"""What shows words once. Too late nobody would see them, so none are made."""
CASE = "case"

DEVICE = Question(
    "device", Kind.CHOICE, personal=False,
    title=Wording(_("Do other people use this phone or computer?"), child=_("Do other people use this phone or computer?")),
    hint=Wording(
        _("If they do, or you are not sure, we close what you told us when you have been away for %(minutes)s minutes. If not, it stays open for %(hours)s hours."),
        child=_("If they do, we close this when you are away for %(minutes)s minutes."),
    ),
    choices=(
        Choice("shared", Wording(_("Yes, or they may"), child=_("Yes")), picture="family"),
        Choice("own", Wording(_("No, only I do"), child=_("No, just me")), picture="me"),
        Choice("unsure", Wording(_("I am not sure"), child=_("I don’t know")), picture="dontknow"),
    ),
)
"""No question of what they tell us, and kept with nothing of it: whoever is not sure may be sharing."""

OURS = frozenset({"", "none", "same-origin"})
"""What a browser says of a request that comes from a page of ours, or from whoever sits before it."""


def routes(pages: Blueprint) -> None:
    """/ready, /device, /browsing, /leave, /over"""
    pages.add_url_rule("/ready", view_func=ready, methods=["GET", "POST"])
    pages.add_url_rule("/device", view_func=device, methods=["GET", "POST"])
    pages.add_url_rule("/browsing", view_func=browsing)
    pages.add_url_rule("/leave", view_func=leave)
    pages.add_url_rule("/over", view_func=over)
    pages.before_request(watch)
    pages.after_request(lasting.settle)


def ready() -> Response | str:
    """What *Leave this page* does and does not do, before anybody meets the button."""
    if request.method == "POST":
        session[TOLD] = True
        return see(beginning())
    return page("citizen/ready.html", leave=False, back="/", minutes=_minutes())


def beginning() -> str:
    """What everybody is shown before the first question, as far as they were not yet; then that question."""
    if not session.get(TOLD):
        return "/ready"
    return where_next(path()) if ASKED in session else "/device"


def device() -> Response | str:
    """Do other people use this device? Whoever does not say so may share it."""
    if request.method == "POST":
        session[ASKED] = True
        session[lasting.OWN] = request.form.get("device") == "own"
        onward = see(where_next(path()))
        lasting.renew(onward)
        return onward
    said = ("own" if session.get(lasting.OWN) else "shared") if ASKED in session else ""
    return kept_page("device", "citizen/device.html", _asked, answer(DEVICE, DEVICE.choices_for(Given({})), said))


def _asked() -> dict[str, Any]:
    hours = int(OWN_IDLE.total_seconds()) // 3600
    return {"question": DEVICE, "title": say(DEVICE.title), "hint": say(DEVICE.hint, minutes=_minutes(), hours=hours), "back": "/ready"}


def _minutes() -> int:
    return int(SHARED_IDLE.total_seconds()) // 60


def browsing() -> str:
    """What a device remembers, and what can be done about that."""
    return page("citizen/browsing.html", back="/", minutes=_minutes())


def leave() -> Response:
    """Close what is open here and go to another site.

    Another site's link, and a browser that fetches ahead, close nothing: a draft without words would be lost.
    """
    if request.headers.get("Sec-Purpose") or request.headers.get("Purpose"):
        return Response(status=204, mimetype="text/plain")
    away = see(AWAY)
    return put_away(away) if request.headers.get("Sec-Fetch-Site", "") in OURS else away


def put_away(response: Response) -> Response:
    """Take the keys off this device, and all that this visit was; what is kept with us stays kept.

    Also voice and language: whoever comes next must not see who was here.
    """
    for name in [name for name in session if name != FORM_TOKEN]:
        session.pop(name)
    for cookie in lasting.COOKIES:
        cookies.take_away(response, cookie)
    return forget_ours(response)


def over() -> str:
    """The time here is over: what was told is closed, and how to open it again."""
    return page("citizen/over.html", minutes=_minutes(), kept=None, typed=[], receipt=None)


def watch() -> Response | None:
    """Nothing that was told is shown any more once the time is over; what is posted then is still taken in."""
    if request.endpoint not in WITHIN or not any(lasting.over_key(cookie) for cookie in lasting.COOKIES):
        return None
    if lasting.key_in(CASE if request.endpoint in OF_A_CASE else DRAFT):
        return None
    if request.endpoint in WRITING and request.method == "POST":
        return None
    key = lasting.over_key(DRAFT)
    taken = request.method == "POST" and key and request.endpoint not in OF_A_CASE | GIVES_WORDS
    return _taken_in(key) if taken and key else see("/over")


def _taken_in(key: bytes) -> Response:
    """Do as the page would have done in time, and show none of it."""
    g.over = True
    draft = _draft(key)
    openable = bool(draft and draft.words)
    try:
        done = make_response(_view()(**request.view_args or {}))
        kept = 300 <= done.status_code < 400 or keep_in(key, request.path)
    except AlreadySent:
        kept = False
    draft = _draft(key)
    for known in ("over", "draft", "path"):
        g.pop(known, None)
    receipt = draft.receipt if draft and draft.sent and request.endpoint == "citizen.check" else None
    return make_response(page(
        "citizen/over.html", minutes=_minutes(), receipt=receipt, kept=kept and openable, here="/over",
        typed=[] if receipt or (kept and openable) else typed_again(), action=request.full_path.rstrip("?"),
    ))


def _view() -> Callable[..., Any]:
    return current_app.view_functions[request.endpoint or ""]


def _draft(key: bytes) -> Draft | None:
    try:
        return look(desk(), key)
    except Unreadable:
        return None
