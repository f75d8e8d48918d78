from __future__ import annotations

from dataclasses import replace

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import EncounterId
from clinicbill.coding.edits.rules import Scope
from clinicbill.coding.edits.set_aside import SetAside, answered, may_be_set_aside, plain, row_for, subject_of
from tests.support.coded_days import DAY

SCOPE = Scope(filing_code="MB", day=DAY)
WARNING = Finding(
    rule="C16", severity=Severity.WARNING, message="97140 stands alone", why="Why.", field="lines.1.modifiers"
)
ROW = SetAside(
    encounter_id=EncounterId(1), rule="C16", subject="97140", message="97140 stands alone", reason="Other region",
    by="Dana Reyes",
)  # fmt: skip


def told(finding: Finding, *rows: SetAside, procedures: tuple[str, ...] = ("98941", "97140")) -> Finding:
    (found,) = answered([finding], rows, diagnoses=("M99.03",), procedures=procedures, scope=SCOPE)
    return found


def test_what_was_set_aside_is_information_with_its_reason_and_who_gave_it() -> None:
    found = told(WARNING, ROW)
    assert found.severity is Severity.INFO
    assert found.why == "Set aside by Dana Reyes: Other region. Why."


def test_it_follows_its_line_and_a_claim_says_it_with_a_full_stop() -> None:
    moved = replace(WARNING, field="lines.0.modifiers", message="97140 stands alone.")
    assert told(moved, ROW, procedures=("97140", "98941")).severity is Severity.INFO
    assert plain("One.") == "One"


def test_other_words_another_code_or_a_withdrawn_row_answer_nothing() -> None:
    assert told(replace(WARNING, message="97140 stands twice"), ROW) == replace(
        WARNING, message="97140 stands twice"
    )
    assert told(WARNING, ROW, procedures=("98941", "97110")) == WARNING
    assert told(WARNING, replace(ROW, active=False)) == WARNING
    assert told(WARNING) == WARNING


def test_what_has_to_be_mended_cannot_be_set_aside() -> None:
    stop = replace(WARNING, rule="C06", severity=Severity.MUST_FIX)
    assert told(stop, replace(ROW, rule="C06")) == stop
    assert not may_be_set_aside(stop, SCOPE)
    assert not may_be_set_aside(replace(stop, rule="F17"), SCOPE)
    assert may_be_set_aside(replace(stop, rule="O01"), SCOPE)
    assert may_be_set_aside(WARNING, SCOPE)
    assert not may_be_set_aside(replace(WARNING, severity=Severity.INFO), SCOPE)


def test_the_subject_is_the_code_at_the_place() -> None:
    def subject(field: str) -> str:
        return subject_of(replace(WARNING, field=field), ("M99.03",), ("98941",))

    assert [subject(one) for one in ("lines.0.units", "diagnoses.0", "lines.4.units", "service_on", "")] == [
        "98941", "M99.03", "", "", "",
    ]  # fmt: skip
    assert row_for(WARNING, [ROW], diagnoses=(), procedures=("1", "97140")) is ROW
