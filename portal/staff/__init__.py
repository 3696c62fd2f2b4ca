"""The back office, at /staff: refuses every page that names no permission."""

from portal.staff.gate import blueprint

__all__ = ["blueprint"]
