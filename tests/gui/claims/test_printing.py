"""Print claims: the same bytes again, each printer's position, the paper, copies, what is cancelled or fails."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from clinicbill import preferences
from clinicbill.basics.errors import CannotDo
from clinicbill.claims.print_log_store import Paper, list_print_jobs
from clinicbill.claims.sent_store import submissions_of
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import events_of
from clinicbill.patients.store import get_patient, save_patient
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import get_payer, list_payers, save_payer
from clinicbill.preferences import PrinterProfile
from clinicbill.ui.claims import print_sheet, printer_ink, printer_list
from clinicbill.ui.claims.print_sheet import PrintSheet
from clinicbill.ui.claims.printer_list import ASK, PDF
from clinicbill.ui.claims.printer_plain import PlainPaperSheet
from clinicbill.ui.claims.printer_words import COPIES, PLAIN, RED
from clinicbill.ui.widgets.overlay import Overlay
from clinicbill.workflows.check_claims import check_claims
from tests.support.keyboard import CTRL, SHIFT
from tests.support.practice import STAMP

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from clinicbill.claims.store import ClaimRecord
    from tests.support.claims_desk import Claims

K = Qt.Key
LASER, DOT = "Laser", "Dot matrix"


@pytest.fixture
def spool(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two printers that print into files: what one of them was sent."""
    target = folder / "spool.pdf"

    def opened(name: str) -> QPrinter:
        printer = printer_list.with_letter(QPrinter(QPrinter.PrinterMode.HighResolution))
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printer.setResolution(150)
        printer.setPrinterName("")
        assert name in (LASER, DOT)
        return printer

    monkeypatch.setattr(printer_list, "printer_names", lambda: [LASER, DOT])
    monkeypatch.setattr(printer_list, "open_printer", opened)
    return target


def open_sheet(page: Any, keys: Any) -> PrintSheet:
    page.first_focus().setFocus()
    keys.press(K.Key_P, CTRL)
    found: list[PrintSheet] = page.window().findChildren(PrintSheet)
    return found[-1]


def choose(content: PrintSheet, keys: Any, *, printer: str = "", paper: str = "") -> None:
    """As by the keyboard: a choice that tells it was made."""
    for field, value in ((content.printer, printer), (content.paper, paper)):
        if value:
            field.set_value(value)
            field.edited.emit()
    keys.wait()


def letters(content: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """The letters of a page with their origins, in points from the left and from the top."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    try:
        sheet = document[page]
        text, high = sheet.get_textpage(), sheet.get_height()
        found = []
        for at in range(text.count_chars()):
            letter = text.get_text_range(at, 1)
            if letter.strip():
                left, bottom, _right, _top = text.get_charbox(at, loose=True)
                found.append((letter, left, high - bottom))
        return sorted(found, key=lambda one: (round(one[2]), one[1]))
    finally:
        document.close()


def test_print_and_reprint_give_identical_bytes(
    at: Claims, db: Database, folder: Path, open_window: Any
) -> None:
    claim = at.claim(on_paper=True)
    page, keys = open_window()
    assert page._buttons["claims.print"][0].text() == "Print 1 paper"
    page.work.ask_path = lambda _over, _name: folder / "first.pdf"
    content = open_sheet(page, keys)
    assert content.batch.originals == 1
    assert content.pages.place.text() == "Sheet 1 of 1"
    assert "1 claim, 1 sheet: Lakeside Health 1\n" in content._facts.told.text()
    keys.press(K.Key_S, CTRL)
    assert at.status(claim) is ClaimStatus.PRINTED
    (kept,) = submissions_of(db, claim.id)
    assert (folder / "first.pdf").read_bytes() == kept.content

    patient = get_patient(db, claim.patient_id)
    save_patient(db, replace(patient, name=replace(patient.name, first="Other")), STAMP)
    page.work.ask_path = lambda _over, _name: folder / "again.pdf"
    open_sheet(page, keys)
    keys.press(K.Key_S, CTRL)
    assert (folder / "again.pdf").read_bytes() == kept.content
    assert events_of(db, claim.id)[-1].text == "Copy printed"
    assert [job.originals for job in list_print_jobs(db)] == [0, 1]


def test_plain_paper_is_remembered_and_the_form_is_drawn(at: Claims, folder: Path, open_window: Any) -> None:
    at.claim(on_paper=True)
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "plain.pdf"
    content = open_sheet(page, keys)
    choose(content, keys, paper=PLAIN)
    keys.press(K.Key_S, CTRL)
    assert (folder / "plain.pdf").stat().st_size > 2000
    assert preferences.load().form_background is True


# Printers ----------------------------------------------------------------------------------------------


def test_what_is_printed_is_moved_and_what_is_kept_is_not(
    at: Claims, db: Database, spool: Path, open_window: Any
) -> None:
    claim = at.claim(on_paper=True)
    page, keys = open_window()
    content = open_sheet(page, keys)
    assert keys.focus is content.page, "the arrow keys move at once"
    keys.press(K.Key_Right, SHIFT)
    keys.press(K.Key_Right)
    keys.press(K.Key_Up, times=2)
    assert content.position.where.text() == "0.06 in right, 0.02 in up, 100.0 %"
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.PRINTED
    (kept,) = submissions_of(db, claim.id)
    was, now = letters(kept.content), letters(spool.read_bytes())
    assert [one[0] for one in was] == [one[0] for one in now]
    for (_, left, down), (_, right, lower) in zip(was, now, strict=True):
        assert right - left == pytest.approx(0.06 * 72, abs=0.1)
        assert lower - down == pytest.approx(-0.02 * 72, abs=0.1)
    saved = preferences.printer_profile(preferences.load(), LASER)
    assert (saved.right, saved.down, saved.scale, saved.paper) == (6, -2, 1000, "red_form")
    (job,) = list_print_jobs(db)
    assert (job.printer, job.paper, job.originals) == (LASER, Paper.RED_FORM, 1)
    assert preferences.printer_profile(preferences.load(), DOT).is_true


def test_the_size_grows_from_the_top_left_corner(
    at: Claims, db: Database, spool: Path, open_window: Any
) -> None:
    claim = at.claim(on_paper=True)
    page, keys = open_window()
    content = open_sheet(page, keys)
    keys.press(K.Key_Plus, times=3)
    keys.press(K.Key_Up, CTRL)
    keys.press(K.Key_Minus)
    keys.press(K.Key_Up, CTRL, times=7)
    assert content.position.profile is not None
    assert content.position.profile.scale == 1010
    keys.press(K.Key_Return, CTRL)
    (kept,) = submissions_of(db, claim.id)
    for (_, left, down), (_, right, lower) in zip(
        letters(kept.content), letters(spool.read_bytes()), strict=True
    ):
        assert right == pytest.approx(left * 1.01, abs=0.15)
        assert lower == pytest.approx(down * 1.01, abs=0.15)


def test_r_resets_and_each_printer_has_its_own_position(at: Claims, spool: Path, open_window: Any) -> None:
    at.claim(on_paper=True)
    chosen = preferences.with_printer(
        preferences.Preferences(last_printer=DOT),
        PrinterProfile(name=DOT, right=-4, down=7, scale=996, paper="plain_paper"),
    )
    preferences.save(chosen)
    page, keys = open_window()
    content = open_sheet(page, keys)
    assert content.printer.value() == DOT
    assert content.paper.value() == PLAIN
    assert content.position.where.text() == "0.04 in left, 0.07 in down, 99.6 %"
    choose(content, keys, printer=LASER)
    assert content.position.where.text() == "True place, 100.0 %"
    assert content.paper.value() == RED, "each printer holds its own paper"
    choose(content, keys, printer=DOT)
    content.page.setFocus()
    keys.press(K.Key_R)
    assert content.position.where.text() == "True place, 100.0 %"
    keys.press(K.Key_Escape)
    kept = preferences.printer_profile(preferences.load(), DOT)
    assert (kept.is_true, kept.paper) == (True, "plain_paper")
    assert preferences.load().last_printer == DOT, "only printing chooses the printer"


def test_a_position_is_kept_where_the_sheet_is_left_or_another_printer_chosen(
    at: Claims, spool: Path, open_window: Any
) -> None:
    claim = at.claim(on_paper=True)
    page, keys = open_window()
    content = open_sheet(page, keys)
    keys.press(K.Key_Right, times=3)
    choose(content, keys, printer=DOT)
    content.page.setFocus()
    keys.press(K.Key_Down, times=2)
    keys.press(K.Key_Escape)
    assert Overlay.of(page.window()) is None
    laser, dot = (preferences.printer_profile(preferences.load(), name) for name in (LASER, DOT))
    assert (laser.right, laser.down, dot.right, dot.down) == (3, 0, 0, 2)
    assert preferences.load().last_printer == ""
    assert at.status(claim) is ClaimStatus.READY
    assert open_sheet(page, keys).position.where.text() == "0.03 in right, 100.0 %"


def test_the_printed_page_moves_in_the_preview(at: Claims, spool: Path, open_window: Any) -> None:
    at.claim(on_paper=True)
    page, keys = open_window()
    content = open_sheet(page, keys)
    before = content.pages.close_up.grab().toImage()
    keys.press(K.Key_Right, times=2)
    after = content.pages.close_up.grab().toImage()
    assert before != after
    keys.press(K.Key_Left, times=2)
    assert content.pages.close_up.grab().toImage() == before
    layers = content.page._layers
    assert layers is not None
    assert layers.form is not None, "the red form lies under the data"


def test_a_pdf_is_never_moved(at: Claims, db: Database, spool: Path, folder: Path, open_window: Any) -> None:
    claim = at.claim(on_paper=True)
    preferences.save(preferences.with_printer(preferences.load(), PrinterProfile(name=LASER, right=9)))
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "target.pdf"
    content = open_sheet(page, keys)
    choose(content, keys, printer=PDF)
    content.page.setFocus()
    keys.press(K.Key_Right)
    assert content.position.where.text() == "True place, 100.0 %"
    keys.press(K.Key_Return, CTRL)
    assert (folder / "target.pdf").read_bytes() == submissions_of(db, claim.id)[0].content
    assert not spool.exists()
    assert Overlay.of(page.window()) is None


def test_without_a_printer_a_pdf_is_offered(
    at: Claims, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at.claim(on_paper=True)
    monkeypatch.setattr(printer_list, "printer_names", list)
    page, keys = open_window()
    content = open_sheet(page, keys)
    assert content.printer.value() == PDF
    assert "no printer" in content.position.hint.text()


def test_the_systems_dialog_prints_and_its_printer_keeps_its_position(
    at: Claims, folder: Path, open_window: Any
) -> None:
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
    choose(open_sheet(page, keys), keys, printer=ASK)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.PRINTED
    assert target.read_bytes().startswith(b"%PDF")


def test_cancelling_the_print_dialog_prints_nothing(at: Claims, open_window: Any) -> None:
    claim = at.claim(on_paper=True)
    page, keys = open_window()
    page.work.ask_printer = lambda _over: None
    choose(open_sheet(page, keys), keys, printer=ASK)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY
    keys.press(K.Key_Escape)
    assert Overlay.of(page.window()) is None


# Nothing half done -------------------------------------------------------------------------------------


def problem_of(content: PrintSheet) -> str:
    assert content._sheet is not None
    return content._sheet._problem.text()


def test_a_printer_that_takes_nothing_leaves_the_claims_ready(
    at: Claims, db: Database, spool: Path, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = at.claim(on_paper=True)
    page, keys = open_window()
    content = open_sheet(page, keys)
    monkeypatch.setattr(QPainter, "begin", lambda *_: False)
    keys.press(K.Key_Return, CTRL)
    assert "takes nothing; no claim was changed" in problem_of(content)
    assert at.status(claim) is ClaimStatus.READY
    assert list_print_jobs(db) == []
    assert submissions_of(db, claim.id) == []
    monkeypatch.undo()
    monkeypatch.setattr(printer_list, "open_printer", _gone)
    keys.press(K.Key_Return, CTRL)
    assert "is not there any more" in problem_of(content)
    assert at.status(claim) is ClaimStatus.READY


def _gone(name: str) -> QPrinter:
    raise CannotDo(f"The printer {name} is not there any more; no claim was changed.")


def test_choices_that_cannot_be_kept_stop_no_printing(
    at: Claims, spool: Path, folder: Path, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = at.claim(on_paper=True)
    page, keys = open_window()
    open_sheet(page, keys)
    (folder / "a file").touch()
    monkeypatch.setenv("CLINICBILL_PREFERENCES", str(folder / "a file" / "preferences.toml"))
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.PRINTED


def test_a_file_that_cannot_be_written_leaves_the_claims_ready(
    at: Claims, db: Database, folder: Path, open_window: Any
) -> None:
    claim = at.claim(on_paper=True)
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "none" / "a.pdf"
    content = open_sheet(page, keys)
    keys.press(K.Key_S, CTRL)
    assert "nothing was printed and no claim was changed" in problem_of(content)
    assert at.status(claim) is ClaimStatus.READY
    assert list_print_jobs(db) == []


@pytest.mark.parametrize("name", ["Office.clinicbill", "Office.clinicbill.keys", "Office.clinicbill-wal"])
def test_no_form_is_ever_written_over_a_practice(
    at: Claims, db: Database, folder: Path, open_window: Any, name: str
) -> None:
    claim = at.claim(on_paper=True)
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / name
    content = open_sheet(page, keys)
    keys.press(K.Key_S, CTRL)
    assert problem_of(content).startswith(f"{name} is the name of a practice file")
    assert at.status(claim) is ClaimStatus.READY
    assert list_print_jobs(db) == []
    choose(content, keys, printer=PDF)
    keys.press(K.Key_F6)
    assert not (folder / name).exists()
    assert problem_of(content).startswith(f"{name} is the name of a practice file")


def test_esc_stops_a_printing_on_its_way(
    at: Claims, db: Database, spool: Path, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = [at.claim(name, on_paper=True) for name in ("Abel", "Baker")]
    page, keys = open_window()
    content = open_sheet(page, keys)
    reached, go_on = threading.Event(), threading.Event()
    send = printer_ink.send_to_printer

    def slow(*arguments: Any, **named: Any) -> None:
        reached.set()
        go_on.wait(30)
        send(*arguments, **named)

    monkeypatch.setattr(printer_ink, "send_to_printer", slow)
    QTest.keyClick(keys.focus, K.Key_Return, CTRL)
    assert reached.wait(30)
    QTest.keyClick(keys.focus, K.Key_Escape)
    go_on.set()
    keys.wait()
    assert problem_of(content) == "Stopped: nothing was printed, and every claim stands where it was."
    assert {at.status(claim) for claim in claims} == {ClaimStatus.READY}
    assert list_print_jobs(db) == []
    keys.press(K.Key_Escape)
    assert Overlay.of(page.window()) is None


# Paper -------------------------------------------------------------------------------------------------


def medicare_on_paper(at: Claims, db: Database) -> ClaimRecord:
    payer = next(payer for payer in list_payers(db) if payer.profile == "medicare")
    save_payer(db, replace(get_payer(db, payer.id), delivery=Delivery.PAPER), STAMP)
    at.paper = payer.id
    return at.claim("Zoe", on_paper=True, diagnoses=("M99.03", "M54.59"), lines=[("98941", "AT", "65.00")])


def test_plain_paper_leaves_out_whose_payer_needs_the_red_form(
    at: Claims, db: Database, folder: Path, open_window: Any
) -> None:
    plain = at.claim("Abel", on_paper=True)
    red = medicare_on_paper(at, db)
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "some.pdf"
    content = open_sheet(page, keys)
    assert content._facts.told.text().startswith("2 claims, 2 sheets: ")
    assert content._facts.left_out.text() == ""
    choose(content, keys, paper=PLAIN)
    assert content._facts.told.text().startswith("1 claim, 1 sheet: Lakeside Health 1")
    assert content._facts.left_out.text().startswith(f"Left out {red.patient_control_number}: ")
    assert "takes only the red form" in content._facts.left_out.text()
    keys.press(K.Key_S, CTRL)
    assert (at.status(plain), at.status(red)) == (ClaimStatus.PRINTED, ClaimStatus.READY)


def test_a_copy_for_the_files_is_always_possible(
    at: Claims, db: Database, folder: Path, open_window: Any
) -> None:
    red = medicare_on_paper(at, db)
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "copy.pdf"
    content = open_sheet(page, keys)
    choose(content, keys, paper=PLAIN)
    assert content.pages.states.message.startswith("Nothing to print on this paper.")
    keys.press(K.Key_S, CTRL)
    assert not (folder / "copy.pdf").exists()
    choose(content, keys, paper=COPIES)
    assert "copy for the files" in content._facts.told.text()
    keys.press(K.Key_S, CTRL)
    assert at.status(red) is ClaimStatus.READY
    text = "".join(letter for letter, _, _ in letters((folder / "copy.pdf").read_bytes()))
    assert "PLAIN-PAPERCOPY" in text
    assert preferences.load().form_background is False, "a copy says nothing about the paper of originals"


def test_an_electronic_claim_prints_as_a_copy_and_stays_ready(
    at: Claims, folder: Path, open_window: Any
) -> None:
    claim = at.claim()
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "copy.pdf"
    assert open_sheet(page, keys).batch.originals == 0
    keys.press(K.Key_S, CTRL)
    assert at.status(claim) is ClaimStatus.READY
    assert (folder / "copy.pdf").exists()


def test_remittances_wait_until_plain_paper_lies_in_the_printer(
    at: Claims, spool: Path, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinicbill.workflows import draw_sheets
    from tests.unit.letters.test_remittance_page import a_part

    at.claim(on_paper=True)
    bundle = draw_sheets.Bundle
    monkeypatch.setattr(
        "clinicbill.workflows.draw_sheets.Bundle", lambda claim, parts: bundle(claim=claim, parts=(a_part(),))
    )
    page, keys = open_window()
    content = open_sheet(page, keys)
    assert content.paper.value() == RED
    assert content.pages.place.text().startswith("Sheet 1 of 2")
    keys.press(K.Key_PageDown)
    assert content.pages.place.text().startswith("Sheet 2 of 2")
    keys.press(K.Key_Return, CTRL)
    assert letters(spool.read_bytes()), "the form, as letters"
    waiting = page.window().findChild(PlainPaperSheet)
    assert waiting.count == 1
    spool.unlink()
    keys.press(K.Key_Return, CTRL)
    assert spool.read_bytes().startswith(b"%PDF")
    assert Overlay.of(page.window()) is None


def test_many_sheets_are_turned_and_counted_by_payer(at: Claims, open_window: Any) -> None:
    for name in ("Cole", "Abel", "Baker"):
        at.claim(name, on_paper=True)
    page, keys = open_window()
    content = open_sheet(page, keys)
    assert content._facts.told.text().startswith(
        "3 claims, 3 sheets: Lakeside Health 3\n3 claims will stand as Printed"
    )
    assert content._preview is not None
    assert [row.patient.last for row in content._preview.rows] == ["Abel", "Baker", "Cole"]
    keys.press(K.Key_PageDown, times=5)
    assert content.pages.place.text() == "Sheet 3 of 3   PgUp PgDn"
    keys.press(K.Key_PageUp)
    assert content.pages.place.text() == "Sheet 2 of 3   PgUp PgDn"


def test_a_draft_whose_fault_was_mended_is_said_to_become_printed_and_does(
    at: Claims, db: Database, folder: Path, open_window: Any
) -> None:
    claim = at.claim(on_paper=True)
    at.lose_card(claim)
    check_claims(db, STAMP, [claim.id])
    at.find_card(claim)
    assert at.status(claim) is ClaimStatus.DRAFT
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "mended.pdf"
    content = open_sheet(page, keys)
    assert "1 claim will stand as Printed, kept to the byte." in content._facts.told.text()
    assert "copy" not in content._facts.told.text()
    keys.press(K.Key_S, CTRL)
    assert at.status(claim) is ClaimStatus.PRINTED


def test_what_goes_to_payers_is_printed_whole_whatever_the_dialog_was_given(
    at: Claims, db: Database, folder: Path, open_window: Any
) -> None:
    claim = at.claim(on_paper=True)
    at.lose_card(claim)
    check_claims(db, STAMP, [claim.id])
    at.find_card(claim)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "whole.pdf"))
    page, keys = open_window()
    page.work.ask_printer = lambda _over: printer
    content = open_sheet(page, keys)
    choose(content, keys, printer=ASK, paper=COPIES)
    printer.setFromTo(2, 3)
    assert content._preview is not None
    assert not content._preview.rows[0].original
    choose(content, keys, paper=RED)
    keys.press(K.Key_Return, CTRL)
    assert (printer.fromPage(), printer.toPage()) == (0, 0)
    assert at.status(claim) is ClaimStatus.PRINTED


def test_a_claim_that_does_not_fit_is_left_out_by_name_and_the_others_print(
    at: Claims, db: Database, folder: Path, open_window: Any
) -> None:
    claims = [at.claim(name, on_paper=True) for name in ("Abel", "Baker", "Cole")]
    lasts = ("Zeller-Castellanos-Villanueva-Featherstonehaugh", "Baker \N{GRINNING FACE}")
    for claim, last in zip(claims[:2], lasts, strict=True):
        patient = get_patient(db, claim.patient_id)
        save_patient(db, replace(patient, name=replace(patient.name, last=last)), STAMP)
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "some.pdf"
    content = open_sheet(page, keys)
    assert content._facts.told.text().startswith("1 claim, 1 sheet: Lakeside Health 1")
    left = content._facts.left_out.text().splitlines()
    assert len(left) == 2
    assert any(line.startswith(f"Left out {claims[0].patient_control_number}: Item 2: ") for line in left)
    assert any(line.startswith(f"Left out {claims[1].patient_control_number}: Item 2: ") for line in left)
    keys.press(K.Key_S, CTRL)
    assert [at.status(claim) for claim in claims] == [
        ClaimStatus.DRAFT,
        ClaimStatus.DRAFT,
        ClaimStatus.PRINTED,
    ]


def test_a_ready_claim_that_has_become_bad_is_said_to_stay_out(at: Claims, open_window: Any) -> None:
    bad, good = (at.claim(name, on_paper=True) for name in ("Abel", "Baker"))
    at.lose_card(bad)
    page, keys = open_window()
    content = open_sheet(page, keys)
    assert content._facts.told.text().startswith("1 claim, 1 sheet: Lakeside Health 1\n1 claim will stand")
    assert content._facts.left_out.text().startswith(f"Left out {bad.patient_control_number}: ")
    assert good.patient_control_number not in content._facts.left_out.text()


# Calibration -------------------------------------------------------------------------------------------


def test_the_calibration_sheet_goes_to_the_printer_or_into_a_pdf(
    at: Claims, spool: Path, folder: Path, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = at.claim(on_paper=True)
    monkeypatch.setattr(print_sheet, "print_calibration", _on(spool))
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "calibration.pdf"
    content = open_sheet(page, keys)
    keys.press(K.Key_Right, times=3)
    keys.press(K.Key_F6)
    assert spool.read_text() == "Laser 2.16"
    assert content.position.hint.text().startswith("The calibration sheet went to Laser")
    choose(content, keys, printer=PDF)
    keys.press(K.Key_F6)
    assert (folder / "calibration.pdf").read_bytes().startswith(b"%PDF")
    assert at.status(claim) is ClaimStatus.READY


def _on(spool: Path) -> Any:
    def print_(_db: object, name: str, offset: Any) -> str:
        spool.write_text(f"{name} {offset.right:g}")
        return f"The calibration sheet went to {name}; it says how to read it."

    return print_
