"""The print log, written once and read newest first."""

from __future__ import annotations

import pytest

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import PrintJobId
from clinicbill.claims.print_log_store import (
    PAPER_WORDS,
    Paper,
    add_print_job,
    claims_of_print_job,
    get_print_job,
    list_print_jobs,
    paper_of_submission,
)
from clinicbill.claims.sent_store import add_submission
from tests.support.offices import Workplace
from tests.support.practice import STAMP


@pytest.fixture
def at() -> Workplace:
    return Workplace()


def test_a_printing_is_kept_with_its_claims_in_order(at: Workplace) -> None:
    first, second = at.claim("Ruiz"), at.claim("Haddad", at.office.auto)
    job_id = add_print_job(
        at.db,
        STAMP,
        printer="Laser",
        paper=Paper.RED_FORM,
        sheets=3,
        submission_id=None,
        claims=[(second.id, False), (first.id, True)],
    )
    job = get_print_job(at.db, job_id)
    assert (job.at, job.printer, job.paper, job.sheets) == (STAMP.at, "Laser", Paper.RED_FORM, 3)
    assert (job.claims, job.originals, job.user) == (2, 1, "Dana Reyes")
    assert len(job.payers) == 2
    assert job.payers[1] == "Harbor Mutual PPO"
    claims = claims_of_print_job(at.db, job_id)
    assert [(one.position, one.number, one.copy) for one in claims] == [
        (1, second.patient_control_number, False),
        (2, first.patient_control_number, True),
    ]
    assert str(claims[0].patient) == "Karla Haddad"


def test_the_newest_stands_first(at: Workplace) -> None:
    claim = at.claim()
    jobs = [
        add_print_job(
            at.db,
            STAMP,
            printer=name,
            paper=Paper.PLAIN_PAPER,
            sheets=1,
            submission_id=None,
            claims=[(claim.id, True)],
        )
        for name in ("A", "B", "C")
    ]
    assert [job.id for job in list_print_jobs(at.db)] == jobs[::-1]
    assert [job.printer for job in list_print_jobs(at.db, limit=1)] == ["C"]


def test_the_paper_of_a_sending_is_that_of_its_first_printing(at: Workplace) -> None:
    claim = at.claim()
    sending = add_submission(
        at.db,
        STAMP,
        kind="paper",
        file_name="a.pdf",
        content=b"x",
        claims=[(at.content(claim.id), "")],
    )
    assert paper_of_submission(at.db, sending) is None
    for paper in (Paper.PLAIN_PAPER, Paper.RED_FORM):
        add_print_job(
            at.db,
            STAMP,
            printer="",
            paper=paper,
            sheets=1,
            submission_id=sending,
            claims=[(claim.id, False)],
        )
    assert paper_of_submission(at.db, sending) is Paper.PLAIN_PAPER


def test_what_is_not_there_is_said(at: Workplace) -> None:
    with pytest.raises(NotFound, match="no printing 9"):
        get_print_job(at.db, PrintJobId(9))
    assert set(PAPER_WORDS) == set(Paper)


def test_a_printing_is_never_changed(at: Workplace) -> None:
    claim = at.claim()
    add_print_job(
        at.db,
        STAMP,
        printer="",
        paper=Paper.RED_FORM,
        sheets=1,
        submission_id=None,
        claims=[(claim.id, True)],
    )
    for statement in ("update print_job set sheets = 2", "delete from print_job_claim"):
        with pytest.raises(Exception, match="never"):
            at.db.execute(statement)
