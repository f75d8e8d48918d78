"""A whole year of both demo practices, held against an independent validator and the code library."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.identifiers import is_npi
from clinicbill.bench.hot_paths import sent_claims
from clinicbill.codesets.icd10 import is_billable
from clinicbill.codesets.library import open_library
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind
from clinicbill.reports.aging import aging
from clinicbill.x12.claim_837p import Submitter, claims_file
from clinicbill.x12.envelope import CLAIM_837P, Interchange
from tests.unit.x12.samples_835 import passes_pyx12

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from clinicbill.claims.claim import Claim

DAY = date(2026, 11, 23)
_IN_ONE_FILE = 1200

# The file runs on one worker, which makes each year once.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[DemoKind, Path]:
    """Both practices; kept here, because a fixture with parameters is made anew whenever the order changes."""
    folder = tmp_path_factory.mktemp("year")
    return {kind: make_demo(folder, kind, as_of=DAY) for kind in DemoKind}


@pytest.fixture(params=list(DemoKind))
def year(request: pytest.FixtureRequest, made: dict[DemoKind, Path]) -> Iterator[Database]:
    with open_practice(made[request.param], PASSWORD) as opened, opened.connect() as db:
        yield db


def _as_file(claims: tuple[Claim, ...]) -> str:
    interchange = Interchange(
        kind=CLAIM_837P,
        sender_id="DEMO",
        receiver_id="DEMOCH01",
        control_number=1,
        made_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
    )
    submitter = Submitter(
        name="DEMO",
        submitter_id="DEMO",
        contact_name="DANA REYES",
        phone="5415550100",
        receiver_name="DEMO CLEARINGHOUSE",
        receiver_id="DEMOCH01",
    )
    return claims_file(claims, interchange=interchange, submitter=submitter).content.decode()


def test_the_837p_of_every_demo_claim_passes_pyx12(year: Database) -> None:
    claims = sent_claims(year, 10_000)
    assert len(claims) > 1500
    for start in range(0, len(claims), _IN_ONE_FILE):
        assert passes_pyx12(_as_file(claims[start : start + _IN_ONE_FILE]))


def test_every_code_and_every_npi_is_valid(year: Database) -> None:
    library = open_library()
    claims = sent_claims(year, 10_000)
    codes = {(code, claim.first_service_on) for claim in claims for code in claim.diagnoses}
    assert {code for code, on in codes if not is_billable(library, code, on)} == set()
    npis = {line.rendering.npi for claim in claims for line in claim.lines}
    npis |= {claim.billing.npi for claim in claims}
    npis |= {claim.referring.npi for claim in claims if claim.referring}
    assert all(is_npi(npi) for npi in npis)


def test_the_books_close(year: Database) -> None:
    open_cents = year.execute(
        """select sum(balance_cents) from open_balance
           where account in ('payer_receivable', 'patient_receivable', 'unapplied')"""
    ).fetchone()[0]
    assert aging(year, as_of=DAY).total.cents == open_cents
    assert aging(year, as_of=DAY, by="patient").total.cents == open_cents
    assert year.execute("select count(*) from balance_drift").fetchone()[0] == 0
    assert year.execute("select sum(amount_cents) from entry").fetchone()[0] == 0


def test_no_payer_is_owed_less_than_nothing_for_a_line(year: Database) -> None:
    below = year.execute(
        "select count(*) from open_balance where account = 'payer_receivable' and balance_cents < 0"
    ).fetchone()[0]
    assert below == 0


def test_there_is_something_to_do_on_every_page(year: Database) -> None:
    counts = {
        "claims that need work": "select count(*) from claim where status in ('draft', 'on_hold', 'rejected')",
        "ready claims": "select count(*) from claim where status = 'ready'",
        "denied claims": "select count(*) from claim where status = 'denied'",
        "remittances that wait": "select count(*) from remittance where status = 'waiting'",
        "visits to code": "select count(*) from encounter where status = 'to_code'",
        "visits on hold": "select count(*) from encounter where status = 'on_hold'",
        "unapplied money": "select count(*) from open_balance where account = 'unapplied'",
        "alerts": "select count(*) from patient_note where kind = 'alert'",
    }
    empty = [name for name, sql in counts.items() if not year.execute(sql).fetchone()[0]]
    assert empty == []
