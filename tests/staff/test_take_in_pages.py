"""Taking in what came by telephone, letter, visit or e-mail: as an officer keys it in."""

import pytest

from portal.actions import drafts, taking_in
from portal.casework.permissions import Role
from portal.questions.declared import DANGER_QUESTIONS, QUESTIONS
from portal.store import cases, tables
from portal.web import cookies
from tests.actions.desks import NOW, kinds_of
from tests.actions.test_taking_in import answers_of
from tests.staff.browser import Browser, Page
from tests.staff.conftest import SignedIn

BY_KEY = {question.key: question for question in (*QUESTIONS, *DANGER_QUESTIONS)}
FORM = "/staff/take-in"
GIVEN = "/staff/take-in/given"
THANKS = "/staff/take-in/thanks"
CALL = {"channel": "telephone", "received-day": "16", "received-month": "11", "received-year": "2026", "purpose": "complaint",
        "complainant": "parent", "risk_now": "no"}  # fmt: skip
WHO = {"acting_for": "self", "parental_responsibility": "yes", "child_status": "in_need", "matter_group": "social_work_support"}
ABOUT = {"matters": ["support_not_delivered", "communication"], "service": "council", "months_since-month": "9", "months_since-year": "2026"}
HAPPENED = {"what-1": "Nobody <b>rang</b> back.", "right-1": "Ring.", "what-2": "The visits stopped.", "change_soon": "no", "stage_so_far": "none"}
REACH = {"name": "Jo Bloggs", "contact_way": "phone", "phone": "01632 960 001", "not_tell": "My mother", "help_wanted": "none"}


def go(browser: Browser, page: Page, **typed: object) -> Page:
    """Fill in the page as it stands, press *Go on*, and look at what comes."""
    standing = {name: value for name, value in page.form(FORM).items()}
    answer = browser.client.post(FORM, data={**standing, "go": "on", **typed})
    if answer.status_code == 303:
        return browser.get(answer.headers["Location"])
    return Page(answer)


def filled(browser: Browser, **changes: object) -> Page:
    """The check page of a telephone complaint."""
    page = browser.get(FORM + "?new=1")
    for part in (CALL, WHO, ABOUT, HAPPENED, REACH):
        page = go(browser, page, **{**part, **{k: v for k, v in changes.items() if k in part}})
    return page


def only_case(desk) -> cases.CaseRow:
    with desk.database.read() as conn:
        found = conn.execute(tables.cases.select()).all()
        assert len(found) == 1
        row = cases.by_id(conn, found[0].id)
    assert row is not None
    return row


def test_a_telephone_complaint_is_keyed_in_and_sent(officer: Browser, desk) -> None:
    page = filled(officer)
    assert page.title.startswith("Check and send"), page.text
    done = go(officer, page, go="send")
    row = only_case(desk)
    assert row.reference in done.text and "Their words" in done.text
    assert (row.channel, row.received_on.isoformat(), row.voice, row.language) == ("telephone", "2026-11-16", "adult", "en")
    assert set(row.matters) == {"communication", "support_not_delivered"}
    assert row.point_count == 2
    case = officer.get(f"/staff/cases/{row.reference}")
    assert "Telephone, received Monday 16 November 2026" in case.text
    assert "A. Officer took this in (telephone" in case.text and "01632 960 001" in case.text
    assert "<b>rang" not in case.html and "Nobody <b>rang</b> back." in case.text
    assert "telephone" in officer.get("/staff/queue").text


def _messages(desk) -> list[str]:
    with desk.database.read() as conn:
        return [row.kind for row in conn.execute(tables.outbox.select().order_by(tables.outbox.c.id))]


def _cases(desk) -> int:
    with desk.database.read() as conn:
        return len(conn.execute(tables.cases.select()).all())


def test_a_button_on_the_queue_leads_there_for_those_who_may(signed_in: SignedIn) -> None:
    officer, other = signed_in(), signed_in(Role.ADMINISTRATOR, "D. Administrator")
    assert officer.get("/staff/queue").links()["Take one in"] == FORM
    assert other.get(FORM).status == 403
    assert other.client.get(THANKS).status_code == 403


def test_what_was_sent_is_sent_once_and_nothing_of_it_stays_in_a_draft(officer: Browser, desk) -> None:
    page = filled(officer)
    standing = page.form(FORM)
    answers = [officer.client.post(FORM, data={**standing, "go": "send"}) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303] and _cases(desk) == 1
    row = only_case(desk)
    assert kinds_of(desk, row.id) == ["submitted"]
    assert _messages(desk) == ["new_case"]
    receipt = officer.get(answers[0].headers["Location"])
    gone = officer.client.post(GIVEN, data=receipt.form(GIVEN))
    assert gone.headers["Location"].endswith(row.reference) and not _held(officer)
    assert "Their words" not in officer.get(FORM + "?part=sent").text


def _told_of_danger(desk) -> int:
    return sum(kind.startswith("safeguarding") for kind in _messages(desk))


def _papers(desk, kind: str) -> int:
    with desk.database.read() as conn:
        return len(conn.execute(tables.papers.select().where(tables.papers.c.kind == kind)).all())


def test_a_danger_tells_the_front_door_at_once_and_once(officer: Browser, desk) -> None:
    go(officer, officer.get(FORM + "?new=1"), **{**CALL, "risk_now": "yes", "danger_what": "He is hit."})
    again = go(officer, officer.get(FORM + "?part=call"))
    assert again.title.startswith("Who it is for"), again.text
    row = only_case(desk)
    assert row.danger and row.rank == 0 and row.channel == "telephone" and row.received_on.isoformat() == "2026-11-16"
    assert kinds_of(desk, row.id) == ["submitted", "danger_reported"]
    assert _told_of_danger(desk) == 1 and _papers(desk, "danger") == 1
    page = officer.get(FORM + "?part=who")
    assert row.reference in page.text and "If the call ends now" in page.text
    for part in (WHO, ABOUT, HAPPENED, REACH):
        page = go(officer, page, **part)
    go(officer, page, go="send")
    assert _cases(desk) == 1 and "joined" in kinds_of(desk, row.id) and only_case(desk).point_count == 2


def test_more_of_a_danger_joins_its_case_and_the_front_door_is_told_again(officer: Browser, desk) -> None:
    go(officer, officer.get(FORM + "?new=1"), **{**CALL, "risk_now": "yes", "danger_what": "He is hit."})
    page = officer.get(FORM + "?part=call")
    assert "channel" not in page.form(FORM) and page.form(FORM)["danger_what"].strip() == "He is hit."
    for _ in range(2):
        page = go(officer, officer.get(FORM + "?part=call"), danger_what="He is hit, and has a knife.")
        assert page.title.startswith("Who it is for"), page.text
    row = only_case(desk)
    assert kinds_of(desk, row.id) == ["submitted", "danger_reported", "danger_reported"]
    assert _told_of_danger(desk) == 2 and _papers(desk, "danger") == 2
    assert "has a knife" in officer.get(f"/staff/cases/{row.reference}").text
    assert (row.channel, row.received_on.isoformat()) == ("telephone", "2026-11-16")


@pytest.mark.parametrize("answer", ["no", "dont_know"])
@pytest.mark.parametrize("field", ["danger_what", "danger_who", "danger_reach"])
def test_words_about_a_danger_that_would_reach_nobody_are_not_passed_over(officer: Browser, desk, answer: str, field: str) -> None:
    page = go(officer, officer.get(FORM + "?new=1"), **{**CALL, "risk_now": answer, field: "Bo, at home."})
    assert "only with “Yes”" in page.text and page.form(FORM)[field].strip() == "Bo, at home." and _cases(desk) == 0
    go(officer, page, risk_now="yes", danger_what="He is hit.")
    assert _told_of_danger(desk) == 1
    page = go(officer, officer.get(FORM + "?part=call"), risk_now=answer)
    assert page.title.startswith("Who it is for")
    assert "only with “Yes”" in go(officer, officer.get(FORM + "?part=call"), risk_now=answer, danger_what="A knife.").text


def test_a_danger_pressed_while_another_tab_sends_shows_what_was_sent(officer: Browser, desk, monkeypatch: pytest.MonkeyPatch) -> None:
    really = taking_in.danger

    def after_the_other_tab(desk, draft, staff_id, now):
        taking_in.keep(desk, draft.key, lambda before: {**before, **answers_of("parent")}, staff_id, now)
        taking_in.send(desk, draft.key, staff_id, now)
        return really(desk, draft, staff_id, now)

    monkeypatch.setattr(taking_in, "danger", after_the_other_tab)
    page = go(officer, officer.get(FORM + "?new=1"), **{**CALL, "risk_now": "yes", "danger_what": "He is hit."})
    assert page.title.startswith("Taken in") and only_case(desk).reference in page.text


def test_a_danger_without_a_word_of_what_it_is_is_not_sent_on_its_own(officer: Browser, desk) -> None:
    page = go(officer, officer.get(FORM + "?new=1"), **{**CALL, "risk_now": "yes"})
    assert "Write what is happening" in page.text and _cases(desk) == 0


@pytest.mark.parametrize("day", [("24", "11", "2026"), ("1", "1", "2030"), ("31", "2", "2026"), ("", "", ""), ("1", "1", "1950")])
def test_a_day_that_cannot_be_is_refused_and_nothing_typed_is_lost(officer: Browser, desk, day: tuple[str, str, str]) -> None:
    when = dict(zip(("received-day", "received-month", "received-year"), day, strict=True))
    page = go(officer, officer.get(FORM + "?new=1"), **{**CALL, "risk_now": "yes", "danger_what": "He is <i>hit</i>.", **when})
    assert "There is a problem" in page.text and _cases(desk) == 0
    back = page.form(FORM)
    assert [back[name] for name in when] == list(day)
    assert back["danger_what"].strip() == "He is <i>hit</i>." and back["complainant"] == "parent" and back["channel"] == "telephone"


def test_today_in_london_is_a_day_that_can_be(officer: Browser, clock) -> None:
    from datetime import UTC, datetime

    clock.now = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    tomorrow_in_utc = {"received-day": "1", "received-month": "7", "received-year": "2026"}
    page = go(officer, officer.get(FORM + "?new=1"), **{**CALL, **tomorrow_in_utc})
    assert page.title.startswith("Who it is for")


def test_what_cannot_be_read_comes_back_and_the_rest_is_kept(officer: Browser) -> None:
    page = officer.get(FORM + "?new=1")
    for part in (CALL, WHO):
        page = go(officer, page, **part)
    page = go(officer, page, **{**ABOUT, "months_since-month": "13"})
    assert "1 to 12" in page.text
    assert page.form(FORM)["months_since-month"] == "13" and page.form(FORM)["service"] == "council"
    again = officer.get(FORM + "?part=about")
    assert again.form(FORM)["service"] == "council"


def test_a_number_that_nobody_may_ring_is_not_lost_in_silence(officer: Browser, desk) -> None:
    page = filled(officer, contact_way="comeback")
    assert "make it, or empty this" in page.text
    assert page.form(FORM)["phone"] == "01632 960 001"


def test_a_point_without_words_is_asked_for_and_an_empty_one_more_is_left(officer: Browser, desk) -> None:
    page = officer.get(FORM + "?new=1")
    for part in (CALL, WHO, ABOUT):
        page = go(officer, page, **part)
    more = go(officer, page, **{**HAPPENED, "go": "add"})
    third = {"what-3": "Late with the bus pass.", "matter-3": "leaving_care", "go": "on"}
    assert "Another point" in more.text
    after = go(officer, more, **third)
    assert after.title.startswith("Help")
    empty = go(officer, officer.get(FORM + "?part=happened&more=1"), go="on")
    assert empty.title.startswith("Help")
    refused = go(officer, officer.get(FORM + "?part=happened"), **{"what-1": " "})
    assert "Write what happened" in refused.text and refused.form(FORM)["what-2"].strip() == "The visits stopped."


def _kept_points(desk, page: Page) -> list[dict]:
    key = cookies.key_of(page.form(FORM)["draft"])
    assert key
    draft = drafts.look(desk, key)
    return draft.answers.get("points", []) if draft else []


@pytest.mark.parametrize(("name", "limit"), [("what", BY_KEY["points"].limit), ("right", 5_000)])
def test_words_over_the_limit_come_back_and_are_not_kept(officer: Browser, desk, name: str, limit: int) -> None:
    page = officer.get(FORM + "?new=1")
    for part in (CALL, WHO, ABOUT):
        page = go(officer, page, **part)
    page = go(officer, page, **{**HAPPENED, "go": "add"})
    far = "x" * (limit + 1)
    third = {"added-3": "y", "what-3": "Late.", "right-3": "", f"{name}-3": far, "matter-3": "leaving_care"}
    fourth = {"points": "4", "added-4": "y", "what-4": "Cold.", "matter-4": "placement"}
    page = go(officer, page, **{"what-1": "They rang.", **third, **fourth, f"{name}-2": far})
    assert page.text.count("This is too long") == 4 and "Write what happened" not in page.text
    standing = page.form(FORM)
    assert (standing[f"{name}-2"].strip(), standing[f"{name}-3"].strip(), standing["what-4"].strip()) == (far, far, "Cold.")
    assert [point["what_happened"] for point in _kept_points(desk, page)] == ["They rang.", "The visits stopped.", "Cold."]
    page = go(officer, page, **{"what-2": "It stopped.", "right-2": "", "what-3": "Late.", "right-3": ""})
    assert page.title.startswith("Help"), page.text
    assert [point["what_happened"] for point in _kept_points(desk, page)] == ["They rang.", "It stopped.", "Late.", "Cold."]


def test_what_was_not_asked_is_not_known_and_needs_no_answer(officer: Browser, desk) -> None:
    page = officer.get(FORM + "?new=1")
    page = go(officer, page, **{**CALL, "channel": "letter"})
    while not page.title.startswith("Check"):
        page = go(officer, page, **{"what-1": "The letter says so."} if "what-1" in page.form(FORM) else {})
    go(officer, page, go="send")
    row = only_case(desk)
    assert row.channel == "letter" and row.point_count == 1
    assert set(row.facts) == {"complainant", "risk_now"}


def test_a_childs_complaint_is_answered_in_the_childs_voice(officer: Browser, desk) -> None:
    page = go(officer, officer.get(FORM + "?new=1"), **{**CALL, "complainant": "child"})
    while not page.title.startswith("Check"):
        page = go(officer, page, **{"what-1": "They are mean."} if "what-1" in page.form(FORM) else {})
    done = go(officer, page, go="send")
    row = only_case(desk)
    assert row.voice == "child"
    assert len([one for one in done.all("li") if "".join(one.itertext()).isalpha()]) >= 4


def test_a_compliment_is_one_page(officer: Browser, desk) -> None:
    page = officer.get(THANKS)
    sent = {"thanks": "Ms <b>Lee</b> listened.", "complainant": "grandparent", "channel": "visit"}
    answer = officer.client.post(THANKS, data={**page.form(THANKS), **sent})
    assert answer.status_code == 303
    row = only_case(desk)
    assert (row.purpose, row.channel, row.complainant, row.received_on.isoformat()) == ("compliment", "visit", "grandparent", "2026-11-23")
    assert officer.client.post(THANKS, data={**page.form(THANKS), **sent}).status_code == 303 and _cases(desk) == 1
    refused = Page(officer.client.post(THANKS, data={**officer.get(THANKS).form(THANKS), **sent, "thanks": ""}))
    assert "Write who or what was good" in refused.text and refused.form(THANKS)["complainant"] == "grandparent"


def _held(browser: Browser) -> list:
    """The cookies of what is being taken in, in the order in which they were kept."""
    found = [one for one in browser.client._cookies.values() if one.key.startswith("take_in")]
    return sorted(found, key=lambda one: int(one.value.split(".")[1]))


def _with_its_draft_gone(officer: Browser, desk, parts: tuple[dict, ...]) -> Page:
    """The page after these parts, of a draft that another tab has thrown away meanwhile."""
    page = officer.get(FORM + "?new=1")
    for part in parts:
        page = go(officer, page, **part)
    drafts.throw_away(desk, cookies.key_of(page.form(FORM)["draft"]))
    return page


@pytest.mark.parametrize("done", [1, 2, 3, 4])
def test_what_was_keyed_in_is_kept_though_its_draft_is_gone(officer: Browser, desk, done: int) -> None:
    parts = (CALL, WHO, ABOUT, HAPPENED, REACH)
    gone = _with_its_draft_gone(officer, desk, parts[:done])
    page = go(officer, gone, **parts[done])
    assert page.title.startswith("How it came") and "just now is kept" in page.text
    assert page.form(FORM)["draft"] == gone.form(FORM)["draft"]
    said = drafts.look(desk, cookies.key_of(page.form(FORM)["draft"])).answers
    told = {name: value for name, value in parts[done].items() if "-" not in name}
    assert {name: said[name] for name in told} == {name: [value] if isinstance(said[name], list) and isinstance(value, str) else value for name, value in told.items()}
    for part in parts[:done]:
        page = go(officer, page, **part)
    while not page.title.startswith("Check"):
        page = go(officer, page, **{name: "x" for name, said in page.form(FORM).items() if name.startswith("what-") and not said.strip()})
    assert done != 3 or all(parts[done][name] in page.text for name in ("what-1", "right-1", "what-2"))
    assert done != 4 or all(parts[done][name] in page.text for name in ("name", "phone", "not_tell"))
    go(officer, page, go="send")
    assert _cases(desk) == 1


def test_what_cannot_be_read_of_a_draft_that_is_gone_comes_back_too(officer: Browser, desk) -> None:
    far = "x" * (BY_KEY["points"].limit + 1)
    page = go(officer, _with_its_draft_gone(officer, desk, (CALL, WHO, ABOUT)), **{**HAPPENED, "what-1": far})
    assert "This is too long" in page.text and page.form(FORM)["what-1"].strip() == far
    page = go(officer, page, **{"what-1": "They rang."})
    assert page.title.startswith("How it came")
    assert [point["what_happened"] for point in _kept_points(desk, page)] == ["They rang.", "The visits stopped."]
    page = go(officer, _with_its_draft_gone(officer, desk, (CALL, WHO, ABOUT, HAPPENED)), **{**REACH, "contact_way": "email", "email": "@"})
    assert page.form(FORM)["email"] == "@" and page.status == 400
    page = go(officer, page, email="jo@example.org")
    said = drafts.look(desk, cookies.key_of(page.form(FORM)["draft"])).answers
    assert (said["email"], said["contact_way"], said["name"]) == ("jo@example.org", ["email"], "Jo Bloggs")


def test_one_that_began_with_a_later_part_is_not_sent_without_the_first(officer: Browser, desk) -> None:
    page = go(officer, _with_its_draft_gone(officer, desk, (CALL,)), **WHO)
    answer = officer.client.post(FORM, data={**page.form(FORM), "part": "check", "go": "send"})
    assert "part=call" in answer.headers["Location"] and _cases(desk) == 0
    assert officer.get(FORM + "?part=check").title.startswith("How it came")
    again = go(officer, page)
    assert "Choose how it came" in again.text


def test_each_tab_goes_on_with_its_own_and_its_address_has_no_key(officer: Browser, desk) -> None:
    addresses = []
    for who in ("parent", "grandparent"):
        standing = officer.get(FORM + "?new=1").form(FORM)
        answer = officer.client.post(FORM, data={**standing, **CALL, "complainant": who, "go": "on"})
        assert standing["draft"] not in answer.headers["Location"]
        addresses.append((answer.headers["Location"], standing["draft"]))
    for address, key in addresses:
        assert officer.get(address).form(FORM)["draft"] == key
    mark = addresses[0][0].partition("of=")[2]
    assert officer.get(f"{FORM}?part=call&of={mark}").form(FORM)["complainant"] == "parent"
    assert "2 are half filled in" in officer.get(FORM).text and "2 are half" in officer.get(FORM + "?part=check").text


def test_giving_the_words_of_one_keeps_the_other(officer: Browser, desk) -> None:
    page = filled(officer)
    other = go(officer, officer.get(FORM + "?new=1"), **CALL).form(FORM)["draft"]
    receipt = go(officer, page, go="send")
    reference = only_case(desk).reference
    assert reference in receipt.text
    assert officer.client.post(GIVEN, data=receipt.form(GIVEN)).headers["Location"].endswith(reference)
    assert [one.value.split(".")[0] for one in _held(officer)] == [other]
    dropped = officer.get(FORM + "?part=who").form(FORM)
    officer.client.post(FORM, data={**dropped, "go": "drop"})
    assert not _held(officer)


def test_this_browser_holds_five_and_the_oldest_goes(officer: Browser) -> None:
    keys = [go(officer, officer.get(FORM + "?new=1"), **CALL).form(FORM)["draft"] for _ in range(5)]
    first = next(one for one in _held(officer) if one.value.split(".")[0] == keys[0])
    go(officer, officer.get(f"{FORM}?part=who&of={first.key.removeprefix('take_in_')}"), **WHO)
    go(officer, officer.get(FORM + "?new=1"), **CALL)
    left = [one.value.split(".")[0] for one in _held(officer)]
    assert len(left) == 5 and keys[0] in left and keys[1] not in left


def test_two_calls_at_once_are_never_mixed(officer: Browser, desk) -> None:
    first = go(officer, officer.get(FORM + "?new=1"), **CALL)
    second = go(officer, officer.get(FORM + "?new=1"), **{**CALL, "complainant": "grandparent"})
    go(officer, first, **WHO)
    assert first.form(FORM)["draft"] != second.form(FORM)["draft"]
    page = go(officer, second, **WHO)
    assert page.form(FORM)["draft"] == second.form(FORM)["draft"]


def test_another_officer_on_this_browser_sees_nothing_of_it(officer: Browser, signed_in: SignedIn) -> None:
    go(officer, officer.get(FORM + "?new=1"), **CALL)
    other = signed_in(name="B. Officer")
    (cookie,) = _held(officer)
    other.client.set_cookie(cookie.key, cookie.value)
    for address in (f"?part=who&of={cookie.key.removeprefix('take_in_')}", "?part=who", ""):
        assert other.get(FORM + address).title.startswith("How it came")


@pytest.mark.parametrize("sends", [
    {"go": "drop"}, {"part": "check", "go": "send"}, {"part": "who", "asked": "acting_for", "acting_for": "child"},
    {"part": "call", "asked": "complainant risk_now danger_what", **CALL, "risk_now": "yes", "danger_what": "Mine."},
])  # fmt: skip
@pytest.mark.parametrize("sent", [False, True])
def test_another_officer_can_do_nothing_with_it(officer: Browser, signed_in: SignedIn, desk, sends: dict, sent: bool) -> None:
    page = filled(officer)
    key = cookies.key_of(page.form(FORM)["draft"])
    if sent:
        go(officer, page, go="send")
    before = drafts.look(desk, key)
    other = signed_in(name="B. Officer")
    token = other.get(FORM + "?new=1").form(FORM)["csrf_token"]
    answer = other.client.post(FORM, data={"csrf_token": token, "draft": page.form(FORM)["draft"], "go": "on", **sends})
    assert (answer.status_code, answer.headers["Location"]) == (303, FORM + "?new=1")
    assert drafts.look(desk, key) == before and before is not None and _cases(desk) == sent


def test_what_a_visitor_began_is_no_officers(officer: Browser, desk) -> None:
    theirs = drafts.change(desk, None, lambda _before: answers_of("parent"), NOW)
    standing = officer.get(FORM + "?new=1").form(FORM)
    for way, go_on in ((FORM, "drop"), (FORM, "on"), (THANKS, "on")):
        told = {**CALL, "thanks": "Ms Lee."}
        answer = officer.client.post(way, data={**standing, **told, "draft": cookies.text_of(theirs.key), "go": go_on})
        assert answer.status_code == 303 and drafts.look(desk, theirs.key) == theirs


@pytest.mark.parametrize("way", ["/staff/sign-out", "/staff/sign-out-everywhere"])
def test_whoever_signs_out_takes_it_away_from_this_browser(officer: Browser, way: str) -> None:
    for _ in range(2):
        go(officer, officer.get(FORM + "?new=1"), **CALL)
    assert len(_held(officer)) == 2
    officer.send(way, "/staff/account")
    assert not _held(officer)


def test_one_that_is_half_filled_can_be_gone_on_with_or_thrown_away(officer: Browser, desk) -> None:
    page = go(officer, officer.get(FORM), **CALL)
    assert "One is half filled in" in officer.get(FORM).text
    officer.client.post(FORM, data={**page.form(FORM), "go": "drop"})
    with desk.database.read() as conn:
        assert conn.execute(tables.drafts.select()).all() == []
    assert officer.get(FORM).title.startswith("How it came")


def test_the_cookie_holds_nothing_of_what_was_said(officer: Browser) -> None:
    go(officer, officer.get(FORM + "?new=1"), **CALL)
    (value,) = [one.value for one in _held(officer)]
    assert "parent" not in value and len(value) < 80
