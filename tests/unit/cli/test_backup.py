from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill import preferences
from clinicbill.cli.app import run
from clinicbill.db.backup import backup_folder, list_backups
from clinicbill.db.keys import keys_path
from clinicbill.db.practice_file import open_practice
from tests.unit.cli.desks import PASSWORD, Desk, a_desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.setenv("CLINICBILL_PREFERENCES", str(tmp_path / "preferences.toml"))
    return a_desk(tmp_path, monkeypatch, capsys)


def test_a_copy_is_made_and_its_path_printed(desk: Desk, tmp_path: Path) -> None:
    code, out, err = desk("backup")
    [made] = list_backups(backup_folder(desk.path))
    assert (code, out, err) == (0, f"{made.path}\n", "")
    assert keys_path(made.path).exists()
    code, document = desk.json("backup", "--to", str(tmp_path / "usb"))
    [other] = list_backups(tmp_path / "usb")
    assert code == 0
    assert document["file"] == str(other.path)
    assert document["reason"] == "by hand"
    assert document["size_bytes"] == other.path.stat().st_size


def test_a_folder_that_takes_nothing_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    code, out, err = desk("backup", "--to", str(tmp_path / "file"))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_the_copies_are_listed_without_a_password(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk("backups") == (0, "There is no verified copy yet.\n", "")
    usb = tmp_path / "usb"
    preferences.save(replace(preferences.load(), backup_folder=str(usb)))
    desk("backup")
    desk("backup", "--to", str(usb))
    monkeypatch.delenv("CLINICBILL_PASSWORD")
    code, found = desk.json("backups")
    assert code == 0
    assert {row["file"] for row in found} == {
        str(copy.path) for folder in (backup_folder(desk.path), usb) for copy in list_backups(folder)
    }
    assert len(found) == 2
    code, out, _ = desk("backups")
    assert len(out.splitlines()) == 2
    desk.path.unlink()
    keys_path(desk.path).unlink()
    code, found = desk.json("backups")
    assert (code, len(found)) == (0, 1)


def test_copies_of_nothing(desk: Desk, tmp_path: Path) -> None:
    code = run(["backups", "--practice", str(tmp_path / "nowhere.clinicbill")], open_window=lambda *_: 0)
    assert (code, run(["backups"], open_window=lambda *_: 0)) == (2, 2)
    out, err = desk.capsys.readouterr()
    assert out == ""
    assert "nowhere.clinicbill" in err
    assert "add --practice FILE" in err


def test_a_copy_is_restored_beside_what_is_there(desk: Desk, tmp_path: Path) -> None:
    desk("backup")
    [made] = list_backups(backup_folder(desk.path))
    target = tmp_path / "again.clinicbill"
    code, document = desk.json("restore", str(made.path), "--to", str(target))
    assert code == 0
    assert document["file"] == str(target)
    open_practice(target, PASSWORD).close()
    code, out, err = desk("restore", str(made.path), "--to", str(desk.path))
    assert (code, out) == (2, "")
    assert "exists already" in err
    code, out, err = desk("restore", str(made.path), "--to", str(tmp_path / "third.clinicbill"))
    assert (code, out) == (0, f"{tmp_path / 'third.clinicbill'}\n")
    code, _, err = desk("restore", str(desk.path), "--to", str(tmp_path / "fourth.clinicbill"))
    assert code == 2
    assert "not a finished backup" in err


def test_doctor_tells_of_the_restore(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk("backup")
    [made] = list_backups(backup_folder(desk.path))
    target = tmp_path / "again.clinicbill"
    desk("restore", str(made.path), "--to", str(target))
    again = Desk(target, desk.capsys)
    for _ in range(2):
        _, lines = again.json("doctor")
        told = [line["value"] for line in lines if line["name"] == "restored"]
        assert len(told) == 1
        assert "numbers went forward by 1,00" in told[0]
    _, lines = desk.json("doctor")
    assert [line for line in lines if line["name"] == "restored"] == []
