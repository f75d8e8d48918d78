"""Sheets of claims: in which order, and what their pages are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.claims.profiles import claim_profile
from clinicbill.claims.store import ClaimRecord, add_claim
from clinicbill.cms1500.boxes import claim_texts
from clinicbill.cms1500.draw import PrinterOffset, draw_claims
from clinicbill.workflows.draw_sheets import Bundle, bundle, draw_sheets
from tests.support.claims import a_claim
from tests.support.ledgers import a_remittance, post
from tests.support.offices import Workplace
from tests.support.practice import STAMP
from tests.unit.cms1500.stories import STORIES
from tests.unit.letters.test_remittance_page import a_part
from tests.unit.workflows.test_read_decisions import DAY, DECIDED, TwoInsurances

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


@pytest.mark.parametrize("background", [False, True])
def test_without_remittances_the_bytes_are_those_of_the_forms(background: bool) -> None:
    claims: list[Claim] = list(STORIES.values())
    drawing = draw_sheets([Bundle(claim=claim) for claim in claims], background=background)
    assert drawing.content == draw_claims(claims, background=background)
    texts = [sheet for claim in claims for sheet in claim_texts(claim, claim_profile(claim))]
    assert list(drawing.pages) == texts
    assert drawing.forms == drawing.sheets == len(texts)


def test_each_sheet_is_told_of() -> None:
    told: list[tuple[int, int, str]] = []
    bundles = [Bundle(claim=a_claim(), parts=(a_part(),))] * 2
    draw_sheets(bundles, background=True, tell=lambda *what: told.append(what))
    assert told == [(done, 4, "sheets drawn") for done in range(4)]


def test_the_correction_of_a_printer_moves_what_is_drawn() -> None:
    bundles = [Bundle(claim=a_claim())]
    moved = draw_sheets(bundles, background=False, offset=PrinterOffset(right=7.2))
    assert moved.content != draw_sheets(bundles, background=False).content


def test_a_first_claim_has_nothing_behind_it() -> None:
    at = Workplace()
    record = at.claim()
    assert bundle(at.db, record, at.content(record.id)).parts == ()


def one_line_of(at: TwoInsurances, place: int) -> Bundle:
    """What the second insurance is told where only one of the two lines is billed to it."""
    record = ClaimRecord(
        patient_id=at.first.patient_id,
        case_id=at.first.case_id,
        coverage_id=at.second,
        payer_id=at.second_payer,
        responsibility="S",
        first_service_on=DAY,
        total=at.first.total,
    )
    made = add_claim(at.db, STAMP, record, at.ids[place : place + 1], text="Secondary")
    return bundle(at.db, made, at.content(made.id))


def test_lines_of_another_claim_stay_out_of_the_remittance_behind() -> None:
    at = TwoInsurances()
    assert post(at.db, a_remittance([at.usual()])).done
    (part,) = one_line_of(at, 1).parts
    assert [str(service.billed) for service in part.payment.services] == ["98940-AT-GY"]
    assert (part.left_out, part.payment.charge.plain(), part.payment.paid.plain()) == (1, "50.00", "0.00")


def test_a_remittance_of_other_lines_only_lies_behind_nothing() -> None:
    at = TwoInsurances()
    alone = at.payment(at.service(0, "98941-AT", "65.00", "32.30", DECIDED))
    assert post(at.db, a_remittance([alone])).done
    assert one_line_of(at, 1).parts == ()


def test_a_claim_with_every_line_has_the_whole_answer_behind_it() -> None:
    at = TwoInsurances()
    assert post(at.db, a_remittance([at.usual()])).done
    record = at.secondary()
    (part,) = bundle(at.db, record, at.content(record.id)).parts
    assert [str(service.billed) for service in part.payment.services] == ["98941-AT", "98940-AT-GY"]
    assert (part.left_out, part.payment.charge.plain()) == (0, "115.00")
