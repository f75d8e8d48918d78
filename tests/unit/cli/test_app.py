from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.cli.app import COMMANDS, bug_sentence, clinicbill, hoist, run

if TYPE_CHECKING:
    import pytest


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
