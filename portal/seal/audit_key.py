"""The audit key: puts a seal under each day's head that nobody can make who may write only to the database.

It stands in `audit.key` beside the office's, on the staff side only, where the day's work is done.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from pathlib import Path

from portal.seal import key_files

KEY_FILE = "audit.key"

_NAME = "audit"


@dataclass(frozen=True, slots=True)
class AuditKey:
    """Seals the hash of a head, and knows its own seals."""

    key: bytes = field(repr=False)

    def seal(self, head: bytes) -> bytes:
        """The seal under this hash: HMAC-SHA256."""
        return hmac.digest(self.key, b"audit head" + head, hashlib.sha256)

    def knows(self, head: bytes, seal: bytes | None) -> bool:
        """Whether this seal was made with this key for this hash."""
        return seal is not None and hmac.compare_digest(seal, self.seal(head))


def load_or_make(folder: Path) -> AuditKey:
    """The key in `folder`, made at the first start. Raises `KeyFileWrong`."""
    return AuditKey(key_files.keep(folder, KEY_FILE, (_NAME,))[_NAME])
