"""Check, fix and send claims by keyboard, and what is said where no file can be written."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from clinicbill import preferences
from clinicbill.claims.sent_store import submissions_of
from clinicbill.claims.status import ClaimStatus
from clinicbill.ui.claims import claim_panel, sending
from clinicbill.ui.target import Target
from tests.support.keyboard import CTRL, SHIFT
from tests.support.window import said

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from sqlite_utils import Database

    from tests.support.claims_desk import Claims

K = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
SENT_ON = date(2026, 11, 10)


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
    card = Target(record=claim.patient_id, part="insurance", row=claim.coverage_id, field="member_id")
    assert went == [("patients", card)]
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
    page.work.ask_path = lambda _over, _name: folder / "Office.clinicbill-wal"
    keys.press(K.Key_S, CTRL)
    assert "Office.clinicbill-wal is the name of a practice file" in said(page)
    assert not (folder / "Office.clinicbill-wal").exists()


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


def test_a_pdf_saved_elsewhere_does_not_move_the_claim_files(tmp_path: Path, folder: Path) -> None:
    elsewhere = tmp_path / "desktop"
    elsewhere.mkdir()
    sending.remember_export(folder)
    assert sending.save_folder() == folder
    sending.remember_folder(elsewhere)
    assert (sending.export_folder(), sending.save_folder()) == (folder, elsewhere)
    elsewhere.rmdir()
    assert sending.save_folder() == folder
