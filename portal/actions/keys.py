"""Looking after the keys: sealing every case's key to a newer lock, to a second one, or again after the first was lost."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from portal.actions.desk import Desk
from portal.seal.boxes import Unreadable
from portal.seal.office import OfficeLock
from portal.store import cases, reports
from portal.store.case_keys import KeyRow

BATCH = 500
LEFT_OVER_AFTER = timedelta(days=1)
"""A key that no case knows is from a commit that failed; none takes as long as this."""


class Opens(Protocol):
    """Whatever opens what was sealed to it."""

    def open(self, sealed: bytes) -> bytes:
        """What was sealed. Raises `Unreadable`."""


def seal_anew(desk: Desk, office: Opens, lock: OfficeLock, spare: OfficeLock | None) -> tuple[int, int]:
    """Seal every case's key to `lock`, and to `spare` where there is one: how many were, and how many could not be opened.

    It may be cut short and begun again; keys that are sealed as wanted already are passed over.
    """
    return _every_key(desk, lambda key: _sealed_to(key, office.open(key.sealed), lock, spare), _wanting(lock, spare))


def recover(desk: Desk, spare: Opens, lock: OfficeLock) -> tuple[int, int]:
    """Seal every case's key to a new office's `lock` with the second key, after the first was lost: done, and not opened."""

    def again(key: KeyRow) -> KeyRow:
        if key.recovery is None:
            raise Unreadable
        return replace(key, key_id=lock.key_id, sealed=lock.seal(spare.open(key.recovery)))

    return _every_key(desk, again, lambda key: key.key_id != lock.key_id)


def sweep_left_over(desk: Desk, now: datetime) -> int:
    """Forget the keys of commits that failed, which no case and no report knows; how many there were."""
    swept = 0
    for batch in _batches(desk):
        old = [key.name for key in batch if key.made_at < now - LEFT_OVER_AFTER]
        with desk.database.read() as conn:
            known = cases.known_key_names(conn, old) | reports.known_key_names(conn, old)
        swept += sum(desk.keys.erase(name) for name in old if name not in known)
    return swept


def _sealed_to(key: KeyRow, opened: bytes, lock: OfficeLock, spare: OfficeLock | None) -> KeyRow:
    sealed = replace(key, key_id=lock.key_id, sealed=lock.seal(opened))
    return replace(sealed, recovery_id=spare.key_id, recovery=spare.seal(opened)) if spare else sealed


def _wanting(lock: OfficeLock, spare: OfficeLock | None) -> Callable[[KeyRow], bool]:
    wanted = spare.key_id if spare else None
    return lambda key: key.key_id != lock.key_id or (wanted is not None and key.recovery_id != wanted)


def _every_key(desk: Desk, change: Callable[[KeyRow], KeyRow], wanting: Callable[[KeyRow], bool]) -> tuple[int, int]:
    done = failed = 0
    for batch in _batches(desk):
        changed: list[KeyRow] = []
        for key in filter(wanting, batch):
            try:
                changed.append(change(key))
            except Unreadable:
                failed += 1
        desk.keys.replace(changed)
        done += len(changed)
    return done, failed


def _batches(desk: Desk) -> Iterator[list[KeyRow]]:
    last = ""
    while batch := desk.keys.after(last, BATCH):
        last = batch[-1].name
        yield batch
