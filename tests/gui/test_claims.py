"""The Claims page by keyboard alone: check, fix, send, print, walk the boxes, follow, hold, correct."""

from __future__ import annotations

import gc
import hashlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicbill import preferences
from clinicbill.basics.errors import NotFound, NotWritable
from clinicbill.basics.identifiers import ClaimId
from clinicbill.claims.sent_store import submissions_of
from clinicbill.claims.status import ClaimGroup, ClaimStatus, change_status
from clinicbill.claims.store import claims_of_patient, events_of, get_claim
from clinicbill.patients.store import get_coverage, get_patient, save_coverage, save_patient
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import list_payers
from clinicbill.practice.user import Role as UserRole
from clinicbill.ui import main_window
from clinicbill.ui.claims import claim_panel
from clinicbill.ui.claims import page as claims_page
from clinicbill.ui.claims.page import ClaimsPage
from clinicbill.ui.claims.print_sheet import PrintSheet
from clinicbill.ui.clinic import Clinic
from clinicbill.ui.colours import Role
from clinicbill.ui.main_window import MainWindow
from clinicbill.ui.places import place
from clinicbill.ui.widgets.overlay import Overlay
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.correct_claim import correct_claim
from clinicbill.workflows.print_claims import print_claims
from clinicbill.workflows.submit_claims import submit_claims
from tests.gui.test_patients import CTRL, SHIFT, Keyboard
from tests.support.checks import a_small_library
from tests.support.practice import (
    STAMP,
    TODAY,
    a_case,
    a_coverage,
    a_line,
    a_patient,
    a_payer,
    a_visit,
    stamp_on,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from sqlite_utils import Database

    from clinicbill.claims.store import ClaimRecord
    from clinicbill.codesets.library import CodeLibrary

K = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
SENT_ON = date(2026, 11, 10)


class Claims:
    """An office with a desk: short ways to make claims and to see what became of them."""

    def __init__(self, db: Database) -> None:
        self.db = db
        payers = {payer.name: payer.id for payer in list_payers(db)}
        self.electronic = payers["Harbor Mutual PPO"]
        self.paper = a_payer(db, "Lakeside Health", delivery=Delivery.PAPER)

    def claim(self, last: str = "Ruiz", *, on_paper: bool = False, **visit: Any) -> ClaimRecord:
        """A visit that was billed, with nothing to fix."""
        patient_id = a_patient(self.db, last, "Karla")
        a_coverage(self.db, patient_id, self.paper if on_paper else self.electronic)
        a_case(self.db, patient_id, initial_treatment_on=date(2026, 10, 1))
        fields = {"lines": [("98941", "", "65.00")], "diagnoses": ("M54.59",)} | visit
        outcome = bill_visits(self.db, STAMP, [a_visit(self.db, patient_id, **fields)])
        return get_claim(self.db, outcome.claims[0].claim_id)

    def lose_card(self, claim: ClaimRecord) -> None:
        """A member id nobody has: must be fixed."""
        save_coverage(self.db, replace(get_coverage(self.db, claim.coverage_id), member_id=""), STAMP)

    def find_card(self, claim: ClaimRecord) -> None:
        """The member id again."""
        coverage = get_coverage(self.db, claim.coverage_id)
        save_coverage(self.db, replace(coverage, member_id="XWL884120733"), STAMP)

    def status(self, claim: ClaimRecord) -> ClaimStatus:
        return get_claim(self.db, claim.id).status


@pytest.fixture(autouse=True)
def _collect_here() -> Iterator[None]:
    """Garbage is collected on the window's thread: a worker that deletes a QObject may wait for it for ever."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@pytest.fixture
def db(clinic: Clinic) -> Any:
    with clinic.practice.connect() as connection:
        yield connection


@pytest.fixture
def at(db: Database) -> Claims:
    return Claims(db)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[CodeLibrary]:
    made = a_small_library(tmp_path / "codes.db")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


@pytest.fixture(autouse=True)
def _small(library: CodeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clinic, "library", lambda _clinic: library)
    monkeypatch.setenv("CLINICBILL_PREFERENCES", str(tmp_path / "preferences.toml"))
    monkeypatch.setattr(main_window, "PLACES", (place("claims"), place("setup")))


@pytest.fixture
def open_window(clinic: Clinic, qtbot: QtBot) -> Any:
    """The window on the Claims page, once the practice holds what the test wants to see."""

    def open_it() -> tuple[ClaimsPage, Keyboard]:
        shown = MainWindow(clinic)
        qtbot.addWidget(shown)
        shown.resize(1366, 740)
        with qtbot.waitActive(shown):
            shown.show()
            shown.activateWindow()
        page = shown.go("claims")
        assert isinstance(page, ClaimsPage)
        keys = Keyboard(qtbot, shown, lambda: clinic.jobs.busy or page.pace.waits)
        keys.wait()
        page.first_focus().setFocus()
        return page, keys

    return open_it


def said(page: ClaimsPage) -> str:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window.hint_line.text


def names(page: ClaimsPage) -> list[str]:
    return [row.patient.sorted() for row in page.list.table.records()]


def sheet(page: ClaimsPage) -> Overlay:
    found = Overlay.of(page.window())
    assert found is not None, "no sheet is open"
    return found


# The list --------------------------------------------------------------------------------------------


def test_an_empty_office_says_what_will_stand_here(open_window: Any) -> None:
    page, _ = open_window()
    assert page.list.states.message.startswith("No claims yet.")
    assert "No claim is selected." in page.panel.states.message
    assert not page.bound()["claims.send"].isEnabled()


def test_the_list_groups_counts_and_adds_up(at: Claims, open_window: Any) -> None:
    at.claim("Ruiz")
    at.claim("Haddad")
    bad = at.claim("Ortega")
    at.lose_card(bad)
    page, keys = open_window()
    keys.press(K.Key_F5)
    groups = [entry for entry in page.list.table.model_of().entries if hasattr(entry, "rows")]
    shown = [(group.name, group.why, str(group.sum)) for group in groups]
    assert shown == [("Ready to send", "3 claims", "$195.00")] or shown[0][0] == "Needs you"
    assert page.found.count == 3
    assert "3 ready" in page.fact or "2 ready" in page.fact


def test_words_filter_in_sql_and_find_what_is_closed_too(at: Claims, db: Database, open_window: Any) -> None:
    at.claim("Ruiz")
    gone = at.claim("Haddad")
    change_status(db, STAMP, gone.id, ClaimStatus.VOID, text="Billed twice")
    page, keys = open_window()
    assert names(page) == ["Ruiz, Karla"]
    keys.press(K.Key_F, CTRL)
    keys.type("haddad")
    assert names(page) == ["Haddad, Karla"]
    assert page.list.table.current().group is ClaimGroup.CLOSED
    keys.press(K.Key_Escape)
    keys.type("nobody at all")
    assert page.list.states.message.startswith("No claim for “nobody at all”.")


def test_the_count_of_the_side_bar_shows_exactly_its_rows(at: Claims, db: Database, open_window: Any) -> None:
    at.claim("Ruiz")
    waits = at.claim("Haddad")
    change_status(db, STAMP, waits.id, ClaimStatus.ON_HOLD, text="query")
    badge = ClaimsPage.count(db, TODAY)
    assert badge is not None
    assert (badge.count, badge.role) == (1, Role.AMBER)
    page, keys = open_window()
    page.show_waiting()
    keys.wait()
    assert names(page) == ["Haddad, Karla"]
    page.first_focus().setFocus()
    keys.press(K.Key_Escape)
    assert names(page) == ["Haddad, Karla", "Ruiz, Karla"]


def test_rows_that_were_group_heads_are_as_low_as_the_others_again(
    at: Claims, db: Database, open_window: Any
) -> None:
    first, second = at.claim("Abel"), at.claim("Baker")
    page, keys = open_window()
    change_status(db, STAMP, second.id, ClaimStatus.ON_HOLD, text="query")
    page.refresh()
    keys.wait()
    change_status(db, STAMP, first.id, ClaimStatus.ON_HOLD, text="query")
    page.refresh()
    keys.wait()
    table = page.list.table
    heights = {table.rowHeight(row) for row in range(1, table.model_of().rowCount())}
    assert len(heights) == 1


def test_a_rejected_claim_reddens_the_badge(at: Claims, db: Database) -> None:
    claim = at.claim()
    submit_claims(db, STAMP, [claim.id])
    change_status(db, STAMP, claim.id, ClaimStatus.REJECTED, text="No NPI")
    badge = ClaimsPage.count(db, TODAY)
    assert badge is not None
    assert badge.role is Role.RED


def test_another_page_can_ask_for_a_claim_answered_long_since(
    at: Claims, db: Database, open_window: Any
) -> None:
    at.claim("Ruiz")
    old = at.claim("Haddad")
    change_status(db, stamp_on(date(2026, 8, 1)), old.id, ClaimStatus.PAID_IN_FULL, text="Paid")
    page, keys = open_window()
    assert names(page) == ["Ruiz, Karla"]
    page.show_record(old.id)
    keys.wait()
    assert page.panel.file.record.id == old.id
    assert page.list.text == old.patient_control_number


def test_a_failing_list_keeps_the_page_usable(
    at: Claims, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at.claim()
    page, keys = open_window()

    def fail(*_: object) -> None:
        raise NotFound("The list cannot be read; nothing was changed; try again.")

    monkeypatch.setattr(claims_page, "read_list", fail)
    page.refresh()
    keys.wait()
    assert "cannot be read" in page.list.states.message
    monkeypatch.undo()
    page.refresh()
    keys.wait()
    assert names(page) == ["Ruiz, Karla"]


# Check, fix, send --------------------------------------------------------------------------------------


def test_check_fix_send_and_the_file_has_the_exact_stored_bytes(
    at: Claims, db: Database, folder: Path, open_window: Any
) -> None:
    claim = at.claim()
    at.lose_card(claim)
    page, keys = open_window()
    went: list[tuple[str, object]] = []
    page.went.disconnect()
    page.went.connect(lambda to, key: went.append((to, key)))
    keys.press(K.Key_F5)
    assert at.status(claim) is ClaimStatus.DRAFT
    assert "1 with something to fix" in said(page)
    assert page.panel.tabs.current == claim_panel.EDITS
    assert not page.bound()["claims.send"].isEnabled()
    finding = page.panel.edits.findings.findings[0]
    assert finding.field == "coverage.subscriber.member_id"

    keys.press(K.Key_F7)
    assert went == [("patients", claim.patient_id)]
    assert page.panel.explanation.item == "1a"
    at.find_card(claim)
    page.first_focus().setFocus()
    keys.press(K.Key_F5)
    assert at.status(claim) is ClaimStatus.READY

    page.work.ask_folder = lambda _over: folder
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.FILE_CREATED
    (kept,) = submissions_of(db, claim.id)
    assert (folder / kept.file_name).read_bytes() == kept.content
    assert hashlib.sha256((folder / kept.file_name).read_bytes()).hexdigest() == kept.sha256
    assert f"1 claim in {kept.file_name}, saved in {folder}" == said(page)
    assert preferences.load().export_folder == str(folder)


def test_the_folder_is_asked_for_once(at: Claims, folder: Path, open_window: Any) -> None:
    at.claim("Ruiz")
    page, keys = open_window()
    asked: list[object] = []
    page.work.ask_folder = lambda _over: asked.append(1) or folder  # type: ignore[func-returns-value]
    keys.press(K.Key_Return, CTRL)
    at.claim("Haddad")
    page.refresh()
    keys.wait()
    keys.press(K.Key_Return, CTRL)
    assert len(asked) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["837P-000000001.837", "837P-000000002.837"]


def test_no_folder_no_file(at: Claims, open_window: Any) -> None:
    claim = at.claim()
    page, keys = open_window()
    page.work.ask_folder = lambda _over: None
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY
    assert "no folder was chosen" in said(page)


def test_a_folder_that_is_gone_is_told_before_anything_is_made(
    at: Claims, tmp_path: Path, open_window: Any
) -> None:
    claim = at.claim()
    page, keys = open_window()
    page.work.ask_folder = lambda _over: tmp_path / "gone"
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY
    assert "nothing was made or changed" in said(page)
    keys.press(K.Key_Return, CTRL)  # not stuck
    assert at.status(claim) is ClaimStatus.READY


def test_a_disk_that_fills_up_leaves_the_file_in_the_practice(
    at: Claims, db: Database, folder: Path, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = at.claim()
    page, keys = open_window()
    page.work.ask_folder = lambda _over: folder

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("clinicbill.ui.claims.sending.write_file", fail)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.FILE_CREATED
    assert "kept in the practice" in said(page)
    monkeypatch.undo()
    monkeypatch.setenv("CLINICBILL_PREFERENCES", str(folder / "preferences.toml"))
    keys.press(K.Key_F9)
    page.work.ask_path = lambda _over, name: folder / name
    keys.press(K.Key_S, CTRL)
    (kept,) = submissions_of(db, claim.id)
    assert (folder / kept.file_name).read_bytes() == kept.content
    assert "the same bytes" in said(page)


def test_what_has_something_to_fix_stays_out_and_is_told(at: Claims, folder: Path, open_window: Any) -> None:
    good, bad = at.claim("Ruiz"), at.claim("Haddad")
    at.lose_card(bad)  # after its check: it still looks ready
    page, keys = open_window()
    page.work.ask_folder = lambda _over: folder
    keys.press(K.Key_Return, CTRL)
    assert at.status(good) is ClaimStatus.FILE_CREATED
    assert at.status(bad) is ClaimStatus.DRAFT
    assert "1 claim left out with something to fix" in said(page)


def test_only_several_selected_claims_narrow_what_is_sent(at: Claims, folder: Path, open_window: Any) -> None:
    claims = [at.claim(name) for name in ("Abel", "Baker", "Cole")]
    page, keys = open_window()
    page.work.ask_folder = lambda _over: folder
    page.list.table.select(claims[0].id)
    keys.press(K.Key_Down, SHIFT)
    assert page._buttons["claims.send"][0].text() == "Send 2 claims"
    keys.press(K.Key_Return, CTRL)
    assert [at.status(claim) for claim in claims] == [
        ClaimStatus.FILE_CREATED,
        ClaimStatus.FILE_CREATED,
        ClaimStatus.READY,
    ]


# Paper -------------------------------------------------------------------------------------------------


def test_print_and_reprint_give_identical_bytes(
    at: Claims, db: Database, folder: Path, open_window: Any
) -> None:
    claim = at.claim(on_paper=True)
    page, keys = open_window()
    assert page._buttons["claims.print"][0].text() == "Print 1 paper"
    page.work.ask_path = lambda _over, _name: folder / "first.pdf"
    keys.press(K.Key_P, CTRL)
    content = page.window().findChild(PrintSheet)
    assert content.batch.originals == 1
    assert len(content._pages) == 1
    keys.press(K.Key_S, CTRL)
    assert at.status(claim) is ClaimStatus.PRINTED
    (kept,) = submissions_of(db, claim.id)
    assert (folder / "first.pdf").read_bytes() == kept.content

    patient = get_patient(db, claim.patient_id)
    save_patient(db, replace(patient, name=replace(patient.name, first="Other")), STAMP)
    page.work.ask_path = lambda _over, _name: folder / "again.pdf"
    page.first_focus().setFocus()
    keys.press(K.Key_P, CTRL)
    keys.press(K.Key_S, CTRL)
    assert (folder / "again.pdf").read_bytes() == kept.content
    assert events_of(db, claim.id)[-1].text == "Copy printed"


def test_plain_paper_is_remembered_and_the_form_is_drawn(at: Claims, folder: Path, open_window: Any) -> None:
    at.claim(on_paper=True)
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "plain.pdf"
    keys.press(K.Key_P, CTRL)
    content = page.window().findChild(PrintSheet)
    content.paper.set_value(True)
    content.draw()
    keys.wait()
    keys.press(K.Key_S, CTRL)
    assert (folder / "plain.pdf").stat().st_size > 2000
    assert preferences.load().form_background is True


def test_printing_to_a_printer_draws_every_page(at: Claims, folder: Path, open_window: Any) -> None:
    from PySide6.QtPrintSupport import QPrinter

    claim = at.claim(on_paper=True)
    page, keys = open_window()
    target = folder / "printer.pdf"

    def a_printer(_over: object) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printer.setResolution(150)
        return printer

    page.work.ask_printer = a_printer
    keys.press(K.Key_P, CTRL)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.PRINTED
    assert target.read_bytes().startswith(b"%PDF")


def test_cancelling_the_print_dialog_prints_nothing(at: Claims, open_window: Any) -> None:
    claim = at.claim(on_paper=True)
    page, keys = open_window()
    page.work.ask_printer = lambda _over: None
    keys.press(K.Key_P, CTRL)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY
    keys.press(K.Key_Escape)
    assert Overlay.of(page.window()) is None


def test_an_electronic_claim_prints_as_a_copy_and_stays_ready(
    at: Claims, folder: Path, open_window: Any
) -> None:
    claim = at.claim()
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "copy.pdf"
    keys.press(K.Key_P, CTRL)
    assert page.window().findChild(PrintSheet).batch.originals == 0
    keys.press(K.Key_S, CTRL)
    assert at.status(claim) is ClaimStatus.READY
    assert (folder / "copy.pdf").exists()


# Boxes -------------------------------------------------------------------------------------------------


def test_walking_the_boxes_shows_value_rule_and_837p(at: Claims, open_window: Any) -> None:
    claim = at.claim()
    page, keys = open_window()
    keys.press(K.Key_Return)
    form = page.panel.paper.form
    assert keys.focus is form
    walked = []
    for _ in range(len(form.boxes) - form.boxes.index(form.current)):
        walked.append(form.current)
        keys.press(K.Key_Tab)
    assert walked == form.boxes[form.boxes.index(walked[0]) :]
    assert keys.focus is not form, "Tab goes on after the last box"

    form.setFocus()
    keys.type("26")
    assert form.current == ("26", 0)
    text = page.box.text
    assert claim.patient_control_number in text
    assert "NUCC item 26" in text
    assert f"CLM*{claim.patient_control_number}" in text.replace("\u200b", "")
    segment = page.panel.segments.table.current()
    assert segment.segment.text.startswith(f"CLM*{claim.patient_control_number}*65")


def test_arrows_alt_arrows_numbers_and_clicks_choose_boxes(at: Claims, open_window: Any) -> None:
    at.claim()
    page, keys = open_window()
    form = page.panel.paper.form
    assert form.current == ("1", 0)
    keys.press(K.Key_Right, ALT)
    assert form.current == ("1a", 0)
    keys.press(K.Key_Left, ALT)
    assert form.current == ("1", 0)
    keys.press(K.Key_G, CTRL)
    assert keys.field == "Go to box"
    keys.type("24d")
    keys.press(K.Key_Return)
    assert form.current == ("24D", 1)
    assert page.box.explanation.value == "98941"
    assert keys.focus is form
    keys.press(K.Key_Right)
    assert form.current == ("24E", 1)
    keys.press(K.Key_Left)
    keys.press(K.Key_Up)
    assert form.current[0].startswith("24")
    keys.press(K.Key_End)
    assert form.current == ("33b", 0)
    place = form.lens.area(form.areas(("2", 0))[0]).center()
    QTest.mouseClick(form, Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))
    assert form.current == ("2", 0)
    assert "RUIZ, KARLA" in page.box.text
    payer = form.lens.area(form.areas(("carrier", 0))[0]).center()
    assert form._box_under(QPointF(payer)) == ("carrier", 0)
    keys.press(K.Key_G, CTRL)
    keys.type("99")
    keys.press(K.Key_Return)
    assert "no box 99" in said(page)


def test_enter_opens_the_record_a_box_comes_from(at: Claims, open_window: Any) -> None:
    claim = at.claim()
    page, keys = open_window()
    went: list[tuple[str, object]] = []
    page.went.disconnect()
    page.went.connect(lambda to, key: went.append((to, key)))
    keys.press(K.Key_Return)
    form = page.panel.paper.form
    visit = page.panel.file.visits[0]
    for box in (("2", 0), ("24D", 1), ("25", 0), ("22", 0), ("9b", 0)):
        form.choose(box)
        form.setFocus()
        keys.press(K.Key_Return)
    assert went[0] == ("patients", claim.patient_id)
    assert went[1] == ("coding", visit)
    assert went[2] == ("setup", "practice")
    assert len(went) == 3
    assert "payer does not have it" in said(page) or "Nobody types this box" in said(page)


def test_a_segment_leads_to_its_box(at: Claims, open_window: Any) -> None:
    at.claim()
    page, keys = open_window()
    keys.press(K.Key_F8)
    table = page.panel.segments.table
    assert keys.focus is table
    texts = [line.segment.text for line in table.records()]
    keys.press(K.Key_Home)
    for _ in range(texts.index(next(text for text in texts if text.startswith("SV1")))):
        keys.press(K.Key_Down)
    assert page.box.explanation.item.startswith("24")
    assert page.panel.segments.states.message == ""


def test_a_claim_of_eight_lines_has_two_sheets(at: Claims, open_window: Any) -> None:
    codes = ("98941", "97110", "97140", "72040", "99203", "98940", "98942", "97112")
    lines = [a_line(code, charge="10.00") for code in codes]
    at.claim(lines=lines, on_paper=True)
    page, keys = open_window()
    keys.press(K.Key_Return)
    assert len(page.panel.file.sheets) == 2
    keys.press(K.Key_PageDown)
    assert page.panel.sheet == 2
    form = page.panel.paper.form
    form.choose(("24D", 2))
    assert page.box.explanation.line == 8
    assert page.box.explanation.value == "97112"
    assert ("24D", 3) not in form.boxes


def test_plus_and_minus_zoom_the_form(at: Claims, open_window: Any) -> None:
    at.claim()
    page, keys = open_window()
    keys.press(K.Key_Return)
    form = page.panel.paper.form
    fit = form.lens.zoom
    QTest.keyClicks(form, "+")
    assert form.lens.zoom > fit
    QTest.keyClicks(form, "-")
    assert form.lens.zoom == pytest.approx(fit)


def test_edits_tint_their_boxes(at: Claims, open_window: Any) -> None:
    claim = at.claim()
    at.lose_card(claim)
    page, _ = open_window()
    assert page.panel.paper.form._tints[("1a", 0)] is Role.RED_TINT
    assert page.panel.explanation.item == "1a"


# What can be done with a claim -----------------------------------------------------------------------


def test_hold_asks_the_reason_and_release_takes_it_up_again(
    at: Claims, db: Database, open_window: Any
) -> None:
    claim = at.claim()
    page, keys = open_window()
    keys.press(K.Key_H, CTRL)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY, "a hold needs its reason"
    keys.type("query to Dr. Lindqvist")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.ON_HOLD
    assert page.list.table.current().state == "On hold: query to Dr. Lindqvist"
    keys.press(K.Key_H, CTRL)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY
    assert events_of(db, claim.id)[-1].after is ClaimStatus.READY


def test_sent_answered_rejected_and_taken_up_again(at: Claims, db: Database, open_window: Any) -> None:
    claim = at.claim()
    submit_claims(db, STAMP, [claim.id])
    page, keys = open_window()
    keys.press(K.Key_M, CTRL)
    keys.type("portal receipt 7781")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.SENT
    assert events_of(db, claim.id)[-1].text == "portal receipt 7781"
    keys.press(K.Key_R, CTRL)
    keys.type("Rejected")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.SENT, "a rejection needs its reason"
    keys.tab_to("Words")
    keys.type("No NPI in 24J")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.REJECTED
    assert page.list.table.current().group is ClaimGroup.NEEDS_YOU
    keys.press(K.Key_U, CTRL)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY


def test_void_ends_a_claim_with_a_reason(at: Claims, open_window: Any) -> None:
    claim = at.claim()
    page, keys = open_window()
    keys.press(K.Key_V, CTRL | SHIFT)
    keys.type("billed twice")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.VOID
    assert "is void" in said(page)
    assert names(page) == []


def test_a_corrected_claim_names_the_one_it_replaces(at: Claims, db: Database, open_window: Any) -> None:
    claim = at.claim()
    submit_claims(db, STAMP, [claim.id])
    change_status(db, STAMP, claim.id, ClaimStatus.DENIED, text="CO-16")
    page, keys = open_window()
    keys.press(K.Key_E, CTRL)
    keys.tab_to("Payer claim no. (ICN)")
    keys.type("26323002072")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.REPLACED
    new = claims_of_patient(db, claim.patient_id)[0]
    assert (new.frequency, new.original_reference, new.replaces_id) == ("7", "26323002072", claim.id)
    assert new.patient_control_number in said(page)


def test_a_correction_without_the_payers_number_asks_for_it(
    at: Claims, db: Database, open_window: Any
) -> None:
    claim = at.claim()
    submit_claims(db, STAMP, [claim.id])
    change_status(db, STAMP, claim.id, ClaimStatus.DENIED, text="CO-16")
    new = correct_claim(db, STAMP, claim.id)
    page, keys = open_window()
    page.show_record(new.row_id)
    keys.wait()
    assert page.panel.file.record.status is ClaimStatus.DRAFT
    page.first_focus().setFocus()
    keys.press(K.Key_F7)
    assert keys.field == "Payer claim no. (ICN)"
    keys.type("26323002072")
    keys.press(K.Key_Return, CTRL)
    assert new.row_id is not None
    assert get_claim(db, ClaimId(new.row_id)).status is ClaimStatus.READY
    assert page.panel.file.claim.original_reference == "26323002072"


@pytest.mark.parametrize(
    ("key", "modifier", "words"),
    [
        (K.Key_M, CTRL, "only a file that was created"),
        (K.Key_R, CTRL, "no clearinghouse or payer has it"),
        (K.Key_E, CTRL, "the payer does not have it"),
        (K.Key_B, CTRL, "post its remittance first"),
        (K.Key_U, CTRL, "nothing to take up again"),
    ],
)
def test_what_cannot_be_done_says_why(
    at: Claims, open_window: Any, key: Qt.Key, modifier: Qt.KeyboardModifier, words: str
) -> None:
    at.claim()
    page, keys = open_window()
    keys.press(key, modifier)
    assert Overlay.of(page.window()) is None
    assert words in said(page)


def test_a_front_desk_is_told_whom_to_ask(at: Claims, clinic: Clinic, open_window: Any) -> None:
    claim = at.claim()
    clinic.set_facts(replace(clinic.facts, role=UserRole.FRONT_DESK.value))
    page, keys = open_window()
    keys.press(K.Key_H, CTRL)
    assert "ask a biller" in said(page)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY


def test_the_history_shows_evidence_and_leads_to_the_remittance(
    at: Claims, db: Database, open_window: Any
) -> None:
    claim = at.claim(on_paper=True)
    print_claims(db, STAMP, [claim.id], background=False)
    page, keys = open_window()
    keys.press(K.Key_F9)
    states = [event.after for event in page.panel.history.events.records()]
    assert states[0] is ClaimStatus.PRINTED
    (sending,) = page.panel.history.sendings.records()
    assert sending.sha256 == submissions_of(db, claim.id)[0].sha256
    assert keys.focus is page.panel.history.events


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_greys_out_what_cannot_be_done(at: Claims, open_window: Any) -> None:
    at.claim()
    page, _ = open_window()
    page._open_menu(QPoint(300, 300))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    enabled = {act.text().split("\t")[0]: act.isEnabled() for act in menu.actions() if act.text()}
    menu.close()
    assert enabled["Hold"]
    assert enabled["Void"]
    assert not enabled["Mark as sent"]
    assert not enabled["Correct claim"]


def test_a_claim_that_cannot_be_read_says_so(
    at: Claims, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at.claim()

    def fail(*_: object) -> None:
        raise NotWritable("This claim cannot be read; nothing was changed; try again.")

    monkeypatch.setattr(claims_page, "read_claim", fail)
    page, _ = open_window()
    assert "cannot be read" in page.panel.states.message


def test_every_action_of_the_page_is_bound_and_every_control_has_a_name(at: Claims, open_window: Any) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    from clinicbill.ui.actions import actions_of

    at.claim()
    page, _ = open_window()
    assert set(page.bound()) == {row.id for row in actions_of("claims")}
    for kind in (QAbstractButton, QLineEdit):
        for widget in page.findChildren(kind):
            assert widget.accessibleName() or not widget.isVisible(), widget


def test_other_claims_follow_the_cursor(at: Claims, open_window: Any) -> None:
    first, second = at.claim("Abel"), at.claim("Baker")
    page, keys = open_window()
    assert page.panel.file.record.id == first.id
    keys.press(K.Key_Down)
    assert page.panel.file.record.id == second.id
    page.panel.paper.form.choose(("26", 0))
    keys.press(K.Key_Up)
    assert page.box.explanation.value == first.patient_control_number, "the same box of the other claim"
