from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from clinicbill.basics.identifiers import CaseId, PatientId, ProviderId
from clinicbill.codesets.look_up import CodeAnswer
from clinicbill.encounters.encounter import Encounter
from clinicbill.encounters.missing_diagnoses import list_of_diagnoses, unused, valid_on_the_day
from clinicbill.encounters.visit_facts import VisitFacts
from clinicbill.patients.case import Case
from tests.support.checks import FewCodes
from tests.support.practice import TODAY, a_line

VISIT = Encounter(
    patient_id=PatientId(1),
    case_id=CaseId(1),
    provider_id=ProviderId(1),
    service_on=date(2026, 10, 1),
    diagnoses=("M99.03", "S13.4XXA"),
    lines=(a_line(pointers=(1, 2)),),
)
FACTS = VisitFacts(
    as_of=TODAY, birth_on=date(1979, 2, 3), case=Case(name="Low back", opened_on=date(2026, 1, 5))
)


@dataclass
class Asked:
    """Answers with the claim checks' own record, and remembers what it was asked."""

    days: list[tuple[str, date]]

    def look_up(self, code: str, on: date) -> CodeAnswer:
        self.days.append((code, on))
        return CodeAnswer(known=True, billable=True, covers=True, said="checked against code set 10/2026")


def test_codes_are_asked_for_as_of_the_date_of_service() -> None:
    codes = Asked(days=[])
    assert not list(valid_on_the_day(VISIT, replace(FACTS, codes=codes)))
    assert codes.days == [("M99.03", date(2026, 10, 1)), ("S13.4XXA", date(2026, 10, 1))]


def test_a_header_names_the_codes_below_it() -> None:
    facts = replace(FACTS, codes=FewCodes())
    (header,) = valid_on_the_day(replace(VISIT, diagnoses=("M54.5",)), facts)
    assert header.rule == "F15"
    assert header.fix == "Choose one of M54.50, M54.51, M54.59."
    (unknown,) = valid_on_the_day(replace(VISIT, diagnoses=("M99.99",)), facts)
    assert unknown.fix == "Choose the code that is valid on the date of service."


def test_what_is_no_code_is_not_asked_for() -> None:
    codes = Asked(days=[])
    vague = replace(VISIT, diagnoses=("low back",))
    assert not list(valid_on_the_day(vague, replace(FACTS, codes=codes)))
    assert codes.days == []
    assert [f.where for f in list_of_diagnoses(vague, FACTS)] == ["item 21A"]


def test_every_letter_has_its_place() -> None:
    codes = tuple(f"M54.{n:02d}" for n in range(12))
    found = list(unused(replace(VISIT, diagnoses=codes, lines=(a_line(pointers=(1,)),)), FACTS))
    assert [f.where[-1] for f in found] == list("BCDEFGHIJKL")
    assert not list(unused(replace(VISIT, lines=()), FACTS))
