from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.db.connect import scalar
from tests.support.ledgers import MedicareDay, as_835, medicare_day
from tests.support.practice import a_practice
from tests.unit.cli.desks import Desk, a_desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    return a_desk(tmp_path, monkeypatch, capsys)


@pytest.fixture
def day(desk: Desk) -> MedicareDay:
    with desk.db() as db:
        return medicare_day(db, a_practice(db))


def put(desk: Desk, name: str, data: bytes) -> str:
    path = desk.path.parent / name
    path.write_bytes(data)
    return str(path)


def postings(desk: Desk) -> int:
    with desk.db() as db:
        return int(scalar(db, "select count(*) from posting"))


def test_the_day_is_posted_and_its_copy_is_not(desk: Desk, day: MedicareDay) -> None:
    first = put(desk, "medicare.835", as_835(day.remittance))
    code, document = desk.json("era", "post", first)
    assert code == 0
    (file,) = document
    (payment,) = file["payments"]
    assert (file["file"], file["error"], payment["status"]) == (first, None, "posted")
    assert (payment["trace"], payment["paid_cents"], payment["method"], payment["paid_on"]) == (
        "8812345",
        3044,
        "ACH",
        "2026-11-20",
    )
    assert "5 claims, 18 entries" in payment["message"]
    made = postings(desk)
    renamed = put(desk, "renamed.835", as_835(day.remittance))
    reformatted = put(desk, "reformatted.835", as_835(day.remittance, line_end="\r\n"))
    code, document = desk.json("era", "post", renamed, reformatted, first)
    assert code == 0
    assert [payment["status"] for file in document for payment in file["payments"]] == ["posted_before"] * 3
    assert all("nothing was posted again" in file["payments"][0]["message"] for file in document)
    assert postings(desk) == made


def test_what_does_not_prove_waits_and_the_rest_is_posted(desk: Desk, day: MedicareDay) -> None:
    off = replace(day.remittance, paid=Money(3068), trace_number="OFF1")
    both = put(desk, "both.835", as_835(off, day.remittance))
    code, document = desk.json("era", "post", both)
    assert code == 1
    waiting, posted = document[0]["payments"]
    assert (waiting["status"], posted["status"]) == ("waits", "posted")
    assert waiting["findings"][0]["severity"] == "must_fix"


def test_text_for_people(desk: Desk, day: MedicareDay) -> None:
    code, out, err = desk("era", "post", put(desk, "a.835", as_835(day.remittance)))
    assert (code, err) == (0, "")
    assert "Received a.835: MEDICARE PART B OREGON $30.44, balanced" in out
    assert "Posted MEDICARE PART B OREGON 8812345, $30.44: 5 claims, 18 entries" in out
    code, out, _ = desk("era", "post", put(desk, "b.835", as_835(day.remittance, line_end="")))
    assert code == 0
    assert out.count("nothing was posted again") == 1


def test_wrong_counts_are_told_once_for_the_file_and_stop_nothing(desk: Desk, day: MedicareDay) -> None:
    other = replace(day.remittance, claims=(), provider_adjustments=(), paid=Money(0), trace_number="NIL1")
    data = as_835(day.remittance, other).replace(b"GE*2*", b"GE*7*")
    path = put(desk, "counts.835", data)
    code, out, err = desk("era", "post", path)
    assert (code, err) == (0, "")
    told = "  warning L26: GE01 says 7 transactions (ST), but 2 were counted (GS "
    assert out.count(told) == out.count("L26") == 1
    assert (
        out.index("Received counts.835")
        < out.index(told)
        < out.index("Posted MEDICARE PART B OREGON 8812345")
    )
    assert "Compare the payments and claims with what the payer lists" in out


def test_wrong_counts_stand_beside_each_payment_as_json(desk: Desk, day: MedicareDay) -> None:
    data = as_835(day.remittance).replace(b"IEA*1*", b"IEA*3*")
    code, document = desk.json("era", "post", put(desk, "counts.835", data))
    (payment,) = document[0]["payments"]
    assert (code, payment["status"]) == (0, "posted")
    found = [(one["rule"], one["severity"]) for one in payment["findings"]]
    assert ("L26", "warning") in found


def test_an_unreadable_file_beside_a_good_one(desk: Desk, day: MedicareDay) -> None:
    good = put(desk, "a.835", as_835(day.remittance))
    bad = put(desk, "letter.txt", b"Dear Sir or Madam")
    code, document = desk.json("era", "post", bad, good, str(desk.path.parent / "gone.835"))
    assert code == 1
    assert [bool(file["error"]) for file in document] == [True, False, True]
    assert "cannot be opened" in document[2]["error"]


def test_nothing_readable_is_cannot(desk: Desk, day: MedicareDay) -> None:
    code, out, err = desk("era", "post", put(desk, "letter.txt", b"Dear Sir or Madam"))
    assert (code, out) == (2, "")
    assert err.strip()
    assert postings(desk) > 0


def test_what_is_no_file_is_told_by_its_name_in_one_sentence_each(desk: Desk) -> None:
    folder = desk.path.parent / "folder"
    folder.mkdir()
    pdf = put(desk, "a b.835", b"%PDF-1.7\n")
    code, out, err = desk("era", "post", "", str(folder), pdf)
    assert (code, out) == (2, "")
    nameless, a_folder, a_pdf = err.splitlines()
    assert nameless.startswith("A file cannot be opened (nothing is named); nothing was posted")
    assert a_folder.startswith(f"{folder} cannot be opened (it is a folder); nothing was posted")
    assert a_pdf.startswith(f"{pdf}: This is a PDF")
