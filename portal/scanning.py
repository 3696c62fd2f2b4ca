"""Scanning: whether ClamAV knows a file as harmful. "Nobody could look" is never mistaken for "nothing was found"."""

import io
from dataclasses import dataclass
from enum import StrEnum

import structlog
from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket

log = structlog.stdlib.get_logger("portal")

SECONDS = 30


class Scanned(StrEnum):
    """What is known of a file that was taken in; the code is kept beside it.

    Infected is said only of one that was taken in unscanned, and looked at later.
    """

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"
    INFECTED = "infected"


class Infected(Exception):
    """The scanner knows this file as harmful."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """A clamd: `address` is the path of its socket, or host:port; empty where there is none."""

    address: str = ""
    seconds: int = SECONDS

    def scan(self, data: bytes) -> Scanned:
        """Clean, or not scanned where the scanner is missing, down or unable. Raises `Infected`."""
        if not self.address:
            return Scanned.NOT_SCANNED
        try:
            answer = self._clamd().instream(io.BytesIO(data))
        except (ClamdError, OSError, ValueError) as problem:  # a scanner may answer with anything
            log.warning("the scanner did not answer", kinds=[type(problem).__name__])
            return Scanned.NOT_SCANNED
        statuses = {status for status, _ in answer.values()}
        if "FOUND" in statuses:
            raise Infected
        return Scanned.CLEAN if statuses == {"OK"} else Scanned.NOT_SCANNED

    def answers(self) -> bool:
        """Whether there is a scanner that looks at what it is shown: here, a word."""
        return self.scan(b"harmless") is Scanned.CLEAN

    def _clamd(self) -> ClamdNetworkSocket | ClamdUnixSocket:
        if self.address.startswith("/"):
            return ClamdUnixSocket(self.address, self.seconds)
        host, _, port = self.address.rpartition(":")
        return ClamdNetworkSocket(host, int(port), self.seconds)


NO_SCANNER = Scanner()
