"""What is said about files: why one was not added, of what kind it is, what we take; and what a browser offers to choose."""

from collections.abc import Mapping

from portal.actions.files import KindNotTaken, TooLarge, TooMany, TooMuchInAll
from portal.cleaning import (
    CleanerBusy,
    Damaged,
    Empty,
    FileKind,
    HasMacros,
    HoldsMore,
    Locked,
    TooMuchInside,
    UnknownKind,
)
from portal.scanning import Infected
from portal.shelf import ShelfUnavailable
from portal.words import Wording, _

REFUSED: Mapping[type[Exception], Wording] = {
    Empty: Wording(
        _("There is nothing in “%(name)s”. Check it on your device, then choose it again"),
        child=_("“%(name)s” is empty. Look at it first, then pick it again"),
    ),
    UnknownKind: Wording(
        _("We cannot open “%(name)s”: it is not a kind of file that we can check. Send a PDF or a photo of it instead"),
        child=_("We cannot open “%(name)s”. Send a photo of it instead"),
    ),
    Damaged: Wording(
        _("We could not read all of “%(name)s”: a part of it may be missing. Save it again on your device, then choose it again"),
        child=_("We cannot open “%(name)s”. A part of it may be missing. Pick it again, or send a photo of it"),
    ),
    Locked: Wording(
        _("“%(name)s” opens only with a password. Save it without the password, then choose it again"),
        child=_("“%(name)s” is locked with a password. Send a photo of it instead"),
    ),
    HasMacros: Wording(
        _("“%(name)s” has a small program in it, called a macro. We do not open those. Save it as a PDF, then choose the PDF"),
        child=_("“%(name)s” has a small program in it. We do not open those. Send a photo of it instead"),
    ),
    HoldsMore: Wording(
        _("“%(name)s” has another file inside it, or gets a part of it from the internet. Save it as a PDF, then choose the PDF"),
        child=_("“%(name)s” has one more file in it. We cannot open that. Send a photo of it instead"),
    ),
    TooMuchInside: Wording(
        _("“%(name)s” becomes too large when it is opened. Send it in parts, or send a photo of the part that matters most"),
        child=_("“%(name)s” is too big when we open it. Send a photo of one part"),
    ),
    CleanerBusy: Wording(
        _("Many people are sending files just now, and we could not look at “%(name)s”. Wait a minute, then choose it again"),
        child=_("Many people are here just now. Wait a bit, then pick “%(name)s” again"),
    ),
    Infected: Wording(
        _("Our virus check found something harmful in “%(name)s”, so we did not keep it. This can happen without anyone noticing. Send a photo of it instead"),
        child=_("“%(name)s” could hurt a computer, so we did not keep it. You did nothing wrong. Send a photo of it instead"),
    ),
    TooLarge: Wording(
        _("“%(name)s” is larger than %(each)s, the most we can take at once. Send it in parts, or smaller"),
        child=_("“%(name)s” is too big. It can be %(each)s. Send a smaller one"),
    ),
    TooMany: Wording(
        _("“%(name)s” was not added: you have added %(most)s files, as many as we can take. Take one out first, or tell us that you have more"),
        child=_("We cannot add “%(name)s”. You have %(most)s now. Take one out first"),
    ),
    TooMuchInAll: Wording(
        _("“%(name)s” was not added: all files together can be %(all)s. Take one out first, or tell us that you have more"),
        child=_("We cannot add “%(name)s”. It is too much in all. Take one out first"),
    ),
    KindNotTaken: Wording(
        _("“%(name)s” is a kind of file that we do not take here. We take %(kinds)s"),
        child=_("We cannot take “%(name)s” here. We take %(kinds)s"),
    ),
    ShelfUnavailable: Wording(
        _("Something on our side is not working, so we could not keep “%(name)s”. Your words are safe. Try again later, or send without it"),
        child=_("It is not working just now. It is our fault. We could not keep “%(name)s”. Your words are safe"),
    ),
}  # fmt: skip
NOT_CHOSEN = Wording(_("Choose a file first, or carry on without one"), child=_("Pick something first, or go on"))
TOO_MUCH_AT_ONCE = Wording(
    _("That was more than we can take at once. Choose fewer files, or smaller ones: all together can be %(all)s"),
    child=_("That was too much at once. Pick one at a time"),
)
NOT_SENT = Wording(
    _("The files did not reach us. Check that you are online, then press the button again"),
    child=_("It did not get to us. Are you online? Press the button again"),
)
TOO_QUICK = Wording(
    _("A great many files came from where you are, so “%(name)s” has to wait. Choose it again in %(seconds)s seconds. Everything else is kept"),
    child=_("A lot came from where you are. Wait %(seconds)s seconds, then pick “%(name)s” again. We kept the rest"),
)
SENDING = Wording(_("Adding: %(done)s percent done"), child=_("We are adding it now"))
CHECKING = Wording(_("We are checking what you added"), child=_("We are looking at it now"))

KINDS: Mapping[FileKind, Wording] = {
    FileKind.PDF: Wording(_("PDF document"), child=_("PDF")),
    FileKind.DOCX: Wording(_("Word document")),
    FileKind.ODT: Wording(_("Text document")),
    FileKind.TEXT: Wording(_("Plain text"), child=_("Words")),
    FileKind.JPEG: Wording(_("Picture")),
    FileKind.PNG: Wording(_("Picture")),
    FileKind.MP3: Wording(_("Recording")),
    FileKind.M4A: Wording(_("Recording")),
    FileKind.OGG: Wording(_("Recording")),
    FileKind.WAV: Wording(_("Recording")),
    FileKind.WEBM: Wording(_("Recording")),
    FileKind.FLAC: Wording(_("Recording")),
    FileKind.AMR: Wording(_("Recording")),
}
GROUPS: Mapping[str, Wording] = {
    "documents": Wording(_("documents (PDF, Word, OpenDocument or plain text)"), child=_("papers (PDF or Word)")),
    "pictures": Wording(_("photos and other pictures (JPEG, PNG, HEIC, GIF or WebP)"), child=_("photos and drawings")),
    "recordings": Wording(_("sound recordings (MP3, M4A, Ogg, WebM, WAV, FLAC or AMR)"), child=_("recordings of someone talking")),
}
ACCEPTED: Mapping[str, str] = {
    "documents": ".pdf,.docx,.odt,.txt,application/pdf,text/plain",
    "pictures": "image/jpeg,image/png,image/gif,image/webp,image/heic,image/heif,.heic,.heif",
    "recordings": "audio/mpeg,audio/mp4,audio/x-m4a,audio/ogg,audio/wav,audio/webm,audio/flac,audio/amr,.mp3,.m4a,.ogg,.oga,.opus,.wav,.weba,.flac,.amr",
}
"""A help for choosing, and no more: what a file is, its content says."""
