from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from clinicbill.cli.app import run as run_program
from clinicbill.cli.codes import codes
from tests.support.code_files import HCPCS_HEADING, mue_text, put

if TYPE_CHECKING:
    from pathlib import Path

MUE = mue_text(["97110,6,1 Line Edit,"])


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINICBILL_CODES_DIR", str(tmp_path / "codes"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(codes, [str(one) for one in arguments], catch_exceptions=False)


def document(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0
    return json.loads(result.stdout)


def program(*arguments: object) -> int:
    return run_program([str(one) for one in ("codes", *arguments)], open_window=lambda _request: 0)


def test_load_list_undo_apply(tmp_path: Path) -> None:
    path = put(tmp_path, "mue_2026Q4.csv", MUE)
    (loaded,) = document("load", path)["releases"]
    assert (
        loaded["system"],
        loaded["name"],
        loaded["from"],
        loaded["to"],
        loaded["entries"],
        loaded["state"],
    ) == (
        "MUE",
        "10/2026",
        "2026-10-01",
        "2026-12-31",
        1,
        "active",
    )
    assert document("undo", loaded["id"])["state"] == "undone"
    assert document("releases")["loaded"][0]["state"] == "undone"
    assert document("apply", loaded["id"])["state"] == "active"


def test_a_preview_loads_nothing(tmp_path: Path) -> None:
    (read,) = document("load", put(tmp_path, "mue_2026Q4.csv", MUE), "--preview")["releases"]
    assert (read["id"], read["state"]) == (None, "preview")
    assert document("releases")["loaded"] == []


def test_what_is_shipped_and_what_is_due() -> None:
    found = document("releases", "--on", "2026-11-23")
    assert found["shipped"][0]["name"] == "4/2026"
    due = {row["system"]: row for row in found["due"]}
    assert due["ICD-10-CM"]["state"] == "missing"
    assert due["HCPCS"] == {
        "system": "HCPCS",
        "state": "never loaded",
        "in_force_from": "2026-10-01",
        "newest": "",
        "next": "2027-01-01",
        "message": "HCPCS: never loaded; the edition in force is 10/2026.",
    }


def test_for_people(tmp_path: Path) -> None:
    old = put(tmp_path, "HCPC2026_JUL.csv", f"{HCPCS_HEADING}\nA0001,1,3,Gone\n")
    new = put(tmp_path, "HCPC2026_OCT.csv", f"{HCPCS_HEADING}\nA0002,1,3,Come\n")
    assert run("load", old).stdout.splitlines() == [
        "HCPCS 7/2026, from 07/01/2026 to 09/30/2026: 1 entries loaded as number 1.",
        "  Nothing was loaded before it.",
    ]
    assert run("load", new).stdout.splitlines()[1:] == [
        "  Against 7/2026: 1 new, 1 deleted, 0 revised, 0 now a heading.",
        "  new            A0002          Come",
        "  deleted        A0001          Gone",
    ]
    assert run("undo", 2).stdout == "HCPCS 10/2026 (from 10/01/2026 to 12/31/2026) is undone.\n"
    lines = run("releases", "--on", "2026-11-23").stdout.splitlines()
    assert lines[0].split() == [
        "1",
        "HCPCS",
        "7/2026",
        "from",
        "07/01/2026",
        "to",
        "09/30/2026",
        "active",
        "HCPC2026_JUL.csv",
    ]
    assert "undone" in lines[1]
    assert any("HCPCS 10/2026 is in force since 10/01/2026" in line for line in lines)


def test_the_name_and_the_day_that_are_given(tmp_path: Path) -> None:
    path = put(tmp_path, "limits.csv", MUE)
    (loaded,) = document("load", path, "--from", "2026-07-01", "--name", "ours")["releases"]
    assert (loaded["name"], loaded["from"]) == ("ours", "2026-07-01")


def test_a_part_of_the_code_set_is_pointed_out(tmp_path: Path) -> None:
    from tests.support.code_files import tabular

    result = run("load", put(tmp_path, "tabular.xml", tabular({"M54.50": "Low back pain, unspecified"})))
    assert "far fewer codes than before" in result.stdout


def test_one_sentence_and_exit_code_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = put(tmp_path, "release.zip", "<html>Accept the license</html>")
    for arguments in (("load", page), ("load", tmp_path / "none"), ("undo", 7), ("apply", 7)):
        assert program(*arguments) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.count("\n") == 1
        assert "nothing was changed" in captured.err
