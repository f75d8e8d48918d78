from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.cli.app import run

if TYPE_CHECKING:
    from clinicbill.cli.session import WindowRequest


def test_without_headless_the_window_opens_on_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[WindowRequest] = []
    made = tmp_path / "demo-ortho.clinicbill"

    def make(folder: Path, kind: str, *, as_of: date) -> Path:
        assert (folder, kind, as_of) == (tmp_path, "ortho", date(2026, 11, 23))
        return made

    monkeypatch.setattr("clinicbill.demo.make.make_demo", make)
    words = [
        "demo",
        "--kind",
        "ortho",
        "--dir",
        str(tmp_path),
        "--as-of",
        "2026-11-23",
        "--screenshots",
        "shots",
    ]

    def open_window(request: WindowRequest) -> int:
        asked.append(request)
        return 0

    assert run(words, open_window=open_window) == 0
    (request,) = asked
    assert (request.practice, request.password, request.day) == (made, "demo", date(2026, 11, 23))
    assert request.pictures == Path("shots")


def test_whether_the_window_can_open_is_asked_before_the_demo_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def check_window(request: WindowRequest) -> None:
        assert request.pictures is None
        raise CannotDo("The window cannot open; install with: sudo apt-get install -y libegl1")

    words = ["demo", "--dir", str(tmp_path)]
    assert run(words, open_window=lambda _: 0, check_window=check_window) == 2
    assert (
        capsys.readouterr().err == "The window cannot open; install with: sudo apt-get install -y libegl1\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_kind_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--kind", "dental"], open_window=lambda _: 0) == 2
    assert "dental" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["1850-01-01", "0001-01-01", "2016-09-29", "2050-01-01", "9999-12-31"])
@pytest.mark.parametrize("how", [[], ["--headless"]])
def test_a_day_without_a_demo_is_a_sentence_with_the_days_allowed(
    day: str, how: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo", "--dir", str(tmp_path), "--as-of", day, *how], open_window=lambda _: 0) == 2
    assert capsys.readouterr().err == (
        f"No demo can be made as of {day}; nothing was made: choose a day from 2016-09-30 to 2049-12-31.\n"
    )
    assert list(tmp_path.iterdir()) == []
