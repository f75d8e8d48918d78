from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.basics.people import PersonName
from clinicbill.claims.sent_store import PAPER, claims_of_submission, get_submission
from clinicbill.claims.status import ClaimStatus
from clinicbill.cms1500.draw import PrinterOffset
from clinicbill.patients.store import get_coverage, get_patient, save_coverage, save_patient
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import get_payer, save_payer
from clinicbill.practice.user import Role
from clinicbill.workflows.print_claims import print_claims
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, stamp_on

if TYPE_CHECKING:
    from clinicbill.claims.store import ClaimRecord


class PaperOffice(Workplace):
    """The commercial payer takes paper."""

    def __init__(self) -> None:
        super().__init__()
        payer = get_payer(self.db, self.office.commercial)
        save_payer(self.db, replace(payer, delivery=Delivery.PAPER), STAMP)


@pytest.fixture
def at() -> PaperOffice:
    return PaperOffice()


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def change_everything(at: Workplace, claim: ClaimRecord) -> None:
    patient = get_patient(at.db, claim.patient_id)
    save_patient(at.db, replace(patient, name=PersonName(last="Other", first="Name")), STAMP)
    coverage = get_coverage(at.db, claim.coverage_id)
    save_coverage(at.db, replace(coverage, member_id="CHANGED1"), STAMP)


def test_a_paper_claim_is_printed_and_kept(at: PaperOffice) -> None:
    claim = at.claim()
    outcome = print_claims(at.db, STAMP, [claim.id], background=False)
    assert outcome.done
    assert outcome.message == "1 claim printed"
    assert outcome.file_name == f"CMS1500-{claim.patient_control_number}.pdf"
    assert at.record(claim.id).status is ClaimStatus.PRINTED
    assert outcome.claims[0].status is ClaimStatus.PRINTED
    assert outcome.submission_id is not None
    kept = get_submission(at.db, outcome.submission_id)
    assert (kept.kind, kept.content) == (PAPER, outcome.content)
    assert kept.sha256 == hashlib.sha256(outcome.content).hexdigest()
    assert claims_of_submission(at.db, kept.id)[0].claim == at.content(claim.id)
    (page,) = pages(outcome.content)
    assert claim.patient_control_number in page
    assert "RUIZ" in page


@pytest.mark.parametrize("background", [False, True])
def test_a_reprint_gives_the_same_bytes_whatever_changed(at: PaperOffice, *, background: bool) -> None:
    claim = at.claim()
    first = print_claims(at.db, STAMP, [claim.id], background=background)
    change_everything(at, claim)
    again = print_claims(at.db, STAMP, [claim.id], background=background)
    assert again.content == first.content
    assert again.submission_id is None
    assert again.message == "1 claim printed as a copy"
    assert at.texts(claim.id)[-2:] == ["Printed for Harbor Mutual PPO", "Copy printed"]
    assert at.record(claim.id).status is ClaimStatus.PRINTED
    assert at.count("submission") == 1


def test_a_file_claim_prints_as_a_copy_and_stays_ready() -> None:
    at = Workplace()
    claim = at.claim()
    outcome = print_claims(at.db, STAMP, [claim.id], background=True)
    assert len(pages(outcome.content)) == 1
    assert (outcome.submission_id, outcome.claims[0].status) == (None, ClaimStatus.READY)
    assert at.record(claim.id).status is ClaimStatus.READY
    assert at.count("submission") == 0


def test_forms_stand_in_the_order_asked_for_and_originals_are_kept_apart(at: PaperOffice) -> None:
    printed, new = at.claim("Ruiz"), at.claim("Haddad")
    print_claims(at.db, STAMP, [printed.id], background=False)
    outcome = print_claims(at.db, STAMP, [new.id, printed.id], background=False)
    assert ["HADDAD" in page for page in pages(outcome.content)] == [True, False]
    assert outcome.message == "1 claim printed; 1 claim printed as a copy"
    assert outcome.submission_id is not None
    kept = get_submission(at.db, outcome.submission_id)
    assert len(pages(kept.content)) == 1


def test_what_has_something_to_fix_is_left_out(at: PaperOffice) -> None:
    good, bad = at.claim("Ruiz"), at.claim("Haddad")
    coverage = get_coverage(at.db, bad.coverage_id)
    save_coverage(at.db, replace(coverage, member_id=""), STAMP)
    outcome = print_claims(at.db, STAMP, [good.id, bad.id], background=False)
    assert outcome.done
    assert len(pages(outcome.content)) == 1
    assert outcome.message == "1 claim printed; 1 claim left out with something to fix"
    assert at.record(bad.id).status is ClaimStatus.DRAFT
    nothing = print_claims(at.db, STAMP, [bad.id], background=False)
    assert not nothing.done
    assert (nothing.content, nothing.message) == (
        b"",
        "Nothing was printed: every claim has something to fix",
    )


def test_a_printers_offset_changes_the_sheet_but_not_what_is_kept(at: PaperOffice) -> None:
    claim = at.claim()
    moved = print_claims(at.db, STAMP, [claim.id], background=False, offset=PrinterOffset(right=1.5))
    assert moved.submission_id is not None
    kept = get_submission(at.db, moved.submission_id).content
    assert kept != moved.content
    assert print_claims(at.db, STAMP, [claim.id], background=False).content == kept


def test_two_claims_give_two_numbers_in_the_name(at: PaperOffice) -> None:
    claims = [at.claim("Ruiz"), at.claim("Haddad")]
    numbers = [claim.patient_control_number for claim in claims]
    outcome = print_claims(at.db, STAMP, [claim.id for claim in claims], background=False)
    assert outcome.file_name == f"CMS1500-{numbers[0]}-{numbers[1]}.pdf"


def test_the_front_desk_does_not_print_claims(at: PaperOffice) -> None:
    with pytest.raises(NotAllowed):
        print_claims(at.db, stamp_on(TODAY, role=Role.FRONT_DESK), [at.claim().id], background=False)
