"""A practice file with two claims that are ready, and `clinicbill claims` run on it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.dates import today
from clinicbill.cli.app import run
from clinicbill.codesets import library
from clinicbill.db.keys import CHEAPEST
from clinicbill.db.practice_file import create_practice, open_practice
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


@contextmanager
def a_claim_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    """A practice with one claim for a file and one for paper, in a folder that is the working folder."""
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
