"""From a box of the form to the field it is typed in: by keys through the real window, record and field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.store import get_claim
from clinicbill.patients.store import get_coverage, save_coverage
from clinicbill.practice.provider import Provider
from clinicbill.practice.provider_number import ProviderNumber
from clinicbill.practice.store import (
    list_payers,
    list_providers,
    save_facility,
    save_provider,
    save_provider_number,
)
from clinicbill.ui.claims.page import ClaimsPage
from clinicbill.ui.claims.ways import _HOMES
from clinicbill.ui.clinic import Clinic
from clinicbill.ui.coding.lines.cells import CELLS
from clinicbill.ui.coding.page import CodingPage
from clinicbill.ui.main_window import MainWindow
from clinicbill.ui.patients import file_panel
from clinicbill.ui.patients.page import PatientsPage
from clinicbill.ui.setup.page import SetupPage
from clinicbill.ui.setup.section import ListSection
from clinicbill.ui.setup.sections import SECTIONS
from clinicbill.ui.target import Target
from clinicbill.ui.widgets.list_form import ListForm
from clinicbill.workflows.bill_visits import bill_visits
from tests.support.checks import a_small_library
from tests.support.keyboard import CTRL, Keyboard
from tests.support.practice import (
    OFFICE,
    OKAFOR,
    STAMP,
    a_case,
    a_coverage,
    a_patient,
    a_payer,
    a_visit,
    an_authorization,
)
from tests.support.window import said, show_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.ui.widgets.kept_form import KeptForm

K = Qt.Key
ELSEWHERE = Address(street="9 Pine St", city="Bend", state="OR", zip="977011122")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[CodeLibrary]:
    made = a_small_library(tmp_path / "codes.db")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _small(library: CodeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clinic, "library", lambda _clinic: library)
    monkeypatch.setenv("CLINICBILL_PREFERENCES", str(tmp_path / "preferences.toml"))


class Desk:
    """A claim whose every record has a neighbour that is not the one asked for."""

    def __init__(self, clinic: Clinic, *, profile: str = "") -> None:
        with clinic.practice.connect() as db:
            self._make_setup(db)
            self._make_patient(db, profile)

    def _make_setup(self, db: Any) -> None:
        self.payer = a_payer(
            db, "Lakeside Health", profile="commercial", billing_id="Q77", billing_id_qualifier="G2"
        )
        other = Provider(name=PersonName(last="Abbott", first="Ida"), npi="1666000025")
        save_provider(db, other, STAMP)
        self.provider = next(one.id for one in list_providers(db) if one.name.last == "Lindqvist")
        self.referring = save_provider(
            db, replace(OKAFOR, name=PersonName(last="Zeller", first="Max")), STAMP
        )
        self.facility = save_facility(
            db, replace(OFFICE, name="Pine Hospital", pos="22", npi="1555000011", address=ELSEWHERE), STAMP
        )
        save_provider_number(
            db,
            ProviderNumber(provider_id=self.provider, payer_id=self.payer, number="LH4471"),
            STAMP,
        )

    def _make_patient(self, db: Any, profile: str) -> None:
        self.patient = a_patient(db, "Ruiz", "Karla")
        old = date(2025, 1, 1)
        a_coverage(db, self.patient, from_on=old, to_on=date(2025, 12, 31), member_id="OLD1")
        self.coverage = a_coverage(db, self.patient, self.payer, profile=profile)
        a_case(db, self.patient, name="Neck 2026")
        self.case = a_case(
            db,
            self.patient,
            name="Knee 2026",
            onset_on=date(2026, 10, 1),
            initial_treatment_on=date(2026, 10, 2),
        )
        an_authorization(db, self.patient, self.coverage, number="OTHER-1", procedures=("97110",))
        self.authorization = an_authorization(db, self.patient, self.coverage)
        self.visit = a_visit(
            db,
            self.patient,
            case_id=self.case,
            diagnoses=("M54.59",),
            lines=[("98941", "", "65.00"), ("97140", "59", "48.00")],
            provider_id=self.provider,
            facility_id=self.facility,
            referring_id=self.referring,
            authorization_id=self.authorization,
        )
        outcome = bill_visits(db, STAMP, [self.visit])
        self.claim = get_claim(db, outcome.claims[0].claim_id)

    def injure(self, clinic: Clinic) -> None:
        """The claim is one of an auto accident."""
        with clinic.practice.connect() as db:
            payer = next(one.id for one in list_payers(db) if one.claim_filing_code == "AM")
            self.case = a_case(
                db, self.patient, "auto", name="Collision", accident_on=date(2026, 10, 1), accident_state="OR",
                claim_number="BH-77-1", onset_on=date(2026, 10, 1),
            )  # fmt: skip
            self.coverage = a_coverage(db, self.patient, payer, case_id=self.case)
            visit = a_visit(db, self.patient, case_id=self.case, diagnoses=("M54.59",))
            self.claim = get_claim(db, bill_visits(db, STAMP, [visit]).claims[0].claim_id)

    def lose_card(self, clinic: Clinic) -> None:
        """A member id nobody has: must be fixed."""
        with clinic.practice.connect() as db:
            save_coverage(db, replace(get_coverage(db, self.coverage), member_id=""), STAMP)


class Walker:
    """Goes from the Claims page to a field with Ctrl+G, the box's number and Enter."""

    def __init__(self, clinic: Clinic, qtbot: QtBot, desk: Desk) -> None:
        page = show_page(clinic, qtbot, "claims")
        assert isinstance(page, ClaimsPage)
        window = page.window()
        assert isinstance(window, MainWindow)
        self.page, self.desk, self.window = page, desk, window
        self.keys = Keyboard(qtbot, self.window, lambda: clinic.jobs.busy or page.pace.waits)
        self.keys.wait()

    def open(self, box: str, *, line: int = 0) -> Any:
        """The page after Enter on a box."""
        self.window.go("claims", self.desk.claim.id)
        self.keys.wait()
        self.page.first_focus().setFocus()
        self.keys.press(K.Key_Return)
        self.keys.press(K.Key_Home)
        self.keys.press(K.Key_G, CTRL)
        self.keys.type(box)
        self.keys.press(K.Key_Return)
        form = self.page.panel.paper.form
        for _ in range(line - 1):
            self.keys.press(K.Key_Down)
        assert form.current is not None
        assert form.current[1] == line, box
        self.keys.press(K.Key_Return)
        return self.window.page

    @property
    def field(self) -> str:
        return self.keys.field


@pytest.fixture
def desk(clinic: Clinic) -> Desk:
    return Desk(clinic)


@pytest.fixture
def walker(clinic: Clinic, qtbot: QtBot, desk: Desk) -> Walker:
    return Walker(clinic, qtbot, desk)


def row_of(page: PatientsPage | SetupPage) -> int:
    """The record under the cursor of the list that is shown."""
    shown = page.panel.view(page.panel.current) if isinstance(page, PatientsPage) else page.section
    listed = shown.list if isinstance(shown, ListSection) else shown
    assert isinstance(listed, ListForm)
    record = listed.kept.form.record()
    return int(record.id)


def kept_of(page: SetupPage) -> KeptForm:
    """The form of the section that is shown."""
    kept = page.section.kept if page.section is not None else None
    assert kept is not None
    return kept


@pytest.mark.parametrize(
    ("box", "view", "record", "field"),
    [
        ("2", file_panel.DETAILS, "", "Last name"),
        ("3", file_panel.DETAILS, "", "Birth date"),
        ("5", file_panel.DETAILS, "", "Street"),
        ("12", file_panel.DETAILS, "", "Signed on"),
        ("1a", file_panel.INSURANCE, "coverage", "Member id"),
        ("13", file_panel.INSURANCE, "coverage", "Signed on"),
        ("27", file_panel.INSURANCE, "coverage", "Assignment"),
        ("14", file_panel.CASES, "case", "Onset"),
        ("16", file_panel.CASES, "case", "Off work"),
        ("23", file_panel.AUTHORIZATIONS, "authorization", "Number"),
    ],
)
def test_a_box_of_the_patient_leads_into_the_field(
    walker: Walker, box: str, view: str, record: str, field: str
) -> None:
    page = walker.open(box)
    assert isinstance(page, PatientsPage)
    assert page.panel.file is not None
    assert page.panel.file.patient.id == walker.desk.patient
    assert (page.panel.current, walker.field) == (view, field)
    if record:
        assert row_of(page) == getattr(walker.desk, record)
    assert not page.panel.dirty


@pytest.mark.parametrize(
    ("box", "section", "record", "field"),
    [
        ("carrier", "payers", "payer", "Name"),
        ("1", "payers", "payer", "Claims form"),
        ("31", "providers", "provider", "Signed on"),
        ("17", "referring", "referring", "Last name"),
        ("17b", "referring", "referring", "NPI"),
        ("32", "facilities", "facility", "Name"),
        ("32a", "facilities", "facility", "NPI"),
        ("33b", "payers", "payer", "Billing no."),
    ],
)
def test_a_box_of_setup_leads_into_the_field(
    walker: Walker, box: str, section: str, record: str, field: str
) -> None:
    page = walker.open(box)
    assert isinstance(page, SetupPage)
    assert page.section is page._sections[section]
    assert (row_of(page), walker.field) == (getattr(walker.desk, record), field)
    assert not kept_of(page).dirty


def test_the_boxes_of_the_practice_lead_into_its_form(walker: Walker) -> None:
    for box, field in (("33", "Name"), ("33a", "NPI"), ("25", "Tax id")):
        page = walker.open(box)
        assert isinstance(page, SetupPage)
        assert page.section is page._sections["practice"]
        assert walker.field == field


def test_a_line_leads_to_its_cell_and_to_who_rendered_it(walker: Walker) -> None:
    page = walker.open("24D", line=2)
    assert isinstance(page, CodingPage)
    grid = page.desk.grid
    assert (page.open_id, walker.keys.focus) == (walker.desk.visit, grid)
    assert (grid.currentIndex().row(), CELLS[grid.currentIndex().column()].name) == (1, "procedure_code")
    walker.open("24F", line=1)
    assert (grid.currentIndex().row(), CELLS[grid.currentIndex().column()].name) == (0, "charge")
    page = walker.open("24J", line=1)
    assert isinstance(page, SetupPage)
    assert page.section is page._sections["providers"]
    assert (row_of(page), walker.field) == (walker.desk.provider, "NPI")


def test_the_payers_number_of_a_provider_is_taken_up(walker: Walker) -> None:
    page = walker.open("24I", line=1)
    assert isinstance(page, SetupPage)
    assert page.section is page._sections["payers"]
    card = kept_of(page).form.record()
    assert (card.id, card.number_provider_id, card.number) == (
        walker.desk.payer, walker.desk.provider, "LH4471",
    )  # fmt: skip
    assert walker.field == "Number"
    assert not kept_of(page).dirty
    walker.keys.press(K.Key_A, CTRL)
    walker.keys.type("LH9")
    walker.keys.press(K.Key_S, CTRL)
    page = walker.open("24I", line=1)
    assert kept_of(page).form.record().number == "LH9"


@pytest.mark.parametrize("own", ["", "bcbs"])
def test_the_claims_form_is_typed_at_the_insurance_that_has_its_own(
    clinic: Clinic, qtbot: QtBot, own: str
) -> None:
    walker = Walker(clinic, qtbot, Desk(clinic, profile=own))
    page = walker.open("1")
    assert walker.field == "Claims form"
    assert isinstance(page, PatientsPage if own else SetupPage)
    assert row_of(page) == (walker.desk.coverage if own else walker.desk.payer)


def test_the_insurers_number_of_an_injury_is_in_its_case(clinic: Clinic, qtbot: QtBot) -> None:
    desk = Desk(clinic)
    desk.injure(clinic)
    walker = Walker(clinic, qtbot, desk)
    page = walker.open("11b")
    assert isinstance(page, PatientsPage)
    assert (page.panel.current, row_of(page), walker.field) == (file_panel.CASES, desk.case, "Claim no.")


def test_a_folded_date_is_opened_and_seen(clinic: Clinic, qtbot: QtBot) -> None:
    desk = Desk(clinic)
    page = show_page(clinic, qtbot, "patients")
    assert isinstance(page, PatientsPage)
    keys = Keyboard(qtbot, page.window(), lambda: clinic.jobs.busy)
    page.show_record(Target(record=desk.patient, part="cases", row=desk.case, field="first_contact_on"))
    keys.wait()
    assert (row_of(page), keys.field) == (desk.case, "First contact")
    assert not keys.focus.visibleRegion().isEmpty()


def test_what_is_not_saved_keeps_the_cursor(walker: Walker) -> None:
    page = walker.open("2")
    walker.keys.type("X")
    assert page.panel.dirty
    walker.open("1a")
    assert page.panel.current == file_panel.DETAILS
    assert page.panel.dirty
    assert "Not saved yet" in said(page)


def test_fix_first_edit_leads_into_the_field(clinic: Clinic, qtbot: QtBot) -> None:
    desk = Desk(clinic)
    desk.lose_card(clinic)
    walker = Walker(clinic, qtbot, desk)
    walker.window.go("claims", desk.claim.id)
    walker.keys.wait()
    walker.page.first_focus().setFocus()
    walker.keys.press(K.Key_F7)
    page = walker.window.page
    assert isinstance(page, PatientsPage)
    assert (row_of(page), walker.field) == (desk.coverage, "Member id")


def test_the_parts_that_ways_name_are_there(clinic: Clinic, qtbot: QtBot) -> None:
    parts = {"patients": set(file_panel.VIEWS), "setup": {spec.id for spec in SECTIONS}}
    for place, part, _words in _HOMES.values():
        assert part in parts[place]


def test_the_diagnoses_lead_to_those_of_the_visit(walker: Walker) -> None:
    page = walker.open("21")
    assert isinstance(page, CodingPage)
    assert page.open_id == walker.desk.visit
    assert walker.keys.focus is page.desk.diagnoses
    row = page.desk.diagnoses.current()
    assert row is not None
    assert row.code == "M54.59"
