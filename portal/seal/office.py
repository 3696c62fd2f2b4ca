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

__all__ = ["KeyFileWrong", "OfficeKey", "OfficeLock", "load_lock", "load_or_make"]

KEY_FILE, LOCK_FILE = "office.key", "office.pub"

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
    if load_lock(folder) != locks[0]:
        raise KeyFileWrong(folder / LOCK_FILE, f"does not belong to {KEY_FILE} beside it.")
    return OfficeKey(locks[0], dict(privates))


def load_lock(folder: Path) -> OfficeLock:
    """The lock in `folder`, from its public file alone. Raises `KeyFileWrong`."""
    path = folder / LOCK_FILE
    name, public = key_files.read_public(path)[0]
    if OfficeLock.of(public).key_id != name:
        raise KeyFileWrong(path, "is damaged.")
    return OfficeLock(name, public)


def _make_if_first(folder: Path) -> None:
    """Write a new key where no office ever was; a lock without its key means that the key was lost."""
    if os.path.lexists(folder / KEY_FILE):
        return
    if os.path.lexists(folder / LOCK_FILE) and not os.path.lexists(folder / KEY_FILE):
        raise KeyFileWrong(folder / KEY_FILE, f"is missing, though {LOCK_FILE} is there. {_BACKUP}")
    private = PrivateKey.generate()
    lock = OfficeLock.of(bytes(private.public_key))
    key_files.write_once(folder / KEY_FILE, [(lock.key_id, bytes(private))], mode=0o600)
