"""Second factors: the keys under which officers' secrets are kept, the codes made of a secret, and recovery codes.

The keys stand in `factors.key` beside the office's, on the staff side only: a process that serves the public can neither
read a secret nor put one of its own in its place. Codes are those of RFC 6238 as every app makes them: six digits, SHA-1,
a new one each 30 seconds.
"""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyotp

from portal.limits import RECOVERY_CODES
from portal.seal import boxes, key_files

KEY_FILE = "factors.key"
DIGITS = 6

_BOXES, _CODES = "boxes", "codes"
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_A_GROUP = 6, 4
"""24 of 31 signs are 118 bits: what is drawn from so many needs no slow hash (ASVS 5.0, 6.5.2)."""


@dataclass(frozen=True, slots=True)
class FactorKeys:
    """Closes and opens the secrets, and makes of each recovery code what is kept of it."""

    box_key: bytes = field(repr=False)
    code_key: bytes = field(repr=False)

    def close(self, secret: str, staff_id: int) -> bytes:
        """The secret in a box that opens for this person only."""
        return boxes.close(self.box_key, secret.encode("ascii"), _theirs(staff_id))

    def open(self, sealed: bytes, staff_id: int) -> str:
        """What `close` put into the box. Raises `Unreadable`."""
        return boxes.open_box(self.box_key, sealed, _theirs(staff_id)).decode("ascii")

    def close_offer(self, secret: str, until: datetime, whom: str) -> bytes:
        """A secret that counts for nothing yet, to be handed back by `whom` until then."""
        return boxes.close_json(self.box_key, [secret, until.timestamp()], _offered(whom))

    def open_offer(self, sealed: bytes, whom: str, now: datetime) -> str:
        """The secret that was offered to `whom`. Raises `Unreadable`, also where its time is over."""
        secret, until = boxes.open_json(self.box_key, sealed, _offered(whom))
        if now.timestamp() >= until:
            raise boxes.Unreadable
        return str(secret)

    def kept_of(self, code: str, staff_id: int) -> str:
        """Under what a recovery code of this person is kept (64 hexadecimal digits); however it is typed."""
        text = f"{staff_id} {_plain(code)}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, key=self.code_key, digest_size=32, person=b"recovery code").hexdigest()


def load_or_make(folder: Path) -> FactorKeys:
    """The keys in `folder`, made at the first start. Raises `KeyFileWrong`."""
    keys = key_files.keep(folder, KEY_FILE, (_BOXES, _CODES))
    return FactorKeys(keys[_BOXES], keys[_CODES])


def new_secret() -> str:
    """A new random secret of 160 bits, in the 32 letters and digits that an app takes."""
    return pyotp.random_base32()


def app_link(secret: str, email: str, issuer: str) -> str:
    """The secret as the address that an app reads from a picture or opens from a link."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def step_of(secret: str, typed: str, now: datetime, after: int | None) -> int | None:
    """For which step of 30 seconds the code that was typed is good; None where it is good for none.

    One step early or late is taken, for clocks differ (RFC 6238, 5.2). `after`: the step of the last code that was
    taken: neither it nor any before is good again.
    """
    code, totp = _plain(typed).encode("utf-8", "surrogatepass"), pyotp.TOTP(secret, digits=DIGITS)
    this = totp.timecode(now)
    fitting = [step for step in range(max(this - 1, 0), this + 2) if hmac.compare_digest(totp.generate_otp(step).encode(), code)]
    return next((step for step in fitting if after is None or step > after), None)


def new_recovery_codes() -> list[str]:
    """Ten new recovery codes, in groups of four signs that nobody mistakes for others."""
    return ["-".join(_group() for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES)]


def looks_like_app_code(typed: str) -> bool:
    """Whether this was read off an app, rather than off the list of recovery codes."""
    plain = _plain(typed)
    return len(plain) == DIGITS and plain.isdecimal()


def _group() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_IN_A_GROUP))


def _plain(typed: str) -> str:
    """The same signs from any keyboard, without the blanks and strokes that groups are set apart by."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).lower() if sign.isalnum())


def _theirs(staff_id: int) -> str:
    return f"second factor of {staff_id}"


def _offered(whom: str) -> str:
    return f"second factor offered to {whom}"
