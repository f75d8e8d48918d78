from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.coding.queries.lint import lint
from clinicbill.coding.queries.query import CodingQuery, Indicator, QueryKind, QueryOption
from tests.unit.coding.queries.questions import NOTE, a_query


def rules(query: CodingQuery, note: str = NOTE) -> set[str]:
    return {finding.rule for finding in lint(query, note)}


def choice(*texts: str, cited: tuple[int, ...] = (0,)) -> CodingQuery:
    options = tuple(QueryOption(text=text, indicators=cited) for text in texts)
    return a_query("options", options=options)


GOOD = choice("Osteoarthritis of the knee", "Tear of the meniscus")


def test_a_fair_question_may_be_asked() -> None:
    assert rules(GOOD) == set()
    asked = "Is the effusion related to the documented osteoarthritis?"
    assert rules(a_query("relation", question=asked)) == set()


@pytest.mark.parametrize(
    "question",
    [
        "Please document osteoarthritis of the knee.",
        "Would you agree that this is osteoarthritis?",
        "The knee pain is clearly osteoarthritis, isn't it?",
        "Don’t you think this should be osteoarthritis?",
        "We need the side of the knee pain, which is it?",
    ],
)
def test_leading_words_stop_it(question: str) -> None:
    assert "Q03" in rules(replace(GOOD, question=question))


def test_a_condition_that_is_not_in_the_record_may_not_stand_in_the_question() -> None:
    asked = replace(GOOD, question="Does the patient have a meniscal tear or radiculopathy at this visit?")
    found = [finding.value for finding in lint(asked, NOTE) if finding.rule == "Q03"]
    assert found == ["tear", "radiculopathy"]
    elsewhere = Indicator(text="MRI: horizontal tear; radiculopathy excluded", where="MRI 11/20/2026")
    assert "Q03" not in rules(replace(asked, indicators=(*asked.indicators, elsewhere)))


def test_plural_and_singular_are_one_word() -> None:
    note = "A: two fractures of the ribs."
    asked = a_query("meaning", "fractures", note, question="Which ribs does the fracture concern, if known?")
    assert rules(asked, note) == set()


@pytest.mark.parametrize(
    "texts", [(), ("Osteoarthritis",), ("Osteoarthritis", "osteoarthritis "), ("A", "Other")]
)
def test_a_single_option_is_no_choice(texts: tuple[str, ...]) -> None:
    assert "Q04" in rules(choice(*texts))


def test_a_favoured_option_stops_it() -> None:
    assert "Q04" in rules(choice("Osteoarthritis (most likely)", "Tear of the meniscus"))


def test_an_option_without_an_indicator_stops_it() -> None:
    assert rules(choice("Osteoarthritis", "Tear of the meniscus", cited=())) == {"Q05"}
    assert rules(choice("Osteoarthritis", "Tear of the meniscus", cited=(7,))) == {"Q05"}


@pytest.mark.parametrize(
    "question",
    [
        "What is the diagnosis, so that the insurer pays for the visit?",
        "Which condition was treated? The claim was denied.",
        "Is there a condition with a higher level of service?",
        "Which one is it? It is worth $40 more.",
        "Which of them improves our quality score?",
    ],
)
def test_money_stops_it(question: str) -> None:
    assert "Q06" in rules(replace(GOOD, question=question))


@pytest.mark.parametrize(
    "question",
    [
        "The patient denies locking. What explains the effusion found at this visit?",
        "What does the tenderness over the costovertebral joint mean, and is recovery expected?",
        "Was the auditory symptom examined, and after discharge, what was found?",
        "What explains the tenderness at C56 and L4, first noted in 2026?",
    ],
)
def test_clinical_words_that_look_like_money_or_codes_do_not(question: str) -> None:
    assert rules(replace(GOOD, question=question)) == set()


@pytest.mark.parametrize(
    "text", ["M17.11", "M1711 osteoarthritis", "20610 injection", "L1833 brace", "U07.1"]
)
def test_codes_stop_it(text: str) -> None:
    assert "Q07" in rules(choice(text, "Osteoarthritis"))


def test_yes_or_no_is_for_what_is_documented() -> None:
    assert "Q08" in rules(a_query("relation", question="Was the patient in a good mood today?"))
    new = a_query("relation", question="Does the patient have a meniscal tear?")
    assert "Q03" in rules(new)


def test_without_indicator_or_question_nothing_is_asked() -> None:
    assert rules(replace(GOOD, indicators=(), options=())) >= {"Q02", "Q04"}
    assert "Q01" in rules(replace(GOOD, question=" ? "))


def test_a_passage_that_was_changed_must_be_marked_again() -> None:
    assert "Q02" in rules(GOOD, NOTE.replace("Knee pain", "Hip pain"))


def test_every_finding_says_what_mends_it() -> None:
    bad = replace(
        GOOD,
        question="Please document M17.11 so that we get paid?",
        options=(QueryOption(text=""), QueryOption(text="x")),
        indicators=(Indicator(text="nothing", start=0, end=3),),
    )
    found = lint(bad, NOTE)
    assert {finding.rule for finding in found} >= {"Q02", "Q03", "Q04", "Q05", "Q06", "Q07"}
    assert all(finding.fix and finding.source and finding.field for finding in found)


@given(st.text(max_size=200), st.text(max_size=80), st.sampled_from(list(QueryKind)))
def test_no_text_breaks_it(question: str, option: str, kind: QueryKind) -> None:
    asked = replace(GOOD, kind=kind, question=question, options=(QueryOption(text=option),) * 2)
    assert lint(asked, question) is not None
