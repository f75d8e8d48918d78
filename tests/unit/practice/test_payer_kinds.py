from __future__ import annotations

from clinicbill.practice.checks import payer_findings
from clinicbill.practice.payer import Payer
from clinicbill.practice.payer_kinds import CASE_CODES, CLAIM_FILING_CODES, MEDICARE_CODES, PAYER_KINDS


def test_every_kind_makes_a_payer_whose_filing_code_is_known() -> None:
    for kind in PAYER_KINDS:
        payer = Payer(
            name=kind.name,
            claim_filing_code=kind.claim_filing_code,
            profile=kind.profile,
            delivery=kind.delivery,
            payer_number="12345",
        )
        assert "S09" not in [finding.rule for finding in payer_findings(payer)]
    assert len({kind.name for kind in PAYER_KINDS}) == len(PAYER_KINDS)


def test_codes_are_two_characters_with_words_of_our_own() -> None:
    assert all(len(code) == 2 and words for code, words in CLAIM_FILING_CODES.items())
    assert {*MEDICARE_CODES, *CASE_CODES} <= set(CLAIM_FILING_CODES)
