from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.money import Money
from clinicbill.coding.abn_store import (
    add_form,
    add_signed,
    find_form,
    get_abn,
    list_abns,
    save_abn,
    signed_copy,
)
from clinicbill.db.connect import write
from tests.support.coded_days import an_abn
from tests.support.practice import STAMP, a_patient, a_practice, open_memory_practice


def test_a_notice_comes_back_as_it_was_kept() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient = a_patient(db)
    abn = an_abn(patient_id=patient, estimated=Money(5000), procedure_codes=("98940", "98941"))
    with write(db):
        row_id = save_abn(db, abn, STAMP)
    assert get_abn(db, row_id) == replace(abn, id=row_id)
    assert list_abns(db, patient) == [replace(abn, id=row_id)]
    with write(db):
        save_abn(db, replace(abn, id=row_id, active=False), STAMP)
    assert list_abns(db, patient) == []


def test_the_form_added_last_counts_for_its_edition() -> None:
    db = open_memory_practice()
    assert find_form(db) is None
    with write(db):
        for name in ("first.pdf", "second.pdf"):
            add_form(db, STAMP, name=name, edition="03/31/2029", content=b"%PDF", places={"B": "100 700"})
        signed = add_signed(db, STAMP, name="scan.pdf", content=b"scan")
    form = find_form(db, "03/31/2029")
    assert form is not None
    assert (form.name, form.places, form.content) == ("second.pdf", {"B": "100 700"}, b"%PDF")
    assert find_form(db, "01/31/2026") is None
    assert signed_copy(db, signed) == b"scan"
    with pytest.raises(NotFound):
        signed_copy(db, 99)
