from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from clinicbill.db.practice_file import open_practice
from clinicbill.practice.payer import Delivery
from tests.unit.cli.claim_desks import PASSWORD, Desk, a_claim_desk, break_card

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    with a_claim_desk(tmp_path, monkeypatch, capsys) as found:
        yield found


def test_export_writes_one_file_and_again_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    code, (claim,) = desk.json("export", "--ready", "--out", str(out))
    assert (code, claim["claim"], claim["status"]) == (0, desk.numbers[0], "file_created")
    path = Path(claim["file"])
    assert path == out / "837P-000000001.837"
    first = path.read_bytes()
    assert f"CLM*{desk.numbers[0]}*65*".encode() in first
    break_card(desk)
    code, (again,) = desk.json("export", desk.numbers[0], "--out", str(tmp_path / "again.837"))
    assert (code, again["status"]) == (0, "file_created")
    assert Path(again["file"]).read_bytes() == first


def test_export_goes_to_this_folder_by_default(desk: Desk) -> None:
    code, out, _ = desk("export", desk.numbers[0])
    assert code == 0
    assert Path("837P-000000001.837").exists()
    assert out.rstrip().endswith("837P-000000001.837")


def test_a_paper_claim_has_no_file(desk: Desk) -> None:
    code, out, err = desk("export", desk.numbers[1])
    assert (code, out) == (2, "")
    assert "goes on paper" in err
    assert desk("print", desk.numbers[1])[0] == 0
    code, out, err = desk("export", desk.numbers[1])
    assert (code, out) == (2, "")
    assert "has no 837P file" in err


def text_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(path.read_bytes()))
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_print_writes_the_form_and_again_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "form.pdf"
    code, (claim,) = desk.json("print", "--ready", "--out", str(target))
    assert (code, claim["claim"], claim["status"]) == (0, desk.numbers[1], "printed")
    assert claim["file"] == str(target)
    assert desk.sheets == 1
    assert "HADDAD" in text_of(target)[0]
    first = target.read_bytes()
    code, (again,) = desk.json("print", desk.numbers[1], "--out", str(target))
    assert (code, again["status"], target.read_bytes()) == (0, "printed", first)


def test_print_takes_any_claim_as_a_copy_with_the_form_drawn(desk: Desk) -> None:
    code, claims = desk.json("print", *desk.numbers, "--background")
    assert code == 0
    assert [claim["status"] for claim in claims] == ["ready", "printed"]
    path = Path(claims[0]["file"])
    assert claims[0]["file"] == claims[1]["file"]
    pages = text_of(path)
    assert ["RUIZ" in page for page in pages] == [True, False]
    plain = path.stat().st_size
    desk("print", *desk.numbers, "--out", "data-only.pdf")
    assert Path("data-only.pdf").stat().st_size != plain


def test_the_pdf_can_be_moved_for_a_printer_and_what_is_kept_is_not(desk: Desk) -> None:
    number = desk.numbers[1]
    assert desk("print", number, "--out", "moved.pdf", "--printer-offset", "0.10,-0.05")[0] == 0
    desk("print", number, "--out", "true.pdf")
    places = []
    for name in ("true.pdf", "moved.pdf"):
        document = pypdfium2.PdfDocument(Path(name))
        text = document[0].get_textpage()
        places.append(text.get_charbox(0, loose=True))
        text.close()
        document.close()
    (left, low, *_), (moved, lower, *_) = places
    assert (moved - left, lower - low) == (pytest.approx(7.2, abs=0.05), pytest.approx(3.6, abs=0.05))
    assert desk("print", number, "--printer-offset=-.5,0,99.5")[0] == 0


def test_a_place_that_cannot_be_written_moves_no_claim(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, _, err = desk("export", desk.numbers[0], "--out", str(tmp_path / "file" / "x.837"))
    assert code == 2
    assert "nothing was done" in err
    assert desk.json("check", desk.numbers[0])[1][0]["status"] == "ready"


@pytest.mark.parametrize("ending", ["", ".keys", ".lock", "-wal"])
def test_a_practice_and_its_companions_are_never_overwritten(desk: Desk, ending: str) -> None:
    target = desk.path.with_name(desk.path.name + ending)
    before = target.read_bytes() if target.exists() else None
    for command in ("export", "print"):
        code, _, err = desk(command, *desk.numbers[:1], "--out", str(target))
        assert code == 2
        assert "it was not overwritten, nothing was done" in err
    if not ending or ending == ".keys":
        assert target.read_bytes() == before
    assert desk.json("check", desk.numbers[0])[1][0]["status"] == "ready"


def test_only_files_of_these_commands_are_written_again(desk: Desk, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir")
    assert desk("export", desk.numbers[0], "--out", str(letter))[0] == 2
    assert letter.read_text() == "Dear Sir"
    file = tmp_path / "x.837"
    assert desk("export", desk.numbers[0], "--out", str(file))[0] == 0
    first = file.read_bytes()
    assert desk("export", desk.numbers[0], "--out", str(file))[0] == 0
    assert file.read_bytes() == first


def test_two_sendings_go_into_the_folder(desk: Desk, tmp_path: Path) -> None:
    with open_practice(desk.path, PASSWORD) as practice, practice.connect() as db:
        db.execute("update payer set delivery = ?", [str(Delivery.ELECTRONIC)])
        db.execute("update payer set payer_number = 'PN1' where payer_number = ''")
    desk("check")
    for number in desk.numbers:
        desk("export", number)
    code, claims = desk.json("export", *desk.numbers, "--out", str(tmp_path / "folder"))
    assert code == 0
    assert [Path(claim["file"]).name for claim in claims] == ["837P-000000001.837", "837P-000000002.837"]
    assert all(Path(claim["file"]).parent == tmp_path / "folder" for claim in claims)


def test_one_claim_without_a_file_leaves_the_others_unsent(desk: Desk) -> None:
    desk("print", desk.numbers[1])
    assert desk("export", *desk.numbers)[0] == 2
    assert desk.json("check", desk.numbers[0])[1][0]["status"] == "ready"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files in folders")
def test_what_is_no_plain_file_is_never_replaced(desk: Desk, tmp_path: Path) -> None:
    """Such as a device: a PDF once stood where /dev/null had been."""
    pipe, dangling = tmp_path / "pipe.pdf", tmp_path / "dangling.pdf"
    os.mkfifo(pipe)
    dangling.symlink_to("nowhere")
    for target in (pipe, dangling):
        for command, number in (("export", desk.numbers[0]), ("print", desk.numbers[1])):
            code, out, err = desk(command, number, "--out", str(target))
            assert (code, out) == (2, "")
            assert "it was not overwritten, nothing was done" in err
    assert pipe.is_fifo()
    assert dangling.is_symlink()
