"""Insurance A to 10-31 and B from 11-01: each visit takes the right one, and what was sent never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.status import ClaimStatus
from clinicbill.patients.store import get_coverage, get_patient, save_coverage, save_patient
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import get_payer, save_payer
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.print_claims import print_claims
from clinicbill.workflows.submit_claims import export_again, submit_claims
from tests.support.offices import Workplace
from tests.support.practice import STAMP, a_case, a_coverage, a_patient, a_payer, stamp_on


def test_the_right_insurance_by_the_day_and_the_same_bytes_after_the_subscriber_is_edited() -> None:
    at = Workplace()
    patient = a_patient(at.db, "Ruiz", "Karla")
    a_case(at.db, patient)
    paper, file = at.office.commercial, a_payer(at.db)
    save_payer(at.db, replace(get_payer(at.db, paper), delivery=Delivery.PAPER), STAMP)
    parent: dict[str, Any] = {
        "relationship": "19",
        "subscriber_name": PersonName(last="Ruiz", first="Elena"),
        "subscriber_birth_on": date(1970, 6, 1),
        "subscriber_sex": "F",
        "subscriber_address": Address(street="418 Alder Ct", city="Bend", state="OR", zip="97701"),
    }
    a = a_coverage(at.db, patient, paper, member_id="AAA111", to_on=date(2026, 10, 31), **parent)
    b = a_coverage(at.db, patient, file, member_id="BBB222", from_on=date(2026, 11, 1), **parent)

    visits = [at.visit(patient, date(2026, 10, 30)), at.visit(patient, date(2026, 11, 12))]
    october, november = (claim.claim_id for claim in bill_visits(at.db, STAMP, visits).claims)
    assert [at.record(claim).coverage_id for claim in (october, november)] == [a, b]
    assert at.content(october).coverage.subscriber.member_id == "AAA111"
    assert at.content(november).coverage.subscriber.member_id == "BBB222"

    form = print_claims(at.db, STAMP, [october], background=True)
    sent = submit_claims(at.db, STAMP, [november]).file
    assert sent is not None
    assert b"BBB222" in sent.content
    assert b"AAA111" not in sent.content

    for coverage_id in (a, b):
        edited = replace(
            get_coverage(at.db, coverage_id),
            member_id="EDITED9",
            subscriber_name=PersonName(last="Other", first="Name"),
        )
        save_coverage(at.db, edited, STAMP)
    moved = replace(get_patient(at.db, patient), address=Address(street="9 New Rd", city="Salem", state="OR"))
    save_patient(at.db, moved, STAMP)

    later = stamp_on(date(2027, 2, 1))
    assert print_claims(at.db, later, [october], background=True).content == form.content
    assert export_again(at.db, later, sent.submission_id).content == sent.content
    assert at.record(october).status is ClaimStatus.PRINTED
    assert at.record(november).status is ClaimStatus.FILE_CREATED
    assert at.content(november).coverage.subscriber.member_id == "BBB222"
