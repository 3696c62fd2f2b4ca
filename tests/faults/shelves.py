"""The file store is away, or does not say that it kept what it was given, while people add files; then it is back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from portal.actions.case_files import for_officer
from portal.actions.files import LONGEST_UNCLAIMED, NoSuchFile, sweep_shelf
from portal.shelf import Shelf, ShelfUnavailable, Standing
from portal.store import files
from portal.web import lasting
from tests.faults.days import Days, days, free_port
from tests.s3 import storage_at
from tests.visiting import Visit

WROTE, SAFE = "The worker shouted at us & left.", "Your words are safe"
A_WHILE = timedelta(hours=4)
Outside = Callable[[], AbstractContextManager[object]]


@dataclass(slots=True)
class Uploads:
    """What came of the files that people added.

    `unclear`: refused without a page that says so, or with the words gone. `half`: refused, and something of it is
    kept. `unreadable`: accepted, and not as it was.
    """

    accepted: int = 0
    refused: int = 0
    unclear: int = 0
    half: int = 0
    unreadable: int = 0

    @property
    def harmless(self) -> bool:
        """Whether all that was accepted can be read, and nothing is left of what was refused."""
        return not (self.unclear or self.half or self.unreadable)

    def __str__(self) -> str:
        return (
            f"{self.refused} files refused, {self.unclear} of them unclearly, {self.half} half kept; "
            f"{self.accepted} accepted, {self.unreadable} of them unreadable"
        )


@dataclass
class Person:
    """Somebody who adds files, and the contents of those that the portal said it had taken."""

    visit: Visit
    contents: list[bytes] = field(default_factory=list)

    def adds(self, found: Uploads) -> None:
        """Add one more file; either the page lists it, or it says why not and the words are still there."""
        name = f"{len(self.contents)}-{found.accepted + found.refused}.txt"
        self.visit.opens("/files")
        self.visit.fills("Add", files={name: name.encode()})
        page = self.visit.page
        if page.status == 200 and name in page.said_in("govuk-summary-list__key"):
            found.accepted += 1
            self.contents.append(name.encode())
            return
        clear = page.status == 400 and SAFE in page.says and name not in page.said_in("govuk-summary-list__key")
        found.refused += 1
        found.unclear += not (clear and WROTE in self.visit.opens("/check").says)

    def sends(self) -> str:
        """Send it all; the reference."""
        self.visit.opens("/check")
        self.visit.fills("Send my complaint")
        return self.visit.page.path.removeprefix("/done/")


@dataclass(frozen=True, slots=True)
class Silent:
    """A shelf that keeps what it is given and does not say so."""

    shelf: Shelf

    def put(self, name: str, sealed: bytes) -> None:
        self.shelf.put(name, sealed)
        raise ShelfUnavailable("the answer was lost")

    def get(self, name: str) -> bytes:
        return self.shelf.get(name)

    def remove(self, name: str) -> None:
        self.shelf.remove(name)

    def everything(self) -> Iterator[Standing]:
        return self.shelf.everything()


def bucket_down(people: int) -> Uploads:
    """S3-compatible storage is switched off for a while."""
    port = free_port()
    with storage_at(port) as storage:
        where = f"s3://{storage.new_bucket()}"
    with days(files=where, s3_endpoint=storage.endpoint, s3_key="key", s3_secret="secret") as here:
        return _tried(here, people, there=lambda: storage_at(port), away=nullcontext)


def folder_down(people: int) -> Uploads:
    """Where the folder was there is something else for a while, and nothing can be written or read."""
    with days() as here:
        return _tried(here, people, there=nullcontext, away=lambda: _folder_gone(here))


@contextmanager
def _folder_gone(here: Days) -> Iterator[None]:
    folder, aside = here.folder / "files", here.folder / "aside"
    folder.rename(aside)
    folder.touch()
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)


def _tried(here: Days, people: int, *, there: Outside, away: Outside) -> Uploads:
    """Everybody adds a file while all is well, one while the store is away, one whose answer is lost, and one after that."""
    found, everybody = Uploads(), [_person(here) for _ in range(people)]

    def each_adds() -> None:
        for person in everybody:
            person.adds(found)
            here.now += A_WHILE

    with there():
        each_adds()
    with away():
        each_adds()
    with there():
        with _silent(here):
            each_adds()
        each_adds()
        sent = {person.sends(): person.contents for person in everybody}
        found.unreadable = sum(_not_as_sent(here, reference, contents) for reference, contents in sent.items())
        found.half = _left_over(here) + max(len(_rows(here, sent)) - found.accepted, 0)
    return found


def _person(here: Days) -> Person:
    visit = Visit(here.app)
    visit.opens("/device")
    visit.fills(device="own")  # or it would be over before the store is away for long
    visit.client.set_cookie("draft", lasting.held(here.app, here.begins("parent"), here.now, own=True))
    return Person(visit)


@contextmanager
def _silent(here: Days) -> Iterator[None]:
    before = here.desk
    here.app.extensions["desk"] = replace(before, shelf=Silent(before.shelf))
    yield
    here.app.extensions["desk"] = before


def _rows(here: Days, references: dict[str, list[bytes]]) -> list[files.FileRow]:
    with here.desk.database.read() as conn:
        return [row for reference in references for row in files.of_case(conn, here.case(reference).id)]


def _not_as_sent(here: Days, reference: str, contents: list[bytes]) -> int:
    """How many of a case's files an officer cannot read as they were added."""
    given = {_given(here, reference, row.id) for row in _rows(here, {reference: contents})}
    return len(set(contents) - given)


def _given(here: Days, reference: str, file_id: int) -> bytes | None:
    try:
        return for_officer(here.desk, reference, file_id, here.officer, here.now, warned=True).data
    except (NoSuchFile, ShelfUnavailable):
        return None


def _left_over(here: Days) -> int:
    """How much stands on the shelf that no row speaks of, once the night's sweep is done."""
    sweep_shelf(here.desk, datetime.now(UTC) + 2 * LONGEST_UNCLAIMED)
    standing = [one.name for one in here.desk.shelf.everything()]
    with here.desk.database.read() as conn:
        return len(set(standing) - files.known(conn, standing))
