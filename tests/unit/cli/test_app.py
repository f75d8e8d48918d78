from __future__ import annotations

import errno
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from clinicbill.cli.app import COMMANDS, bug_sentence, clinicbill, hoist, run

if TYPE_CHECKING:
    from pathlib import Path


def _no_window(*_: object) -> int:
    return 7


def test_global_options_may_stand_anywhere() -> None:
    assert hoist(["aging", "--practice", "a.clinicbill", "--json"]) == [
        "--practice",
        "a.clinicbill",
        "aging",
        "--json",
    ]
    assert hoist(["aging", "--user=Dana"]) == ["--user=Dana", "aging"]
    assert hoist(["era", "check", "--", "--practice", "x"]) == ["era", "check", "--", "--practice", "x"]


def test_a_global_option_without_its_value_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["aging", "--practice"], open_window=_no_window) == 2
    assert "--practice" in capsys.readouterr().err


def test_without_a_command_the_window_opens() -> None:
    assert run([], open_window=_no_window) == 7


def test_an_unknown_command_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["teleport"], open_window=_no_window) == 2
    assert "teleport" in capsys.readouterr().err


def test_no_practice_is_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLINICBILL_PRACTICE", raising=False)
    assert run(["aging"], open_window=_no_window) == 2
    assert "--practice" in capsys.readouterr().err


def test_every_command_loads_and_has_help() -> None:
    import click

    context = click.Context(clinicbill)
    for name in COMMANDS:
        command = clinicbill.get_command(context, name)
        assert command is not None
        assert command.help


def test_our_own_mistake_names_type_and_place_but_no_value() -> None:
    try:
        raise KeyError("Ruth Alvarez")
    except KeyError as error:
        sentence = bug_sentence(error)
    assert "KeyError" in sentence
    assert "Alvarez" not in sentence


@pytest.mark.parametrize(
    "words",
    [
        ["--json", "aging"],
        ["aging", "--jsn"],
        ["agin"],
        ["aging", "--practice"],
        ["aging", "--as-of", "2026-13-01"],
    ],
)
def test_what_is_typed_wrong_is_told_in_one_sentence(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words, open_window=_no_window) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("nothing was done"), err.count("\n")) == ("", 1, 1)
    assert "?" not in err


def test_the_window_is_not_opened_on_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "x.clinicbill"
    folder.mkdir()
    assert run(["--practice", str(folder)], open_window=_no_window) == 2
    assert capsys.readouterr().err.startswith(f"{folder} is a folder and no practice file; nothing was done")


def test_a_full_disk_is_no_mistake_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    assert run([], open_window=full) == 2
    assert capsys.readouterr().err.startswith("The disk is full; what was finished before stays")


def test_a_reader_that_leaves_early_is_no_finding() -> None:
    program = "import sys; from clinicbill.__main__ import main; sys.exit(main())"
    words = [sys.executable, "-c", program, "codes", "search", "pain", "--limit", "1000"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout
        assert started.stderr
        started.stdout.close()
        told = started.stderr.read()
    assert (started.returncode, b"Traceback" in told) == (0, False)
