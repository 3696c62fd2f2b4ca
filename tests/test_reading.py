"""The strict reader is strict: each fault that it promises to find, it finds."""

import pytest

from tests.reading import Reading, faults_in

GOOD = """<!doctype html><html lang="en" dir="ltr"><head><title>Name – Tell us</title></head><body><main id="main"><h1>Name</h1>
<a href="#main">Skip</a> <a href="/there">There</a> <a href="tel:999">999</a>
<form method="post" action="/there"><input type="hidden" name="csrf_token" value="token">
<label for="a">A</label><input id="a" name="a" aria-describedby="h"><div id="h">Hint</div><button>Go on</button></form>
</main></body></html>"""

FAULTS = [
    ("</main>", "</div></main>", "does not parse"),
    ("<h1>Name</h1>", "", "<h1>"),
    ("<h1>Name</h1>", "<h1>Name</h1><h1>Again</h1>", "<h1>"),
    ("Name – Tell us", "", "no title"),
    ("Name – Tell us", " – Tell us", "no title"),
    (' lang="en"', "", "says lang"),
    (' dir="ltr"', "", "says lang"),
    ('id="h"', 'id="a"', "2 elements"),
    ('aria-describedby="h"', 'aria-describedby="nothing"', "refers to nothing"),
    ('<label for="a">A</label>', "", "no label"),
    ('<label for="a">A</label>', '<label for="a"></label>', "no label"),
    ("<div", '<fieldset><input type="radio" name="r" aria-label="R"></fieldset><div', "legend"),
    (
        "<div",
        '<p><input type="radio" name="r" aria-label="R"><input type="radio" name="r" aria-label="S"></p><div',
        "fieldset",
    ),
    ('href="/there"', 'href="/nowhere"', "leads nowhere"),
    ('href="/there"', 'href="//elsewhere.example"', "leads nowhere"),
    ('href="/there"', 'href="javascript:alert()"', "leads nowhere"),
    ('href="#main"', 'href="#gone"', "leads nowhere"),
    (">There<", "><", "no words"),
    ('action="/there"', 'action="/nowhere"', "leads nowhere"),
    ('name="csrf_token"', 'name="other"', "CSRF"),
    ("Go on", "", "no button"),
    ("Name – Tell us", "Error: Name – Tell us", "error summaries"),
    ("<h1>", '<div class="govuk-error-summary"><a href="#a">Write it</a></div><h1>', "error summaries"),
    ("<h1>", '<p class="govuk-error-message" id="e">Write it</p><h1>', "no input names"),
    ("<h1>", '<h1 style="color:red">', "blocked"),
    ("<h1>", '<h1 onclick="x()">', "blocked"),
    ("<h1>", "<script>x()</script><h1>", "inline script"),
    ("<head>", "<head><style>p{}</style>", "does not name"),
    ("Hint", "None", "nobody wrote"),
    ("Hint", "Step %(place)s", "nobody wrote"),
    ("Hint", "you &amp;amp; me", "nobody wrote"),
]


def _faults(html: str) -> str:
    leads = lambda address, _method: address == "/there"  # noqa: E731
    return "\n".join(faults_in(Reading(html, "/here", 200, "style-src 'self'", leads)))


def test_a_page_without_faults_has_none() -> None:
    assert _faults(GOOD) == ""


@pytest.mark.parametrize(("good", "bad", "said"), FAULTS)
def test_each_fault_is_found(good: str, bad: str, said: str) -> None:
    assert good in GOOD
    assert said in _faults(GOOD.replace(good, bad, 1))
