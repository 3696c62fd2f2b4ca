"""Every permission and every move for every role, against the table in the decision that says who may do what."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.casework.case import fold
from portal.casework.events import Happened
from portal.casework.moves import MOVES, open_moves
from portal.casework.people import let_in_now, readers_of
from portal.casework.permissions import Permission, Role, may
from portal.casework.sight import INVITED, KEPT_OUT, REACH, Reach, Reader, Seen, Sight, may_see, reach_of, sight_of
from tests.casework.test_case import SENT, Was

DECISION = Path(__file__).parents[2] / "docs" / "decisions" / "0027-each-sees-what-the-work-needs.md"


def _table() -> dict[tuple[str, str], bool]:
    table = DECISION.read_text()
    table = table[table.index("| May |") :].split("\n\n")[0]
    head, _, *lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()]
    return {(line[0], role): cell == "yes" for line in lines for role, cell in zip(head[1:], line[1:], strict=True)}


TOLD = _table()


def test_the_table_names_every_permission_and_every_role_once() -> None:
    assert set(TOLD) == {(permission.value, role.value) for permission in Permission for role in Role}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("permission", list(Permission))
def test_each_role_may_do_what_the_decision_says_and_nothing_else(permission: Permission, role: Role) -> None:
    assert may(role, permission) is TOLD[permission.value, role.value]


# A history in which every move is open somewhere: a fresh case, each stage, and one that is closed, held or proposed.
_ASKED_2 = Was(Happened.STAGE_2_REQUESTED, 7, {"on": "2026-12-10", "how": "letter"})
_ASKED_3 = Was(Happened.STAGE_3_REQUESTED, 7, {"on": "2027-01-20", "how": "letter"})
_APPOINTED = Was(Happened.APPOINTED, 7, {"on": "2026-12-11"})
_REPORTED = Was(Happened.STAGE_2_REPORTED, 7, {"on": "2027-01-11"})
_PANEL = Was(Happened.PANEL_APPOINTED, 7, {"on": "2027-01-21", "meets": "2027-02-02"})
_HEARD = Was(Happened.PANEL_REPORTED, 7, {"on": "2027-02-04"})
_STATUTORY = Was(Happened.ROUTE_CHANGED, 7, {"route": "statutory"})
_FOUND = Was(Happened.POINT_ANSWERED, 7, {"point": 1, "outcome": "upheld", "remedies": ["apology"]})
_OWNED = {"number": 1, "grade": "team", "owner": 7, "due_on": "2027-02-01", "told": True}
_LEARNED = Was(Happened.LEARNING_SET, 7, _OWNED)
_DONE = Was(Happened.LEARNING_DONE, 7, {"number": 1, "on": "2027-01-10", "told": True})
_SPLIT = Was(Happened.POINTS_SPLIT, 7, {"route": "mixed", "points": {"1": "statutory", "2": "corporate"}})
_BOTH = Was(Happened.ANSWERED, 7, {"on": "2026-12-04", "outcome": "upheld", "offers": ["stage_2", "council_stage_2"]})
_OWN_2 = Was(Happened.OWN_STAGE_REQUESTED, 7, {"on": "2026-12-10", "how": "letter", "stage": 2})
_ENQUIRY = Was(Happened.SUBMITTED, 7, {"route": "member_enquiry", "purpose": "enquiry", "enquiry": "mp"})
_IN = Was(Happened.LET_IN, 7, {"who": 9, "as_role": "investigator"})
HISTORIES = (
    [SENT], [SENT, Was(Happened.LOOKED_LIKE_JUNK, detail={"signs": ["x"]})], [Was(Happened.DANGER_REPORTED), SENT], [SENT, _FOUND],
    [SENT, _STATUTORY, _ASKED_2, _APPOINTED, _IN], [SENT, _STATUTORY, _ASKED_2, _APPOINTED, _REPORTED],
    [SENT, _STATUTORY, _ASKED_2, Was(Happened.ADJUDICATED, 7, {"on": "2027-01-18"})],
    [SENT, _STATUTORY, _ASKED_2, _ASKED_3, _PANEL], [SENT, _STATUTORY, _ASKED_2, _ASKED_3, _PANEL, _HEARD],
    [SENT, Was(Happened.CLOSED, 7, {"on": "2026-12-01", "outcome": "upheld"})], [SENT, Was(Happened.HELD, 7)],
    [SENT, Was(Happened.ERASURE_PROPOSED, 7)], [SENT, _STATUTORY, Was(Happened.PAUSED, 7, {"on": "2026-12-01"})],
    [SENT, Was(Happened.OMBUDSMAN_ASKED, 7, {"on": "2026-12-01"})],
    [SENT, Was(Happened.PERSON_WROTE, None, {"holder": "child"})], [SENT, Was(Happened.ASKED_PERSON, 7, {"hear_by": "2026-12-01"})],
    [SENT, Was(Happened.ASKED_SERVICE, 7, {"service": "fostering", "by": "2026-12-01"})],
    [SENT, Was(Happened.ADVOCATE_REFERRED, 7, {"on": "2026-12-01"}), Was(Happened.ADVOCATE_ACCEPTED, 7, {"on": "2026-12-02"})],
    [SENT, Was(Happened.DOCUMENT_ADDED, 7, {"file": 3, "number": 1, "what": "other", "stage": 1})],
    [SENT, _SPLIT, _BOTH], [SENT, _SPLIT, _BOTH, _OWN_2], [_ENQUIRY],
    [SENT, _FOUND, _LEARNED, Was(Happened.COST_NOTED, 7, {"number": 1, "kind": "other", "pence": 500, "on": "2026-12-01"})],
    [SENT, _FOUND, _LEARNED, _DONE], [SENT, _FOUND, _LEARNED, _DONE, Was(Happened.LEARNING_PUBLISHED, 7, {"number": 1, "on": "2027-01-11"})],
)  # fmt: skip


def test_the_histories_open_every_move_there_is() -> None:
    opened = {move.name for history in HISTORIES for move in MOVES if move.is_open(fold(history))}
    assert opened == {move.name for move in MOVES}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_each_role_is_offered_the_moves_whose_permission_it_has(move, role: Role) -> None:
    allowed = TOLD[move.permission.value, role.value]
    offered = any(move in open_moves(fold(history), role) for history in HISTORIES)
    assert offered is allowed


def test_whoever_may_not_handle_a_case_is_offered_nothing_but_their_own_part() -> None:
    parts = {
        Role.SERVICE_MANAGER: {"service_says"}, Role.INVESTIGATOR: {"report_stage_2"}, Role.INDEPENDENT_PERSON: set(),
        Role.PANEL_MEMBER: {"panel_report"}, Role.SAFEGUARDING: {"front_door_told"}, Role.AUDITOR: set(), Role.ADMINISTRATOR: set(),
    }  # fmt: skip
    for role, names in parts.items():
        assert {move.name for history in HISTORIES for move in open_moves(fold(history), role)} == names, role


CODES = st.sampled_from([None, "disabled_children", "fostering"])
IDS = st.integers(1, 3)
SEEN = st.builds(
    Seen, CODES, st.booleans(), st.dictionaries(IDS, st.sampled_from(sorted(INVITED))), st.frozensets(IDS, max_size=2)
)
READERS = st.builds(
    Reader, IDS, st.sampled_from([*Role, "visitor"]), st.frozensets(st.sampled_from(["disabled_children", "fostering"]))
)


@given(reader=READERS, case=SEEN)
def test_nobody_sees_a_case_that_they_are_kept_out_of_nor_one_beyond_their_reach(reader: Reader, case: Seen) -> None:
    seen = may_see(reader, case)
    assert not (seen and reader.id in case.kept_out)
    assert not (seen and reach_of(reader.role) is Reach.NONE)
    if seen and reader.role in INVITED:
        assert case.let_in[reader.id] == reader.role
    if seen and reader.role == Role.SERVICE_MANAGER:
        assert case.service_area in reader.areas
    if seen and reader.role == Role.SAFEGUARDING:
        assert case.danger
    if reader.role in (Role.OFFICER, Role.MANAGER, Role.AUDITOR):
        assert seen is (reader.id not in case.kept_out)


def test_a_role_nobody_knows_and_an_administrator_reach_no_case() -> None:
    assert reach_of("visitor") is reach_of(Role.ADMINISTRATOR) is Reach.NONE
    assert set(REACH) == set(Role) - {Role.ADMINISTRATOR}


def test_only_a_service_and_an_auditor_see_less_than_the_whole() -> None:
    less = {role: sight_of(role) for role in Role if sight_of(role) is not Sight.WHOLE}
    assert less == {Role.SERVICE_MANAGER: Sight.SERVICE, Role.AUDITOR: Sight.TRACES}


def test_whoever_was_let_in_reads_until_the_stage_is_over() -> None:
    begun = [SENT, _STATUTORY, _ASKED_2, _IN]
    assert let_in_now(fold(begun))[9].as_role == "investigator"
    answered = Was(Happened.ADJUDICATED, 7, {"on": "2027-01-18", "outcome": "upheld"})
    closed = Was(Happened.CLOSED, 7, {"on": "2027-01-18", "outcome": "upheld"})
    withdrawn = Was(Happened.REQUEST_WITHDRAWN, 7, {"on": "2027-01-18"})
    taken_out = Was(Happened.TAKEN_OUT, 7, {"who": 9})
    for end in (answered, closed, withdrawn, taken_out, _ASKED_3, Was(Happened.CONFLICT_NAMED, 7, {"staff": [9]})):
        assert 9 not in let_in_now(fold([*begun, end])), end.kind


def test_whoever_is_kept_out_is_not_let_in_as_well() -> None:
    state = fold([SENT, _STATUTORY, _ASKED_2, _IN, Was(Happened.CONFLICT_NAMED, 7, {"staff": [9, 4]})])
    assert readers_of(state) == {9: KEPT_OUT, 4: KEPT_OUT}


def test_an_account_of_every_role_can_be_opened_on_the_command_line() -> None:
    from portal.cli.staff import ROLES

    assert set(ROLES) == {role.value for role in Role}
