from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from clinicbill.coding.notes.prior import Act
from clinicbill.coding.notes.prior_store import add_choice, forget, list_choices, load_prior
from tests.support.practice import STAMP, a_patient, a_practice, a_visit, open_memory_practice


def test_choices_teach_until_they_are_forgotten() -> None:
    db = open_memory_practice()
    a_practice(db)
    visit = a_visit(db, a_patient(db))
    for chosen, act in (("M54.50", Act.ACCEPTED), ("M54.59", Act.CHANGED), ("", Act.REJECTED)):
        add_choice(db, visit, phrase="back low pain", suggested="M54.50", chosen=chosen, act=act, stamp=STAMP)
    assert [(one.chosen, one.act) for one in list_choices(db)] == [
        ("M54.50", Act.ACCEPTED),
        ("M54.59", Act.CHANGED),
        ("", Act.REJECTED),
    ]
    assert load_prior(db) == {"back low pain": {"M54.50": 1, "M54.59": 1}}

    later = replace(STAMP, at=STAMP.at + timedelta(minutes=1))
    forget(db, "back low pain", "M54.59", later)
    assert load_prior(db) == {"back low pain": {"M54.50": 1}}
