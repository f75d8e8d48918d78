from __future__ import annotations

from clinicbill.basics.findings import stops
from clinicbill.workflows.reasons import no_reason


def test_a_missing_reason_stops_and_leads_to_its_field() -> None:
    assert stops([no_reason()])
    assert no_reason().field == "why"
