"""Sheets of claims: in which order, and what their pages are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500.boxes import claim_texts
from clinicbill.cms1500.draw import PrinterOffset, draw_claims
from clinicbill.workflows.draw_sheets import Bundle, bundle, draw_sheets
from tests.support.claims import a_claim
from tests.support.offices import Workplace
from tests.unit.cms1500.stories import STORIES
from tests.unit.letters.test_remittance_page import a_part

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
