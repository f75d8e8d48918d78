from __future__ import annotations

from datetime import date

import pytest

from clinicbill.basics.identifiers import ProviderId
from clinicbill.patients.case import Case, CaseKind
from clinicbill.practice.rows import columns_of, record_of


@pytest.mark.parametrize("kind", CaseKind)
def test_it_lies_in_its_row_and_comes_back(kind: CaseKind) -> None:
    case = Case(
        name="Ladder",
        kind=kind,
        accident_on=date(2026, 10, 7),
        accident_state="OR",
        other_accident=True,
        initial_treatment_on=date(2026, 10, 9),
        claim_number="WC-771",
        employer="Baxter Roofing",
        lien=True,
        referring_id=ProviderId(2),
        opened_on=date(2026, 10, 9),
    )
    back = record_of(Case, columns_of(case))
    assert back == case
    assert back.kind is kind
