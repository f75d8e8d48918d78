from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.identifiers import EncounterId, PatientId
from clinicbill.coding.audits.pace_choices import (
    PROCEDURES,
    ChoiceAct,
    SuggestionChoice,
    by_group,
    choice_figures,
    code_group,
)


def choice(suggested: str, act: ChoiceAct) -> SuggestionChoice:
    return SuggestionChoice(
        id=1,
        at=datetime(2026, 11, 23, tzinfo=UTC),
        encounter_id=EncounterId(1),
        patient_id=PatientId(1),
        who="Alvarez, Ruth",
        phrase="low back pain",
        suggested=suggested,
        chosen="",
        act=act,
    )


def test_rates_of_a_group() -> None:
    acts = [ChoiceAct.ACCEPTED] * 3 + [ChoiceAct.REJECTED]
    found = choice_figures(choice("M54.50", act) for act in acts)
    assert (found.accepted, found.changed, found.rejected, found.all) == (3, 0, 1, 4)
    assert found.rate(ChoiceAct.ACCEPTED) == Fraction(3, 4)
    assert choice_figures([]).rate(ChoiceAct.ACCEPTED) is None


def test_groups_are_categories_and_procedures() -> None:
    codes = {"M54.50": "M54", "I10": "I10", "98941": PROCEDURES, "J1100": PROCEDURES, "": PROCEDURES}
    assert {code: code_group(code) for code in codes} == codes


@given(
    st.lists(
        st.tuples(st.sampled_from(["M54.50", "M54.2", "98941", "R51.9"]), st.sampled_from(list(ChoiceAct)))
    )
)
def test_groups_add_up(rows: list[tuple[str, ChoiceAct]]) -> None:
    choices = [choice(*row) for row in rows]
    groups = by_group(choices)
    assert (
        sum(choice_figures(found).all for found in groups.values())
        == choice_figures(choices).all
        == len(rows)
    )
    for found in groups.values():
        assert sum(choice_figures(found).rate(act) or 0 for act in ChoiceAct) == 1
