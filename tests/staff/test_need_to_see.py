"""No page of the back office tells anybody of a case that is not theirs: every address, every list, every role."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.actions import answering, handling, learning, people, stages, teamwork
from portal.actions.case_file import open_file
from portal.actions.following_up import FollowUp
from portal.actions.places import Place
from portal.actions.stages import Said
from portal.casework.answering import Remedy
from portal.casework.learning import Grade, Owner
from portal.casework.moves import move
from portal.casework.outcomes import OutcomeCode
from portal.casework.permissions import Permission, Role, may
from portal.casework.sight import INVITED, Reader, may_see
from portal.staff.gate import PUBLIC
from portal.staff.permissions import permission_of
from portal.store import case_people, cases, queue
from portal.store import staff as accounts
from portal.store.facts import FACTS
from portal.store.queue import QueueFilter, View
from portal.store.scope import Scope
from portal.store.tracker import Listing
from tests.actions.desks import NOW, a_case, an_officer, kinds_of
from tests.staff.browser import Browser, Page
from tests.staff.conftest import Clock, SignedIn

HIDDEN, NOWHERE, SEEN = "KTX-3793-264", "KTX-3793-267", "RMW-2346-789"
AREA = "social_care"
WITHOUT_AREA = [role for role in Role if role not in (Role.OFFICER, Role.MANAGER, Role.AUDITOR)]
ANY = {"staff_id": 1, "message_id": 1, "file_id": 1, "number": 1, "kind": "panel", "view_id": 1, "report_id": 1, "remedy": "apology"}
LISTS = (
    *(f"/staff/queue?view={view.value}" for view in View), "/staff/keeping", "/staff/keeping?list=proposed", "/staff/keeping?list=erased",
    *(f"/staff/report/cases?fact={fact}&from=2020-01-01&to=2030-01-01" for fact in FACTS), "/staff/report/cases?fact=asked&at_end=2030-01-01",
    "/staff/report?period=y2026&small=y", "/staff/report/file?period=y2026&small=y&kind=full&format=json",
    "/staff/keeping/register.csv", "/staff/messages", "/staff/audit", "/staff/take-in", "/staff/written", "/staff/dashboard",
    *(f"/staff/{page}?list={listing.value}" for listing in Listing for page in ("tracker", "tracker.csv", "tracker.xlsx")),
    *(f"/staff/{page}?list={listing.value}" for listing in FollowUp for page in ("learning", "learning.csv")),
)  # fmt: skip
"""Every page and every file that lists cases."""


def of_a_case(app: Flask, reference: str) -> Iterator[tuple[Rule, str, str]]:
    """Every address with a case in it, by every method."""
    adapter = app.url_map.bind("localhost")
    values = ANY | {"reference": reference}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("staff.") and "reference" in rule.arguments:
            path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, path


def areas(desk, number: int, *codes: str) -> None:
    with desk.database.write() as conn:
        accounts.set_role(conn, number, accounts.by_id(conn, number).role, codes)


def asked(browser: Browser, method: str, path: str) -> Page:
    data = {"route": "corporate", "seen": "0"} if method == "POST" else None
    return Page(browser.client.open(path, method=method, data=data))


def stripped(page: Page) -> str:
    return page.text.split("say this number")[0]


def all_of(browser: Browser, path: str) -> str:
    """All that an address hands out, what a workbook holds in its parts included."""
    data = browser.client.get(path).get_data()
    if not data.startswith(b"PK"):
        return data.decode()
    with ZipFile(BytesIO(data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


@pytest.mark.parametrize("role", WITHOUT_AREA)
def test_a_case_that_is_not_theirs_does_not_exist_for_them(app: Flask, desk, signed_in: SignedIn, role: Role) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    case_id, reader = a_case(desk, HIDDEN), signed_in(role, "R. Reader")
    areas(desk, reader.staff_id, "carers")
    for rule, method, path in of_a_case(app, HIDDEN):
        page, nowhere = asked(reader, method, path), asked(reader, method, path.replace(HIDDEN, NOWHERE))
        allowed = may(role, permission_of(app.view_functions[rule.endpoint]) or "")
        assert page.status == nowhere.status, (method, path)
        assert page.status in ((404, 400) if allowed else (403,)), (method, path, page.status)
        assert stripped(page).replace(HIDDEN, "") == stripped(nowhere).replace(NOWHERE, ""), (method, path)
    for path in LISTS:
        assert HIDDEN not in all_of(reader, path), path
    found = reader.client.post("/staff/find", data={"reference": "Jo Bloggs"})
    assert HIDDEN not in found.get_data(as_text=True)
    assert kinds_of(desk, case_id) == ["submitted"]


@pytest.mark.parametrize("role", list(Role))
def test_whoever_is_complained_about_reads_no_page_of_the_case(app: Flask, desk, signed_in: SignedIn, role: Role) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    case_id, reader, other = a_case(desk, HIDDEN, risk_now=True), signed_in(role, "R. Reader"), an_officer(desk, "O. Other", Role.MANAGER)
    areas(desk, reader.staff_id, AREA)
    teamwork.choose_service(desk, HIDDEN, Place(AREA), other, NOW)
    if role in INVITED:
        _let_in(desk, reader.staff_id, other)
    answering.name_conflict(desk, HIDDEN, [reader.staff_id], "It is about them", other, NOW)
    before = kinds_of(desk, case_id)
    for rule, method, path in of_a_case(app, HIDDEN):
        page = asked(reader, method, path)
        allowed = may(role, permission_of(app.view_functions[rule.endpoint]) or "")
        plain = 404 if role in INVITED else 403  # whoever is no longer let in need not be told of the case at all
        assert page.status in ((plain, 400) if allowed else (403,)), (method, path, page.status)
        assert "never came" not in page.html and "Jo Bloggs" not in page.html, (method, path)
    for path in LISTS:
        assert HIDDEN not in all_of(reader, path), path
    assert HIDDEN not in reader.client.post("/staff/find", data={"reference": "Jo Bloggs"}).get_data(as_text=True)
    assert kinds_of(desk, case_id) == before


def learned_in(desk, reference: str, owner: int, officer: int) -> None:
    """What stands in every list of what is learned: late, done and published, given up, promised."""
    given = answering.Given(OutcomeCode.UPHELD, (Remedy.APOLOGY,))
    answering.answer_point(desk, reference, 1, given, answering.Said("The record shows it."), officer, NOW)
    for number in range(1, 5):
        new = learning.NewAction(f"Train {number}.", Grade.TEAM, Owner(owner), NOW.date(), sentence="We train.")
        learning.set_action(desk, reference, new, officer, NOW)
    learning.change_action(desk, reference, 4, Owner(owner), NOW.date() + timedelta(days=300), "Later.", officer, NOW)
    learning.finish(desk, reference, 2, NOW.date(), "It was held.", "We trained.", officer, NOW)
    learning.publish(desk, reference, 2, "Visits are planned together now.", officer, NOW)
    learning.give_up(desk, reference, 3, "It is needless.", officer, NOW)


def test_whoever_is_kept_out_finds_no_reference_in_tracker_and_learning_where_others_find_it(clock: Clock, desk, signed_in: SignedIn) -> None:
    """In every list that can hold the case: its row, its files and their own late actions; the figures count it."""
    clock.now = NOW + timedelta(days=1)
    a_case(desk, HIDDEN)
    reader, other = signed_in(Role.MANAGER, "R. Reader"), signed_in(Role.MANAGER, "O. Other")
    learned_in(desk, HIDDEN, reader.staff_id, other.staff_id)
    handling.confirm_route(desk, HIDDEN, "statutory", other.staff_id, NOW)
    checker, seen = an_officer(desk, "C. Checker"), answering.version_seen(open_file(desk, HIDDEN, other.staff_id, NOW).history)
    answering.check_answer(desk, HIDDEN, seen, checker, NOW)
    seen = answering.version_seen(open_file(desk, HIDDEN, other.staff_id, NOW).history)
    assert answering.answer(desk, HIDDEN, "<p>Our answer</p>", seen, other.staff_id, NOW)
    paths = [path for path in LISTS if "/tracker" in path or "/learning" in path]
    holding = {path for path in paths if HIDDEN in all_of(reader, path)}
    assert {path.split("list=")[1] for path in holding} >= {"came_in", "open", "undated", "in_time", *(one.value for one in FollowUp)}
    assert any("xlsx" in path for path in holding) and any("learning.csv" in path for path in holding)
    counted = reader.get("/staff/tracker?list=open").text.split("Of those open now")[0]
    assert "yours" in reader.get("/staff/queue").text
    answering.name_conflict(desk, HIDDEN, [reader.staff_id], "It is about them", other.staff_id, NOW)
    assert {path for path in paths if HIDDEN in all_of(other, path)} == holding
    assert not [path for path in paths if HIDDEN in all_of(reader, path)]
    page = reader.get("/staff/tracker?list=open")
    assert page.text.split("Of those open now")[0] == counted, "the figures are of all cases"
    assert "None that you can open." in page.text
    assert "yours" not in reader.get("/staff/queue").text, "nor how many actions of theirs are late in it"


def _let_in(desk, who: int, manager: int) -> None:
    handling.change_route(desk, HIDDEN, "statutory", "It is", manager, NOW)
    on = NOW.date()
    stages.make(desk, HIDDEN, "request_stage_2", Said(on, {"who": "Jo Bloggs"}, {"how": "letter"}), manager, NOW)
    people.let_in(desk, HIDDEN, who, manager, NOW)


def test_the_page_says_why_and_the_log_keeps_that_it_was_asked_for(desk, signed_in: SignedIn, caplog: pytest.LogCaptureFixture) -> None:
    a_case(desk, HIDDEN)
    reader, other = signed_in(), an_officer(desk, "O. Other", Role.MANAGER)
    answering.name_conflict(desk, HIDDEN, [reader.staff_id], "It is about them", other, NOW)
    page = reader.get(f"/staff/cases/{HIDDEN}")
    assert (page.status, page.title) == (403, "You cannot read this case")
    assert any("kept out" in record.getMessage() for record in caplog.records)
    answering.name_conflict(desk, HIDDEN, [], "It was another person", other, NOW)
    assert reader.get(f"/staff/cases/{HIDDEN}").status == 200


@pytest.mark.parametrize("role", sorted(INVITED))
def test_whoever_was_let_in_reads_that_case_and_no_other_until_the_stage_is_over(desk, signed_in: SignedIn, role: str) -> None:
    a_case(desk, HIDDEN)
    a_case(desk, SEEN)
    reader, other = signed_in(Role(role), "R. Reader"), an_officer(desk, "O. Other", Role.MANAGER)
    _let_in(desk, reader.staff_id, other)
    assert reader.get(f"/staff/cases/{HIDDEN}").status == 200 and reader.get(f"/staff/cases/{SEEN}").status == 404
    listed = reader.get("/staff/queue")
    assert HIDDEN in listed.text and SEEN not in listed.text and "Perhaps the same person" not in reader.get(f"/staff/cases/{HIDDEN}").text
    stages.make(desk, HIDDEN, "withdraw_request", Said(NOW.date(), {"how_known": "They rang"}, ticks=frozenset({"confirmed"})), other, NOW)
    assert reader.get(f"/staff/cases/{HIDDEN}").status == 404 and HIDDEN not in reader.get("/staff/queue").text


def test_a_manager_lets_somebody_in_and_ends_it_in_a_browser(desk, signed_in: SignedIn) -> None:
    a_case(desk, HIDDEN)
    manager, person = signed_in(Role.MANAGER, "M. Manager"), signed_in(Role.INDEPENDENT_PERSON, "I. Person")
    case, let_in, out = (f"/staff/cases/{HIDDEN}{end}" for end in ("", "/let-in", "/take-out"))
    assert manager.get(let_in).status == 409
    handling.change_route(desk, HIDDEN, "statutory", "It is", manager.staff_id, NOW)
    stages.make(desk, HIDDEN, "request_stage_2", Said(NOW.date(), {"who": "Jo Bloggs"}, {"how": "letter"}), manager.staff_id, NOW)
    page = manager.follow(let_in, let_in)
    assert page.status == 400 and "Choose one of these" in page.text
    page = manager.follow(let_in, let_in, person=str(person.staff_id))
    assert "They can read this case until the stage is over." in page.text and "I. Person, independent person, since" in page.text
    assert person.get(case).status == 200
    page = manager.follow(out, out, person=str(person.staff_id))
    assert "They read this case no longer." in page.text and person.get(case).status == 404


def test_a_panel_member_who_had_a_part_in_stage_2_is_not_let_in_for_stage_3(desk) -> None:
    a_case(desk, HIDDEN)
    manager, person = an_officer(desk, "M. Manager", Role.MANAGER), an_officer(desk, "I. Person", Role.INDEPENDENT_PERSON)
    handler = an_officer(desk, "H. Handler")
    handling.take(desk, HIDDEN, handler, NOW)
    _let_in(desk, person, manager)
    with pytest.raises(people.Unfit):
        people.let_in(desk, HIDDEN, handler, manager, NOW)
    stages.make(
        desk, HIDDEN, "resolve_otherwise", Said(NOW.date(), {"terms": "A visit", "how_known": "They rang"}, ticks=frozenset({"agreed"})),
        manager, NOW,
    )  # fmt: skip
    stages.make(desk, HIDDEN, "request_stage_3", Said(NOW.date(), {"who": "Jo Bloggs"}, {"how": "letter"}), manager, NOW)
    same_name = an_officer(desk, "Dr I Person", Role.PANEL_MEMBER)
    with desk.database.write() as conn:
        accounts.set_role(conn, person, Role.PANEL_MEMBER.value, None)
        accounts.set_role(conn, handler, Role.PANEL_MEMBER.value, None)
    for who, why in ((person, "stage 2"), (same_name, "stage 2"), (handler, "handled")):
        with pytest.raises(people.Unfit, match=why):
            people.let_in(desk, HIDDEN, who, manager, NOW)
    fresh = an_officer(desk, "F. Fresh", Role.PANEL_MEMBER)
    assert [people.let_in(desk, HIDDEN, fresh, manager, NOW) for _ in range(2)] == [True, False]


def test_a_service_manager_reads_what_the_service_has_to_answer_and_nothing_beside_it(desk, signed_in: SignedIn) -> None:
    case_id = a_case(desk, HIDDEN)
    reader, manager = signed_in(Role.SERVICE_MANAGER, "S. Manager"), an_officer(desk, "M. Manager", Role.MANAGER)
    areas(desk, reader.staff_id, AREA)
    teamwork.choose_service(desk, HIDDEN, Place(AREA), manager, NOW)
    handling.acknowledge(desk, HIDDEN, "<p>Dear Jo, secretly</p>", manager, NOW)
    says = f"/staff/cases/{HIDDEN}/service-says"
    page = reader.get(f"/staff/cases/{HIDDEN}")
    assert "The visits" in page.text and "Note what the service says" in page.links() and "Answer this point 1" not in page.links()
    assert "secretly" not in page.html and "Letter sent" not in page.text
    page = reader.follow(says, says, said=" ")
    assert page.status == 400 and "Enter what the service says" in page.text
    page = reader.follow(says, says, said="Two visits <b>were</b> made.")
    assert "Two visits <b>were</b> made." in page.text and "<b>were" not in page.html
    reader.send(says, says, said="Two visits <b>were</b> made.")
    assert kinds_of(desk, case_id).count("service_said") == 1


def test_safeguarding_reads_dangers_and_records_that_the_front_door_knows(desk, signed_in: SignedIn) -> None:
    a_case(desk, SEEN)
    a_case(desk, HIDDEN, risk_now=True)
    reader = signed_in(Role.SAFEGUARDING, "S. Guard")
    listed = reader.get("/staff/queue")
    assert HIDDEN in listed.text and SEEN not in listed.text
    told = f"/staff/cases/{HIDDEN}/front-door"
    page = reader.follow(told, told, told="P. Worker", told_at="10:40")
    assert "It is written down that the front door knows." in page.text
    assert reader.get(f"/staff/cases/{HIDDEN}").status == 200 and reader.get(f"/staff/cases/{SEEN}").status == 404


def test_an_auditor_reads_who_did_what_and_no_word_of_it(desk, signed_in: SignedIn) -> None:
    case_id = a_case(desk, HIDDEN)
    reader, manager = signed_in(Role.AUDITOR, "A. Auditor"), an_officer(desk, "M. Manager", Role.MANAGER)
    handling.change_route(desk, HIDDEN, "statutory", "Because of Jo", manager, NOW)
    assert reader.client.get("/staff/").headers["Location"] == "/staff/audit"
    page = reader.get(f"/staff/audit/cases/{HIDDEN}")
    assert "changed the route" in page.text and "The chain of this history holds together." in page.text
    assert "Because of Jo" not in page.html and "never came" not in page.html and "Jo Bloggs" not in page.html
    assert kinds_of(desk, case_id)[-1] == "read" and reader.get(f"/staff/cases/{HIDDEN}").status == 403
    page = reader.follow("/staff/audit", "/staff/audit")
    assert page.status == 200 and "Everything holds together" in page.text and HIDDEN in page.text and "A. Auditor, auditor" in page.text
    assert reader.follow("/staff/audit/traces", "/staff/audit", reference="nonsense").status == 400
    assert reader.follow("/staff/audit/traces", "/staff/audit", reference=HIDDEN.lower()).status == 200


def test_an_altered_history_shows_on_the_page_of_the_audit(desk, signed_in: SignedIn) -> None:
    from sqlalchemy import text

    a_case(desk, HIDDEN)
    with desk.database.write() as conn:
        conn.execute(text("UPDATE events SET actor = 'portal'"))
    reader = signed_in(Role.AUDITOR, "A. Auditor")
    assert "Something was altered" in reader.follow("/staff/audit", "/staff/audit").text
    assert "is broken" in reader.get(f"/staff/audit/cases/{HIDDEN}").text


def test_pages_and_counts_are_what_the_one_rule_says_for_every_role(desk) -> None:
    """The rule in words and the rule in SQL agree: over cases of every sort, readers of every role."""
    manager = an_officer(desk, "M. Manager", Role.MANAGER)
    readers = {role: an_officer(desk, f"R. {role.value}", role) for role in Role}
    areas(desk, readers[Role.SERVICE_MANAGER], AREA, "carers")
    ids = []
    for number, sort in enumerate(("plain", "area", "other_area", "danger", "let_in", "kept_out", "all")):
        case_id = a_case(desk, f"BCD-2346-{number:03}", risk_now=True if sort in ("danger", "all") else None)
        ids.append(case_id)
        wanted: dict[int, str] = {}
        if sort in ("let_in", "all"):
            wanted |= {readers[Role(role)]: role for role in INVITED} | {manager: Role.INVESTIGATOR}
        if sort in ("kept_out", "all"):
            wanted |= dict.fromkeys(list(readers.values())[:: 1 if sort == "kept_out" else 2], "kept_out")
        with desk.database.write() as conn:
            cases.update(conn, case_id, service_area={"area": AREA, "all": "carers", "other_area": "early_help"}.get(sort))
            case_people.settle(conn, case_id, wanted, NOW)
    for role, number in readers.items():
        with desk.database.read() as conn:
            row = accounts.by_id(conn, number)
            reader = Reader(number, row.role, frozenset(row.service_areas or ()))
            rule = {id for id in ids if may_see(reader, case_people.seen(conn, cases.by_id(conn, id)))}
            scope, today = Scope(reader), NOW.date()
            page = queue.page(conn, QueueFilter(), today=today, staff_id=number, scope=scope)
            assert {each.id for each in page.rows} == rule, role
            assert queue.counts(conn, today=today, staff_id=number, scope=scope)["open"] == len(rule), role
            assert {each.id for each in queue.rows_of(conn, ids, scope)} == rule, role


def test_a_role_is_given_within_reach_and_signs_them_out(desk, signed_in: SignedIn) -> None:
    manager, officer, auditor = signed_in(Role.MANAGER, "M. Manager"), signed_in(), signed_in(Role.AUDITOR, "A. Auditor")
    path = f"/staff/people/{officer.staff_id}/role"
    page = manager.get(path)
    assert {"administrator", "auditor"}.isdisjoint(one.get("value") for one in page.all("input") if one.get("name") == "role")
    page = manager.follow(path, path, role="service_manager")
    assert page.status == 400 and "Tick at least one area" in page.text
    assert manager.follow(path, path, role="administrator").status == 400
    page = manager.follow(path, path, role="service_manager", areas=["social_care"])
    assert page.status == 200 and "Service manager" in page.text and "Children's Social Care" in page.text
    assert officer.client.get("/staff/queue").status_code == 302
    standing = manager.get(path).form("")
    assert (standing["role"], standing["areas"]) == ("service_manager", "social_care")
    assert manager.get(f"/staff/people/{auditor.staff_id}/role").status == 403
    assert manager.client.get(f"/staff/people/{manager.staff_id}/role").status_code in (302, 303)
    assert manager.get("/staff/people/999/role").status == 404


def test_every_page_answers_every_role_as_its_permission_says(app: Flask, desk, signed_in: SignedIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    a_case(desk, SEEN)
    adapter = app.url_map.bind("localhost")
    values = ANY | {"reference": SEEN}
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("staff.") and rule.endpoint not in PUBLIC]
    for role in Role:
        reader = signed_in(role, f"R. {role.value}")
        for rule in rules:  # signing out would end the walk; it is anybody's who has an account
            if rule.endpoint.startswith("staff.sign_out"):
                continue
            needed = permission_of(app.view_functions[rule.endpoint])
            path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            page = reader.client.open(path, method=method)
            refused = page.status_code == 403 and b"You cannot open this page" in page.data
            assert refused is not may(role, needed or ""), (role, path)


def test_the_front_door_and_reports_are_moves_of_their_own_permissions() -> None:
    assert move("front_door_told").permission is Permission.TELL_FRONT_DOOR
    assert (move("report_stage_2").permission, move("panel_report").permission) == (Permission.REPORT_STAGE_2, Permission.REPORT_PANEL)
