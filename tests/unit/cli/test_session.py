from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click
import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.cli.session import Choices, DayText, credentials


def _context(practice: Path | None) -> click.Context:
    return click.Context(click.Command("x"), obj=Choices(open_window=lambda *_: 0, practice=practice))


def test_days_are_read_as_people_type_them() -> None:
    assert DayText().convert("11/23/2026", None, None) == date(2026, 11, 23)
    assert DayText().convert("2026-11-23", None, None) == date(2026, 11, 23)
    with pytest.raises(click.BadParameter, match="calendar"):
        DayText().convert("2026-02-30", None, None)


def test_the_password_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINICBILL_PASSWORD", "demo")
    assert credentials(_context(tmp_path / "a.clinicbill")) == (tmp_path / "a.clinicbill", None, "demo")


def test_no_practice_is_a_sentence() -> None:
    with pytest.raises(CannotDo, match="--practice"):
        credentials(_context(None))


@pytest.mark.parametrize("name", ["x.clinicbill", "."])
def test_a_folder_is_no_practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.clinicbill").mkdir(exist_ok=True)
    with pytest.raises(CannotDo, match="is a folder and no practice file; nothing was done"):
        credentials(_context(Path(name)))


@pytest.mark.parametrize("name", ["a" * 300, "a\0b"])
def test_what_no_file_can_be_called_is_a_sentence(name: str) -> None:
    with pytest.raises(CannotDo, match="nothing was done: check --practice"):
        credentials(_context(Path(name)))


def test_nobody_to_ask_for_the_password_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_the_end(*_: object, **__: object) -> str:
        try:
            raise EOFError
        except EOFError:
            raise click.Abort from None

    monkeypatch.delenv("CLINICBILL_PASSWORD", raising=False)
    monkeypatch.setattr("click.prompt", at_the_end)
    with pytest.raises(CannotDo, match="set CLINICBILL_PASSWORD"):
        credentials(_context(tmp_path / "a.clinicbill"))
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(CannotDo, match="set CLINICBILL_PASSWORD"):
        credentials(_context(tmp_path / "a.clinicbill"))
