"""Files as the world sends them: halves, strangers, giants, the same one twice at once, places that take nothing."""

from __future__ import annotations

import io
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.dates import today
from clinicbill.basics.errors import NotWritable, UnreadableFile
from clinicbill.basics.money import Money
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import claims_of_patient, get_claim
from clinicbill.cli.app import run
from clinicbill.cli.claim_files import export_claims
from clinicbill.cli.session import Session
from clinicbill.db.connect import scalar
from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import create_practice, open_practice
from clinicbill.ledger.accounts import Account
from clinicbill.ledger.store import account_total, drift
from clinicbill.remits.store import remittances_of_file
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.receive_remittance import receive_remittance
from tests.journeys.day_practices import CEDAR, OWNER
from tests.journeys.day_support import Clinic, assert_one_sentence, morning
from tests.journeys.day_weeks import EARLIER, MONDAY, medicare_835, weeks
from tests.support.ledgers import as_835
from tests.support.practice import open_memory_practice
from tests.unit.db.practice_files import as_nobody, public_folder

if TYPE_CHECKING:
    from sqlite_utils import Database

PASSWORD = "birch lamp"
FIRST_PAYMENT = Money(3230)
GIANT = 50_000_000


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("remit.835", "ISA*00*")
    return packed.getvalue()


HEAD = (
    b"ISA*00*          *00*          *ZZ*PAYERHUB       *ZZ*CEDAR01        *261120*0802*^*00501*000000009*0*P*:~"
    b"GS*HP*PAYERHUB*CEDAR01*20261120*0802*9*X*005010X221A1~"
)
# What it is → the word its sentence has for it.
SMALL = {
    "letter.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
    "remits.zip": (zipped(), "ZIP archive"),
    "empty.835": (b"", "empty"),
    "blank.835": (b" \r\n\x00" * 50, "empty"),
    "portal.htm": (b"<!DOCTYPE html><title>Session expired</title>", "web page"),
    "claims.837": (HEAD + b"ST*837*0001~SE*2*0001~GE*1*9~IEA*1*000000009~", "claim file"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "no X12 file"),
}
# Beginning and what is repeated for fifty million characters.
GIANTS = {
    "letters": (b"", b"A", "no X12 file"),
    "envelope": (b"ISA*", b"A", "envelope is cut off or broken"),
    "segment": (HEAD + b"ST*835*0001~BPR*", b"A", "longer than any of an 835"),
    "segments": (HEAD + b"ST*835*0001~", b"A~", "longer than any of an 835"),
}


@dataclass
class Counter:
    """A practice file with claims that wait for their money, and the command line beside it."""

    path: Path
    capsys: pytest.CaptureFixture[str]
    remittance: bytes = b""

    def __call__(self, *words: str) -> tuple[int, str]:
        """Exit code, and all that was said."""
        self.capsys.readouterr()
        code = run([*words, "--practice", str(self.path), "--user", OWNER], open_window=lambda *_: 0)
        out, err = self.capsys.readouterr()
        assert "Traceback" not in out + err
        assert "made a mistake" not in out + err
        return code, out + err

    def look(self) -> tuple[int, int, Money]:
        """Received files, remittances, and all cash; the ledger has no drift."""
        with open_practice(self.path, PASSWORD, user_name=OWNER) as practice, practice.connect() as db:
            return counted(db)


def counted(db: Database) -> tuple[int, int, Money]:
    assert drift(db) == []
    files, remits = (scalar(db, f"select count(*) from {table}") for table in ("received_file", "remittance"))
    return files, remits, account_total(db, Account.CASH) - Money(12000)


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Counter:
    path = tmp_path / "cedar.clinicbill"
    made, _ = create_practice(
        path,
        practice_name="Cedar",
        owner_name=OWNER,
        owner_password=PASSWORD,
        at=morning(EARLIER),
        cost=CHEAPEST,
    )
    with made, made.connect() as db:
        cedar = Clinic(db, CEDAR)
        remittance = as_835(medicare_835(cedar, weeks(cedar)), control_number=900)
    monkeypatch.setenv("CLINICBILL_PASSWORD", PASSWORD)
    return Counter(path, capsys, remittance)


# Remittances ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SMALL)
def test_what_is_no_835_is_refused_in_one_sentence_and_nothing_is_stored(name: str) -> None:
    data, word = SMALL[name]
    assert word in refusal_of(name, data)


@pytest.mark.parametrize("name", GIANTS)
def test_fifty_megabytes_of_letters_are_refused_as_well(name: str) -> None:
    head, repeated, word = GIANTS[name]
    assert word in refusal_of(name, head + repeated * (GIANT // len(repeated)))


def refusal_of(name: str, data: bytes) -> str:
    """The sentence for a file that is not stored."""
    cedar = Clinic(open_memory_practice(owner=OWNER), CEDAR)
    with pytest.raises(UnreadableFile) as refused:
        receive_remittance(cedar.db, cedar.stamp(MONDAY), name, data)
    assert_one_sentence(str(refused.value))
    assert scalar(cedar.db, "select count(*) from received_file") == 0
    return str(refused.value)


def test_the_command_line_takes_the_good_file_and_says_why_not_of_the_others(
    counter: Counter, tmp_path: Path
) -> None:
    before = counter.look()
    assert before == (1, 1, FIRST_PAYMENT)
    for name, (data, _) in SMALL.items():
        (tmp_path / name).write_bytes(data)
    strangers = [str(tmp_path / name) for name in SMALL]
    for one in (*strangers, str(tmp_path), str(tmp_path / "missing.835"), "bad\x00name.835"):
        code, said = counter("era", "post", one)
        assert code == 2
        assert_one_sentence(said.strip())
    assert counter.look() == before

    good = tmp_path / "medicare.835"
    good.write_bytes(counter.remittance)
    code, said = counter("era", "post", *strangers, str(good))
    assert code == 1
    assert "Posted MEDICARE PART B OREGON 8812345, $30.44: 5 claims" in said
    assert counter.look() == (2, 2, FIRST_PAYMENT + Money(3044))
    # The same file twice in one breath, and once more under another name.
    again = tmp_path / "renamed.835"
    again.write_bytes(counter.remittance)
    code, said = counter("era", "post", str(good), str(good), str(again))
    assert (code, said.count("nothing was posted again")) == (0, 3)
    assert counter.look() == (2, 2, FIRST_PAYMENT + Money(3044))


def test_half_a_remittance_posts_nothing_and_the_whole_one_then_does() -> None:
    cedar = Clinic(open_memory_practice(owner=OWNER), CEDAR)
    data = as_835(medicare_835(cedar, weeks(cedar)), control_number=900)
    money_ends = data.index(b"~\nGE*") + 1
    stamp = cedar.stamp(MONDAY)
    for cut in range(0, money_ends - 1, 11):
        try:
            received = receive_remittance(cedar.db, stamp, f"half-{cut}.835", data[:cut])
        except UnreadableFile as refused:
            assert_one_sentence(str(refused))
            continue
        for row in remittances_of_file(cedar.db, received.row_id or 0):
            outcome = post_remittance(cedar.db, stamp, row.id)
            assert not outcome.done
            assert outcome.message.startswith("Not posted, waits: ")
    assert counted(cedar.db)[2] == FIRST_PAYMENT

    received = receive_remittance(cedar.db, stamp, "whole.835", data)
    (row,) = remittances_of_file(cedar.db, received.row_id or 0)
    assert post_remittance(cedar.db, stamp, row.id).message.endswith("$30.44: 5 claims, 18 entries")
    assert counted(cedar.db)[2] == FIRST_PAYMENT + Money(3044)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b"BPR*I*30.44*", b"BPR*I*30,44*"),
        (b"BPR*I*30.44*", b"BPR*I*$30.44*"),
        (b"BPR*I*30.44*", b"BPR*I**"),
        (b"*32.3*", b"*3 2.3*"),
        (b"CAS*CO*50*65~", b"CAS*CO*50*65.001~"),
        (b"*15*", b"*15-*"),
    ],
)
def test_an_amount_nobody_can_read_waits(good: bytes, bad: bytes) -> None:
    cedar = Clinic(open_memory_practice(owner=OWNER), CEDAR)
    data = as_835(medicare_835(cedar, weeks(cedar)), control_number=900)
    assert good in data
    stamp = cedar.stamp(MONDAY)
    received = receive_remittance(cedar.db, stamp, "commas.835", data.replace(good, bad, 1))
    (row,) = remittances_of_file(cedar.db, received.row_id or 0)
    outcome = post_remittance(cedar.db, stamp, row.id)
    assert not outcome.done
    assert outcome.message.startswith("Not posted, waits: ")
    assert counted(cedar.db)[2] == FIRST_PAYMENT


def test_the_same_file_twice_at_once_is_stored_and_posted_once(counter: Counter) -> None:
    said: list[str] = []
    together = threading.Barrier(4)
    with open_practice(counter.path, PASSWORD, user_name=OWNER) as practice:

        def post(number: int) -> None:
            with practice.connect() as db:
                stamp = Clinic.reopened(db).stamp(MONDAY)
                together.wait(timeout=20)
                received = receive_remittance(db, stamp, f"file-{number}.835", counter.remittance)
                rows = remittances_of_file(db, received.row_id or 0)
                said.extend(post_remittance(db, stamp, row.id).message for row in rows)

        threads = [threading.Thread(target=post, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
    assert len(said) == 4
    assert sum(one.startswith("Posted ") for one in said) == 1
    assert sum(one.endswith("nothing was posted again") for one in said) == 3
    assert counter.look() == (2, 2, FIRST_PAYMENT + Money(3044))


# Places -----------------------------------------------------------------------------------------------------------


def a_ready_claim(counter: Counter) -> str:
    """A claim of today, so that no filing limit has passed; its number."""
    with open_practice(counter.path, PASSWORD, user_name=OWNER) as practice, practice.connect() as db:
        cedar = Clinic.reopened(db)
        day = today("America/Los_Angeles")
        chart = cedar.register("Nair", "Priya", cedar.insurance("UHC", "900440012"))
        return cedar.bill(cedar.code(cedar.arrive(chart, day), "M54.2", "98940 A"), day).number


@pytest.mark.parametrize("command", ["export", "print"])
def test_a_place_that_takes_no_file_loses_no_claim(counter: Counter, tmp_path: Path, command: str) -> None:
    number = a_ready_claim(counter)
    taken = tmp_path / "taken"
    taken.write_text("a file where a folder should be")
    code, said = counter("claims", command, number, "--out", str(taken / "claim.out"))
    assert code == 2
    assert_one_sentence(said.strip())
    assert "nothing was done" in said

    first, again = tmp_path / "first.out", tmp_path / "again.out"
    for path in (first, again):
        assert counter("claims", command, number, "--out", str(path))[0] == 0
    assert first.read_bytes() == again.read_bytes()
    assert number.encode() in first.read_bytes() or command == "print"


def test_a_read_only_folder_loses_no_claim() -> None:
    cedar = Clinic(open_memory_practice(owner=OWNER), CEDAR)
    chart = cedar.register("Nair", "Priya", cedar.insurance("UHC", "900440012"))
    claim = cedar.bill(cedar.code(cedar.arrive(chart, MONDAY), "M54.2", "98940 A"), MONDAY).claim_id
    cedar.send(claim, on=MONDAY)
    session = Session(
        db=cedar.db, stamp=cedar.stamp(MONDAY), clinic_name="Cedar", path=Path("cedar.clinicbill")
    )
    with public_folder() as folder:
        folder.chmod(0o555)
        for out in (folder, folder / "new"):
            with as_nobody(), pytest.raises(NotWritable) as refused:
                export_claims(session, [get_claim(cedar.db, claim)], out)
            assert_one_sentence(str(refused.value))
        assert list(folder.iterdir()) == []
    assert cedar.status(claim) is ClaimStatus.SENT
    assert [one.id for one in claims_of_patient(cedar.db, chart.patient_id)] == [claim]
