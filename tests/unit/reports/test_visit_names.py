from __future__ import annotations

from clinicbill.reports.visit_names import visit_names
from tests.support.coders import some_coders
from tests.support.practice import TODAY


def test_whose_visit_and_when() -> None:
    made = some_coders()
    found = visit_names(made.db, [made.visits[1]])
    assert [(name.who, name.service_on) for name in found.values()] == [("Bell, Ann", TODAY)]
    assert visit_names(made.db, []) == {}
