from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.codesets.folder import codes_folder, loaded_folder

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_variable_chooses_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLINICBILL_CODES_DIR", str(tmp_path))
    assert codes_folder() == tmp_path
    assert loaded_folder() == tmp_path / "loaded"


def test_without_it_this_users_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLINICBILL_CODES_DIR", raising=False)
    assert codes_folder().parts[-2:] == ("clinicbill", "codes")


def test_a_folder_given_wins(tmp_path: Path) -> None:
    assert loaded_folder(tmp_path) == tmp_path / "loaded"
