"""Saying it aloud instead of writing: where a page offers it, what was added there, and taking that out again."""

from typing import Any

from flask import request
from markupsafe import Markup

from portal.actions import files
from portal.actions.filing import NoDraft
from portal.citizen.file_words import KINDS
from portal.citizen.visitor import open_draft
from portal.cleaning import Group
from portal.questions.kinds import Question
from portal.web.clock import now
from portal.web.desk import desk
from portal.web.headers import let_record
from portal.web.page import page
from portal.words import Wording, _

REFUSED = Wording(
    _("We may not use the microphone here. You can write instead, or add a recording as a file with the button below"),
    child=_("We cannot use the microphone here. That is fine. You can write it, or add a recording"),
)
LISTENING = Wording(_("Recording"), child=_("We are listening"))
QUIET = Wording(
    _("We hear nothing. Check that the microphone is on and not covered"),
    child=_("We cannot hear you. Is your hand on the microphone?"),
)
HEARD = Wording(
    _("Recorded. Listen to it, then choose. We do not have it until you press “Keep this”"),
    child=_("Now listen to it. We do not have it yet. Do you want to keep it?"),
)
LONG_ENOUGH = Wording(
    _("That is as long as one recording can be. Keep it, then record more"),
    child=_("That is as long as it can be. Keep it. Then you can say more"),
)
KEEPING = Wording(_("Keeping it"), child=_("We are keeping it now"))
KEPT = Wording(
    _("Kept. You can record more, or go on"), child=_("We have it. You can say more, or press Next")
)
ERASED = Wording(_("Erased"), child=_("It is gone"))
NOT_KEPT = Wording(
    _("It did not reach us. Check that you are online, then press “Keep this” again"),
    child=_("It did not get to us. Are you online? Press “Keep this” again"),
)
UNDECIDED = Wording(
    _("You have not kept what you said. Keep it or erase it, then go on"),
    child=_("You said something. Keep it or erase it first"),
)
NAME = Wording(_("My voice %(number)s"), child=_("My voice %(number)s"))


def offered(question: Question) -> dict[str, Any] | None:
    """What the recorder on this question's page says and may take; None where there is none."""
    limits = desk().profile.files
    if not _is_offered(question):
        return None
    return {
        "most": limits.most_bytes_each,
        "sentences": {
            "refused": REFUSED, "listening": LISTENING, "quiet": QUIET, "heard": HEARD, "long-enough": LONG_ENOUGH, "keeping": KEEPING,
            "kept": KEPT, "erased": ERASED, "not-kept": NOT_KEPT, "undecided": UNDECIDED,
        },
        "name": NAME,
    }  # fmt: skip


def on_page(question: Question) -> dict[str, Any]:
    """What goes into the gap for what was added; and the page may use the microphone, where it has a recorder."""
    if _is_offered(question):
        let_record()
    there = _added() if question.aloud else []
    return {"added": Markup(page("citizen/added.html", there=there, kinds=KINDS))} if there else {}


def erased() -> bool:
    """Whether the button pressed was one that takes something out: then it is gone, and the page is shown with what was typed."""
    wanted = request.form.get("_take_out", "")
    draft = open_draft()
    if draft and wanted.isdecimal() and len(wanted) < 19:
        try:
            files.take_out(desk(), draft.key, int(wanted), now())
        except NoDraft:
            pass  # whoever cleared it meanwhile has erased this too
    return bool(wanted)


def stands_for(typed: str) -> bool:
    """Whether nothing was written because it was said: there is a recording."""
    return not typed.strip() and any(file.kind.group is Group.RECORDINGS for file in _added())


def _is_offered(question: Question) -> bool:
    return question.aloud and "recordings" in desk().profile.files.kinds


def _added() -> list[files.Attached]:
    draft = open_draft()
    return files.added(desk(), draft) if draft else []
