"""The documents of a case as its page shows them: those that stand, newest first, and those that were taken back."""

from typing import Any

from portal.actions.case_file import CaseFile
from portal.actions.documents import documents_of


def papers(file: CaseFile) -> dict[str, Any]:
    """What the page of a case needs to show its documents."""
    found = documents_of(file)[::-1]
    return {
        "documents": [each for each in found if each.taken_back is None],
        "documents_taken_back": [each for each in found if each.taken_back is not None],
    }
