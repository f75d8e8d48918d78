from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.unit.cli.claim_desks import Desk, a_claim_desk, break_card

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    with a_claim_desk(tmp_path, monkeypatch, capsys) as found:
        yield found


def test_check_tells_state_and_findings(desk: Desk) -> None:
    code, claims = desk.json("check")
    assert code == 0
    assert [(claim["claim"], claim["status"], claim["file"]) for claim in claims] == [
        (number, "ready", None) for number in desk.numbers
    ]
    assert {finding["rule"] for claim in claims for finding in claim["findings"]} == {"H16"}


def test_check_of_a_claim_with_something_to_fix_exits_1(desk: Desk) -> None:
    break_card(desk)
    code, (claim,) = desk.json("check", desk.numbers[0])
    assert (code, claim["status"]) == (1, "draft")
    finding = claim["findings"][0]
    assert (finding["rule"], finding["severity"]) == ("F02", "must_fix")
    assert finding["where"] == "item 1a"
    assert finding["source"]
    code, out, _ = desk("check", desk.numbers[0])
    assert code == 1
    assert out.startswith(f"{desk.numbers[0]}  Draft  1 must fix")


def test_check_ready_takes_what_is_ready(desk: Desk) -> None:
    break_card(desk)
    desk("check")
    code, claims = desk.json("check", "--ready")
    assert (code, [claim["claim"] for claim in claims]) == (0, desk.numbers[1:])


def test_export_of_something_to_fix_writes_nothing_and_exits_1(desk: Desk) -> None:
    break_card(desk)
    code, (claim,) = desk.json("export", desk.numbers[0])
    assert (code, claim["status"], claim["file"]) == (1, "draft", None)
    assert not Path("837P-000000001.837").exists()


@pytest.mark.parametrize("offset", ["", "1", "0.51,0", "0,-0.6", "0,0,97", "0,0,103", "a,b", "0.1,0.1,"])
def test_an_offset_that_leaves_the_sheet_is_refused(desk: Desk, offset: str) -> None:
    code, _out, err = desk("print", desk.numbers[1], f"--printer-offset={offset}")
    assert code == 2
    assert "such as 0.03,-0.02,100.4" in err


def test_a_claim_number_may_be_typed_small_or_as_its_row(desk: Desk) -> None:
    code, claims = desk.json("check", desk.numbers[0].lower(), "2")
    assert (code, [claim["claim"] for claim in claims]) == (0, desk.numbers)


@pytest.mark.parametrize("command", ["export", "print"])
def test_no_claim_named_is_a_sentence(desk: Desk, command: str) -> None:
    code, out, err = desk(command)
    assert (code, out) == (2, "")
    assert "No claim is named; nothing was done" in err


@pytest.mark.parametrize("command", ["check", "export", "print"])
def test_an_unknown_claim_is_a_sentence(desk: Desk, command: str) -> None:
    code, out, err = desk(command, "C999999A")
    assert (code, out) == (2, "")
    assert err.startswith("There is no claim C999999A")


@pytest.mark.parametrize("command", ["export", "print"])
def test_nothing_ready_is_done(desk: Desk, command: str) -> None:
    desk(command, "--ready")
    assert desk.json(command, "--ready") == (0, [])
    assert desk(command, "--ready")[:2] == (0, "No claim that goes this way is ready.\n")


@pytest.mark.parametrize("number", ["999999", "²", "9" * 23, "C1 2"])
def test_what_is_no_claim_number_is_told_as_typed(desk: Desk, number: str) -> None:
    code, out, err = desk("check", number)
    assert (code, out) == (2, "")
    assert err == f"There is no claim {number}; nothing was done: look at the number in item 26.\n"


def test_an_empty_claim_number_is_a_sentence(desk: Desk) -> None:
    code, out, err = desk("check", "")
    assert (code, out) == (2, "")
    assert err.startswith("A claim number is empty; nothing was done")
