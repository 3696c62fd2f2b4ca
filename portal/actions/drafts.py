"""What a person does with a draft: answer a question, get words to come back with, open it again, throw it away.

A draft is sealed under a key that only the visitor's cookie or return words give.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from portal.actions.desk import Desk
from portal.actions.shelving import A_BATCH, take_off_shelf
from portal.casework.reference import new_reference
from portal.limits import DRAFT_KEPT_FOR as KEPT_FOR
from portal.limits import MOST_TYPED
from portal.questions.kinds import Given
from portal.seal import boxes, return_words
from portal.store import drafts, files
from portal.store.database import Connection, DraftTaken, ReferenceTaken

PLACE = "draft"


class AlreadySent(Exception):
    """The draft was sent before; its receipt says as what."""

    def __init__(self, receipt: dict[str, Any]) -> None:
        super().__init__(receipt["reference"])
        self.receipt = receipt


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, opened. `early` is the case that *send this now* already made of it."""

    key: bytes
    sent: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    reference: str | None = None
    words: list[str] | None = None
    typing: "Typing" = field(default_factory=dict)
    """What is being typed, by page and input: no answer yet, and never counted as one."""
    early: dict[str, Any] | None = None
    receipt: dict[str, Any] | None = None
    begun_at: datetime | None = None
    """When its first answer was kept; known only where the draft is held."""

    def contents(self) -> dict[str, Any]:
        """What is sealed."""
        kept = {"answers": self.answers, "reference": self.reference, "words": self.words,
                "typing": self.typing or None,
                "early": self.early, "receipt": self.receipt}
        return {name: value for name, value in kept.items() if value is not None}

    def sealed(self) -> bytes:
        """The box that the database holds."""
        return boxes.close_json(self.key, self.contents(), PLACE)

    @property
    def is_child(self) -> bool:
        """Whether it is a child's own."""
        return Given(self.answers).is_child


def look(desk: Desk, key: bytes) -> Draft | None:
    """The draft that this key opens, or None where there is none (any more)."""
    found = drafts.look(desk.database, boxes.draft_id(key))
    return _read(key, *found) if found else None


def held(conn: Connection, key: bytes) -> Draft | None:
    """The draft of this key, which nobody else changes or sends before this transaction ends."""
    row = drafts.held(conn, boxes.draft_id(key))
    return replace(_read(key, row.state, row.sealed), begun_at=row.created_at) if row else None


def _read(key: bytes, state: str, sealed: bytes) -> Draft:
    return Draft(key=key, sent=state == drafts.SENT, **boxes.open_json(key, sealed, PLACE))


Edit = Callable[[dict[str, Any]], dict[str, Any]]
Typing = dict[str, dict[str, str]]
Retype = Callable[[Typing], Typing]


def as_typed(typing: Typing) -> Typing:
    """What is half-typed stays as it is."""
    return typing


def change(desk: Desk, key: bytes | None, edit: Edit, now: datetime, retype: Retype = as_typed) -> Draft:
    """Apply `edit` to the draft's answers and keep them, in a new draft where this key has none.

    `retype`: what becomes of what is half-typed, where some of it is an answer now, or stands elsewhere.

    The answers are read and written in one transaction, so that two tabs never undo each
    other's answers. Raises AlreadySent.
    """
    with desk.database.write() as conn:
        draft = held(conn, key) if key else None
        if draft is not None:
            return _edited(conn, draft, edit, now, retype)
        forgotten = forget_untouched(conn, now)[1]
        begun = _begin(conn, edit({}), now)
    take_off_shelf(desk, forgotten)
    return begun


def _edited(conn: Connection, draft: Draft, edit: Edit, now: datetime, retype: Retype = as_typed) -> Draft:
    if draft.sent:
        raise AlreadySent(draft.receipt or {})
    changed = _with(draft, answers=edit(draft.answers), typing=retype(draft.typing))
    drafts.save(conn, boxes.draft_id(draft.key), changed.sealed(), now)
    return changed


def keep_typing(desk: Desk, key: bytes, page: str, words: dict[str, str], now: datetime) -> bool:
    """Keep what is being typed on a page; without words it is forgotten. False where no open draft can hold it.

    It changes no answer: whoever comes back finds it in the inputs where they left it.
    """
    with desk.database.write() as conn:
        draft = held(conn, key)
        if draft is None or draft.sent:
            return False
        typing = {other: kept for other, kept in draft.typing.items() if other != page} | ({page: words} if words else {})
        if sum(len(text) for kept in typing.values() for text in kept.values()) > MOST_TYPED:
            return False
        return typing == draft.typing or drafts.save(conn, boxes.draft_id(key), _with(draft, typing=typing).sealed(), now)


def change_own(desk: Desk, key: bytes, edit: Edit, now: datetime) -> Draft:
    """The same for whoever made the key before the draft: pressed twice at once, it is one draft. Raises AlreadySent."""
    while True:
        try:
            with desk.database.write() as conn:
                draft = held(conn, key)
                return _edited(conn, draft, edit, now) if draft else _begin(conn, edit({}), now, key)
        except DraftTaken:
            continue


def throw_away(desk: Desk, key: bytes) -> None:
    """Forget a draft that was not sent, and whatever its files are."""
    with desk.database.write() as conn:
        draft = held(conn, key)
        if draft is None or draft.sent:
            return
        blobs = files.let_go_of_drafts(conn, [boxes.draft_id(key)])
        drafts.delete(conn, boxes.draft_id(key))
    take_off_shelf(desk, blobs)


def _begin(conn: Connection, answers: dict[str, Any], now: datetime, key: bytes | None = None) -> Draft:
    draft = Draft(key=key or boxes.new_key(), answers=answers)
    drafts.insert(conn, drafts.DraftRow(
        id=boxes.draft_id(draft.key), sealed=draft.sealed(), state=drafts.OPEN,
        reference=None, wrapped=None, created_at=now, touched_at=now,
    ))
    return draft


def forget_untouched(conn: Connection, now: datetime) -> tuple[int, list[str]]:
    """How many drafts were forgotten, and the names on the shelf that their files let go of.

    A new draft does it in the same breath, so that the promise needs no timer.
    """
    count, blobs = 0, list[str]()
    while found := drafts.untouched_since(conn, now - KEPT_FOR, A_BATCH):
        blobs += files.let_go_of_drafts(conn, found)
        count += drafts.drop(conn, found)
    return count, blobs


def _with(draft: Draft, **changes: Any) -> Draft:
    return Draft(key=draft.key, sent=draft.sent, **{**draft.contents(), **changes})


def keep_for_later(desk: Desk, key: bytes, now: datetime) -> Draft | None:
    """Give the draft a reference and return words, once; those of *send this now* where it has some.

    None where there is no such draft. Raises AlreadySent. The stretching of the words happens outside the transaction.
    """
    draft = look(desk, key)
    if draft is None or draft.words:
        return draft
    early = draft.early or {}
    words = list(early.get("words") or return_words.new_words(words_for(draft)))
    while True:
        reference = early.get("reference") or new_reference()
        wrapped = return_words.wrap(key, reference, words, desk.stretch)
        try:
            return _keep_words(desk, key, reference, words, wrapped, now)
        except ReferenceTaken:
            continue


def words_for(draft: Draft) -> int:
    """How many words: four for a child, five for others."""
    return return_words.CHILD_WORDS if draft.is_child else return_words.OTHER_WORDS


def _keep_words(
    desk: Desk, key: bytes, reference: str, words: list[str], wrapped: bytes, now: datetime
) -> Draft | None:
    with desk.database.write() as conn:
        draft = held(conn, key)
        if draft is None or draft.words:
            return draft
        if draft.sent:
            raise AlreadySent(draft.receipt or {})
        kept = _with(draft, reference=reference, words=words)
        drafts.keep_words(conn, boxes.draft_id(key), reference, wrapped)
        drafts.save(conn, boxes.draft_id(key), kept.sealed(), now)
        return kept


def come_back(desk: Desk, reference: str, words: tuple[str, ...]) -> bytes | None:
    """The key of the open draft that these words open; None where no open draft has this reference.

    Raises WrongWords.
    """
    with desk.database.read() as conn:
        row = drafts.by_reference(conn, reference)
    if row is None or row.wrapped is None or row.state == drafts.SENT:
        return None
    try:
        return return_words.unwrap(row.wrapped, reference, words)
    except return_words.WrongWords:
        # What is wrong takes as long here as with a case, so that the wait does not tell one from the other.
        return_words.pretend(words, desk.stretch, times=return_words.MOST_HOLDERS - 1)
        raise


def sweep(desk: Desk, now: datetime) -> int:
    """Forget the drafts that nobody has touched for thirty days, and their files; how many drafts there were."""
    with desk.database.write() as conn:
        count, blobs = forget_untouched(conn, now)
    take_off_shelf(desk, blobs)
    return count
