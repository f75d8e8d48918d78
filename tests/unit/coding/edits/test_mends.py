from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.money import Money
from clinicbill.coding.drug_vial import DrugVial
from clinicbill.coding.edits.coded_day import Around
from clinicbill.coding.edits.mends import mend
from clinicbill.coding.edits.of_visit import CodingFacts, coded_day
from clinicbill.coding.edits.rule_list import edits
from clinicbill.practice.procedure import Fee
from tests.support.coded_days import FewDiagnoses, FewFigures, an_abn, earlier
from tests.support.practice import a_line
from tests.unit.coding.edits.test_of_visit import FACTS, VISIT

if TYPE_CHECKING:
    from clinicbill.encounters.encounter import Encounter

VIAL = DrugVial(procedure_code="J3301", name="Single", units_per_vial=4)


def around(**fields: Any) -> CodingFacts:
    filing = fields.pop("filing_code", "MB")
    taxonomy = fields.pop("taxonomy", "111N00000X")
    return replace(
        FACTS,
        filing_code=filing,
        taxonomy=taxonomy,
        credential="",
        codes=FewDiagnoses(),
        around=Around(reference=FewFigures(), **fields),
        fees={"J3301": [Fee(charge=Money(1000), from_on=date(2026, 1, 1))]},
    )


def visit(
    *lines: tuple[str, str], diagnoses: tuple[str, ...] = ("M99.03", "M54.59"), **fields: Any
) -> Encounter:
    made = tuple(
        a_line(code, modifiers, "10.00", pointers=(1, 2)[: len(diagnoses)], **fields)
        for code, modifiers in lines
    )
    return replace(VISIT, diagnoses=diagnoses, lines=made)


def mended(rule: str, at: int, before: Encounter, facts: CodingFacts) -> tuple[str, Encounter]:
    finding = Finding(rule=rule, severity=Severity.WARNING, message="m", field=f"lines.{at}.modifiers")
    found = mend(finding, before, facts)
    assert found is not None
    return found.text, found.visit


SURGEON = {"taxonomy": "207X00000X", "filing_code": "CI"}
KNEE = {"earlier": (earlier("27447", date(2026, 10, 13), "RT"),), **SURGEON}


@pytest.mark.parametrize(
    ("rule", "lines", "facts", "text", "modifiers"),
    [
        ("C03", ("98941", ""), around(treatment="active"), "Add AT", ("AT",)),
        ("C03", ("98941", ""), around(abns=(an_abn(),)), "Add GA", ("GA",)),
        ("C05", ("98941", "AT"), around(treatment="maintenance"), "Take AT off", ()),
        (
            "C05",
            ("98941", "AT"),
            around(treatment="maintenance", abns=(an_abn(),)),
            "GA instead of AT",
            ("GA",),
        ),
        ("C07", ("98941", "GZ"), around(abns=(an_abn(),)), "GA instead of GZ", ("GA",)),
        ("C08", ("97110", "GP"), around(), "Add GY", ("GP", "GY")),
        ("C09", ("97110", "GX"), around(), "Add GY", ("GX", "GY")),
        ("C09", ("98941", "GY"), around(), "Take GY off", ()),
        ("C16", ("97140", "GP"), around(), "Add XS", ("GP", "XS")),
        ("C16", ("97140", ""), around(filing_code="CI"), "Add 59", ("59",)),
        ("C18", ("99213", ""), around(), "Add 25", ("25",)),
        ("O11", ("97140", "59 XS"), around(), "Take 59 off", ("XS",)),
        ("O12", ("27447", "80"), around(taxonomy="363AS0400X"), "AS instead of 80", ("AS",)),
        ("D07", ("J3301", ""), around(), "Add JZ", ("JZ",)),
        ("N23", ("98941", "GA"), around(filing_code="16"), "Take GA off", ()),
    ],
)
def test_one_key_puts_the_modifier_right(
    rule: str, lines: tuple[str, str], facts: CodingFacts, text: str, modifiers: tuple[str, ...]
) -> None:
    said, after = mended(rule, 0, visit(lines), facts)
    assert (said, after.lines[0].modifiers) == (text, modifiers)


def test_a_mend_silences_its_edit() -> None:
    facts = around(vials=(VIAL,))
    before = visit(("J3301", ""), units=3)
    said, after = mended("D07", 0, before, facts)
    assert said == "Add JW line, 1 units"
    given, thrown = after.lines
    assert (given.modifiers, given.wasted_units, given.units) == ((), 1, 3)
    assert (thrown.modifiers, thrown.units, thrown.charge, thrown.id) == (("JW",), 1, Money(1000), 0)
    assert not {"D07", "D08"} & {one.rule for one in edits(coded_day(after, facts))}


def test_a_wrong_jw_line_gets_the_units_the_vial_leaves() -> None:
    facts = around(vials=(VIAL,))
    before = visit(("J3301", ""), ("J3301", "JW"), units=2)
    wrong = replace(before, lines=(before.lines[0], replace(before.lines[1], units=1)))
    said, after = mended("D08", 0, wrong, facts)
    assert (said, after.lines[1].units) == ("Set JW to 2", 2)


def test_the_global_period_gives_what_clearly_fits_and_else_asks() -> None:
    other = visit(("29881", "LT"), diagnoses=("M17.12",))
    assert mended("O05", 0, other, around(**KNEE))[0] == "Add 79"
    related = Finding(rule="O01", severity=Severity.WARNING, message="m", field="lines.0.modifiers")
    assert mend(related, visit(("99213", ""), diagnoses=("M17.11",)), around(**KNEE)) is None


def test_the_side_follows_the_diagnosis() -> None:
    said, after = mended("N15", 0, visit(("20610", "LT"), diagnoses=("M17.11",)), around(**SURGEON))
    assert (said, after.lines[0].modifiers) == ("RT instead of LT", ("RT",))


def test_lines_are_moved_and_taken_off() -> None:
    two = visit(("29881", "RT"), ("27447", "LT"))
    assert [line.procedure_code for line in mended("O14", 1, two, around())[1].lines] == ["27447", "29881"]
    assert [line.procedure_code for line in mended("N01", 1, two, around())[1].lines] == ["29881"]


def test_where_a_person_must_decide_there_is_no_key() -> None:
    one = visit(("98941", ""))
    finding = Finding(rule="C03", severity=Severity.MUST_FIX, message="m", field="lines.0.modifiers")
    assert mend(finding, one, around()) is None
    assert mend(replace(finding, rule="C06"), one, around()) is None
    assert mend(replace(finding, field="diagnoses.0"), one, around()) is None
    full = visit(("99213", "24 57 AI GC"))
    assert mend(replace(finding, rule="C18"), full, around()) is None
