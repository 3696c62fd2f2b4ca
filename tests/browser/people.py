"""Who visits in the browser tests, and how they answer; all of them invented."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Locator

from tests.browser.conftest import Watched

Answers = dict[str, Any]

PARENT: Answers = {
    "complainant": "parent", "risk_now": "no", "acting_for": "self", "parental_responsibility": "yes", "child_status": ["in_need"],
    "matter_group": ["social_work_support", "education"], "matters": ["support_not_delivered", "ehc_plan_delay"],
    "service": "council", "months_since": {"months_since-month": "9", "months_since-year": "2025"},
    "proceedings": ["none"], "change_soon": "no", "stage_so_far": "none", "help_wanted": ["none"],
    "name": "Ada Example", "child_name": "Bo Example", "contact_way": ["comeback", "phone"], "phone": "01632 960 001",
}
CHILD: Answers = {
    "name": "Kit", "risk_now": "no", "child_status": ["looked_after"], "matters": ["placement", "communication"],
    "change_soon": "yes", "stage_so_far": "none", "help_wanted": ["advocate"], "contact_way": ["comeback"],
    "age_band": "8_to_11",
}
ADVOCATE: Answers = {
    **PARENT, "complainant": "advocate", "represents": "child", "advocate_organisation": "Voices Example",
    "instructed": "instructed", "instructed_by": "The young person", "authority": "given",
    "child_words": "I want to stay.", "consent_speak": "yes", "consent_records": "no", "consent_share": "yes",
}


def answer(visitor: Watched, answers: Answers) -> None:
    """Fill in the page that is open, as a person would, and press its button."""
    if visitor.path == "/words":
        visitor.press(visitor.page.locator("main a[href^='/ask/']").first)
        return
    page, key = visitor.page, visitor.path.rsplit("/", 1)[-1]
    if visitor.path.startswith("/ask/points/"):
        page.fill("[name=what_happened]", "The visits in the plan never came.")
    value = answers.get(key, "shared" if key == "device" else "")
    if isinstance(value, dict):
        for name, text in value.items():
            page.fill(f"[name='{name}']", text)
    elif page.locator(f"main [name='{key}'][type=radio], main [name='{key}'][type=checkbox]").count():
        for code in value if isinstance(value, list) else [value]:
            _pick(visitor, key, code)
    elif value:
        page.fill(f"[name='{key}']", value)
    visitor.press(page.locator("main form .govuk-button[type=submit]").first)


def _pick(visitor: Watched, key: str, code: str) -> None:
    box = visitor.page.locator(f"[name='{key}'][value='{code}']")
    folded = visitor.page.locator("details.group:not([open])", has=box)
    if folded.count():
        folded.locator("summary").click()
    box.check()


def part_of_recorder(visitor: Watched, name: str) -> Locator:
    """A part of what records on the page that is open."""
    return visitor.page.locator(f"[data-part={name}]")


def says_something(visitor: Watched) -> None:
    """Record for two seconds, and stop; nothing is kept yet."""
    part_of_recorder(visitor, "start").click()
    part_of_recorder(visitor, "stop").wait_for()
    visitor.page.wait_for_timeout(2_300)
    part_of_recorder(visitor, "stop").click()
    part_of_recorder(visitor, "keep").wait_for()


def passing(visitor: Watched, start: str, answers: Answers) -> Iterator[str]:
    """The path of each page from the first to the receipt, while it is open; whoever asks for the next has answered it."""
    visitor.go(start)
    for _ in range(60):
        yield visitor.path
        if visitor.path.startswith("/done/"):
            return
        if visitor.path == "/result":
            visitor.press(visitor.page.locator("main a.govuk-button"))
        else:
            answer(visitor, answers)
    raise AssertionError(f"no end: {visitor.path}")


def walk(visitor: Watched, start: str, answers: Answers) -> list[str]:
    """From the first page to the receipt; the paths of the pages passed, the last one the receipt's."""
    passed: list[str] = []
    for path in passing(visitor, start, answers):
        passed.append(path)
        look_at(visitor, passed)
    return passed


def look_at(visitor: Watched, passed: list[str]) -> None:
    """Every page that is passed is looked at: nothing failed on it, and it fits the screen."""
    assert passed[-1] not in passed[:-1], f"came back to {passed[-1]}"
    assert visitor.faults == [], visitor.path
