"""The office's lock and key: anybody may seal a case's key to the office; only the office opens it.

The private side lives in `office.key`, the public side in `office.pub`, in one folder. Each line below the
heading of `office.key` is one key: the first is the one in use, any others only open what was sealed before.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nacl import encoding, hash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.seal import key_files
from portal.seal.boxes import Unreadable
from portal.seal.key_files import KeyFileWrong

__all__ = [
    "KeptOffice", "KeyFileWrong", "OfficeKey", "OfficeLock", "load_lock", "load_or_make", "load_recovery", "make_recovery", "retire",
    "rotate", "spare_key",
]  # fmt: skip

KEY_FILE, LOCK_FILE, RECOVERY_FILE = "office.key", "office.pub", "recovery.pub"

_FORM = b"\x01"
_ID_BYTES = 8
_BACKUP = "Put the file back from a backup: a new one cannot open the cases there are."


@dataclass(frozen=True, slots=True)
class OfficeLock:
    """The public side: closes, and can never open."""

    key_id: str
    public: bytes

    @classmethod
    def of(cls, public: bytes) -> "OfficeLock":
        """The lock of a public key, which names itself by a short hash of it."""
        name = hash.blake2b(public, digest_size=_ID_BYTES, person=b"office key", encoder=encoding.HexEncoder)
        return cls(name.decode("ascii"), public)

    def seal(self, case_key: bytes) -> bytes:
        """`case_key`, readable for the office alone, with the name of the lock in front."""
        return _FORM + bytes.fromhex(self.key_id) + SealedBox(PublicKey(self.public)).encrypt(case_key)


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """The private side: the lock in use, and by its name every private key that still opens something."""

    lock: OfficeLock
    private: Mapping[str, bytes] = field(repr=False)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed to any lock of this office. Raises `Unreadable`."""
        name, inside = sealed[1 : 1 + _ID_BYTES].hex(), sealed[1 + _ID_BYTES :]
        if sealed[:1] != _FORM or name not in self.private:
            raise Unreadable
        try:
            return SealedBox(PrivateKey(self.private[name])).decrypt(inside)
        except CryptoError:
            raise Unreadable from None


def load_or_make(folder: Path) -> OfficeKey:
    """The office's key in `folder`, made at the first start. Raises `KeyFileWrong` rather than use a doubtful one.

    Processes that start at the same moment all come away with the same key.
    """
    key_files.make_folder(folder)
    _make_if_first(folder)
    privates = key_files.read_private(folder / KEY_FILE)
    locks = [OfficeLock.of(bytes(PrivateKey(private).public_key)) for _, private in privates]
    if [name for name, _ in privates] != [lock.key_id for lock in locks]:
        raise KeyFileWrong(folder / KEY_FILE, f"is damaged. {_BACKUP}")
    key_files.write_once(folder / LOCK_FILE, [(locks[0].key_id, locks[0].public)], mode=0o644)
    _mend_lock(folder, locks)
    return OfficeKey(locks[0], dict(privates))


def _mend_lock(folder: Path, locks: list[OfficeLock]) -> None:
    """The lock of an older key means that a rotation was cut short; the lock of no key of ours means something else."""
    found = load_lock(folder)
    if found not in locks:
        raise KeyFileWrong(folder / LOCK_FILE, f"does not belong to {KEY_FILE} beside it.")
    if found != locks[0]:
        key_files.replace(folder / LOCK_FILE, [(locks[0].key_id, locks[0].public)], mode=0o644)


class KeptOffice:
    """The office's key as it stands on the disk: read again where something is sealed to a key that is newer than this process."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._key = folder, load_or_make(folder)

    @property
    def lock(self) -> OfficeLock:
        """The lock in use when it was last read."""
        return self._key.lock

    def open(self, sealed: bytes) -> bytes:
        """What was sealed to any lock of this office. Raises `Unreadable`, `KeyFileWrong`."""
        try:
            return self._key.open(sealed)
        except Unreadable:
            fresh = load_or_make(self._folder)
            if fresh.private.keys() == self._key.private.keys():
                raise
            self._key = fresh
            return fresh.open(sealed)


def load_lock(folder: Path) -> OfficeLock:
    """The lock in `folder`, from its public file alone. Raises `KeyFileWrong`."""
    path = folder / LOCK_FILE
    name, public = key_files.read_public(path)[0]
    if OfficeLock.of(public).key_id != name:
        raise KeyFileWrong(path, "is damaged.")
    return OfficeLock(name, public)


def load_recovery(folder: Path) -> OfficeLock | None:
    """The lock of the second key, which is kept offline; None where none was ever made. Raises `KeyFileWrong`."""
    path = folder / RECOVERY_FILE
    if not os.path.lexists(path):
        return None
    name, public = key_files.read_public(path)[0]
    if OfficeLock.of(public).key_id != name:
        raise KeyFileWrong(path, "is damaged.")
    return OfficeLock(name, public)


def make_recovery(folder: Path, private_file: Path) -> OfficeLock:
    """Make the second key: its private side goes to `private_file`, to be taken offline, and its lock stays in `folder`.

    Raises `KeyFileWrong`, also where there is one already or the file exists.
    """
    if os.path.lexists(folder / RECOVERY_FILE):
        raise KeyFileWrong(folder / RECOVERY_FILE, "is there already: what is sealed to it would stay sealed to it.")
    if os.path.lexists(private_file):
        raise KeyFileWrong(private_file, "is there already.")
    private = PrivateKey.generate()
    lock = OfficeLock.of(bytes(private.public_key))
    key_files.write_once(private_file, [(lock.key_id, bytes(private))], mode=0o600)
    key_files.write_once(folder / RECOVERY_FILE, [(lock.key_id, lock.public)], mode=0o644)
    return lock


def spare_key(private_file: Path) -> OfficeKey:
    """The second key, brought back from where it was kept. Raises `KeyFileWrong`."""
    privates = key_files.read_private(private_file)
    lock = OfficeLock.of(bytes(PrivateKey(privates[0][1]).public_key))
    return OfficeKey(lock, dict(privates))


def rotate(folder: Path) -> OfficeKey:
    """Put a new key in front of those there are; the old ones go on opening what was sealed to them.

    Raises `KeyFileWrong`.
    """
    before = load_or_make(folder)
    private = PrivateKey.generate()
    lock = OfficeLock.of(bytes(private.public_key))
    # The key before its lock: whoever starts in between finds a lock that an older key still opens.
    _write(folder, [(lock.key_id, bytes(private)), *before.private.items()])
    return load_or_make(folder)


def retire(folder: Path, key_id: str) -> OfficeKey:
    """Forget an old key, to which nothing is sealed any more. Raises `KeyFileWrong`; the key in use is not forgotten."""
    before = load_or_make(folder)
    if key_id == before.lock.key_id or key_id not in before.private:
        raise KeyFileWrong(folder / KEY_FILE, f"has no old key {key_id}.")
    _write(folder, [(name, private) for name, private in before.private.items() if name != key_id])
    return load_or_make(folder)


def _write(folder: Path, privates: list[tuple[str, bytes]]) -> None:
    first = OfficeLock.of(bytes(PrivateKey(privates[0][1]).public_key))
    key_files.replace(folder / KEY_FILE, privates, mode=0o600)
    key_files.replace(folder / LOCK_FILE, [(first.key_id, first.public)], mode=0o644)


def _make_if_first(folder: Path) -> None:
    """Write a new key where no office ever was; a lock without its key means that the key was lost."""
    if os.path.lexists(folder / KEY_FILE):
        return
    if os.path.lexists(folder / LOCK_FILE) and not os.path.lexists(folder / KEY_FILE):
        raise KeyFileWrong(folder / KEY_FILE, f"is missing, though {LOCK_FILE} is there. {_BACKUP}")
    private = PrivateKey.generate()
    lock = OfficeLock.of(bytes(private.public_key))
    key_files.write_once(folder / KEY_FILE, [(lock.key_id, bytes(private))], mode=0o600)
