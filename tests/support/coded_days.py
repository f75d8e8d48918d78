"""Builders of coded days, and a reference of a handful of invented figures: none of them is CMS's."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from clinicbill.codesets.add_on import AddOn
from clinicbill.codesets.bundling import BundledPair
from clinicbill.codesets.fees import FeeFacts
from clinicbill.codesets.icd10 import CodeNote
from clinicbill.codesets.look_up import CodeAnswer
from clinicbill.codesets.units import UnitLimit
from clinicbill.coding.abn import Abn
from clinicbill.coding.edits.coded_day import Around, CodedDay, CodedLine, EarlierService
from clinicbill.coding.edits.rule_list import edits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.findings import Finding

DAY = date(2026, 11, 23)
_RELEASE = "10/2026"
_FROM = date(2026, 10, 1)

# code → (global days, bilateral, assistant, multiple, work)
FEES = {
    "27447": ("090", "1", "2", "2", "20.00"),
    "29881": ("090", "1", "1", "2", "7.00"),
    "29880": ("090", "1", "0", "2", "7.50"),
    "11750": ("010", "0", "9", "2", "1.50"),
    "20610": ("000", "1", "1", "2", "0.80"),
    "99213": ("XXX", "0", "9", "0", "1.30"),
}
SOURCE = "10/2026"


class FewFigures:
    """What a loaded library would say, for a handful of codes."""

    def pairs(self, codes: frozenset[str], on: date) -> Sequence[BundledPair]:
        known = (("98941", "97530", "1"), ("29881", "20610", "0"))
        return [
            BundledPair(
                column1=first, column2=second, from_on=_FROM, to_on=None, indicator=indicator,
                rationale="Misuse of column two code", release=_RELEASE, covers=True,
            )
            for first, second, indicator in known
            if {first, second} <= codes
        ]  # fmt: skip

    def unit_limit(self, code: str, on: date) -> UnitLimit | None:
        known = {"97110": (6, "3"), "98941": (1, "2"), "J1030": (2, "1")}
        if code not in known:
            return None
        value, indicator = known[code]
        return UnitLimit(
            code=code, value=value, indicator=indicator, rationale="Clinical: data", release=_RELEASE,
            from_on=_FROM, to_on=None, covers=True,
        )  # fmt: skip

    def fee_facts(self, code: str, on: date) -> FeeFacts | None:
        if code not in FEES:
            return None
        days, bilateral, assistant, multiple, work = FEES[code]
        zero = Decimal(0)
        return FeeFacts(
            code=code, modifier="", status="A", work=Decimal(work), pe_non_facility=zero, pe_facility=zero, mp=zero,
            pctc="0", global_days=days, pre=zero, intra=zero, post=zero, multiple=multiple, bilateral=bilateral,
            assistant=assistant, co_surgeon="0", team="0", endoscopic_base="", conversion_factor=None,
            release=_RELEASE, from_on=_FROM, to_on=None, covers=True,
        )  # fmt: skip

    def primaries_of(self, code: str, on: date) -> AddOn | None:
        if code != "20939":
            return None
        return AddOn(
            code=code, kind="1", primaries=frozenset({"22612"}), release=_RELEASE, from_on=_FROM, to_on=None,
            covers=True,
        )  # fmt: skip


def a_note(kind: str, text: str, owner: str) -> CodeNote:
    return CodeNote(kind=kind, text=text, owner_kind="code", owner=owner)


class FewDiagnoses:
    """A code library of titles and notes."""

    titles: ClassVar = {
        "M17.11": "Unilateral primary osteoarthritis, right knee",
        "M17.12": "Unilateral primary osteoarthritis, left knee",
        "M17.0": "Bilateral primary osteoarthritis of knee",
        "M54.50": "Low back pain, unspecified",
    }
    notes: ClassVar = {
        "M54.50": (a_note("excludes1", "lumbago with sciatica (M54.4-)", "M54.5"),),
        "G53": (a_note("code_first", "underlying disease, such as: neoplasm (C00-D49)", "G53"),),
        "M80.08XA": (a_note("use_additional", "code to identify drug (T38.0X5)", "M80"),),
    }

    def look_up(self, code: str, on: date) -> CodeAnswer:
        return CodeAnswer(
            known=True, billable=True, covers=True, said="checked against code set 10/2026",
            title=self.titles.get(code, ""), notes=self.notes.get(code, ()),
        )  # fmt: skip


def a_service(procedure: str = "98941", *modifiers: str, **fields: Any) -> CodedLine:
    """A line that points at the first two diagnoses unless it says otherwise."""
    values: dict[str, Any] = {
        "on": DAY, "diagnoses": ("M99.03", "M54.59"), "pointers": (1, 2), "taxonomy": "111N00000X",
        "credential": "DC", "charge_cents": 6500,
    }  # fmt: skip
    return CodedLine(procedure=procedure, modifiers=modifiers, **(values | fields))


def a_day(*lines: CodedLine, **fields: Any) -> CodedDay:
    """A commercial visit of a woman of 47; `around` fields may be given by their own names."""
    around = {name: fields.pop(name) for name in tuple(fields) if name in Around.__dataclass_fields__}
    values: dict[str, Any] = {
        "as_of": DAY, "diagnoses": ("M99.03", "M54.59"), "birth_on": date(1979, 2, 3), "sex": "F", "filing_code": "CI",
        "profile": "commercial", "codes": FewDiagnoses(), "initial_treatment_on": date(2026, 11, 2),
    }  # fmt: skip
    return CodedDay(lines=lines, around=Around(**({"reference": FewFigures()} | around)), **(values | fields))


def medicare(*lines: CodedLine, **fields: Any) -> CodedDay:
    """The same for Medicare, active treatment answered."""
    return a_day(*lines, **({"filing_code": "MB", "profile": "medicare", "treatment": "active"} | fields))


def an_abn(**fields: Any) -> Abn:
    """A notice for manipulation, signed before the day."""
    values: dict[str, Any] = {
        "patient_id": 1, "edition": "03/31/2029", "services": "Spinal adjustment", "procedure_codes": ("98941",),
        "reason": "Maintenance care", "given_on": date(2026, 11, 2), "signed_on": date(2026, 11, 2), "option": 1,
    }  # fmt: skip
    return Abn(**(values | fields))


def earlier(procedure: str, on: date, *modifiers: str, **fields: Any) -> EarlierService:
    """A service of another day by an orthopaedic surgeon."""
    values: dict[str, Any] = {"diagnoses": ("M17.11",), "taxonomy": "207X00000X"} | fields
    return EarlierService(on=on, procedure=procedure, modifiers=modifiers, **values)


def surgeon(procedure: str, *modifiers: str, **fields: Any) -> CodedLine:
    """A line of an orthopaedic surgeon for the right knee."""
    values: dict[str, Any] = {"diagnoses": ("M17.11",), "taxonomy": "207X00000X", "credential": "MD"}
    return a_service(procedure, *modifiers, **(values | fields))


def ortho(*lines: CodedLine, **fields: Any) -> CodedDay:
    """A visit to an orthopaedic surgeon for the right knee."""
    return a_day(*lines, **({"diagnoses": ("M17.11",)} | fields))


@dataclass
class Case:
    """A rule, a day that breaks it, and days that do not."""

    rule: str
    bad: CodedDay
    good: CodedDay
    severity: str = ""
    also_good: tuple[CodedDay, ...] = field(default=())

    def __str__(self) -> str:
        return self.rule


def found(day: CodedDay) -> dict[str, Finding]:
    """What the edits find, by rule (the last one of each)."""
    return {one.rule: one for one in edits(day)}


def assert_case(case: Case) -> None:
    """The rule speaks of the bad day, with everything a coder needs, and is silent on the good ones."""
    said = found(case.bad)
    assert case.rule in said, f"{case.rule} is silent; found {sorted(said)}"
    told = said[case.rule]
    assert told.message
    assert not told.message.endswith(".")
    assert told.where
    assert told.field
    assert told.why.endswith(".")
    assert told.source
    assert told.fix.endswith(".")
    assert case.severity in ("", told.severity.value)
    for good in (case.good, *case.also_good):
        assert case.rule not in found(good)


def changed(line: CodedLine, **fields: Any) -> CodedLine:
    """Another line."""
    return replace(line, **fields)
