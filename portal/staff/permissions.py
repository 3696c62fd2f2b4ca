"""The gate of the back office: every view names the permission it needs, or nobody passes."""

from collections.abc import Callable
from typing import Any, TypeVar

from portal.casework.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "needs_permission"


def needs(permission: Permission) -> Callable[[View], View]:
    """Say on a view what its reader must be allowed to do. Stands nearest to the function, under the route."""

    def marked(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return marked


def permission_of(view: Callable[..., Any]) -> Permission | None:
    """The permission that `view` names; None means that nobody may see it."""
    return getattr(view, _MARK, None)
