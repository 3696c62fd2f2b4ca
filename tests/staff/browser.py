"""A strict reader of pages: every page it is given must parse and be fit to use; forms are sent as they stand."""

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from tests.actions.desks import PASSWORD

HTML = "{http://www.w3.org/1999/xhtml}"
_FIELDS = ("input", "select", "textarea")


class Page:
    """One answer, read as a reader and a screen reader would."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.tree = html5lib.HTMLParser(strict=True).parse(self.html)
        self._check()

    @property
    def text(self) -> str:
        return " ".join("".join(self.tree.itertext()).split())

    @property
    def title(self) -> str:
        return "".join(self.all("title")[0].itertext()).strip()

    def all(self, name: str, **having: str) -> list[Element]:
        found = self.tree.iter(HTML + name)
        return [one for one in found if all(one.get(key.rstrip("_")) == value for key, value in having.items())]

    def links(self) -> dict[str, str]:
        return {" ".join("".join(one.itertext()).split()): one.get("href", "") for one in self.all("a")}

    def form(self, action: str) -> dict[str, str]:
        """The fields of the form that goes to `action`, as they stand on the page."""
        for form in self.all("form"):
            if (form.get("action") or "") == action:
                return dict(_values(form))
        raise AssertionError(f"no form goes to {action!r}")

    def _check(self) -> None:
        assert len(self.all("h1")) == 1, "a page has one h1"
        assert self.title, "a page has a title"
        ids = [one.get("id") for one in self.tree.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), f"ids repeat: {sorted(i for i in ids if ids.count(i) > 1)}"
        labelled = {one.get("for") for one in self.all("label")}
        for name in _FIELDS:
            for one in self.all(name):
                assert one.get("type") == "hidden" or one.get("id") in labelled, f"{one.attrib} has no label"
        for one in self.tree.iter():
            assert one.get("style") is None and one.get("onclick") is None, "the content policy forbids it"
            for name in ("aria-labelledby", "aria-describedby"):
                assert set((one.get(name) or "").split()) <= set(ids), f"{one.get(name)} describes nothing"


class Browser:
    """One person's browser."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.staff_id = 0

    def get(self, path: str, **options: Any) -> Page:
        return Page(self.client.get(path, **options))

    def send(self, path: str, on: str, **fields: Any) -> TestResponse:
        """Fill in the form that goes to `path` on the page `on`, and send it."""
        page = self.get(on)
        standing = page.form("" if path == on else path)
        return self.client.post(path, data={**standing, **fields})

    def follow(self, path: str, on: str, **fields: Any) -> Page:
        """The same, and the page that comes after."""
        answer = self.send(path, on, **fields)
        if answer.status_code != 303:
            return Page(answer)
        return self.get(answer.headers["Location"], follow_redirects=True)

    def sign_in(self, email: str, password: str = PASSWORD) -> "Browser":
        answer = self.send("/staff/sign-in", "/staff/sign-in", email=email, password=password)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return self


def _values(form: Element) -> list[tuple[str, str]]:
    found = []
    for one in form.iter():
        name = one.get("name")
        if not name:
            continue
        if one.tag == HTML + "textarea":
            found.append((name, "".join(one.itertext())))
        elif one.tag == HTML + "select":
            chosen = [option for option in one.iter(HTML + "option") if option.get("selected") is not None]
            found.append((name, (chosen or list(one.iter(HTML + "option")))[0].get("value", "")))
        elif one.get("type") not in ("radio", "checkbox") or one.get("checked") is not None:
            found.append((name, one.get("value", "")))
    return found
