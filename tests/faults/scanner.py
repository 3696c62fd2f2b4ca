"""The virus scanner is away for days while people add files; then it is back."""

from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from portal.actions.case_files import NotScannedYet, for_officer
from portal.actions.files import KnownAsHarmful, NoSuchFile, add
from portal.store import files
from tests.clamd import EICAR, SOCKET, clamd_in
from tests.faults.days import Days, days

STEPS_AWAY, STEPS_BACK = 48 * 3, 48


@dataclass(frozen=True, slots=True)
class Scans:
    """What came of the files that were added: how officers were given them before the scanner was back, and after.

    `unwarned`: handed out as if scanned while it was away. `wrong`: afterwards a harmful one handed out, or a harmless
    one refused or changed. `unscanned`: still not looked at.
    """

    taken: int
    unwarned: int
    clean: int
    harmful: int
    wrong: int
    unscanned: int

    @property
    def harmless(self) -> bool:
        """Whether every file was behind the warning first, and scanned and rightly told afterwards."""
        return not (self.unwarned or self.wrong or self.unscanned)

    def __str__(self) -> str:
        return (
            f"{self.taken} files taken in unscanned, {self.unwarned} handed out without a warning; then {self.clean} clean, "
            f"{self.harmful} harmful and shut away, {self.wrong} wrong, {self.unscanned} still not scanned"
        )


def scanner_down(people: int, seed: int, *, knows_harm: bool = True) -> Scans:
    """Each person adds a file, one in four a harmful one; what officers are given while the scanner is away, and after.

    A scanner that `knows_harm` no more stands for one that is wrong.
    """
    dice = Random(seed)
    with TemporaryDirectory(prefix="portal-faults-clamd-") as folder, days(clamd=str(Path(folder) / SOCKET)) as here:
        contents = [_content(number, harmful=dice.random() < 0.25 or number == 0) for number in range(people)]
        added = _days_without(here, contents, dice)
        before = [_given(here, reference) for reference in added]
        with clamd_in(Path(folder), EICAR if knows_harm else b"nothing that anybody sends"):
            for _ in range(STEPS_BACK):
                here.works()
        after = [_given(here, reference) for reference in added]
        return _counted(contents, before, after)


def _content(number: int, *, harmful: bool) -> bytes:
    return EICAR if harmful else f"What she said, number {number}.".encode()


def _days_without(here: Days, contents: list[bytes], dice: Random) -> list[str]:
    """Days in which files come in; the cases, in the order of the contents. Every other one is sent days later."""
    coming = sorted((dice.randrange(STEPS_AWAY), number) for number in range(len(contents)))
    drafts: dict[int, bytes] = {}
    sent: dict[int, str] = {}
    for step in range(STEPS_AWAY):
        for number in [number for at, number in coming if at == step]:
            drafts[number] = here.begins("parent")
            add(here.desk, drafts[number], "words.txt", contents[number], here.now)
            if number % 2:
                sent[number] = here.sends(drafts[number])
        here.works()
    return [sent.get(number) or here.sends(drafts[number]) for number in range(len(contents))]


def _given(here: Days, reference: str) -> bytes | type[Exception]:
    """What an officer who asks for the case's file is given, or the refusal."""
    with here.desk.database.read() as conn:
        (row,) = files.of_case(conn, here.case(reference).id)
    try:
        return for_officer(here.desk, reference, row.id, here.officer, here.now, warned=False).data
    except (NotScannedYet, KnownAsHarmful, NoSuchFile) as refusal:
        return type(refusal)


def _counted(contents: list[bytes], before: list[bytes | type[Exception]], after: list[bytes | type[Exception]]) -> Scans:
    right = [KnownAsHarmful if content == EICAR else content for content in contents]
    unscanned = sum(given is NotScannedYet for given in after)
    return Scans(
        taken=len(contents),
        unwarned=sum(given is not NotScannedYet for given in before),
        clean=sum(isinstance(given, bytes) for given in after),
        harmful=after.count(KnownAsHarmful),
        wrong=sum(given != wanted for given, wanted in zip(after, right, strict=True)) - unscanned,
        unscanned=unscanned,
    )
