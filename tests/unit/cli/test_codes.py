from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from clinicbill.cli.app import run as run_program
from clinicbill.cli.codes import codes
from clinicbill.codesets.library import open_library

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _library(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that the other tests of the run use too, built before any output is looked at."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "codes"
    monkeypatch.setenv("CLINICBILL_CODES_DIR", str(folder))
    open_library()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(codes, arguments, catch_exceptions=False)


def document(*arguments: str, exit_code: int = 0) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == exit_code
    assert result.stderr == ""
    return json.loads(result.stdout)


def test_search_as_json() -> None:
    found = document("search", "low back pain", "--limit", "2")
    assert found[0] == {"code": "M54.50", "title": "Low back pain, unspecified", "billable": True}
    assert len(found) == 2
    assert all(row.keys() == {"code", "title", "billable"} for row in found)


def test_search_takes_words_without_quotes() -> None:
    assert document("search", "left", "knee", "OA")[0]["code"] == "M17.12"


def test_search_on_a_day() -> None:
    assert document("search", "M54.5", "--on", "2026-05-01")[0] == {
        "code": "M54.5",
        "title": "Low back pain",
        "billable": False,
    }


def test_search_for_people() -> None:
    result = run("search", "m54.5", "--on", "2026-05-01")
    assert result.stdout.splitlines()[0] == "M54.5     Low back pain  (not billable)"
    assert result.stdout.splitlines()[1] == "M54.50    Low back pain, unspecified"
    assert result.stderr == ""


def test_a_day_without_its_code_set_is_told_beside_the_result() -> None:
    result = run("search", "sciatica", "--on", "11/23/2026")
    assert result.exit_code == 0
    assert result.stderr.strip().startswith("checked against code set 4/2026")


def test_nothing_found() -> None:
    assert document("search", "xyzzyq", exit_code=1) == []
    result = run("search", "xyzzyq")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "No code found; try fewer words.\n"


def test_show_as_json() -> None:
    shown = document("show", "m545", "--on", "2026-05-01")
    assert (shown["code"], shown["title"], shown["billable"]) == ("M54.5", "Low back pain", False)
    assert shown["parents"] == [{"code": "M54", "title": "Dorsalgia", "billable": False}]
    assert [child["code"] for child in shown["children"]] == ["M54.50", "M54.51", "M54.59"]
    assert [other["code"] for other in shown["use_instead"]] == ["M54.50", "M54.51", "M54.59"]
    assert {"kind": "excludes1", "text": "low back strain (S39.012)", "at": "M54.5"} in shown["notes"]
    assert shown["section"].startswith("M50-M54 ")
    assert shown["chapter"].startswith("13 ")
    assert (shown["release"], shown["message"]) == ("4/2026", "checked against code set 4/2026")


def test_show_for_people() -> None:
    result = run("show", "S33.6XXA")
    assert result.stdout.startswith("S33.6XXA  Sprain of sacroiliac joint, initial encounter\n")
    assert "above  S33.6" in result.stdout
    assert "7th character: D: subsequent encounter" in result.stdout


def test_show_an_unknown_code() -> None:
    shown = document("show", "M54.5X", exit_code=1)
    assert (shown["code"], shown["title"], shown["billable"]) == ("M54.5X", "", False)
    assert [other["code"] for other in shown["use_instead"]] == ["M54.50", "M54.51", "M54.59"]
    result = run("show", "M54.5X")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "M54.5X is no code of 4/2026." in result.stderr
    assert "M54.50" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [("search",), ("show",), ("search", "knee", "--on", "soon"), ("search", "knee", "--limit", "0")],
)
def test_wrong_use(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_library_that_cannot_be_built_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CLINICBILL_CODES_DIR", str(tmp_path / "file" / "codes"))
    code = run_program(["codes", "search", "knee", "--json"], open_window=lambda *_: 0)
    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert printed.err.count("\n") == 1
    assert "your practice file is not touched" in printed.err


def test_needs_no_practice(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_program(["codes", "search", "gout", "--json"], open_window=lambda *_: 0) == 0
    assert json.loads(capsys.readouterr().out)[0]["code"] == "M10.9"


@pytest.mark.parametrize(
    "words", [["search", ""], ["search", "  ", ""], ["search", "%%"], ["show", ""], ["show", " "]]
)
def test_nothing_to_look_for_is_one_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_program(["codes", *words], open_window=lambda _: 1) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "is empty or has no letter or digit; nothing was done" in err
