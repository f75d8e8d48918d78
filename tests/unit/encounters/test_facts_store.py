from __future__ import annotations

from dataclasses import replace
from datetime import date

from clinicbill.basics.identifiers import EncounterId
from clinicbill.encounters import store
from clinicbill.encounters.facts_store import load_facts
from clinicbill.encounters.missing import missing
from tests.support.practice import (
    STAMP,
    TODAY,
    a_case,
    a_coverage,
    a_patient,
    a_practice,
    a_visit,
    an_authorization,
    open_memory_practice,
)


def test_everything_around_a_visit() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    case_id = a_case(db, patient_id)
    second = a_coverage(db, patient_id, office.commercial, priority=2)
    first = a_coverage(db, patient_id, office.medicare, from_on=date(2026, 6, 1))
    a_visit(db, patient_id, case_id=case_id, on=date(2026, 3, 1))
    a_visit(db, patient_id, case_id=case_id, on=date(2026, 7, 1))
    visit = store.get_encounter(db, a_visit(db, patient_id, case_id=case_id))
    facts = load_facts(db, visit, as_of=TODAY)
    assert [coverage.id for coverage in facts.coverages] == [first, second]
    assert facts.payer_id == office.medicare
    assert facts.case.id == case_id
    assert facts.visits_this_year == 2  # the plan began in June
    assert facts.fees["98941"][0].charge.cents == 6500
    assert missing(visit, facts) == missing(visit, replace(facts, codes=None))
    assert [finding.rule for finding in missing(visit, facts)] == ["F18"]


def test_the_authorization_counts_this_visit_saved_or_not() -> None:
    db = open_memory_practice()
    office = a_practice(db)
    patient_id = a_patient(db)
    coverage_id = a_coverage(db, patient_id, office.commercial)
    authorization_id = an_authorization(db, patient_id, coverage_id, visits_used_before=10)
    visit = store.get_encounter(db, a_visit(db, patient_id))
    chosen = replace(visit, authorization_id=authorization_id)
    for unsaved in (chosen, replace(chosen, id=EncounterId(0))):
        facts = load_facts(db, unsaved, as_of=TODAY)
        assert facts.authorization is not None
        assert facts.authorization.visits_used == 11
    store.save_encounter(db, chosen, STAMP)
    saved = load_facts(db, chosen, as_of=TODAY).authorization
    assert saved is not None
    assert saved.visits_used == 11
    assert load_facts(db, visit, as_of=TODAY).authorization is None
