"""A letter that was kept is cleaned once more wherever it is shown, to whomever."""

from flask import Flask

from portal.actions.desk import Desk
from portal.letters.paper import kept_letter
from portal.seal import boxes
from portal.seal.passwords import new_token, token_id
from portal.store import cases
from portal.store import staff as accounts
from tests.actions.desks import an_officer
from tests.citizen.people import PARENT, kept
from tests.conftest import NOW, VisitWith
from tests.visiting import Visit

DIRTY = '<p>Dear Jo,</p><p onclick="x()">we have it.</p><script>alert(1)</script>'
SHOWN = "<p>Dear Jo,</p><p>we have it.</p>&lt;script&gt;alert(1)&lt;/script&gt;"


def _sent(visit: Visit) -> tuple[str, str]:
    """Send it; its reference and words."""
    visit.opens("/check")
    visit.fills("Send my complaint")
    words = next(e for e in visit.page.main.iter("ol") if "return-words" in e.get("class", ""))
    return visit.page.said_in("reference")[0], " ".join("".join(item.itertext()).strip() for item in words)


def _keep_dirty_letter(desk: Desk, reference: str) -> None:
    with desk.database.write() as conn:
        case = cases.by_reference(conn, reference)
        sealed_key = case and desk.keys.get(case.key_name)
        assert case and sealed_key and desk.office
        letter = {"html": DIRTY, "sent_at": NOW.isoformat()}
        sealed = boxes.close_json(desk.office.open(sealed_key.sealed), letter, "paper")
        cases.add_paper(conn, case.id, NOW, "letter", sealed)


def _officers_page(app: Flask, desk: Desk, path: str) -> str:
    token, client = new_token(), app.test_client()
    number = an_officer(desk, now=NOW)
    with desk.database.write() as conn:
        accounts.start_session(conn, token_id(token), number, NOW)
    client.set_cookie("staff", token)
    return client.get(path).get_data(as_text=True)


def test_whatever_was_kept_is_clean_when_it_is_shown() -> None:
    assert kept_letter(DIRTY) == SHOWN


def test_both_sides_show_a_letter_cleaned(visit_with: VisitWith, app: Flask, desk: Desk) -> None:
    reference, words = _sent(visit_with(kept(PARENT)))
    _keep_dirty_letter(desk, reference)
    person = Visit(app)
    person.opens("/return")
    person.fills("Open it", reference=reference, words=words)
    assert person.page.path == f"/case/{reference}"
    for html in (person.page.html, _officers_page(app, desk, f"/staff/cases/{reference}")):
        assert SHOWN in html and "<script>alert" not in html and "onclick" not in html
