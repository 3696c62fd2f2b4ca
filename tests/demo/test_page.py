"""Reading a page as a browser would."""

from portal.demo.page import page_of

HTML = """<title>Not said</title><a href="/away">Away</a>
<form action="/voice" method="post"><button name="voice" value="child">Plainer</button></form>
<button form="asked" hidden></button><button form="asked" name="_language" value="pl">Polski</button>
<main><a href="/on" rel="next">Go
 on</a><form action="/find"><input name="reference"></form>
<form id="asked" method="post" action="/ask/x"><input type="hidden" name="csrf_token" value="t&amp;t">
<input type="radio" name="who" value="parent"><input type="radio" name="who" value="child" checked>
<input type="checkbox" name="matters" value="housing"><input type="checkbox" name="matters" value="school">
<select name="about"><option value="a">A</option><option value="b">B</option></select>
<input name="name" value="Ada"><textarea name="words">
Fish &amp; &lt;b&gt;</textarea><button type="button">Record</button><button>Go</button><button name="_skip" value="1">Skip</button></form>
<p class="govuk-error-message"><span>Error:</span> Choose
one</p></main><script>Not said</script>"""


def test_what_is_on_the_form_is_sent_as_it_came() -> None:
    form = page_of("http://x/ask/x", HTML).form
    assert form and form.asks == ("who", "matters", "about", "name", "words")
    assert form.filled({}) == [
        ("csrf_token", "t&t"), ("who", "child"), ("about", "a"), ("name", "Ada"), ("words", "Fish & <b>"),
    ]


def test_answers_take_the_place_of_what_stood_there() -> None:
    form = page_of("http://x/ask/x", HTML).form
    assert form
    answers = {"who": ["parent"], "matters": ["school", "housing"], "about": ["b"], "words": ["No"], "name": [""]}
    assert form.filled(answers, "_skip") == [
        ("csrf_token", "t&t"), ("who", "parent"), ("matters", "housing"), ("matters", "school"),
        ("about", "b"), ("name", ""), ("words", "No"), ("_skip", "1"),
    ]


def test_nothing_is_sent_that_the_page_does_not_offer() -> None:
    form = page_of("http://x/ask/x", HTML).form
    assert form and form.offered("who") == ("parent", "child") and form.offered("name") == ()
    assert "beekeeper" not in dict(form.filled({"who": ["beekeeper"], "hive": ["7"]})).values()


def test_links_words_and_errors_are_read() -> None:
    page = page_of("http://x/ask/x?from=check", HTML)
    assert [(link.href, link.words, link.in_main, link.rel) for link in page.links] == [
        ("/away", "Away", False, ""), ("/on", "Go on", True, "next"),
    ]
    assert page.path == "/ask/x" and page.errors == ("Error: Choose one",) and "Not said" not in page.said
