"""People who do not give up: whatever fails, they wait a moment, look where they are, and go on from there."""

import time
from dataclasses import dataclass, field
from threading import Event
from uuid import uuid4

from tests.bench.journeys import AFTER_OFFER, OFFER, PARENT, WORDS, LostTheWay, Visitor
from tests.bench.load import NotAnswered

MOMENT = 0.05
BROKEN = (OSError, NotAnswered, LostTheWay, ValueError, IndexError)
MOST_TRIES = 4_000


@dataclass
class Told:
    """One person's complaint: the mark in their words, what the portal acknowledged, and what went wrong on the way."""

    mark: str = field(default_factory=lambda: f"mark{uuid4().hex}")
    reference: str | None = None
    answers_lost: int = 0
    tries: int = 0


class Patient:
    """One person at one browser. Their cookies outlive every connection."""

    def __init__(self, port: int, gone: Event) -> None:
        self.port, self._gone = port, gone
        self.told = Told()
        self._cookies: dict[str, str] = {}
        self._furthest = 0

    def complain(self) -> Told:
        """From the start page to the receipt, however often the server dies; `reference` is empty where time ran out."""
        address = "/start/complaint"
        while self.told.tries < MOST_TRIES and not self._gone.is_set():
            self.told.tries += 1
            try:
                address = self._step(address)
            except BROKEN:
                time.sleep(MOMENT)
                address = "/check" if self._furthest else address
            if address.startswith("/done/"):
                self.told.reference = address.removeprefix("/done/")
                return self.told
        return self.told

    def _step(self, address: str) -> str:
        """Open a page and answer it; where that leads."""
        visitor = Visitor(self.port)
        visitor.cookies = self._cookies
        try:
            answer = visitor.get(address)
            if answer.status == 303:
                return self._arrived(address, answer.header("location") or "")
            if answer.status != 200:
                raise LostTheWay(f"{address} gave {answer.status}")
            if address == OFFER:
                return AFTER_OFFER
            if address == "/result":
                return "/check"
            return self._arrived(address, visitor.post(address, self._answer_to(address)))
        finally:
            visitor.leave()

    def _arrived(self, asked: str, where: str) -> str:
        """What was acknowledged must still be there: nobody who has answered a page is sent back to the first."""
        if where == "/gone" or (where == "/ask/complainant" and self._furthest):
            self.told.answers_lost += 1
        if asked.startswith("/ask/"):
            self._furthest += 1
        return where

    def _answer_to(self, address: str) -> dict[str, object]:
        if address.startswith("/ask/points/"):
            return {**WORDS, "what_happened": self.told.mark}
        return dict(PARENT.get(address.rsplit("/", 1)[-1], {}))
