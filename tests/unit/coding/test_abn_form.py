from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from clinicbill.basics.errors import UnreadableFile
from clinicbill.coding.abn_form import START_PLACES, fill, guessed_fields, read_form
from tests.support.abn_forms import a_form

VALUES = {"B": "Marge Dunn (test)", "D": "Spinal adjustment\nmaintenance", "F": "$50.00"}


@pytest.mark.parametrize("fields", [True, False])
def test_the_form_says_its_number_edition_and_size(fields: bool) -> None:
    form = read_form(a_form(fields=fields))
    assert (form.is_notice, form.edition, form.pages, form.size) == (True, "03/31/2029", 1, (612, 792))
    assert bool(form.fields) is fields
    assert form.places()["B"] == ("Patient Name" if fields else START_PLACES["B"])


def test_fields_are_filled() -> None:
    content = a_form(fields=True)
    filled = fill(content, read_form(content).places(), VALUES)
    found = PdfReader(io.BytesIO(filled)).get_form_text_fields()
    assert found["Patient Name"] == "Marge Dunn (test)"
    assert found["Cost F"] == "$50.00"
    assert not found["Reason E"]


def test_a_form_without_fields_gets_text_over_its_own_page() -> None:
    content = a_form(fields=False)
    filled = fill(content, {**START_PLACES, "F": "300 500"}, VALUES)
    page = PdfReader(io.BytesIO(filled)).pages[0]
    text = page.extract_text()
    assert "CMS-R-131" in text
    assert "Marge Dunn (test)" in text
    assert "maintenance" in text
    assert "$50.00" in text
    assert read_form(filled).size == (612, 792)


def test_what_the_patient_fills_in_stays_empty() -> None:
    content = a_form(fields=False)
    assert fill(content, START_PLACES, {"G": "1", "I": "Dunn"}).count(b"Dunn") == 0


@pytest.mark.parametrize("wrong", [b"", b"no pdf", b"%PDF-1.7 broken", a_form(fields=False, pages=9)])
def test_another_file_is_refused_in_a_sentence(wrong: bytes) -> None:
    with pytest.raises(UnreadableFile, match="CMS-R-131"):
        read_form(wrong)


def test_fields_without_telling_names_are_left_alone() -> None:
    assert guessed_fields(["Text1", "Text2"]) == {}
    assert not read_form(a_form(fields=False, number="OTHER", edition="")).is_notice
