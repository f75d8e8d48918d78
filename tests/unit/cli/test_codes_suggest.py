from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicbill.basics.errors import UnreadableFile
from clinicbill.cli.codes import codes
from clinicbill.cli.codes_suggest import read_note_file
from clinicbill.codesets.library import open_library

if TYPE_CHECKING:
    from pathlib import Path

NOTE = "No radiculopathy. Possible disc herniation. History of rotator cuff repair. Low back pain."


@pytest.fixture(autouse=True)
def _library(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that the other tests of the run use too, built before any output is looked at."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "codes"
    monkeypatch.setenv("CLINICBILL_CODES_DIR", str(folder))
    open_library()


def run(*arguments: str, given_text: str | bytes = "") -> Result:
    return CliRunner().invoke(codes, ["suggest", *arguments], input=given_text, catch_exceptions=False)


def document(*arguments: str, given_text: str | bytes = NOTE, exit_code: int = 0) -> Any:
    result = run("-", "--json", *arguments, given_text=given_text)
    assert result.exit_code == exit_code
    assert result.stderr == ""
    return json.loads(result.stdout)


def test_suggestions_as_json() -> None:
    found = document("--on", "2026-05-01")
    assert len(found) == 1
    assert list(found[0]) == ["code", "title", "confidence", "evidence", "why", "missing", "alternatives"]
    assert (found[0]["code"], found[0]["title"]) == ("M54.50", "Low back pain, unspecified")
    assert found[0]["evidence"] == [{"start": 76, "end": 89, "text": "Low back pain"}]
    assert NOTE[76:89] == "Low back pain"
    assert all(list(other) == ["code", "title"] for other in found[0]["alternatives"])


def test_the_withheld_stand_apart() -> None:
    found = document("--withheld", "--on", "2026-05-01")
    assert [one["code"] for one in found["suggestions"]] == ["M54.50"]
    assert [(one["text"], one["kind"]) for one in found["withheld"]] == [
        ("radiculopathy", "negated"),
        ("disc herniation", "uncertain"),
        ("rotator cuff repair", "historical"),
    ]
    assert {"text", "start", "end", "reason", "source"} <= set(found["withheld"][0])


def test_for_people(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(NOTE, encoding="utf-8")
    result = run(str(path), "--withheld", "--on", "05/01/2026")
    assert result.exit_code == 0
    assert result.stdout.startswith("M54.50    Low back pain, unspecified  (97%)\n")
    assert "“Low back pain” [76–89]" in result.stdout
    assert (
        "withheld  “disc herniation” [27–42]: worded 'possible': outpatient guideline IV.H" in result.stdout
    )


def test_nothing_to_suggest() -> None:
    assert document(given_text="", exit_code=1) == []
    assert document("--withheld", given_text="", exit_code=1) == {"suggestions": [], "withheld": []}
    result = run("-", given_text="The weather was nice.")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "No code suggested.\n")


def test_places_hold_in_the_file(tmp_path: Path) -> None:
    content = "\ufeffAssessment:\r\n\t1. Left knee OA — é😀\r\n"
    path = tmp_path / "note.txt"
    path.write_bytes(content.encode())
    found = json.loads(run(str(path), "--json").stdout)
    assert [content[piece["start"] : piece["end"]] for piece in found[0]["evidence"]] == ["Left knee OA"]


@pytest.mark.parametrize(
    "content", [b"Neck pain \x93sore\x94", "Neck pain".encode("utf-16"), "Neck pain".encode("utf-8-sig")]
)
def test_letters_of_other_programs(content: bytes) -> None:
    assert document(given_text=content)[0]["code"] == "M54.2"


@pytest.mark.parametrize("content", [b"\x00\x01\x02PK", b"%PDF-1.7\n\x00\xff", b"\xff\xfe\x00\xd8"])
def test_what_is_no_text_is_one_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "scan.bin"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"scan\.bin is no text; nothing was changed; "):
        read_note_file(str(path))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"gone\.txt cannot be read"):
        read_note_file(str(tmp_path / "gone.txt"))
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_note_file(str(tmp_path))
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_note_file("a\x00b")


def test_a_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinicbill.cli.codes_suggest._MOST_BYTES", 10)
    path = tmp_path / "long.txt"
    path.write_text("pain " * 3, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="larger than any visit note"):
        read_note_file(str(path))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_any_bytes_are_text_or_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes(content)
    try:
        found = read_note_file(str(path))
    except UnreadableFile as error:
        found = str(error)
    assert isinstance(found, str)
