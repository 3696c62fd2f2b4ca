"""An officer at a wide screen, who works cases as the pages let them; whoever complained reads along on a phone."""

from collections.abc import Container
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.casework.permissions import Role
from tests.actions.desks import PASSWORD, an_officer, email_of
from tests.browser.conftest import Watched
from tests.conftest import desk_of


class Officer:
    """Somebody signed in to casework; every page they open is looked at."""

    def __init__(self, screen: Watched, name: str, role: Role = Role.OFFICER) -> None:
        self.screen, self.page, self.name = screen, screen.page, name
        self.page.set_default_timeout(10_000)
        self.case = ""
        an_officer(desk_of(screen.site.app), name, role, datetime.now(UTC))
        self.open("/staff/sign-in")
        self.fill(email=email_of(name), password=PASSWORD)
        self.press()

    def open(self, path: str) -> "Officer":
        self.screen.go(path)
        self._looked_at()
        return self

    def case_of(self, reference: str) -> "Officer":
        """Turn to a case."""
        self.case = f"/staff/cases/{reference}"
        return self.open(self.case)

    def move(self, path: str, /, button: str | None = None, **fields: Any) -> "Officer":
        """One thing done to the case on its own page; what is not named is answered as whoever is in no doubt would."""
        self.open(f"{self.case}/{path}")
        assert self.screen.path == f"{self.case}/{path}", f"{path} is not open"
        self.fill(**fields)
        return self.answer_the_rest(fields).press(button)

    def fill(self, **fields: Any) -> "Officer":
        for name, value in fields.items():
            box = self.page.locator(f"main [name='{name}']")
            assert box.count(), f"{self.screen.path} asks no {name}"
            if box.first.get_attribute("type") in ("radio", "checkbox"):
                for code in value if isinstance(value, list) else [value]:
                    self._unfold()
                    self.page.locator(f"main [name='{name}'][value='{code}']").check()
            elif box.first.evaluate("one => one.tagName") == "SELECT":
                box.first.select_option(value)
            else:
                box.first.fill(value)
        return self

    def press(self, button: str | None = None) -> "Officer":
        """Press a button by its name, or the last of the page; whatever comes has no errors on it."""
        main = self.page.locator("main")
        found = main.get_by_role("button", name=button, exact=True).first if button else main.locator("form button.govuk-button").last
        self.screen.press(found)
        problem = self.page.locator(".govuk-error-summary")
        assert not problem.count(), f"{self.screen.path}: {problem.inner_text()}"
        self._looked_at()
        return self

    def shows(self, *texts: str) -> "Officer":
        """The page that is open says each of these."""
        said = " ".join(self.page.locator("main").inner_text().split())
        for text in texts:
            assert text in said, f"{self.screen.path} does not say {text!r}: {said}"
        return self

    def _unfold(self) -> None:
        self.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")

    def answer_the_rest(self, named: Container[str] = ()) -> "Officer":
        """What stands empty on the page, but for what is `named`."""
        for box in self.page.locator("main form input:not([type=hidden]), main form textarea, main form select").all():
            name, kind = box.get_attribute("name") or "", box.get_attribute("type") or ""
            if not name or name in named or not box.is_visible():
                continue
            if kind == "checkbox":
                box.check()
            elif kind == "radio":
                if not self.page.locator(f"main [name='{name}']:checked").count():
                    box.check()
            elif kind != "file" and not box.input_value() and box.evaluate("one => one.tagName") != "SELECT":
                box.fill(_day(20 if name == "until" else 0) if _is_day(name) else f"Words about {name}")
        return self

    def _looked_at(self) -> None:
        assert self.screen.faults == [], (self.screen.path, self.screen.faults, self.page.locator("main").inner_text())
        assert not self.screen.overflows(), f"{self.screen.path} overflows"


def _is_day(name: str) -> bool:
    return name in {"until", "on", "day", "meets", "agreed_on"} or name.endswith(("_on", "_day"))


def _day(ahead: int) -> str:
    return (datetime.now(UTC) + timedelta(days=ahead)).strftime("%d %m %Y")


class Reader:
    """The person who complained, on a phone, with their reference and words."""

    def __init__(self, phone: Watched, reference: str, words: str) -> None:
        self.phone, self.reference, self.words = phone, reference, words

    def reads(self, *texts: str) -> "Reader":
        """Come back with reference and words, and find each of these."""
        self.phone.go("/return")
        self.phone.page.fill("[name=reference]", self.reference)
        self.phone.page.fill("[name=words]", self.words)
        self.phone.press(self.phone.page.locator("main form button.govuk-button").first)
        assert self.phone.path == f"/case/{self.reference}", self.phone.path
        return self.finds(*texts)

    def follows(self, name: str) -> "Reader":
        """Go on by a link or a button that looks like one."""
        self.phone.press(self.phone.page.locator("main").get_by_role("link", name=name, exact=True).first)
        return self

    def sends(self, **typed: str) -> "Reader":
        """Fill in the page's form, and send it."""
        for name, text in typed.items():
            self.phone.page.fill(f"main [name='{name}']", text)
        self.phone.press(self.phone.page.locator("main form button.govuk-button").first)
        return self

    def finds(self, *texts: str) -> "Reader":
        assert self.phone.faults == [] and not self.phone.overflows(), self.phone.path
        said = " ".join(self.phone.page.locator("main").inner_text().split())
        for text in texts:
            assert text in said, f"{self.phone.path} does not say {text!r}: {said}"
        return self


def receipt_of(phone: Watched) -> tuple[str, str]:
    """Reference and words, from the receipt that is open."""
    words = phone.page.locator(".return-words li").all_inner_texts()
    return phone.path.removeprefix("/done/"), " ".join(words)
