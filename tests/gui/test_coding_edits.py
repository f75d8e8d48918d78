"""Edits over the codes in a real window: a remedy by F7, an edit set aside, a notice, a global period."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from clinicbill.basics.findings import Severity
from clinicbill.coding.abn_store import list_abns
from clinicbill.coding.edits.set_aside_store import list_set_aside
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.practice.store import list_payers
from clinicbill.ui import main_window
from clinicbill.ui.coding import saver
from clinicbill.ui.coding.edits.abn_acts import begun_abn, typed_abn
from clinicbill.ui.coding.edits.global_acts import ChoiceList, banner_words, running
from clinicbill.ui.coding.edits.override_acts import offered
from clinicbill.ui.coding.edits.remedies import remedy
from clinicbill.ui.widgets.ask_sheet import AskSheet
from clinicbill.ui.widgets.banner import Banner
from clinicbill.workflows.keep_abn import add_abn_form
from tests.gui.conftest import TODAY
from tests.gui.test_coding import Desk, Office, _only_ours
from tests.support.abn_forms import a_form
from tests.support.coded_days import FewFigures
from tests.support.practice import STAMP, a_case, a_coverage, a_line, a_patient

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from clinicbill.basics.findings import Finding
    from clinicbill.basics.identifiers import PatientId
    from clinicbill.ui.clinic import Clinic

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
LINES = [a_line("98940", "", "50.00", pointers=(1, 2)), a_line("97140", "GP", "48.00", pointers=(2,))]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saver, "PAUSE", 40)
    monkeypatch.setattr(main_window, "page_class", _only_ours)


@pytest.fixture
def office(clinic: Clinic) -> Office:
    return Office(clinic)


@pytest.fixture
def desk(clinic: Clinic, qtbot: QtBot) -> Desk:
    return Desk(clinic, qtbot)


def told(desk: Desk, rule: str) -> Finding | None:
    return next((one for one in desk.page.draft.findings if one.rule == rule), None)


def medicare_patient(office: Office) -> PatientId:
    with office.clinic.practice.connect() as db:
        patient = a_patient(db, "Dunn", "Marge")
        a_case(db, patient, initial_treatment_on=TODAY - timedelta(days=30))
        payer = next(one.id for one in list_payers(db) if one.claim_filing_code == "MB")
        a_coverage(db, patient, payer)
    return patient


def test_f7_applies_the_remedy_and_the_edit_is_gone(office: Office, desk: Desk) -> None:
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M99.03", "M54.2"), lines=LINES)
    desk.open(visit)
    assert told(desk, "C16") is not None
    desk.press(Key.Key_F7)
    assert desk.visit.lines[1].modifiers == ("GP", "59")
    assert told(desk, "C16") is None
    desk.press(Key.Key_Z, CTRL)
    assert told(desk, "C16") is not None


def test_an_edit_is_set_aside_with_a_reason_and_counts_again(office: Office, desk: Desk) -> None:
    visit = office.visit(office.patient("Alvarez"), diagnoses=("M99.03", "M54.2"), lines=LINES)
    desk.open(visit)
    able, aside = offered(desk.page.draft.findings, desk.visit, desk.page.draft.facts)
    assert "C16" in {one.rule for one in able}
    assert aside == []
    first = able[0].rule
    desk.press(Key.Key_O, CTRL | SHIFT)
    desk.calm()
    desk.type("Shoulder, see note")
    desk.press(Key.Key_Return, CTRL)
    desk.calm()
    desk.qtbot.waitUntil(lambda: getattr(told(desk, first), "severity", None) is Severity.INFO)
    found = told(desk, first)
    assert found is not None
    assert "Shoulder, see note" in found.why
    with office.clinic.practice.connect() as db:
        assert [row.reason for row in list_set_aside(db, [visit])] == ["Shoulder, see note"]
    assert [one.rule for one in offered(desk.page.draft.findings, desk.visit, desk.page.draft.facts)[1]] == [
        first
    ]


def test_ga_stops_until_a_notice_is_recorded(office: Office, desk: Desk) -> None:
    patient = medicare_patient(office)
    lines = [a_line("98941", "GA", "65.00", pointers=(1, 2))]
    desk.open(office.visit(patient, diagnoses=("M99.03", "M54.50"), lines=lines))
    stop = told(desk, "C06")
    assert stop is not None
    assert stop.severity is Severity.MUST_FIX
    first = remedy(stop, desk.visit, desk.page.draft.facts)
    assert first is not None
    assert (first.text, first.field) == ("Record notice", "abn")
    desk.page.visit.mend(stop, first)
    desk.calm()
    sheet = desk.window.findChildren(AskSheet)[-1]
    for name, value in (
        ("services", "Spinal adjustment"), ("reason", "Maintenance care"), ("signed_on", TODAY), ("option", 1),
    ):  # fmt: skip
        sheet.form.set_value(name, value)
    desk.press(Key.Key_Return, CTRL)
    desk.calm()
    desk.qtbot.waitUntil(lambda: told(desk, "C06") is None)
    with office.clinic.practice.connect() as db:
        (abn,) = list_abns(db, patient)
    assert (abn.procedure_codes, abn.option, abn.signed_on) == (("98941",), 1, TODAY)
    facts = desk.page.draft.facts
    assert begun_abn(desk.visit, facts).id == abn.id  # type: ignore[arg-type]
    values = {"services": "x", "procedure_codes": "98940, 98941", "then": "keep"}
    assert typed_abn(abn, values).procedure_codes == ("98940", "98941")


def test_the_blanks_of_the_notice_are_placed_and_tried_on_a_sample(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = [a_line("98941", "GA", "65.00", pointers=(1, 2))]
    desk.open(office.visit(medicare_patient(office), diagnoses=("M99.03", "M54.50"), lines=lines))
    desk.page.abns._ask_places("03/31/2029")
    desk.calm()
    assert "is not here: add it first" in desk.window.hint_line.text
    with office.clinic.practice.connect() as db:
        assert add_abn_form(db, STAMP, name="abn.pdf", content=a_form(fields=False)).done
    made = tmp_path / "sample.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(made), ""))
    desk.page.abns._ask_places("03/31/2029")
    desk.calm()
    sheet = desk.window.findChildren(AskSheet)[-1]
    assert sheet.form.values()["A"] == "72 738"
    sheet.form.set_value("D", "somewhere")
    desk.press(Key.Key_Return, CTRL)
    desk.calm()
    assert not made.exists()
    sheet.form.set_value("D", "60 590")
    desk.press(Key.Key_Return, CTRL)
    desk.calm()
    desk.qtbot.waitUntil(made.exists)
    text = PdfReader(made).pages[0].extract_text()
    assert "Sample Patient" in text
    assert "Spinal adjustment" in text


def test_a_global_period_shows_its_days_and_the_choice_puts_the_modifier_on(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinicbill.coding.edits.around_store.loaded_reference", lambda _folder: FewFigures())
    patient = office.patient("Beck")
    surgery = TODAY - timedelta(days=41)
    office.visit(
        patient,
        on=surgery,
        status=VisitStatus.CODED,
        diagnoses=("M17.11",),
        lines=[a_line("27447", "RT", "900.00", on=surgery, pointers=(1,))],
    )
    lines = [a_line("20610", "LT", "90.00", pointers=(1,))]
    desk.open(office.visit(patient, diagnoses=("M17.12",), lines=lines))
    facts = desk.page.draft.facts
    (period,) = running(desk.visit, facts)
    assert period.days_left == 49
    assert "49 days left" in banner_words([period])[0]
    assert desk.window.findChildren(Banner)
    assert told(desk, "O05") is not None
    desk.press(Key.Key_G, CTRL | SHIFT)
    desk.calm()
    listed = desk.window.findChildren(ChoiceList)[-1]
    assert listed.buttons[0].text().startswith("79")
    listed.buttons[0].click()
    desk.calm()
    assert desk.visit.lines[0].modifiers == ("79", "LT")
    assert told(desk, "O05") is None
