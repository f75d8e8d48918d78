from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.errors import UnreadableFile
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.claims.content import from_json, to_json
from tests.support.claims import a_claim


def test_a_claim_reads_back_as_it_was() -> None:
    claim = a_claim()
    assert from_json(to_json(claim)) == claim
    assert to_json(claim) == to_json(from_json(to_json(claim)))


@given(st.integers(0, 10**9), st.text(max_size=40))
def test_any_amount_and_any_name_reads_back(cents: int, last: str) -> None:
    claim = a_claim()
    patient = replace(claim.patient, name=PersonName(last=last))
    changed = replace(claim, patient=patient, amount_paid=Money(cents))
    assert from_json(to_json(changed)) == changed


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"version":1}', "not json"])
def test_what_is_no_stored_claim_is_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableFile, match="nothing was changed"):
        from_json(text)


def test_a_claim_kept_before_explanations_were_known_reads_as_one_without() -> None:
    told = replace(a_claim(), explained_on=date(2026, 9, 1))
    kept = to_json(told)
    assert from_json(kept) == told
    older = kept.replace('"explained_on":"2026-09-01",', "")
    assert older != kept
    assert from_json(older).explained_on is None


def test_a_newer_form_is_refused() -> None:
    newer = to_json(a_claim()).replace('"version":1', '"version":2', 1)
    with pytest.raises(UnreadableFile, match="newer clinicbill"):
        from_json(newer)
