from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.basics.findings import Finding, Severity
from clinicbill.coding.edits.all_findings import all_findings
from clinicbill.coding.edits.around_store import load_coding_facts
from clinicbill.coding.edits.set_aside_store import list_set_aside
from clinicbill.encounters.store import get_encounter
from clinicbill.practice.user import Role
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.override_edit import set_edit_aside, take_edit_back
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, stamp_on

LINES = [("98941", "", "65.00"), ("97140", "", "48.00")]


def told(at: Workplace, visit_id: int) -> dict[str, Finding]:
    visit = get_encounter(at.db, visit_id)  # type: ignore[arg-type]
    facts = load_coding_facts(at.db, visit, as_of=TODAY)
    return {one.rule: one for one in all_findings(visit, facts)}


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def test_a_reason_lets_a_warning_stop_asking_and_is_kept(at: Workplace) -> None:
    visit_id = at.visit(at.patient("Ruiz", at.office.commercial), lines=LINES)
    visit = get_encounter(at.db, visit_id)
    outcome = set_edit_aside(at.db, STAMP, visit, told(at, visit_id)["C16"], reason=" Shoulder ")
    assert outcome.done
    found = told(at, visit_id)["C16"]
    assert found.severity is Severity.INFO
    assert "Shoulder" in found.why
    (claim,) = bill_visits(at.db, STAMP, [visit_id]).claims
    on_claim = next(one for one in claim.findings if one.rule == "C16")
    assert on_claim.severity is Severity.INFO
    assert "Shoulder" in on_claim.why


def test_it_can_be_taken_back_and_answered_anew(at: Workplace) -> None:
    visit_id = at.visit(at.patient("Ruiz", at.office.commercial), lines=LINES)
    visit = get_encounter(at.db, visit_id)
    warning = told(at, visit_id)["C16"]
    set_edit_aside(at.db, STAMP, visit, warning, reason="Shoulder")
    set_edit_aside(at.db, STAMP, visit, warning, reason="Knee")
    assert [row.reason for row in list_set_aside(at.db, [visit_id])] == ["Knee"]
    assert take_edit_back(at.db, STAMP, visit, warning).done
    assert told(at, visit_id)["C16"].severity is Severity.WARNING
    with pytest.raises(CannotDo, match="not set aside"):
        take_edit_back(at.db, STAMP, visit, warning)


def test_without_a_reason_nothing_is_kept(at: Workplace) -> None:
    visit_id = at.visit(at.patient("Ruiz", at.office.commercial), lines=LINES)
    visit = get_encounter(at.db, visit_id)
    outcome = set_edit_aside(at.db, STAMP, visit, told(at, visit_id)["C16"], reason="  ")
    assert [one.rule for one in outcome.findings] == ["V20"]
    assert list_set_aside(at.db, [visit_id]) == ()


def test_what_has_to_be_mended_is_refused(at: Workplace) -> None:
    visit_id = at.visit(at.patient("Dunn", at.office.medicare), lines=[("98941", "GA", "65.00")])
    visit = get_encounter(at.db, visit_id)
    stop = told(at, visit_id)["C06"]
    assert stop.severity is Severity.MUST_FIX
    with pytest.raises(CannotDo, match="has to be mended"):
        set_edit_aside(at.db, STAMP, visit, stop, reason="She signed at home")


def test_a_front_desk_sets_nothing_aside(at: Workplace) -> None:
    visit_id = at.visit(at.patient("Ruiz", at.office.commercial), lines=LINES)
    visit = get_encounter(at.db, visit_id)
    desk = stamp_on(date(2026, 11, 23), role=Role.FRONT_DESK)
    with pytest.raises(NotAllowed):
        set_edit_aside(at.db, desk, visit, replace(told(at, visit_id)["C16"]), reason="x")
    with pytest.raises(NotAllowed):
        take_edit_back(at.db, desk, visit, told(at, visit_id)["C16"])
