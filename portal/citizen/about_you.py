"""A few questions about equality, for adults who have sent something: apart from their case, and every one optional."""

from flask import Blueprint, session
from werkzeug.wrappers import Response

from portal.actions import equality
from portal.actions.drafts import Draft
from portal.citizen.visitor import change_voice_in_place, current_draft, go_on, see
from portal.limits import EQUALITY_MONTHS
from portal.questions.about_you import ABOUT_YOU
from portal.questions.kinds import Given
from portal.questions.people import AGE_BANDS_CHILD
from portal.web.clock import today
from portal.web.desk import desk
from portal.web.forms import QuestionForm, form_of
from portal.web.language import voice
from portal.web.page import page
from portal.words import Voice

TOLD = "about_you"
"""In the visitor's own cookie: that they answered. In the draft it would say so of a case."""

_UNDER_18 = frozenset(choice.code for choice in AGE_BANDS_CHILD)


def routes(pages: Blueprint) -> None:
    """/about-you"""
    pages.add_url_rule("/about-you", view_func=about_you, methods=["GET", "POST"])


def may_be_asked(draft: Draft | None) -> bool:
    """Whether this visitor may be asked: an adult who has sent something and has not answered yet. Never a child."""
    if draft is None or not draft.sent or voice() is Voice.CHILD or session.get(TOLD):
        return False
    return not draft.is_child and Given(draft.answers).one("age_band") not in _UNDER_18


def about_you() -> Response | str | tuple[str, int]:
    """The questions; POST keeps what was answered, and says thank you."""
    draft = current_draft()
    receipt = draft.receipt if draft else None
    done = f"/done/{receipt['reference']}" if receipt else "/"
    if draft is not None and draft.sent and session.get(TOLD) and voice() is Voice.ADULT:
        return page("citizen/about_you_told.html", onward=done)
    if not may_be_asked(draft):
        return see(done) if receipt else go_on()
    form = form_of(ABOUT_YOU, Given({}), today())
    if change_voice_in_place():
        return _show(form, done, {})
    return _keep(form, done) if form.is_submitted() else _show(form, done, {})


def _keep(form: QuestionForm, done: str) -> Response | tuple[str, int]:
    if not form.validate():
        return _show(form, done, form.errors_by_key), 400
    if not equality.keep(desk(), form.answers, today()):
        return see(done)
    session[TOLD] = True
    return see("/about-you")


def _show(form: QuestionForm, done: str, errors: dict[str, str]) -> str:
    return page(
        "citizen/about_you.html", questions=ABOUT_YOU, errors=errors,
        typed=form.typed if form.is_submitted() else {}, onward=done, back=done, months=EQUALITY_MONTHS, voice_in_place=True,
    )
