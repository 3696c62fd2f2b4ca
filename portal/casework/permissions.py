"""Who may do what: the permissions of the back office and the roles that carry them."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing a person may do; every staff page and every move names one."""

    USE_OWN_ACCOUNT = "use_own_account"
    SEE_QUEUE = "see_queue"
    SEE_TRACKER = "see_tracker"
    READ_CASE = "read_case"
    HANDLE_CASE = "handle_case"
    DECIDE_ROUTE = "decide_route"
    TAKE_IN_CASE = "take_in_case"
    ASSIGN_CASE = "assign_case"
    LOOK_AFTER_STAFF = "look_after_staff"
    EXPORT_CASE = "export_case"
    ERASE_CASE = "erase_case"
    LOOK_AFTER_MESSAGES = "look_after_messages"
    REFUSE_STAGE = "refuse_stage"
    PUBLISH_LEARNING = "publish_learning"


class Role(StrEnum):
    """What a person is to the service."""

    OFFICER = "officer"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


_OFFICER = frozenset(
    {
        Permission.USE_OWN_ACCOUNT,
        Permission.SEE_QUEUE,
        Permission.SEE_TRACKER,
        Permission.READ_CASE,
        Permission.HANDLE_CASE,
        Permission.DECIDE_ROUTE,
        Permission.TAKE_IN_CASE,
    }
)

_PEOPLE, _MESSAGES = Permission.LOOK_AFTER_STAFF, Permission.LOOK_AFTER_MESSAGES

# An administrator looks after accounts and what leaves, and has no business in what families have written.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _OFFICER,
    Role.MANAGER: _OFFICER
    | {Permission.REFUSE_STAGE, Permission.ASSIGN_CASE, _PEOPLE, _MESSAGES, Permission.EXPORT_CASE, Permission.ERASE_CASE, Permission.PUBLISH_LEARNING},
    Role.ADMINISTRATOR: frozenset({Permission.USE_OWN_ACCOUNT, _PEOPLE, _MESSAGES}),
}

LOOKED_AFTER: dict[Role, frozenset[str]] = {
    Role.MANAGER: frozenset({Role.OFFICER, Role.MANAGER}),
    Role.ADMINISTRATOR: frozenset(Role),
}
"""Whose accounts each role looks after: never those of people who may look after more."""


def may(role: str, permission: str) -> bool:
    """Whether `role` carries `permission`; a role we do not know carries none."""
    return permission in PERMISSIONS.get(role, frozenset())  # type: ignore[call-overload]


def looks_after(role: str, other: str) -> bool:
    """Whether `role` may close, open, unlock and sign out the accounts of `other`."""
    return other in LOOKED_AFTER.get(role, frozenset())  # type: ignore[call-overload]
