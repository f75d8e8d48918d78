"""A whole year of both demo practices, held against an independent validator and the code library."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.identifiers import UserId, is_npi
from clinicbill.basics.stamp import Stamp
from clinicbill.bench.hot_paths import sent_claims
from clinicbill.claims.status import ANSWERED, ClaimStatus
from clinicbill.claims.store import claims_of_lines, claims_with_status, line_ids_of
from clinicbill.codesets.icd10 import is_billable
from clinicbill.codesets.library import open_library
from clinicbill.codesets.look_up import LibraryCodes
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind
from clinicbill.practice.payer import Delivery
from clinicbill.reports.aging import aging
from clinicbill.workflows.check_claims import check_claims
from clinicbill.workflows.preview_print import preview_print
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


def _seconds(year: Database, *, on_paper: bool) -> Counter[ClaimStatus]:
    """How many claims to second insurances stand where."""
    delivery = Delivery.PAPER if on_paper else Delivery.ELECTRONIC
    return Counter(
        {
            status: sum(
                claim.responsibility == "S" for claim in claims_with_status(year, status, delivery=delivery)
            )
            for status in ClaimStatus
        }
    )


def test_second_insurances_are_billed_in_every_way(year: Database) -> None:
    on_paper, in_files = _seconds(year, on_paper=True), _seconds(year, on_paper=False)
    assert 2 <= on_paper[ClaimStatus.READY] <= 4
    assert on_paper[ClaimStatus.PRINTED] + on_paper[ClaimStatus.MAILED]
    assert on_paper[ClaimStatus.PAID] + on_paper[ClaimStatus.PAID_IN_FULL]
    assert in_files[ClaimStatus.PAID] + in_files[ClaimStatus.PAID_IN_FULL]


def test_a_second_insurance_is_billed_after_the_first_one_answered(year: Database) -> None:
    everything = [claim for status in ClaimStatus for claim in claims_with_status(year, status)]
    seconds = [claim for claim in everything if claim.responsibility == "S"]
    assert seconds
    for claim in seconds:
        first, second = claims_of_lines(year, line_ids_of(year, claim.id))
        assert (first.responsibility, second.id) == ("P", claim.id)
        assert first.status in ANSWERED
        assert first.payer_id != claim.payer_id


def test_a_claim_to_a_second_insurance_prints_with_the_first_ones_remittance(year: Database) -> None:
    ready = claims_with_status(year, ClaimStatus.READY, delivery=Delivery.PAPER)
    seconds = [claim.id for claim in ready if claim.responsibility == "S"]
    preview = preview_print(year, seconds, background=True)
    assert preview.drawing is not None
    assert [row.findings for row in preview.rows] == [()] * len(seconds)
    assert preview.sheets == 2 * preview.drawing.forms == 2 * len(seconds)


def test_nothing_that_is_ready_has_something_to_fix(year: Database) -> None:
    stamp = Stamp(user_id=UserId(1), at=datetime(2026, 11, 23, 19, tzinfo=UTC), on=DAY, role="owner")
    ready = [claim.id for claim in claims_with_status(year, ClaimStatus.READY)]
    checked = check_claims(year, stamp, ready, codes=LibraryCodes(open_library())).claims
    assert [one.number for one in checked if one.stopped] == []


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
