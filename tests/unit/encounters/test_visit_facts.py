from __future__ import annotations

from datetime import date

from clinicbill.basics.identifiers import PayerId
from clinicbill.encounters.visit_facts import VisitFacts
from clinicbill.patients.case import Case
from clinicbill.patients.coverage import Coverage
from tests.support.practice import TODAY

CASE = Case(name="Low back", opened_on=date(2026, 1, 5))


def test_the_first_insurance_is_billed_first() -> None:
    first, second = (Coverage(payer_id=PayerId(n), from_on=date(2026, 1, 1), priority=n) for n in (1, 2))
    facts = VisitFacts(as_of=TODAY, birth_on=date(1979, 2, 3), case=CASE, coverages=(first, second))
    assert facts.payer_id == PayerId(1)
    assert VisitFacts(as_of=TODAY, birth_on=date(1979, 2, 3), case=CASE).payer_id is None
