"""The one place of the back office that asks by which ways a move reaches the person, and stops what a contact rule forbids.

Every form of a move that goes out shows these fields, every such form that is sent is looked at here, and whatever the
officer said goes along with the action, which looks again where it writes.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import abort, g, request
from wtforms import Form, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from portal.actions import contact
from portal.actions.case_file import NoSuchCase
from portal.casework.contact import OUTGOING, Rule
from portal.casework.events import Happened
from portal.casework.moves import MOVES
from portal.staff.forms import LONGEST_REASON
from portal.staff.talk_labels import WAYS, WHY, ways_said
from portal.web.desk import desk
from portal.web.forms import clean

_EVENT_OF: dict[str, Happened] = {f"staff.{move.name}": move.event for move in MOVES if move.event in OUTGOING}


def _tidied(value: str | None) -> str | None:
    return clean(value).strip() if value else value


class SendingForm(Form):
    """By which ways it goes out, besides the person's own page; and why, where a rule forbids one of them."""

    ways = SelectMultipleField(
        "How else does it reach them?", choices=[SelectChoice(way, said) for way, said in WAYS.items()], default=()
    )
    rule_reason = TextAreaField(
        "Why is it right all the same, or how is the rule kept?", filters=[_tidied],
        validators=[Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON:,} characters")],
    )  # fmt: skip


def event_here() -> Happened | None:
    """What the page that is asked for sends to the person; None of a page that sends nothing."""
    return _EVENT_OF.get(request.endpoint or "")


def sending_form() -> SendingForm | None:
    """The fields of this page, as they were sent; None of a page that sends nothing. Where the way is asked already, without it."""
    event = event_here()
    if event is None:
        return None
    form: SendingForm = g.get("sending_form") or SendingForm(request.form)
    if OUTGOING[event]:
        del form.ways
    g.sending_form = form
    return form


def kept_to(reference: str) -> bool:
    """Whether what was sent from this page may go: no rule stops it, or there is a reason why it goes all the same."""
    event = event_here()
    if event is None:
        return True
    form = sending_form()
    assert form is not None, "a page that sends has the fields"
    if not form.validate():
        return False
    try:
        stops = contact.stops(contact.rules_at(desk(), reference), _ways(event))
    except NoSuchCase:
        abort(404)
    if not stops or form.rule_reason.data:
        return True
    form.rule_reason.errors = [f"{stopped_said(stops, _ways(event))} Choose another way, or say why it is right all the same"]
    return False


def stopped_said(rules: tuple[Rule, ...], ways: tuple[str, ...]) -> str:
    """What stops it, in a sentence."""
    return f"A rule stops this ({ways_said(ways)}): {'; '.join(WHY[rule] for rule in rules)}."


@contextmanager
def as_said() -> Iterator[None]:
    """Whatever is done within goes out by the ways that this page was sent with, for the reason that was given."""
    event = event_here()
    if event is None:
        yield
        return
    with contact.sending(_ways(event, own=False), clean(request.form.get("rule_reason", ""))):
        yield


def _ways(event: Happened, *, own: bool = True) -> tuple[str, ...]:
    """The ways that were chosen; `own`: also the one that the move's own form asks for."""
    if OUTGOING[event]:
        return tuple(request.form.getlist(OUTGOING[event])) if own else ()
    return tuple(way for way in request.form.getlist("ways") if way in WAYS)
