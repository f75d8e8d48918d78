"""A printing looked at before it happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.findings import stops
from clinicbill.basics.people import PersonName
from clinicbill.claims.status import ClaimStatus
from clinicbill.patients.store import get_coverage, get_patient, save_coverage, save_patient
from clinicbill.practice.payer import Delivery
from clinicbill.practice.store import get_payer, save_payer
from clinicbill.workflows.check_claims import check_claims
from clinicbill.workflows.hold_claim import hold_claim
from clinicbill.workflows.preview_print import in_envelope_order, preview_print
from clinicbill.workflows.print_claims import print_claims
from tests.support.practice import STAMP, TODAY
from tests.unit.workflows.test_print_claims import MedicarePaper, pages
from tests.unit.workflows.test_read_decisions import TwoInsurances

if TYPE_CHECKING:
    from clinicbill.basics.identifiers import CoverageId, PayerId
    from clinicbill.claims.store import ClaimRecord
    from tests.support.offices import Workplace


def test_sheets_stand_by_payer_then_patient_then_date() -> None:
    at = MedicarePaper()
    later = at.claim("Ruiz")
    first = at.claim("abel", on=date(2026, 11, 9))
    medicare = at.medicare("Aaron")
    wanted = [first.id, later.id, medicare.id]
    preview = preview_print(at.db, [medicare.id, later.id, first.id], background=False)
    assert [row.claim_id for row in preview.rows] == wanted
    assert in_envelope_order(at.db, [later.id, medicare.id, first.id]) == wanted
    payer = preview.rows[2].payer
    assert preview.words == f"3 claims, 3 sheets: Harbor Mutual PPO 2, {payer} 1"
    assert preview.drawing is not None
    texts = pages(preview.drawing.content)
    assert ["ABEL" in texts[0], "RUIZ" in texts[1], "AARON" in texts[2]] == [True] * 3
    assert [row.first_service_on for row in preview.rows] == [date(2026, 11, 9), TODAY, TODAY]


def test_what_the_paper_does_not_suit_stays_out_and_says_why() -> None:
    at = MedicarePaper()
    red, plain = at.medicare(), at.claim("Ruiz")
    preview = preview_print(at.db, [red.id, plain.id], background=True)
    assert [(row.claim_id, row.refused) for row in preview.rows] == [(plain.id, False), (red.id, True)]
    assert preview.words == "1 claim, 1 sheet: Harbor Mutual PPO 1"
    alone = preview_print(at.db, [red.id], background=True)
    assert (alone.words, alone.drawing, alone.sheets) == ("Nothing to print on this paper", None, 0)
    copies = preview_print(at.db, [red.id], background=True, copies_only=True)
    assert copies.sheets == 1
    assert not copies.rows[0].original


def test_looking_changes_nothing_and_shows_what_will_be_printed() -> None:
    at = MedicarePaper()
    claim = at.claim("Ruiz")
    preview = preview_print(at.db, [claim.id], background=False)
    assert at.record(claim.id).status is ClaimStatus.READY
    assert at.count("print_job") == 0
    assert preview.drawing is not None
    assert preview.drawing.content == print_claims(at.db, STAMP, [claim.id], background=False).content


def test_it_tells_how_far_it_is() -> None:
    at = MedicarePaper()
    ids = [at.claim("Ruiz").id, at.claim("Cole").id]
    told: list[tuple[int, int, str]] = []
    preview_print(at.db, ids, background=False, tell=lambda *what: told.append(what))
    assert told[:2] == [(0, 2, "claims read"), (1, 2, "claims read")]
    assert told[-1] == (1, 2, "sheets drawn")


def test_a_missing_remittance_is_said_beforehand() -> None:
    at = TwoInsurances()
    record = at.secondary()
    at.db.execute("update claim set status = 'ready', delivery = 'paper' where id = ?", [record.id])
    (row,) = preview_print(at.db, [record.id], background=False).rows
    assert [finding.rule for finding in row.findings] == ["P21"]
    assert not row.refused


# The preview and the printing agree -------------------------------------------------------------------


def with_card(at: Workplace, coverage_id: CoverageId, member_id: str) -> None:
    save_coverage(at.db, replace(get_coverage(at.db, coverage_id), member_id=member_id), STAMP)


def with_delivery(at: Workplace, payer_id: PayerId, delivery: Delivery) -> None:
    save_payer(at.db, replace(get_payer(at.db, payer_id), delivery=delivery), STAMP)


def named(at: Workplace, claim: ClaimRecord, last: str) -> None:
    patient = get_patient(at.db, claim.patient_id)
    save_patient(at.db, replace(patient, name=PersonName(last=last, first="Ana")), STAMP)


def a_mended_draft(at: MedicarePaper, claim: ClaimRecord) -> ClaimRecord:
    member_id = get_coverage(at.db, claim.coverage_id).member_id
    with_card(at, claim.coverage_id, "")
    check_claims(at.db, STAMP, [claim.id])
    assert at.record(claim.id).status is ClaimStatus.DRAFT
    with_card(at, claim.coverage_id, member_id)
    return claim


def gone_bad(at: MedicarePaper) -> ClaimRecord:
    claim = at.claim("Baum")
    with_card(at, claim.coverage_id, "")
    return claim


def too_long(at: MedicarePaper) -> ClaimRecord:
    claim = at.claim("Cho")
    named(at, claim, "Zeller-Castellanos-Villanueva-Featherstonehaugh")
    return claim


def strange_letter(at: MedicarePaper) -> ClaimRecord:
    claim = at.claim("Dorn")
    named(at, claim, "Dorn \N{GRINNING FACE}")
    return claim


def a_file_claim_too_long(at: MedicarePaper) -> ClaimRecord:
    with_delivery(at, at.office.medicare, Delivery.ELECTRONIC)
    claim = at.medicare("Egger")
    named(at, claim, "Egger-Castellanos-Villanueva-Featherstonehaugh")
    return claim


def on_hold(at: MedicarePaper) -> ClaimRecord:
    claim = at.claim("Fink")
    hold_claim(at.db, STAMP, claim.id, reason="Waits for the card")
    return claim


def payer_now_electronic(at: MedicarePaper) -> ClaimRecord:
    claim = at.medicare("Gold")
    with_delivery(at, at.office.medicare, Delivery.ELECTRONIC)
    return claim


def payer_now_on_paper(at: MedicarePaper) -> ClaimRecord:
    with_delivery(at, at.office.medicare, Delivery.ELECTRONIC)
    claim = at.medicare("Haas")
    with_delivery(at, at.office.medicare, Delivery.PAPER)
    return claim


MAKERS = {
    "ready": lambda at: at.claim("Abel"),
    "mended draft": lambda at: a_mended_draft(at, at.claim("Abel")),
    "mended draft of Medicare": lambda at: a_mended_draft(at, at.medicare("Abel")),
    "gone bad": gone_bad,
    "too long": too_long,
    "strange letter": strange_letter,
    "file claim, too long for a form": a_file_claim_too_long,
    "on hold": on_hold,
    "payer now electronic": payer_now_electronic,
    "payer now on paper": payer_now_on_paper,
}


@pytest.mark.parametrize("background", [False, True])
@pytest.mark.parametrize("copies_only", [False, True])
@pytest.mark.parametrize("story", MAKERS)
def test_the_preview_says_exactly_what_the_printing_does(
    story: str, *, background: bool, copies_only: bool
) -> None:
    at = MedicarePaper()
    claim, other = MAKERS[story](at), at.claim("Zorn")
    ids = [claim.id, other.id]
    events = at.count("claim_event")
    preview = preview_print(at.db, ids, as_of=TODAY, background=background, copies_only=copies_only)
    assert at.count("claim_event") == events, "looking writes nothing"
    row = next(row for row in preview.rows if row.claim_id == claim.id)
    wanted = [row.claim_id for row in preview.rows]
    outcome = print_claims(at.db, STAMP, wanted, background=background, copies_only=copies_only)
    assert preview.drawing is not None
    assert outcome.content == preview.drawing.content
    (done,) = [one for one in outcome.claims if one.claim_id == claim.id]
    assert (row.refused, row.original and not row.refused) == (
        done.stopped,
        done.status is ClaimStatus.PRINTED,
    )
    assert at.record(other.id).status is (ClaimStatus.READY if copies_only else ClaimStatus.PRINTED)
    if row.refused:
        assert row.findings[0] in done.findings


def test_a_draft_whose_fault_was_mended_is_an_original() -> None:
    at = MedicarePaper()
    claim = a_mended_draft(at, at.claim("Abel"))
    (row,) = preview_print(at.db, [claim.id], background=False, as_of=TODAY).rows
    assert (row.original, row.refused) == (True, False)
    assert at.record(claim.id).status is ClaimStatus.DRAFT


def test_a_mended_draft_of_medicare_stays_out_of_plain_paper() -> None:
    at = MedicarePaper()
    claim = a_mended_draft(at, at.medicare())
    (row,) = preview_print(at.db, [claim.id], background=True, as_of=TODAY).rows
    assert [finding.rule for finding in row.findings] == ["P20"]


def test_a_ready_claim_that_has_become_bad_is_left_out_with_its_finding() -> None:
    at = MedicarePaper()
    bad, good = gone_bad(at), at.claim("Ruiz")
    preview = preview_print(at.db, [bad.id, good.id], background=False, as_of=TODAY)
    assert preview.words == "1 claim, 1 sheet: Harbor Mutual PPO 1"
    assert [row.refused for row in preview.rows] == [True, False]
    checked = print_claims(at.db, STAMP, [bad.id], background=False).claims[0]
    assert preview.rows[0].findings[0] == next(one for one in checked.findings if stops((one,)))


@pytest.mark.parametrize(
    ("story", "rule"),
    [("too long", "P10"), ("strange letter", "P11"), ("file claim, too long for a form", "P10")],
)
@pytest.mark.parametrize("copies_only", [False, True])
def test_what_does_not_fit_the_form_is_left_out_and_the_others_print(
    story: str, rule: str, *, copies_only: bool
) -> None:
    at = MedicarePaper()
    bad, good = MAKERS[story](at), at.claim("Ruiz")
    ids = [bad.id, good.id]
    preview = preview_print(at.db, ids, background=False, as_of=TODAY, copies_only=copies_only)
    assert preview.sheets == 1
    row = next(row for row in preview.rows if row.claim_id == bad.id)
    assert rule in [finding.rule for finding in row.findings]
    outcome = print_claims(at.db, STAMP, ids, background=False, copies_only=copies_only)
    assert outcome.message.endswith("; 1 claim left out with something to fix")
    assert rule in [finding.rule for finding in outcome.claims[0].findings]


def test_a_claim_goes_the_way_its_payer_takes_claims_today() -> None:
    at = MedicarePaper()
    claim = payer_now_electronic(at)
    outcome = print_claims(at.db, STAMP, [claim.id], background=False)
    assert outcome.message == "1 claim printed as a copy"
    record = at.record(claim.id)
    assert (record.status, record.delivery) == (ClaimStatus.READY, Delivery.ELECTRONIC)
    assert at.count("submission") == 0
