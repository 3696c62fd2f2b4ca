"""What officers read of documents: what each is, and why a file was not taken in. Data, in English only."""

from collections.abc import Mapping

from portal.actions.files import KindNotTaken, TooLarge
from portal.casework.documents import DocumentKind
from portal.casework.events import Happened
from portal.cleaning import CleanerBusy, Damaged, Empty, HasMacros, HoldsMore, Locked, NotCleaned, TooMuchInside
from portal.scanning import Infected
from portal.shelf import ShelfUnavailable

KINDS: Mapping[str, str] = {
    DocumentKind.LETTER_RECEIVED: "Letter received",
    DocumentKind.MEETING_RECORD: "Record of a meeting",
    DocumentKind.INVESTIGATION_REPORT: "Investigator’s report",
    DocumentKind.INDEPENDENT_REPORT: "Independent person’s report",
    DocumentKind.STATEMENT: "Statement of complaint",
    DocumentKind.PANEL_FINDINGS: "Panel’s findings",
    DocumentKind.DECISION: "The council’s decision",
    DocumentKind.OTHER: "Something else",
}

GROUPS: Mapping[str, str] = {"documents": "PDF, Word, OpenDocument or plain text", "pictures": "pictures", "recordings": "sound recordings"}

REFUSED: Mapping[type[Exception], str] = {
    TooLarge: "“{name}” is larger than {each}. Choose a smaller file, or split it",
    KindNotTaken: "“{name}” is of a kind that is not taken here. Choose one of these: {kinds}",
    Infected: "The virus scanner found something harmful in “{name}”, so it was not kept. Tell whoever looks after your computer, and ask for another copy",
    Empty: "There is nothing in “{name}”. Check it, then choose it again",
    Damaged: "A part of “{name}” could not be read. Save it again, then choose it again",
    Locked: "“{name}” opens only with a password. Save it without the password, then choose it again",
    HasMacros: "“{name}” has a program in it, a macro. Save it as a PDF, then choose the PDF",
    HoldsMore: "“{name}” holds another file, or fetches a part of it from elsewhere. Save it as a PDF, then choose the PDF",
    TooMuchInside: "“{name}” becomes too large when it is opened. Split it",
    CleanerBusy: "Many files are being looked at just now. Wait a minute, then choose “{name}” again",
    NotCleaned: "“{name}” is of a kind that cannot be checked. Save it as a PDF, then choose the PDF",
    ShelfUnavailable: "Files cannot be kept just now, so “{name}” was not taken in. Try again in a few minutes, or go on without it and add it later",
}
"""Each is asked in this order: what is said of a kind of fault comes before what is said of all of them."""

CHOOSE_AGAIN = "Choose “{name}” again: a browser does not keep a chosen file when a page comes back"
CHOSEN_BEFORE = "Choose the file again: it could not wait. To go on without it, press the button once more"

DONE: Mapping[str, str] = {
    Happened.DOCUMENT_ADDED: "The document is kept with the case.",
    Happened.DOCUMENT_TAKEN_BACK: "The document is taken back. It stays in the history.",
}


def kind_said(code: object) -> str:
    """What a document is, by its code."""
    return KINDS.get(str(code), str(code))
