"""The print log: what was printed, and the same sheets again."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicbill.claims.print_log_store import list_print_jobs
from clinicbill.claims.sent_store import submissions_of
from clinicbill.claims.status import ClaimStatus
from clinicbill.practice.payer import Delivery
from clinicbill.practice.user import Role as UserRole
from clinicbill.ui.claims import printer_ink, printer_list
from clinicbill.ui.claims.print_log import PrintLog
from clinicbill.ui.widgets.overlay import Overlay
from clinicbill.workflows.print_claims import print_claims
from tests.gui.claims.test_printing import LASER, letters, spool
from tests.support.keyboard import CTRL, SHIFT
from tests.support.practice import STAMP, a_payer

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from sqlite_utils import Database

    from clinicbill.ui.clinic import Clinic
    from tests.support.claims_desk import Claims

K = Qt.Key
__all__ = ["spool"]


def open_log(page: Any, keys: Any) -> PrintLog:
    page.first_focus().setFocus()
    keys.press(K.Key_P, CTRL | SHIFT)
    found: list[PrintLog] = page.window().findChildren(PrintLog)
    return found[-1]


def printed(at: Claims, db: Database) -> None:
    """Two originals on red forms, then one of them as a copy on plain paper."""
    claims = [at.claim(name, on_paper=True) for name in ("Abel", "Baker")]
    print_claims(db, STAMP, [claim.id for claim in claims], background=False, printer=LASER)
    print_claims(db, STAMP, [claims[1].id], background=True)


def test_the_log_lists_printings_with_their_claims(at: Claims, db: Database, open_window: Any) -> None:
    printed(at, db)
    page, keys = open_window()
    log = open_log(page, keys)
    assert keys.focus is log.jobs
    assert [log.jobs.text(row, "Claims") for row in (0, 1)] == ["1 copy", "2 to payers"]
    assert [log.jobs.text(row, "Printer") for row in (0, 1)] == ["PDF file", LASER]
    assert [log.jobs.text(row, "Paper") for row in (0, 1)] == ["Plain paper", "Red forms"]
    assert log.claims.text(0, "As") == "Copy"
    keys.press(K.Key_Down)
    assert [claim.patient.last for claim in log.claims.records()] == ["Abel", "Baker"]
    assert log.claims.text(0, "As") == "To the payer"
    assert log.jobs.text(1, "Payers") == "Lakeside Health"


def test_every_payer_of_a_printing_is_read_whole(at: Claims, db: Database, open_window: Any) -> None:
    names = [f"Harbor Workers Comp Fund {letter}" for letter in "ABCDEFGHIJKL"]
    claims = []
    for name in names:
        at.paper = a_payer(db, name, delivery=Delivery.PAPER)
        claims.append(at.claim(name[-1] * 4, on_paper=True))
    assert print_claims(db, STAMP, [claim.id for claim in claims], background=False).done
    page, keys = open_window()
    page.window().resize(1366, 768)
    keys.wait()
    log = open_log(page, keys)
    assert log._payers.text() == f"For {', '.join(names)}"
    needed = log._payers.heightForWidth(log._payers.width())
    assert log._payers.height() >= needed > log._payers.fontMetrics().height(), "wrapped, not cut"
    assert log.width() > 1200


def test_the_same_bytes_can_be_saved_again(at: Claims, db: Database, folder: Path, open_window: Any) -> None:
    printed(at, db)
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "again.pdf"
    log = open_log(page, keys)
    keys.press(K.Key_Down)
    keys.press(K.Key_S, CTRL)
    claim = log.claims.records()[0].claim_id
    (kept,) = submissions_of(db, claim)
    assert hashlib.sha256((folder / "again.pdf").read_bytes()).hexdigest() == kept.sha256
    newest = list_print_jobs(db)[0]
    assert (newest.claims, newest.originals, newest.submission_id) == (2, 0, kept.id)
    assert Overlay.of(page.window()) is None


def test_the_same_sheets_go_to_a_printer(at: Claims, db: Database, spool: Path, open_window: Any) -> None:
    printed(at, db)
    page, keys = open_window()
    log = open_log(page, keys)
    keys.press(K.Key_Down)
    kept = submissions_of(db, log.claims.records()[0].claim_id)[0].content
    keys.press(K.Key_Return, CTRL)
    assert [one[0] for one in letters(spool.read_bytes())] == [one[0] for one in letters(kept)]
    assert list_print_jobs(db)[0].printer == LASER


def test_a_copy_of_an_unsent_claim_says_that_nothing_was_kept(
    at: Claims, db: Database, folder: Path, open_window: Any
) -> None:
    claim = at.claim(on_paper=True)
    print_claims(db, STAMP, [claim.id], background=True, copies_only=True)
    page, keys = open_window()
    page.work.ask_path = lambda _over, _name: folder / "none.pdf"
    log = open_log(page, keys)
    keys.press(K.Key_S, CTRL)
    assert log._sheet is not None
    assert "nothing of it was kept" in log._sheet._problem.text()
    assert not (folder / "none.pdf").exists()
    assert at.status(claim) is ClaimStatus.READY


def test_an_empty_log_says_so(at: Claims, open_window: Any) -> None:
    at.claim(on_paper=True)
    page, keys = open_window()
    log = open_log(page, keys)
    assert log.states.message.startswith("Nothing was printed yet.")
    keys.press(K.Key_Return, CTRL)
    keys.press(K.Key_Escape)
    assert Overlay.of(page.window()) is None


def test_who_may_not_print_may_look(at: Claims, db: Database, clinic: Clinic, open_window: Any) -> None:
    printed(at, db)
    clinic.set_facts(replace(clinic.facts, role=UserRole.FRONT_DESK.value))
    page, keys = open_window()
    log = open_log(page, keys)
    assert len(log.jobs.records()) == 2
    keys.press(K.Key_S, CTRL)
    keys.press(K.Key_Return, CTRL)
    assert len(list_print_jobs(db)) == 2


def test_a_printer_that_is_gone_is_said(
    at: Claims, db: Database, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(at, db)
    monkeypatch.setattr(printer_list, "printer_names", lambda: [LASER])
    page, keys = open_window()
    log = open_log(page, keys)
    keys.press(K.Key_Return, CTRL)
    assert log._sheet is not None
    assert "is not there any more" in log._sheet._problem.text()
    assert len(list_print_jobs(db)) == 2


def test_esc_stops_the_same_sheets_on_their_way(
    at: Claims, db: Database, spool: Path, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(at, db)
    before = list_print_jobs(db)
    page, keys = open_window()
    log = open_log(page, keys)
    keys.press(K.Key_Down)
    reached, go_on = threading.Event(), threading.Event()
    send = printer_ink.send_to_printer

    def slow(*arguments: Any, **named: Any) -> None:
        reached.set()
        go_on.wait(30)
        send(*arguments, **named)

    monkeypatch.setattr(printer_ink, "send_to_printer", slow)
    QTest.keyClick(keys.focus, K.Key_Return, CTRL)
    assert reached.wait(30)
    QTest.qWait(20)
    assert log._told.text().endswith("Esc stops")
    QTest.keyClick(keys.focus, K.Key_Escape)
    go_on.set()
    keys.wait()
    assert log._sheet is not None
    assert log._sheet._problem.text() == "Stopped: nothing was printed, and no claim remembers a copy."
    assert list_print_jobs(db) == before
    keys.press(K.Key_Escape)
    assert Overlay.of(page.window()) is None
