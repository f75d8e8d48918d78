from __future__ import annotations

from dataclasses import replace

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import EncounterId
from clinicbill.coding.edits.all_findings import all_findings
from clinicbill.coding.edits.set_aside import SetAside
from clinicbill.encounters.visit_facts import VisitFacts
from tests.support.practice import a_line
from tests.unit.coding.edits.test_of_visit import FACTS, VISIT

BOTH = replace(VISIT, lines=(*VISIT.lines, a_line("97140", "GP GY", "48.00", pointers=(1,))))


def test_the_visit_s_own_rules_and_the_edits_speak_together_the_gravest_first() -> None:
    found = all_findings(BOTH, FACTS)
    rules = [one.rule for one in found]
    assert {"V05", "C01", "C16"} <= set(rules)
    assert [one.severity for one in found] == sorted(
        (one.severity for one in found), key=list(Severity).index
    )
    assert len({(one.rule, one.field, one.message) for one in found}) == len(found)


def test_what_others_found_is_told_too_and_may_be_set_aside() -> None:
    other = Finding(rule="C14", severity=Severity.WARNING, message="Regions", field="lines.0.regions")
    row = SetAside(
        encounter_id=EncounterId(1), rule="C14", subject="98941", message="Regions", reason="Keyed on paper"
    )
    facts = replace(FACTS, set_aside=(row,))
    (told,) = [one for one in all_findings(VISIT, facts, [other]) if one.rule == "C14"]
    assert told.severity is Severity.INFO
    assert "Keyed on paper" in told.why


def test_facts_of_the_visit_alone_let_its_own_rules_speak() -> None:
    facts = VisitFacts(as_of=FACTS.as_of, birth_on=FACTS.birth_on, case=FACTS.case)
    assert "C01" not in {one.rule for one in all_findings(BOTH, facts)}
