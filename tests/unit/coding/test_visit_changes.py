from __future__ import annotations

from dataclasses import replace

from clinicbill.basics.identifiers import CaseId, PatientId, ProviderId
from clinicbill.basics.money import Money
from clinicbill.coding.visit_changes import visit_changes
from clinicbill.encounters.encounter import Encounter
from tests.support.practice import TODAY, a_line

LAST = Encounter(
    patient_id=PatientId(1),
    case_id=CaseId(1),
    provider_id=ProviderId(1),
    service_on=TODAY,
    diagnoses=("M99.03", "M99.01", "M99.02"),
    lines=(
        a_line("98941", "AT", "62.00", pointers=(1, 2), regions=("C", "T", "L")),
        a_line("97110", "GP", "52.00", pointers=(1,)),
    ),
)


def words(today: Encounter) -> list[str]:
    return [change.words for change in visit_changes(LAST, today)]


def test_a_copy_without_changes_says_nothing() -> None:
    assert words(LAST) == []


def test_nothing_is_said_of_a_visit_without_codes() -> None:
    assert words(replace(LAST, diagnoses=(), lines=())) == []


def test_each_kind_of_change() -> None:
    first, second = LAST.lines
    today = replace(
        LAST,
        diagnoses=("M99.03", "M99.01", "M54.59"),
        lines=(
            replace(first, modifiers=("GA",), charge=Money.parse("65.00"), regions=("C", "L")),
            replace(second, units=2, pointers=(3,)),
            a_line("97140"),
        ),
    )

    assert words(today) == [
        "M54.59 new",
        "M99.02 not today",
        "98941 without AT",
        "98941 with GA",
        "98941 regions CTL → CL",
        "98941 $62.00 → $65.00",
        "97110 points elsewhere",
        "97110 units 1 → 2",
        "97140 new",
    ]
    assert [change.line for change in visit_changes(LAST, today)][2:] == [0, 0, 0, 0, 1, 1, 2]


def test_a_line_that_is_gone_a_new_first_code_and_no_pointer() -> None:
    today = replace(
        LAST, diagnoses=("M99.01", "M99.03", "M99.02"), lines=(replace(LAST.lines[0], pointers=()),)
    )
    assert words(today) == ["M99.01 is first now", "98941 points nowhere", "97110 not today"]


def test_the_note_names_other_regions() -> None:
    today = replace(LAST, note="P: Adjusted C5, L4 and the sacrum.")
    assert words(today) == ["the note also names sacral", "the note does not name thoracic"]
