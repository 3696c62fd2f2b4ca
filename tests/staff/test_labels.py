"""Every code of the law has a name that officers know."""

from dataclasses import fields

import pytest

from portal.law import facts as law
from portal.staff import labels
from portal.staff.fact_form import codes_of, form_of, not_known

VOCABULARIES = {
    law.Complainant: labels.COMPLAINANT,
    law.ChildStatus: labels.CHILD_STATUS,
    law.Matter: labels.MATTER,
    law.Route: labels.ROUTE,
    law.Service: labels.SERVICE,
    law.Authority: labels.AUTHORITY,
    law.Proceedings: labels.PROCEEDINGS,
    law.Stage: labels.STAGE,
}


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda kind: kind.__name__)
def test_every_code_has_one_label_of_its_own(vocabulary) -> None:
    named = VOCABULARIES[vocabulary]
    assert set(named) == {code.value for code in vocabulary}
    assert len(set(named.values())) == len(named)


def test_every_fact_has_a_label() -> None:
    assert set(labels.FACTS) == {field.name for field in fields(law.Facts)} - {"points"}


def test_a_form_of_every_fact_gives_codes_that_the_law_reads() -> None:
    form = form_of(not_known({}))
    assert set(form._fields) == set(labels.FACTS)
    assert law.Facts.from_codes(codes_of(form)) == law.Facts()


def test_a_fact_that_every_point_has_is_known() -> None:
    points = [{"matters": ["housing"], "service": "council"}, {"matters": ["placement"]}]
    assert "matters" not in not_known({"points": points})
    assert "service" in not_known({"points": points})
