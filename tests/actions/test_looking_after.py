"""Looking after accounts: who may close, open, unlock and sign out whom."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.actions import looking_after as actions
from portal.actions.desk import Desk
from portal.actions.looking_after import BeyondReach, NoSuchPerson
from portal.actions.staff import Officer, sign_in, who_is
from portal.casework.permissions import Role
from portal.store import staff as accounts
from tests.actions.desks import NOW, PASSWORD, an_officer, email_of

OFFICER, MANAGER, ADMINISTRATOR = Role.OFFICER, Role.MANAGER, Role.ADMINISTRATOR
ALL: dict[str, Callable[[Desk, Officer, int], Any]] = {
    "close": lambda desk, by, person: actions.close_account(desk, by, person, NOW),
    "open": actions.open_account,
    "unlock": actions.unlock,
    "role": lambda desk, by, person: actions.give_role(desk, by, person, Role.OFFICER, (), NOW),
    "sign out": lambda desk, by, person: actions.end_sessions(desk, by, person, NOW),
}


def _keeper(desk: Desk, role: Role) -> Officer:
    return Officer(an_officer(desk, "C. Keeper", role), "C. Keeper", email_of("C. Keeper"), role)


@pytest.mark.parametrize("doing", ALL)
@pytest.mark.parametrize("role", [role for role in Role if role is not ADMINISTRATOR])
def test_only_an_administrator_looks_after_an_administrator(desk: Desk, role: Role, doing: str) -> None:
    other = an_officer(desk, "A. Other", ADMINISTRATOR)
    token = sign_in(desk, email_of("A. Other"), PASSWORD, NOW)
    with desk.database.write() as conn:
        accounts.record_failure(conn, other, None, 3)
        before = accounts.by_id(conn, other)
    with pytest.raises(BeyondReach):
        ALL[doing](desk, _keeper(desk, role), other)
    with desk.database.read() as conn:
        assert accounts.by_id(conn, other) == before
    assert who_is(desk, token, NOW)


@pytest.mark.parametrize(
    ("keeper", "role"),
    [(MANAGER, OFFICER), (MANAGER, MANAGER), *((ADMINISTRATOR, role) for role in Role)],
)
def test_within_reach_an_account_is_closed_opened_unlocked_and_signed_out(desk: Desk, keeper: Role, role: Role) -> None:
    other, by = an_officer(desk, "A. Other", role), _keeper(desk, keeper)
    for doing in ("sign out", "close"):
        token = sign_in(desk, email_of("A. Other"), PASSWORD, NOW)
        ALL[doing](desk, by, other)
        assert who_is(desk, token, NOW) is None
    with desk.database.write() as conn:
        accounts.record_failure(conn, other, NOW.replace(year=2030), 9)
    for doing in ("open", "unlock"):
        ALL[doing](desk, by, other)
    assert sign_in(desk, email_of("A. Other"), PASSWORD, NOW)


@pytest.mark.parametrize("doing", ALL)
def test_an_account_that_is_not_there_is_said_not_to_be(desk: Desk, doing: str) -> None:
    with pytest.raises(NoSuchPerson):
        ALL[doing](desk, _keeper(desk, ADMINISTRATOR), 2**63 - 1)


def test_nobody_gives_a_role_beyond_reach_nor_one_to_themselves(desk: Desk) -> None:
    other, by = an_officer(desk, "A. Other"), _keeper(desk, MANAGER)
    for person, role in ((other, ADMINISTRATOR), (other, Role.AUDITOR), (by.id, OFFICER)):
        with pytest.raises(BeyondReach):
            actions.give_role(desk, by, person, role, (), NOW)
    actions.give_role(desk, by, other, Role.SERVICE_MANAGER, ("carers",), NOW)
    actions.give_role(desk, by, other, OFFICER, ("carers",), NOW)
    with desk.database.read() as conn:
        row = accounts.by_id(conn, other)
    assert row is not None and (row.role, row.service_areas) == ("officer", None)
