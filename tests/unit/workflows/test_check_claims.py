from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.basics.findings import Severity
from clinicbill.basics.identifiers import ClaimId, CoverageId, EncounterId
from clinicbill.basics.money import Money
from clinicbill.basics.words import counted
from clinicbill.claims.current_store import load_office
from clinicbill.claims.status import ClaimStatus, change_status
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.encounters.store import get_encounter, save_encounter
from clinicbill.patients.store import get_coverage, get_patient, save_coverage, save_patient
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import get_payer, save_payer
from clinicbill.practice.user import Role
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.check_claims import check_claims, claim_now, findings_of
from clinicbill.workflows.hold_claim import hold_claim
from tests.support.checks import FewCodes
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, a_line, stamp_on


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def lose_the_card(at: Workplace, number: str = "") -> None:
    coverage = get_coverage(at.db, CoverageId(1))
    save_coverage(at.db, replace(coverage, member_id=number), STAMP)


def test_a_claim_goes_to_draft_and_back_as_its_records_change(at: Workplace) -> None:
    claim = at.claim()
    lose_the_card(at)
    outcome = check_claims(at.db, STAMP, [claim.id])
    assert outcome.done
    assert outcome.claims[0].stopped
    assert at.record(claim.id).status is ClaimStatus.DRAFT
    assert at.texts(claim.id)[-1] == "Checked: 1 must fix"
    lose_the_card(at, "XWL1")
    outcome = check_claims(at.db, STAMP, [claim.id])
    assert at.record(claim.id).status is ClaimStatus.READY
    assert outcome.message == "Checked 1 claim: 1 without anything to fix"


def test_nothing_new_writes_no_history(at: Workplace) -> None:
    claim = at.claim()
    before = at.texts(claim.id)
    check_claims(at.db, STAMP, [claim.id])
    assert at.texts(claim.id) == before


def test_a_claim_on_hold_is_checked_and_stays_on_hold(at: Workplace) -> None:
    claim = at.claim()
    hold_claim(at.db, STAMP, claim.id, reason="query")
    lose_the_card(at)
    (checked,) = check_claims(at.db, STAMP, [claim.id]).claims
    assert checked.stopped
    assert at.record(claim.id).status is ClaimStatus.ON_HOLD


def test_the_row_follows_the_records_while_it_is_unsent(at: Workplace) -> None:
    claim = at.claim()
    visit = get_encounter(at.db, EncounterId(1))
    at.db.execute("update service_line set charge_cents = 7000")
    payer = get_payer(at.db, at.office.commercial)
    save_payer(at.db, replace(payer, delivery=Delivery.PAPER), STAMP)
    check_claims(at.db, STAMP, [claim.id])
    assert (at.record(claim.id).total, at.record(claim.id).delivery) == (Money(7000), Delivery.PAPER)
    assert visit.status is VisitStatus.CODED


def test_what_was_sent_is_checked_as_it_was_sent(at: Workplace) -> None:
    claim = at.claim()
    office = load_office(at.db)
    sent = claim_now(at.db, claim, office)
    change_status(at.db, STAMP, claim.id, ClaimStatus.FILE_CREATED, text="file")
    later = stamp_on(date(2028, 1, 1))
    found = findings_of(at.db, at.record(claim.id), sent, as_of=later.on)
    assert "M09" not in {finding.rule for finding in found}
    assert "M09" in {finding.rule for finding in findings_of(at.db, claim, sent, as_of=later.on)}


def test_the_code_library_is_asked_and_named_on_the_claim(at: Workplace) -> None:
    claim = at.claim()
    (checked,) = check_claims(at.db, STAMP, [claim.id], codes=FewCodes()).claims
    assert not checked.stopped
    named = claim_now(at.db, at.record(claim.id), load_office(at.db), codes=FewCodes())
    assert named.code_set == "10/2026"
    old = FewCodes(date(2026, 4, 1), date(2026, 9, 30))
    (checked,) = check_claims(at.db, STAMP, [claim.id], codes=old).claims
    assert "H16" in {finding.rule for finding in checked.findings}


def test_form_and_file_are_looked_at_too(at: Workplace) -> None:
    claim = at.claim()
    patient = get_patient(at.db, claim.patient_id)
    save_patient(at.db, replace(patient, name=replace(patient.name, last="Ruiz" * 12)), STAMP)
    assert "P10" not in rules(at, claim.id)
    save_payer(at.db, replace(get_payer(at.db, at.office.commercial), delivery=Delivery.PAPER), STAMP)
    check_claims(at.db, STAMP, [claim.id])
    assert "P10" in rules(at, claim.id)


def rules(at: Workplace, claim_id: ClaimId) -> set[str]:
    (checked,) = check_claims(at.db, STAMP, [claim_id]).claims
    return {finding.rule for finding in checked.findings}


def test_an_unknown_place_of_service_stops(at: Workplace) -> None:
    claim = at.claim(lines=[a_line("98941", "", "65.00", pos="11")])
    at.db.execute("update service_line set pos = '98'")
    assert "F21" in rules(at, claim.id)


def test_the_same_service_twice_warns(at: Workplace) -> None:
    patient = at.patient()
    first, second = bill_visits(at.db, STAMP, [at.visit(patient), at.visit(patient)]).claims
    assert [finding.rule for finding in second.findings] == ["F30"]
    assert first.number in second.findings[0].message
    assert second.findings[0].severity is Severity.WARNING


def test_a_lost_profile_is_told_and_not_a_trace(at: Workplace) -> None:
    claim = at.claim()
    at.db.execute("update payer set profile = 'nobody'")
    assert rules(at, claim.id) == {"X38"}


def test_the_front_desk_does_not_work_claims(at: Workplace) -> None:
    claim = at.claim()
    with pytest.raises(NotAllowed):
        check_claims(at.db, stamp_on(TODAY, role=Role.FRONT_DESK), [claim.id])


def test_counts_read_well() -> None:
    assert [counted(n, "claim") for n in (0, 1, 5)] == ["0 claims", "1 claim", "5 claims"]


def test_an_edited_visit_shows_on_its_unsent_claim(at: Workplace) -> None:
    claim = at.claim()
    visit = get_encounter(at.db, EncounterId(1))
    changed = replace(visit, lines=(replace(visit.lines[0], modifiers=("GP",)),))
    save_encounter(at.db, changed, STAMP, correcting=True)
    assert at.content(claim.id).lines[0].modifiers == ("GP",)
