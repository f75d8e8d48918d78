"""Second review: its last day, counted from the explanation, in words and for the offer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicbill.claims.profiles import built_in
from clinicbill.claims.second_review import ReviewTerm, offered_term
from tests.unit.cms1500.paper_stories import comp_california

EXPLAINED = date(2026, 9, 1)
LAST = date(2026, 11, 30)
TERM = ReviewTerm(days=90, explained_on=EXPLAINED)


def test_it_ends_ninety_days_after_the_explanation() -> None:
    assert TERM.last_on == LAST


@pytest.mark.parametrize(("left", "near"), [(15, False), (14, True), (0, True), (-1, True)])
def test_two_weeks_before_its_end_it_is_near(left: int, near: bool) -> None:
    assert TERM.is_near(LAST - timedelta(days=left)) is near


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (40, "The last day for a second review is 11/30/2026, 90 days after the explanation of 09/01/2026."),
        (3, "The last day for a second review is 11/30/2026, in 3 days: 90 days after"),
        (1, "The last day for a second review is 11/30/2026, tomorrow: 90 days after"),
        (0, "The last day for a second review is 11/30/2026, today: 90 days after"),
        (-9, "The last day for a second review was 11/30/2026, 90 days after"),
    ],
)
def test_its_sentence_names_the_last_day(left: int, words: str) -> None:
    assert TERM.words(LAST - timedelta(days=left)).startswith(words)


def test_without_an_explanation_only_the_days_are_told() -> None:
    term = ReviewTerm(days=90)
    assert (term.last_on, term.is_near(LAST)) == (None, False)
    assert "within 90 days" in term.words(LAST)


def test_it_is_offered_where_the_rules_of_the_payer_have_one() -> None:
    claim = comp_california()
    assert offered_term(built_in(), claim, EXPLAINED, claim.created_on) == TERM
    payer = replace(claim.coverage.payer, profile="workers_comp_tx")
    case = replace(claim.case, accident_state="TX")
    elsewhere = replace(claim, coverage=replace(claim.coverage, payer=payer), case=case)
    assert offered_term(built_in(), elsewhere, EXPLAINED, claim.created_on) is None


def test_an_unknown_profile_offers_none() -> None:
    claim = comp_california()
    payer = replace(claim.coverage.payer, profile="moon")
    unknown = replace(claim, coverage=replace(claim.coverage, payer=payer))
    assert offered_term(built_in(), unknown, EXPLAINED, claim.created_on) is None
