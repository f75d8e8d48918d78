from __future__ import annotations

from datetime import timedelta

from clinicbill.coding.notes.prior import Act
from clinicbill.coding.notes.prior_store import list_choices
from clinicbill.demo.choices import leave_choices
from clinicbill.demo.clock import Clock
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.practice.store import list_users
from tests.support.offices import Workplace
from tests.support.practice import TODAY, a_line, a_visit


def test_most_are_taken_some_changed_a_few_rejected_and_no_visit_changes() -> None:
    place = Workplace()
    patient = place.patient()
    for back in range(1, 15):
        on = TODAY - timedelta(days=back)
        a_visit(
            place.db, patient, on=on, status=VisitStatus.CODED, diagnoses=("M99.01", "M54.2", "S00.00XA"),
            lines=[a_line(on=on)],
        )  # fmt: skip
    leave_choices(place.db, Clock(list_users(place.db)[0]), TODAY)
    made = list_choices(place.db)
    acts = [choice.act for choice in made]
    assert (acts.count(Act.ACCEPTED), acts.count(Act.CHANGED), acts.count(Act.REJECTED)) == (23, 3, 2)
    assert {choice.phrase for choice in made} == {"cervical segmental dysfunction", "cervicalgia"}


def test_an_office_without_visits_has_none() -> None:
    place = Workplace()
    leave_choices(place.db, Clock(list_users(place.db)[0]), TODAY)
    assert list_choices(place.db) == []
