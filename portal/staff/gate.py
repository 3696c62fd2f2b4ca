"""The back office as a blueprint: its table of pages, and the gate that nobody passes without the permission named."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from werkzeug.exceptions import Forbidden, RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from portal.actions.case_file import KeptOut
from portal.casework.permissions import may
from portal.staff import (
    accounts,
    answer_pages,
    audit_pages,
    case_pages,
    council_sign_in,
    dashboard_pages,
    demand_pages,
    disposal_pages,
    document_pages,
    enquiry_pages,
    file_pages,
    keeping_pages,
    learning_list,
    learning_pages,
    letter_pages,
    message_pages,
    move_pages,
    people_pages,
    publish_pages,
    queue_pages,
    report_pages,
    rule_pages,
    second_factor_pages,
    session,
    sign_in,
    split_pages,
    stage_pages,
    take_in_pages,
    talk_pages,
    team_pages,
    tracker_pages,
    view_pages,
)
from portal.staff.permissions import permission_of
from portal.staff.shown import choice_in_english, language_name, question_in_english, short_day, staff_page
from portal.web.errors import typed_again
from portal.web.language import SOURCE
from portal.web.uploads import is_chosen
from portal.web.watching import request_number
from portal.words import Voice

log = structlog.stdlib.get_logger("portal")

# Only who is not signed in has any use for these pages; everything else names a permission.
PUBLIC = frozenset({"staff.sign_in", "staff.code", "staff.first_factor", "staff.council_sign_in", "staff.council_back"})

# What is typed here opens an account, and waits in no page.
OPENS_ACCOUNTS = frozenset({"staff.account", "staff.own_factor"})
TYPED_BY = "_typed_by"

View = Callable[..., Any]

_READ, _WRITE, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_CASE = "/cases/<reference>"
_PERSON = f"/people/<int(max={2**63 - 1}):staff_id>"
_REPORT = f"/report/published/<int(max={2**63 - 1}):report_id>"
_MESSAGE = f"/messages/<int(max={2**63 - 1}):message_id>"

PAGES: tuple[tuple[str, str, View, tuple[str, ...]], ...] = (
    ("/sign-in", "sign_in", sign_in.sign_in, _BOTH),
    ("/sign-in/code", "code", second_factor_pages.code, _BOTH),
    ("/sign-in/second-factor", "first_factor", second_factor_pages.first_factor, _BOTH),
    ("/sign-in/council", "council_sign_in", council_sign_in.go, _READ),
    ("/sign-in/council/back", "council_back", council_sign_in.came_back, _READ),
    (f"{_PERSON}/link", "link", council_sign_in.link, _WRITE),
    (f"{_PERSON}/unlink", "unlink", council_sign_in.unlink, _WRITE),
    ("/account/second-factor", "own_factor", second_factor_pages.own_factor, _BOTH),
    (f"{_PERSON}/second-factor", "take_factor_away", second_factor_pages.take_factor_away, _WRITE),
    ("/sign-out", "sign_out", sign_in.sign_out, _WRITE),
    ("/sign-out-everywhere", "sign_out_everywhere", sign_in.sign_out_everywhere, _WRITE),
    ("/", "home", accounts.home, _READ),
    ("/account", "account", accounts.account, _BOTH),
    ("/account/end-session", "end_session", accounts.end_session, _WRITE),
    ("/people", "people", accounts.people, _READ),
    (f"{_PERSON}/unlock", "unlock", accounts.unlock, _WRITE),
    (f"{_PERSON}/close", "close_account", accounts.close, _WRITE),
    (f"{_PERSON}/open", "open_account", accounts.reopen, _WRITE),
    (f"{_PERSON}/sign-out", "end_sessions", accounts.end_sessions, _WRITE),
    ("/messages", "messages", message_pages.messages, _READ),
    (f"{_MESSAGE}/send-again", "send_again", message_pages.send_again, _WRITE),
    ("/queue", "queue", queue_pages.queue, _READ),
    ("/tracker", "tracker", tracker_pages.tracker, _READ),
    ("/tracker.csv", "tracker_csv", tracker_pages.tracker_csv, _READ),
    ("/tracker.xlsx", "tracker_xlsx", tracker_pages.tracker_xlsx, _READ),
    ("/dashboard", "dashboard", dashboard_pages.dashboard, _READ),
    ("/report", "report", report_pages.report, _READ),
    ("/report/file", "report_file", report_pages.report_file, _READ),
    ("/report/cases", "report_cases", report_pages.report_cases, _READ),
    ("/report/commentary", "report_comment", publish_pages.comment, _BOTH),
    ("/report/mail", "report_mail", publish_pages.mail, _WRITE),
    ("/report/demand", "report_demand", demand_pages.demand, _BOTH),
    ("/report/publish", "report_publish", publish_pages.publish, _BOTH),
    (_REPORT, "report_published", publish_pages.published, _READ),
    (f"{_REPORT}/file", "report_published_file", publish_pages.published_file, _READ),
    (f"{_REPORT}/withdraw", "report_withdraw", publish_pages.withdraw, _BOTH),
    ("/take-in", "take_in", take_in_pages.take_in, _BOTH),
    ("/take-in/thanks", "take_in_thanks", take_in_pages.take_in_thanks, _BOTH),
    ("/take-in/enquiry", "take_in_enquiry_of", enquiry_pages.take_in_enquiry_of, _BOTH),
    ("/take-in/solved", "take_in_query", enquiry_pages.take_in_query, _BOTH),
    (f"{_CASE}/answer-enquiry", "answer_enquiry", enquiry_pages.answer_enquiry, _BOTH),
    (f"{_CASE}/take-in", "take_in_enquiry", enquiry_pages.take_in_enquiry, _WRITE),
    ("/take-in/given", "taken_in", take_in_pages.taken_in, _WRITE),
    ("/views", "views", view_pages.views, _READ),
    ("/views/keep", "keep_view", view_pages.keep, _WRITE),
    (f"/views/<int(max={2**63 - 1}):view_id>", "rename_view", view_pages.rename, _BOTH),
    (f"/views/<int(max={2**63 - 1}):view_id>/forget", "forget_view", view_pages.forget, _WRITE),
    ("/find", "find", queue_pages.find, _BOTH),
    ("/rules", "rules", rule_pages.rules, _READ),
    (_CASE, "case", case_pages.case, _READ),
    (f"{_CASE}/files/<int(max={2**63 - 1}):file_id>", "file", file_pages.file, _BOTH),
    (f"{_CASE}/documents", "add_document", document_pages.add_document, _BOTH),
    (f"{_CASE}/documents/<int(max=9999):number>/take-back", "take_back_document", document_pages.take_back_document, _BOTH),
    (f"{_CASE}/real", "real", move_pages.real, _WRITE),
    (f"{_CASE}/take", "take", move_pages.take, _WRITE),
    (f"{_CASE}/confirm-route", "confirm_route", move_pages.confirm_route, _WRITE),
    (f"{_CASE}/change-route", "change_route", move_pages.change_route, _BOTH),
    (f"{_CASE}/split-points", "split_points", split_pages.split_points, _BOTH),
    (f"{_CASE}/facts", "fill_in_facts", move_pages.fill_in_facts, _BOTH),
    (f"{_CASE}/front-door", "front_door_told", move_pages.front_door_told, _BOTH),
    (f"{_CASE}/extend", "extend", move_pages.extend, _BOTH),
    (f"{_CASE}/advocate", "advocate", move_pages.advocate, _BOTH),
    (f"{_CASE}/offer-right", "offer_right", move_pages.offer_right, _BOTH),
    (f"{_CASE}/close", "close", move_pages.close, _BOTH),
    (f"{_CASE}/reopen", "reopen", move_pages.reopen, _BOTH),
    (f"{_CASE}/points/<int(max=999):number>", "answer_point", answer_pages.answer_point, _BOTH),
    (f"{_CASE}/check-answer", "check_answer", answer_pages.check_answer, _WRITE),
    (f"{_CASE}/answer", "answer", answer_pages.answer, _BOTH),
    (f"{_CASE}/conflict", "name_conflict", answer_pages.name_conflict, _BOTH),
    ("/keeping", "keeping", disposal_pages.keeping, _READ),
    ("/keeping/propose", "propose_run_out", disposal_pages.propose, _WRITE),
    ("/keeping/erase", "erase_proposed", disposal_pages.erase, _WRITE),
    ("/keeping/register.csv", "register", disposal_pages.register, _READ),
    ("/export", "export_several", keeping_pages.export_several, _WRITE),
    (f"{_CASE}/export", "export", keeping_pages.export, _WRITE),
    (f"{_CASE}/hold", "hold", keeping_pages.hold, _BOTH),
    (f"{_CASE}/release-hold", "release_hold", keeping_pages.release_hold, _BOTH),
    (f"{_CASE}/propose-erasure", "propose_erasure", keeping_pages.propose_erasure, _BOTH),
    (f"{_CASE}/drop-erasure", "drop_erasure", keeping_pages.drop_erasure, _BOTH),
    (f"{_CASE}/erase", "erase", keeping_pages.erase, _BOTH),
    (f"{_CASE}/certificate", "certificate", keeping_pages.certificate, _READ),
    (f"{_CASE}/acknowledge", "acknowledge", move_pages.acknowledge, _BOTH),
    (f"{_CASE}/write/<kind>", "write_letter", letter_pages.write_letter, _BOTH),
    (f"{_CASE}/letters/<int(max=99999):number>.docx", "letter_file", letter_pages.letter_file, _READ),
    (f"{_CASE}/advocate-consent", "advocate_consent", letter_pages.advocate_consent, _BOTH),
    (f"{_CASE}/assign", "assign", team_pages.assign, _BOTH),
    *((f"{_CASE}/{name.replace('_', '-')}", name, view, _BOTH) for name, view in team_pages.VIEWS.items()),
    ("/written", "written", talk_pages.written, _READ),
    (f"{_CASE}/write", "write_to_person", talk_pages.write_to_person, _BOTH),
    (f"{_CASE}/ask", "ask_person", talk_pages.ask_person, _BOTH),
    (f"{_CASE}/messages-read", "messages_read", talk_pages.messages_read, _WRITE),
    (f"{_CASE}/stop-waiting", "stop_waiting", talk_pages.stop_waiting, _BOTH),
    (f"{_CASE}/contact-rules", "contact_rules", talk_pages.contact_rules, _BOTH),
    ("/learning", "learning", learning_list.learning, _READ),
    ("/learning.csv", "learning_csv", learning_list.learning_csv, _READ),
    (f"{_CASE}/points/<int(max=999):number>/about", "point_causes", learning_pages.point_causes, _BOTH),
    (f"{_CASE}/points/<int(max=999):number>/remedies/<remedy>/done", "remedy_done", learning_pages.remedy_done, _BOTH),
    (f"{_CASE}/points/<int(max=999):number>/remedies/<remedy>/give-up", "remedy_given_up", learning_pages.remedy_given_up, _BOTH),
    (f"{_CASE}/learning", "learning_add", learning_pages.learning_add, _BOTH),
    (f"{_CASE}/learning/none", "learning_not_needed", learning_pages.learning_not_needed, _BOTH),
    (f"{_CASE}/learning/<int(max=9999):number>/change", "learning_change", learning_pages.learning_change, _BOTH),
    (f"{_CASE}/learning/<int(max=9999):number>/done", "learning_done", learning_pages.learning_done, _BOTH),
    (f"{_CASE}/learning/<int(max=9999):number>/give-up", "learning_given_up", learning_pages.learning_given_up, _BOTH),
    (f"{_CASE}/learning/<int(max=9999):number>/publish", "learning_publish", learning_pages.learning_publish, _BOTH),
    (f"{_CASE}/learning/<int(max=9999):number>/unpublish", "learning_unpublish", learning_pages.learning_unpublish, _BOTH),
    (f"{_CASE}/costs", "cost", learning_pages.cost, _BOTH),
    (f"{_CASE}/costs/<int(max=9999):number>/take-back", "cost_taken_back", learning_pages.cost_taken_back, _BOTH),
    (f"{_CASE}/service-says", "service_says", people_pages.service_says, _BOTH),
    (f"{_CASE}/let-in", "let_in", people_pages.let_in, _BOTH),
    (f"{_CASE}/take-out", "take_out", people_pages.take_out, _BOTH),
    (f"{_PERSON}/role", "role", people_pages.role, _BOTH),
    ("/audit", "audit", audit_pages.audit, _BOTH),
    ("/audit/traces", "find_traces", audit_pages.find_traces, _WRITE),
    ("/audit/cases/<reference>", "traces", audit_pages.traces, _READ),
    *((f"{_CASE}/{name.replace('_', '-')}", name, view, _BOTH) for name, view in stage_pages.VIEWS.items()),
)


def blueprint() -> Blueprint:
    """The back office at /staff, every page of it behind the gate."""
    staff = Blueprint("staff", __name__, url_prefix="/staff")
    staff.before_request(_speak_to_officers)
    staff.before_request(refusal)
    staff.after_request(_never_kept)
    staff.register_error_handler(KeptOut, people_pages.kept_out)
    staff.register_error_handler(RequestEntityTooLarge, document_pages.too_large)
    staff.add_app_template_filter(short_day, "short_day")
    staff.add_app_template_filter(language_name, "language_name")
    staff.add_app_template_filter(question_in_english, "question_in_english")
    staff.add_app_template_filter(choice_in_english, "choice_in_english")
    for rule, endpoint, view, methods in PAGES:
        staff.add_url_rule(rule, endpoint, _behind_gate(f"staff.{endpoint}", view), methods=methods)
    return staff


def refusal() -> Any | None:
    """What to say instead of the page asked for; None lets the reader pass."""
    endpoint = request.endpoint or ""
    if endpoint in PUBLIC:
        return None
    needed = permission_of(current_app.view_functions[endpoint])
    officer = session.officer()
    if officer is None:
        return _signed_out()
    if request.form.get(TYPED_BY, str(officer.id)) != str(officer.id):
        return _kept(request.form[TYPED_BY], others=True)
    if needed is None or not may(officer.role, needed):
        log.warning("a page was refused", request=request_number(), staff=officer.id, endpoint=endpoint)
        return staff_page("staff/refused.html"), Forbidden.code
    return None


def _signed_out() -> Any:
    """To the page for signing in; what was typed into a form meanwhile waits in this browser, out of sight.

    Not what opens an account, and nothing where nobody knows who typed it: whoever signs in next is perhaps another.
    """
    by = request.form.get(TYPED_BY) or session.ran_out()
    typed = any(value.strip() for _, value in typed_again())
    if request.method != "POST" or not typed or by is None or request.endpoint in OPENS_ACCOUNTS:
        return redirect(url_for("staff.sign_in", next=_way_back()))
    return _kept(str(by))


def _kept(by: str, *, others: bool = False) -> Any:
    """What `by` typed, to be sent once they are signed in; `others`: somebody else is."""
    typed = [(name, value) for name, value in typed_again() if name != TYPED_BY]
    known = {"typed": [*typed, (TYPED_BY, by)], "action": request.full_path.rstrip("?"), "files": any(map(is_chosen, request.files.values()))}
    return staff_page("staff/signed_out.html", others=others, **known), Forbidden.code


def _behind_gate(endpoint: str, view: View) -> View:
    """`view` with the gate before it, for whoever calls it without asking the blueprint first."""

    @wraps(view)
    def gated(*args: Any, **kwargs: Any) -> Any:
        refused = None if endpoint in PUBLIC else refusal()
        return view(*args, **kwargs) if refused is None else refused

    return gated


def _way_back() -> str:
    """Where to go after signing in: the page asked for; after a button, the case that it was pressed on."""
    if request.method == "GET":
        return request.full_path if request.query_string else request.path
    reference = (request.view_args or {}).get("reference")
    return url_for("staff.case", reference=reference) if reference else url_for("staff.home")


def _speak_to_officers() -> None:
    """These pages are in English and in their own voice, whatever this browser chose on the public side."""
    g.voice, g.language = Voice.OFFICER, SOURCE


def _never_kept(response: Response) -> AnyResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
