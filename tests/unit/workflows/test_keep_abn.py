from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.money import Money
from clinicbill.coding.abn_form import fill
from clinicbill.coding.abn_store import find_form, list_abns, signed_copy
from clinicbill.workflows.keep_abn import add_abn_form, filled_abn, keep_abn, place_abn_blanks
from tests.support.abn_forms import a_form
from tests.support.coded_days import an_abn
from tests.support.practice import STAMP, a_patient, a_practice, open_memory_practice


def test_a_notice_is_kept_with_its_scan() -> None:
    db = open_memory_practice()
    a_practice(db)
    patient = a_patient(db)
    abn = an_abn(patient_id=patient, estimated=Money(5000))
    outcome = keep_abn(db, STAMP, abn, signed_copy=b"scan", copy_name="scan.pdf")
    assert outcome.done
    (kept,) = list_abns(db, patient)
    assert kept.document_id is not None
    assert signed_copy(db, kept.document_id) == b"scan"
    assert not keep_abn(db, STAMP, an_abn(patient_id=patient)).done


def test_the_form_is_added_once_and_filled_for_the_patient() -> None:
    db = open_memory_practice()
    a_practice(db)
    abn = an_abn(patient_id=a_patient(db, "Dunn", "Marge"), estimated=Money(5000))
    with pytest.raises(CannotDo, match="download it from"):
        filled_abn(db, STAMP, abn)
    assert add_abn_form(db, STAMP, name="abn.pdf", content=a_form(fields=True)).findings == ()
    filled = PdfReader(io.BytesIO(filled_abn(db, STAMP, abn))).get_form_text_fields()
    assert "Dunn" in str(filled["Patient Name"])
    assert filled["Cost F"] == "$50.00"
    assert str(filled["Notifier"]).startswith("Cedar Spine")


@pytest.mark.parametrize(
    ("form", "edition", "rules", "kept"),
    [
        (a_form(fields=False, edition="01/31/2026"), "", ["R65"], True),
        (a_form(fields=False, edition=""), "", ["R65"], False),
        (a_form(fields=False, edition=""), "03/31/2029", [], True),
        (a_form(fields=False, number="OTHER"), "", ["R66"], True),
    ],
)
def test_an_old_or_strange_form_is_told(form: bytes, edition: str, rules: list[str], kept: bool) -> None:
    db = open_memory_practice()
    outcome = add_abn_form(db, STAMP, name="abn.pdf", content=form, edition=edition)
    assert [found.rule for found in outcome.findings] == rules
    assert (find_form(db) is not None) is kept


def test_the_office_adjusts_where_the_blanks_stand() -> None:
    db = open_memory_practice()
    a_practice(db)
    with pytest.raises(CannotDo, match="add it first"):
        place_abn_blanks(db, STAMP, edition="03/31/2029", places={"A": "72 700"})
    assert add_abn_form(db, STAMP, name="abn.pdf", content=a_form(fields=False)).done
    wrong = place_abn_blanks(
        db, STAMP, edition="03/31/2029", places={"A": "72 700", "B": "900 10", "D": "left"}
    )
    assert [(found.rule, found.field) for found in wrong.findings] == [("R67", "B"), ("R67", "D")]
    done = place_abn_blanks(db, STAMP, edition="03/31/2029", places={"A": "80 700"})
    assert done.message == "Kept where the blanks of the form of 03/31/2029 stand"
    form = find_form(db, "03/31/2029")
    assert form is not None
    assert dict(form.places) == {"A": "80 700"}
    page = PdfReader(io.BytesIO(fill(form.content, form.places, {"A": "Cedar", "B": "nobody"}))).pages[0]
    assert "Cedar" in page.extract_text()
    assert "nobody" not in page.extract_text()


def test_a_field_of_the_form_is_a_place() -> None:
    db = open_memory_practice()
    a_practice(db)
    assert add_abn_form(db, STAMP, name="abn.pdf", content=a_form(fields=True)).done
    assert place_abn_blanks(db, STAMP, edition="03/31/2029", places={"B": "Patient Name"}).done
