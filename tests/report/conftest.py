"""A desk on each database, for reports."""

from tests.actions.conftest import desk, office, officer  # noqa: F401
