"""The same sheets once more, to the byte."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.claims.print_log_store import Paper, list_print_jobs
from clinicbill.claims.sent_store import get_submission
from clinicbill.claims.status import ClaimStatus
from clinicbill.practice.user import Role
from clinicbill.workflows.print_again import print_again
from clinicbill.workflows.print_claims import print_claims
from tests.support.practice import STAMP, TODAY, stamp_on
from tests.unit.workflows.test_print_claims import PaperOffice, change_everything

if TYPE_CHECKING:
    from clinicbill.workflows.drawing import Drawing


@pytest.fixture
def at() -> PaperOffice:
    return PaperOffice()


LATER = stamp_on(TODAY.replace(day=28))


@pytest.mark.parametrize("background", [False, True])
def test_originals_come_from_the_kept_bytes(
    at: PaperOffice, monkeypatch: pytest.MonkeyPatch, *, background: bool
) -> None:
    claims = [at.claim("Ruiz"), at.claim("Haddad")]
    first = print_claims(at.db, STAMP, [claim.id for claim in claims], background=background)
    change_everything(at, claims[0])
    (job,) = list_print_jobs(at.db)
    assert job.submission_id is not None
    sha256 = get_submission(at.db, job.submission_id).sha256
    handed: list[Drawing] = []
    again = print_again(at.db, LATER, job.id, printer="Laser", hand_over=handed.append)
    assert hashlib.sha256(handed[0].content).hexdigest() == sha256
    assert again.drawing.content == first.content
    assert again.file_name == first.file_name
    assert again.message == "2 claims printed again, the same sheets"
    assert at.record(claims[0].id).status is ClaimStatus.PRINTED
    assert at.texts(claims[0].id)[-1] == "Copy printed"
    newest = list_print_jobs(at.db)[0]
    assert (newest.printer, newest.paper, newest.originals) == ("Laser", job.paper, 0)
    monkeypatch.setattr("clinicbill.workflows.draw_sheets.draw_pages", lambda *_, **__: b"%PDF other")
    assert print_again(at.db, LATER, newest.id).drawing.content == first.content, "again of again"


def test_a_mixed_printing_is_drawn_as_it_was(at: PaperOffice) -> None:
    sent, new = at.claim("Ruiz"), at.claim("Haddad")
    print_claims(at.db, STAMP, [sent.id], background=False)
    mixed = print_claims(at.db, STAMP, [new.id, sent.id], background=True)
    change_everything(at, sent)
    job = list_print_jobs(at.db)[0]
    assert (job.claims, job.originals, job.paper) == (2, 1, Paper.PLAIN_PAPER)
    assert print_again(at.db, LATER, job.id).drawing.content == mixed.content


def test_a_copy_of_what_was_never_sent_was_not_kept(at: PaperOffice) -> None:
    claim = at.claim()
    print_claims(at.db, STAMP, [claim.id], background=False, copies_only=True)
    (job,) = list_print_jobs(at.db)
    with pytest.raises(CannotDo, match="had not been sent when this copy was printed"):
        print_again(at.db, LATER, job.id)
    assert at.count("print_job") == 1


def test_a_printing_that_fails_is_not_logged(at: PaperOffice) -> None:
    print_claims(at.db, STAMP, [at.claim().id], background=False)
    (job,) = list_print_jobs(at.db)

    def jam(_drawing: object) -> None:
        raise CannotDo("No paper.")

    with pytest.raises(CannotDo):
        print_again(at.db, LATER, job.id, hand_over=jam)
    assert at.count("print_job") == 1


def test_the_front_desk_prints_nothing(at: PaperOffice) -> None:
    print_claims(at.db, STAMP, [at.claim().id], background=False)
    with pytest.raises(NotAllowed):
        print_again(at.db, stamp_on(TODAY, role=Role.FRONT_DESK), list_print_jobs(at.db)[0].id)


def test_it_tells_how_far_it_is_and_can_be_stopped(at: PaperOffice) -> None:
    print_claims(at.db, STAMP, [at.claim("Ruiz").id, at.claim("Haddad").id], background=False)
    (job,) = list_print_jobs(at.db)
    told: list[tuple[int, int, str]] = []

    class Stopped(Exception):
        """What a cancel raises."""

    def stop(done: int, of: int, words: str) -> None:
        told.append((done, of, words))
        if words == "sheets drawn" and done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        print_again(at.db, LATER, job.id, tell=stop)
    assert told == [
        (0, 2, "claims read"),
        (1, 2, "claims read"),
        (0, 2, "sheets drawn"),
        (1, 2, "sheets drawn"),
    ]
    assert at.count("print_job") == 1
