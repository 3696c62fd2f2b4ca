"""A visitor who has a keyboard and nothing else; at every stop the focus must be seen."""

from dataclasses import dataclass, field
from typing import Any

from tests.browser.conftest import Watched

MOST_STOPS = 150

# What shows the focus may be drawn on the element itself, on what is drawn after it, or on its label.
FAULTS_OF_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return [];
  const named = `${element.tagName.toLowerCase()} ${element.name || element.innerText?.trim().slice(0, 30) || ''}`;
  const label = element.labels?.[0];
  const look = () => [[element, null], [element, '::after'], [label, null], [label, '::before']].filter(([e]) => e).map(([e, part]) => {
    const s = getComputedStyle(e, part);
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor, s.borderWidth, s.insetInlineStart].join();
  }).join(';');
  const found = [], focused = look();
  const box = (element.matches('[type=radio], [type=checkbox]') && label ? label : element).getClientRects()[0];
  // The browser scrolls what is tall only as far as it must: the part that can be seen counts.
  const [left, top, right, bottom] = [Math.max(box.left, 0), Math.max(box.top, 0), Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
  if (right - left < 4 || bottom - top < 4) found.push(`${named}: has the focus outside the window (${Math.round(box.top)} to ${Math.round(box.bottom)} of ${innerHeight})`);
  else {
    const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (!there || !(element.contains(there) || label?.contains(there))) found.push(`${named}: is covered by ${there?.tagName}.${there?.className}`);
  }
  element.blur();
  const unfocused = look();
  element.focus({ focusVisible: true, preventScroll: true });
  if (focused === unfocused) found.push(`${named}: does not show that it has the focus`);
  return found;
}"""


@dataclass
class Keyboard:
    """Goes from stop to stop, answers with keys, and remembers where the focus could not be seen."""

    visitor: Watched
    faults: list[str] = field(default_factory=list)

    def press(self, key: str) -> None:
        self.visitor.page.keyboard.press(key)

    def to(self, selector: str) -> None:
        """Tab until the focus is on this."""
        for _ in range(MOST_STOPS):
            if self._is_on(selector):
                return
            self.press("Tab")
            self.faults += [f"{self.visitor.path} {fault}" for fault in self.faults_of_focus()]
        raise AssertionError(f"{self.visitor.path}: no way to {selector} by Tab")

    def faults_of_focus(self) -> list[str]:
        """What keeps the focus from being seen, once the page has been scrolled to it."""
        found: list[str] = []
        for _ in range(5):
            found = self.visitor.page.evaluate(FAULTS_OF_FOCUS)
            if not found:
                break
            self.visitor.page.wait_for_timeout(60)
        return found

    def _is_on(self, selector: str) -> bool:
        return bool(self.visitor.page.evaluate("s => document.activeElement.matches(s)", selector))

    def pick_one(self, key: str, code: str) -> None:
        """A radio button: into its group by Tab, to its place by the arrows."""
        self.to(f"[name='{key}'][type=radio]")
        self.press("Space")
        for _ in range(MOST_STOPS):
            if self._is_on(f"[name='{key}'][value='{code}']"):
                return
            self.press("ArrowDown")
        raise AssertionError(f"no way to {code} by the arrows")

    def pick_several(self, key: str, codes: list[str]) -> None:
        """Checkboxes, in the order in which they stand; a folded group is opened on the way."""
        standing = self.visitor.page.locator(f"[name='{key}'][type=checkbox]")
        order: list[str] = standing.evaluate_all("boxes => boxes.map(box => box.value)")
        for code in sorted(codes, key=order.index):
            self._unfold(key, code)
            self.to(f"[name='{key}'][value='{code}']")
            self.press("Space")

    def _unfold(self, key: str, code: str) -> None:
        box = f"[name='{key}'][value='{code}']"
        if self.visitor.page.locator(f"details:not([open]):has({box})").count():
            self.to(f"details:has({box}) > summary")
            self.press("Enter")

    def write(self, name: str, words: str) -> None:
        self.to(f"[name='{name}']")
        self.visitor.page.keyboard.type(words)

    def go_on(self, selector: str) -> None:
        """To a link or a button, and Enter."""
        self.to(selector)
        with self.visitor.page.expect_navigation():
            self.press("Enter")

    def answer(self, answers: dict[str, Any]) -> None:
        """Answer the question of this page, and press its button."""
        if self.visitor.path == "/words":
            return self.go_on("main a[href^='/ask/']")
        page, key = self.visitor.page, self.visitor.path.rsplit("/", 1)[-1]
        value = answers.get(key, "shared" if key == "device" else "")
        if self.visitor.path.startswith("/ask/points/"):
            self.write("what_happened", "The visits in the plan never came.")
        elif isinstance(value, dict):
            for name, text in value.items():
                self.write(name, text)
        elif page.locator(f"main [name='{key}'][type=radio]").count():
            self.pick_one(key, str(value))
        elif page.locator(f"main [name='{key}'][type=checkbox]").count():
            self.pick_several(key, value if isinstance(value, list) else [value])
        elif value:
            self.write(key, value)
        self.go_on("main form .govuk-button[type=submit]")

    def walk(self, answers: dict[str, Any]) -> str:
        """From the page that is open to the receipt; its path."""
        for _ in range(60):
            if self.visitor.path.startswith("/done/"):
                return self.visitor.path
            if self.visitor.path == "/result":
                self.go_on("main a.govuk-button")
            else:
                self.answer(answers)
        raise AssertionError(f"no end: {self.visitor.path}")
