"""The documents that the office adds to a case: what each is, how many there are, and which were taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from portal.casework.events import Event, Happened


class DocumentKind(StrEnum):
    """What a document is: what the regulations have made, agreed or sent, or what came in (regulations 16 to 20)."""

    LETTER_RECEIVED = "letter_received"
    MEETING_RECORD = "meeting_record"
    INVESTIGATION_REPORT = "investigation_report"
    INDEPENDENT_REPORT = "independent_report"
    STATEMENT = "statement"
    PANEL_FINDINGS = "panel_findings"
    DECISION = "decision"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Documents:
    """What the office added, by number from 1: the number of each document's file; and which of them were taken back."""

    files: Mapping[int, int] = field(default_factory=dict)
    taken_back: frozenset[int] = frozenset()

    @property
    def standing(self) -> tuple[int, ...]:
        """The numbers of those that were not taken back."""
        return tuple(number for number in self.files if number not in self.taken_back)


def after(documents: Documents, event: Event) -> Documents:
    """The documents after one more event; kinds that change nothing here pass through."""
    if event.kind == Happened.DOCUMENT_ADDED:
        number, file = int(event.detail.get("number", 0)), int(event.detail.get("file", 0))
        return replace(documents, files={**documents.files, number: file})
    if event.kind == Happened.DOCUMENT_TAKEN_BACK:
        return replace(documents, taken_back=documents.taken_back | {int(event.detail.get("number", 0))})
    return documents
