"""The person of a scenario: what they would answer to whatever the page in front of them asks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.demo.page import Form
from portal.questions.kinds import DONT_KNOW
from portal.questions.matters import GROUPS, SOMETHING_ELSE
from portal.questions.people import LOWER_BOUNDS

ABOVE = "This is part of what I wrote before."
WORDS = frozenset({"what_happened", "danger_what", "thanks", "message"})
"""The inputs into which a person writes what they came to say."""

WRITTEN = {"advocate_organisation": "Independent", "instructed_by": "The young person"}
PICKED = {
    "device": "unsure",
    "contact_way": "comeback", "help_wanted": "none", "publish": "no",
    "consent_speak": "yes", "consent_records": DONT_KNOW, "consent_share": DONT_KNOW,
}
"""What scenarios do not say and pages ask all the same."""

UNSURE = (DONT_KNOW, SOMETHING_ELSE, "none", "anonymous")
ASKING = frozenset({"question", "request_for_help"})
SKIP = "_skip"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One complaint, thank-you or question: the person's own words, and the facts behind them as codes."""

    id: str
    words: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who says `words` and knows `facts`. `today` is a day in London: months are counted back from it."""

    words: str
    facts: Mapping[str, Any]
    today: date

    @property
    def is_child(self) -> bool:
        """Whether they are under 18 and write themselves."""
        return self.facts.get("complainant") == "child"

    @property
    def first_page(self) -> str:
        """Where they come in: a child at the pages written for children."""
        return "/young" if self.is_child else "/"

    @property
    def door(self) -> str:
        """What they choose on the first page: to thank, to ask, or to complain."""
        matters = set(self._known("matters"))
        if matters == {"praise"}:
            return "/start/compliment"
        if matters and matters <= ASKING:
            return "/start/idea_or_question"
        return "/start/child" if self.is_child else "/start/complaint"

    @property
    def sends_at_once(self) -> bool:
        """Whether they use *send this now*: adults who see danger do; a child reads whom to ring, and goes on."""
        return not self.is_child

    def having_told(self, form: Form) -> "Person":
        """The same person afterwards: what they came to say is written once."""
        return replace(self, words=ABOVE) if "what_happened" in form.asks else self

    def fill_in(self, form: Form) -> tuple[dict[str, tuple[str, ...]], str | None]:
        """Their answers by name, and the button where it is not the usual one: a child skips what they leave blank."""
        answers = {name: self._answer(name, form) for name in form.asks}
        blank = not any("".join(answer) for answer in answers.values())
        return answers, SKIP if blank and form.has_button(SKIP) else None

    def _answer(self, name: str, form: Form) -> tuple[str, ...]:
        key, _hyphen, part = name.partition("-")
        if part in {"day", "month", "year"}:
            return self._month(key, part)
        if f"{name}-month" in form.asks:
            return () if self._known(name) else (DONT_KNOW,)
        offered = form.offered(name)
        return self._pick(name, offered, form.has_button(SKIP)) if offered else (self._write(name),)

    def _month(self, key: str, part: str) -> tuple[str, ...]:
        since = self.facts.get(key)
        if since is None or part == "day":
            return ()
        years, month = divmod(self.today.year * 12 + self.today.month - 1 - since, 12)
        return (str(month + 1 if part == "month" else years),)

    def _write(self, name: str) -> str:
        return self.words if name in WORDS else WRITTEN.get(name, "")

    def _pick(self, name: str, offered: tuple[str, ...], may_skip: bool) -> tuple[str, ...]:
        wanted = self._wanted(name)
        found = tuple(code for code in wanted if code in offered)
        if len(found) < len(wanted) and SOMETHING_ELSE in offered:
            return (*found, SOMETHING_ELSE)
        return found or self._otherwise(name, offered, may_skip)

    def _otherwise(self, name: str, offered: tuple[str, ...], may_skip: bool) -> tuple[str, ...]:
        """What is not known, or not on the page: *I don’t know* and the like, else nothing, else the first."""
        for code in (PICKED.get(name, DONT_KNOW), *UNSURE):
            if code in offered:
                return (code,)
        return () if may_skip else offered[:1]

    def _wanted(self, name: str) -> tuple[str, ...]:
        if name == "matter_group":
            return self._groups()
        if name == "age_band":
            return self._age_band()
        if name == "message_kind":
            return self._known("matters")[:1]
        if name == "instructed":
            return ("non_instructed" if "lacks_understanding" in self._known("authority") else "instructed",)
        return self._known(name)

    def _known(self, key: str) -> tuple[str, ...]:
        value = self.facts.get(key)
        if value is None:
            return ()
        if isinstance(value, bool):
            return ("yes" if value else "no",)
        return tuple(value) if isinstance(value, list) else (str(value),)

    def _groups(self) -> tuple[str, ...]:
        """As few groups as hold their matters: a matter may stand in two."""
        chosen: dict[str, None] = {}
        for matter in self._known("matters"):
            holding = [code for code, group in GROUPS.items() if any(choice.code == matter for choice in group[2])]
            if holding and not chosen.keys() & set(holding):
                chosen[holding[0]] = None
        return tuple(chosen)

    def _age_band(self) -> tuple[str, ...]:
        age = self.facts.get("age")
        if age is None:
            return ()
        return (max((band for band in LOWER_BOUNDS if LOWER_BOUNDS[band] <= age), key=LOWER_BOUNDS.__getitem__),)
