from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from clinicbill.basics.dates import today
from clinicbill.cli.app import run
from clinicbill.codesets import library
from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import create_practice, open_practice
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import list_payers, save_payer
from clinicbill.workflows.bill_visits import bill_visits
from tests.support.checks import a_small_library
from tests.support.practice import a_case, a_coverage, a_patient, a_practice, a_visit, stamp_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

PASSWORD = "a long password"
# Yesterday in whatever time zone the test runs, so that no service lies in the future and no limit has passed.
ON = date.fromordinal(today("America/Los_Angeles").toordinal() - 1)
STAMP = stamp_on(ON)


@dataclass
class Desk:
    """A practice file with ready claims, and the command line beside it."""

    path: Path
    numbers: list[str]
    capsys: pytest.CaptureFixture[str]
    sheets: int | None = None

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of `clinicbill claims …`."""
        self.capsys.readouterr()
        code = run(["claims", *words, "--practice", str(self.path)], open_window=lambda *_: 0)
        out, err = self.capsys.readouterr()
        return code, out, err

    def json(self, *words: str) -> tuple[int, list[dict[str, Any]]]:
        """Exit code and the claims of the one JSON document."""
        code, out, _ = self(*words, "--json")
        document = json.loads(out)
        assert document.keys() == ({"claims", "sheets"} if words[0] == "print" else {"claims"})
        self.sheets = document.get("sheets")
        return code, document["claims"]


def two_claims(db: Database) -> list[str]:
    """One claim for a file, one for paper, both ready."""
    office = a_practice(db, stamp=STAMP)
    payer = next(payer for payer in list_payers(db) if payer.id == office.auto)
    save_payer(
        db, payer.__class__(**{**_fields(payer), "profile": "commercial", "claim_filing_code": "CI"}), STAMP
    )
    visits = []
    for last, payer_id in (("Ruiz", office.commercial), ("Haddad", office.auto)):
        patient = a_patient(db, last, "Karla", stamp=STAMP)
        a_coverage(db, patient, payer_id, stamp=STAMP)
        a_case(db, patient, stamp=STAMP)
        line = [("98941", "", "65.00")]
        visits.append(a_visit(db, patient, on=ON, diagnoses=("M54.59",), lines=line, stamp=STAMP))
    return [claim.number for claim in bill_visits(db, STAMP, visits).claims]


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    path = tmp_path / "cedar.clinicbill"
    practice, _ = create_practice(
        path,
        practice_name="Cedar Spine",
        owner_name="Dana Reyes",
        owner_password=PASSWORD,
        at=datetime(2026, 1, 2, tzinfo=UTC),
        cost=CHEAPEST,
    )
    with practice, practice.connect() as db:
        numbers = two_claims(db)
    small = a_small_library(tmp_path / "codes.sqlite")
    monkeypatch.setattr(library, "open_library", lambda *_: small)
    monkeypatch.setenv("CLINICBILL_PASSWORD", PASSWORD)
    monkeypatch.chdir(tmp_path)
    yield Desk(path, numbers, capsys)
    small.close()


def break_card(desk: Desk) -> None:
    with open_practice(desk.path, PASSWORD) as practice, practice.connect() as db:
        db.execute("update coverage set member_id = '' where id = 1")


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


def test_export_of_something_to_fix_writes_nothing_and_exits_1(desk: Desk) -> None:
    break_card(desk)
    code, (claim,) = desk.json("export", desk.numbers[0])
    assert (code, claim["status"], claim["file"]) == (1, "draft", None)
    assert not Path("837P-000000001.837").exists()


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
