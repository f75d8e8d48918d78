from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.basics.findings import Severity
from clinicbill.basics.people import PersonName
from clinicbill.claims.print_log_store import Paper, claims_of_print_job, list_print_jobs
from clinicbill.claims.sent_store import PAPER, claims_of_submission, get_submission
from clinicbill.claims.status import ClaimStatus
from clinicbill.cms1500.draw import PrinterOffset
from clinicbill.patients.store import get_coverage, get_patient, save_coverage, save_patient
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import get_payer, save_payer
from clinicbill.practice.user import Role
from clinicbill.workflows.bill_secondary import bill_secondary
from clinicbill.workflows.print_claims import print_claims
from tests.support.ledgers import a_payment, a_remittance, a_service, post
from tests.support.offices import Workplace
from tests.support.practice import STAMP, TODAY, stamp_on
from tests.unit.workflows.test_read_decisions import TwoInsurances

if TYPE_CHECKING:
    from clinicbill.claims.store import ClaimRecord
    from clinicbill.workflows.drawing import Drawing


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


# The log, the paper, and what lies behind a form ------------------------------------------------------


def test_every_printing_is_logged_with_its_claims(at: PaperOffice) -> None:
    printed, new = at.claim("Ruiz"), at.claim("Haddad")
    print_claims(at.db, STAMP, [printed.id], background=False)
    outcome = print_claims(at.db, STAMP, [new.id, printed.id], background=True, printer="Laser 2")
    second, first = list_print_jobs(at.db)
    assert (first.printer, first.paper, first.sheets, first.originals) == ("", Paper.RED_FORM, 1, 1)
    assert (second.printer, second.paper, second.sheets) == ("Laser 2", Paper.PLAIN_PAPER, outcome.sheets)
    assert second.submission_id == outcome.submission_id
    claims = claims_of_print_job(at.db, second.id)
    assert [(one.claim_id, one.copy) for one in claims] == [(new.id, False), (printed.id, True)]


def test_a_printing_that_fails_leaves_everything_as_it_was(at: PaperOffice) -> None:
    claim = at.claim()
    before = at.texts(claim.id)

    def jam(drawing: Drawing) -> None:
        assert drawing.sheets == 1
        raise CannotDo("The printer takes nothing; no claim was changed.")

    with pytest.raises(CannotDo, match="takes nothing"):
        print_claims(at.db, STAMP, [claim.id], background=False, hand_over=jam)
    assert at.record(claim.id).status is ClaimStatus.READY
    assert at.texts(claim.id) == before
    assert (at.count("submission"), at.count("print_job")) == (0, 0)


@pytest.mark.parametrize("when", ["claims checked", "sheets drawn"])
def test_cancelling_leaves_everything_as_it_was(at: PaperOffice, when: str) -> None:
    claims = [at.claim("Ruiz"), at.claim("Haddad")]

    class Cancelled(Exception):
        pass

    def tell(done: int, of: int, words: str) -> None:
        assert done < of == 2
        if (done, words) == (1, when):
            raise Cancelled

    with pytest.raises(Cancelled):
        print_claims(at.db, STAMP, [claim.id for claim in claims], background=False, tell=tell)
    assert {at.record(claim.id).status for claim in claims} == {ClaimStatus.READY}
    assert (at.count("submission"), at.count("print_job")) == (0, 0)


def test_the_handed_bytes_are_those_that_are_kept(at: PaperOffice) -> None:
    handed: list[Drawing] = []
    outcome = print_claims(at.db, STAMP, [at.claim().id], background=False, hand_over=handed.append)
    assert outcome.submission_id is not None
    assert handed[0].content == get_submission(at.db, outcome.submission_id).content == outcome.content


def test_one_of_several_reprints_alone_and_all_of_them_from_the_kept_bytes(
    at: PaperOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [at.claim("Ruiz").id, at.claim("Haddad").id]
    first = print_claims(at.db, STAMP, ids, background=False)
    assert len(pages(print_claims(at.db, STAMP, ids[:1], background=False).content)) == 1
    # A later program may draw otherwise; what went to the payer is printed again as it was.
    monkeypatch.setattr("clinicbill.workflows.draw_sheets.draw_pages", lambda *_, **__: b"%PDF other")
    again = print_claims(at.db, STAMP, ids, background=False)
    assert again.content == first.content
    assert again.drawing is not None
    assert again.drawing.pages == (None, None)
    assert print_claims(at.db, STAMP, ids, background=True).content == b"%PDF other"
    assert print_claims(at.db, STAMP, ids[::-1], background=False).content == b"%PDF other"


class MedicarePaper(Workplace):
    """Medicare takes paper, but only red forms."""

    def __init__(self) -> None:
        super().__init__()
        for payer_id in (self.office.commercial, self.office.medicare):
            save_payer(self.db, replace(get_payer(self.db, payer_id), delivery=Delivery.PAPER), STAMP)

    def medicare(self, last: str = "Cho") -> ClaimRecord:
        return self.claim(
            last,
            self.office.medicare,
            diagnoses=("M99.03", "M54.59"),
            lines=[("98941", "AT", "65.00")],
        )


def test_plain_paper_is_refused_where_the_payer_needs_the_red_form() -> None:
    at = MedicarePaper()
    red, plain = at.medicare(), at.claim("Ruiz")
    assert at.record(red.id).status is ClaimStatus.READY
    outcome = print_claims(at.db, STAMP, [red.id, plain.id], background=True)
    assert outcome.message == "1 claim printed; 1 claim left out: the payer takes only the red form"
    assert [finding.rule for finding in outcome.claims[0].findings][:1] == ["P20"]
    assert at.record(red.id).status is ClaimStatus.READY
    assert at.record(plain.id).status is ClaimStatus.PRINTED
    nothing = print_claims(at.db, STAMP, [red.id], background=True)
    assert not nothing.done
    assert nothing.message == "Nothing was printed: the payer takes only the red form"
    assert print_claims(at.db, STAMP, [red.id], background=False).message == "1 claim printed"


def test_a_copy_for_the_files_is_always_possible() -> None:
    at = MedicarePaper()
    claim = at.medicare()
    outcome = print_claims(at.db, STAMP, [claim.id], background=True, copies_only=True)
    assert outcome.message == "1 claim printed as a copy"
    assert at.record(claim.id).status is ClaimStatus.READY
    assert "PLAIN-PAPER COPY" in pages(outcome.content)[0]


def secondary_of(at: TwoInsurances) -> ClaimRecord:
    """Billed to the second insurance, on paper, after a remittance that speaks of two more patients."""
    save_payer(at.db, replace(get_payer(at.db, at.second_payer), delivery=Delivery.PAPER), STAMP)
    other = at.claim("Vandermolen", at.office.commercial)
    at.db.execute("update claim set status = 'sent' where id = ?", [other.id])
    service = a_service("98941", "65.00", "61.17", "CO-45 3.83", from_on=TODAY, to_on=TODAY)
    payment = a_payment(other.patient_control_number, [service], last="Vandermolen")
    assert post(at.db, a_remittance([payment, at.usual()])).done
    return at.record(bill_secondary(at.db, STAMP, at.first.id).claims[0].claim_id)


def test_a_claim_to_the_next_insurance_prints_with_its_part_of_the_remittance() -> None:
    at = TwoInsurances()
    record = secondary_of(at)
    outcome = print_claims(at.db, STAMP, [record.id], background=False)
    assert outcome.sheets == 2
    assert not {"P20", "P21"} & {finding.rule for finding in outcome.claims[0].findings}
    form, remittance = pages(outcome.content)
    assert record.patient_control_number in form
    for words in ("MEDICARE PART B OREGON", "8812345", "98941-AT", "CO-253", "PR-2", "32.30", "58.24"):
        assert words in remittance, words
    assert at.first.patient_control_number in remittance
    for words in ("VANDERMOLEN", "61.17", "3.83", "93.47"):
        assert words not in remittance.upper(), words
    assert outcome.submission_id is not None
    assert get_submission(at.db, outcome.submission_id).content == outcome.content
    assert list_print_jobs(at.db)[0].sheets == 2
    assert print_claims(at.db, STAMP, [record.id], background=False).content == outcome.content


def test_a_later_remittance_changes_no_reprint() -> None:
    at = TwoInsurances()
    record = secondary_of(at)
    alone = at.claim("Ruiz", at.office.commercial)
    first = print_claims(at.db, STAMP, [record.id, alone.id], background=True)
    again = at.usual(paid=a_service("1", "1.00", "32.30").paid)
    later = stamp_on(TODAY.replace(day=28))
    post(at.db, a_remittance([again], trace_number="9900001"), later)
    copy = print_claims(at.db, later, [record.id], background=True)
    assert "9900001" not in "".join(pages(copy.content))
    assert pages(copy.content) == pages(first.content)[:2]


def test_without_a_kept_remittance_it_warns_and_prints() -> None:
    at = TwoInsurances()
    outcome = print_claims(at.db, STAMP, [at.secondary().id], background=False, copies_only=True)
    (finding,) = outcome.claims[0].findings
    assert (finding.rule, finding.severity) == ("P21", Severity.WARNING)
    assert "by hand" in finding.fix
    assert outcome.done
    assert len(pages(outcome.content)) == 1


def test_on_red_forms_the_remittances_come_last_and_on_plain_paper_behind_each_form() -> None:
    at = TwoInsurances()
    record, alone = secondary_of(at), at.claim("Ruiz", at.office.commercial)
    ids = [record.id, alone.id]
    for background, order in ((False, [True, True, False]), (True, [True, False, True])):
        drawing = print_claims(at.db, STAMP, ids, background=background, copies_only=True).drawing
        assert drawing is not None
        assert [page is not None for page in drawing.pages] == order
        assert (drawing.forms, drawing.sheets) == (2, 3)
