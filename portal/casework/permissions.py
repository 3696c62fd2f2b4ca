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
    SPEAK_FOR_SERVICE = "speak_for_service"
    REPORT_STAGE_2 = "report_stage_2"
    REPORT_PANEL = "report_panel"
    TELL_FRONT_DOOR = "tell_front_door"
    LOOK_AFTER_STAFF = "look_after_staff"
    EXPORT_CASE = "export_case"
    ERASE_CASE = "erase_case"
    LOOK_AFTER_MESSAGES = "look_after_messages"
    REFUSE_STAGE = "refuse_stage"
    PUBLISH_LEARNING = "publish_learning"
    READ_AUDIT = "read_audit"
    SEE_REPORT = "see_report"
    SEE_DASHBOARD = "see_dashboard"
    SEE_SMALL_NUMBERS = "see_small_numbers"
    PUBLISH_REPORT = "publish_report"


class Role(StrEnum):
    """What a person is to the service. Which cases each may read at all is said in `sight`."""

    OFFICER = "officer"
    SERVICE_MANAGER = "service_manager"
    INVESTIGATOR = "investigator"
    INDEPENDENT_PERSON = "independent_person"
    PANEL_MEMBER = "panel_member"
    SAFEGUARDING = "safeguarding"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_OWN = Permission.USE_OWN_ACCOUNT
_READER = frozenset({_OWN, Permission.SEE_QUEUE, Permission.READ_CASE})
_OFFICER = _READER | {
    Permission.SEE_TRACKER,
    Permission.HANDLE_CASE,
    Permission.DECIDE_ROUTE,
    Permission.TAKE_IN_CASE,
    Permission.SPEAK_FOR_SERVICE,
    Permission.REPORT_STAGE_2,
    Permission.REPORT_PANEL,
    Permission.TELL_FRONT_DOOR,
    Permission.SEE_REPORT,
    Permission.SEE_SMALL_NUMBERS,
}
_PEOPLE, _MESSAGES = Permission.LOOK_AFTER_STAFF, Permission.LOOK_AFTER_MESSAGES

# An administrator looks after accounts and what leaves, and has no business in what families have written; whoever
# audits reads who did what, and no word of it.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _OFFICER,
    Role.SERVICE_MANAGER: _READER | {Permission.SPEAK_FOR_SERVICE, Permission.SEE_REPORT, Permission.SEE_DASHBOARD},
    Role.INVESTIGATOR: _READER | {Permission.REPORT_STAGE_2},
    Role.INDEPENDENT_PERSON: _READER,
    Role.PANEL_MEMBER: _READER | {Permission.REPORT_PANEL},
    Role.SAFEGUARDING: _READER | {Permission.TELL_FRONT_DOOR},
    Role.MANAGER: _OFFICER
    | {Permission.ASSIGN_CASE, _PEOPLE, _MESSAGES, Permission.EXPORT_CASE, Permission.ERASE_CASE}
    | {Permission.READ_AUDIT, Permission.REFUSE_STAGE, Permission.PUBLISH_LEARNING, Permission.PUBLISH_REPORT, Permission.SEE_DASHBOARD},
    Role.AUDITOR: frozenset({_OWN, Permission.READ_AUDIT, Permission.SEE_REPORT, Permission.SEE_SMALL_NUMBERS}),
    Role.ADMINISTRATOR: frozenset({_OWN, _PEOPLE, _MESSAGES}),
}

LOOKED_AFTER: dict[Role, frozenset[str]] = {
    Role.MANAGER: frozenset(Role) - {Role.ADMINISTRATOR, Role.AUDITOR},
    Role.ADMINISTRATOR: frozenset(Role),
}
"""Whose accounts each role looks after, and which roles it gives: never those of people who may look after more, nor of
whoever audits it.
"""


def may(role: str, permission: str) -> bool:
    """Whether `role` carries `permission`; a role we do not know carries none."""
    return permission in PERMISSIONS.get(role, frozenset())  # type: ignore[call-overload]


def looks_after(role: str, other: str) -> bool:
    """Whether `role` may close, open, unlock and sign out the accounts of `other`, and make somebody an `other`."""
    return other in LOOKED_AFTER.get(role, frozenset())  # type: ignore[call-overload]
