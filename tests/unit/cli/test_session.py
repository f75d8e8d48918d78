from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click
import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.cli.session import Choices, DayText, credentials

if TYPE_CHECKING:
    from pathlib import Path


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
