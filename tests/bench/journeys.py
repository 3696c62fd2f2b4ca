"""A parent who complains, as the portal sees her: every page got and posted."""

import re
import socket
from collections.abc import Mapping

from tests.bench.load import Answer, connect, exchange, request

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
WORDS = {
    "what_happened": "We were promised a support worker in March. Nobody came, and nobody rang us back.",
    "put_right": "An apology, and the support that was promised.",
}
PARENT: Mapping[str, Mapping[str, object]] = {
    "device": {"device": "shared"},
    "complainant": {"complainant": "parent"},
    "risk_now": {"risk_now": "no"},
    "acting_for": {"acting_for": "self"},
    "parental_responsibility": {"parental_responsibility": "yes"},
    "child_status": {"child_status": ["in_need"]},
    "matter_group": {"matter_group": ["social_work_support", "education"]},
    "matters": {"matters": ["support_not_delivered", "ehc_plan_delay"]},
    "service": {"service": "council"},
    "months_since": {"months_since-month": "3", "months_since-year": "2026"},
    "proceedings": {"proceedings": ["none"]},
    "change_soon": {"change_soon": "no"},
    "stage_so_far": {"stage_so_far": "none"},
    "help_wanted": {"help_wanted": ["none"]},
    "name": {"name": "Ada Example"},
    "child_name": {"child_name": "Bo"},
    "contact_way": {"contact_way": ["email", "comeback"]},
    "email": {"email": "ada@example.org"},
}


OFFER, AFTER_OFFER = "/words", "/ask/points/1"
"""Where she is offered words to come back with, and where she goes on without them."""


class LostTheWay(Exception):
    """A page gave another answer than a parent who answers everything gets."""


class Visitor:
    """A browser on one connection: it keeps cookies, and the token of the last form it saw."""

    def __init__(self, port: int) -> None:
        self.sock: socket.socket = connect(port)
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str) -> Answer:
        """GET, and remember the form's token."""
        answer = self._exchanged(request(path, cookies=self.cookies))
        found = TOKEN.search(answer.body)
        self.token = found[1].decode() if found else self.token
        return answer

    def post(self, path: str, form: Mapping[str, object]) -> str:
        """POST with the token; where the answer leads."""
        answer = self._exchanged(request(path, {"csrf_token": self.token, **form}, self.cookies))
        where = answer.header("location")
        if answer.status != 303 or where is None:
            raise LostTheWay(f"{path} gave {answer.status}")
        return where

    def leave(self) -> None:
        """Close the connection."""
        self.sock.close()

    def _exchanged(self, sent: bytes) -> Answer:
        answer = exchange(self.sock, sent)
        for name, value in answer.headers:
            if name == "set-cookie":
                self._keep(value)
        return answer

    def _keep(self, cookie: str) -> None:
        name, _, value = cookie.split(";", 1)[0].partition("=")
        self.cookies[name] = value
        if "Max-Age=0" in cookie:
            del self.cookies[name]


def complain(visitor: Visitor, until: str = "") -> int:
    """From the start page to the receipt, or to the page `until`; how many pages were posted. Raises LostTheWay."""
    visitor.get("/")
    address, posted = visitor.get("/start/complaint").header("location") or "", 0
    while address != until:
        if visitor.get(address).status != 200:
            raise LostTheWay(address)
        if address.startswith("/done/"):
            return posted
        if address == OFFER:
            address = AFTER_OFFER
            continue
        address = "/check" if address == "/result" else visitor.post(address, _answer_to(address))
        posted += 1
    return posted


def _answer_to(address: str) -> Mapping[str, object]:
    if address.startswith("/ask/points/"):
        return WORDS
    return PARENT.get(address.rsplit("/", 1)[-1], {})
