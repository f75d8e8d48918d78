"""Spinal manipulation for Medicare: the subluxation, AT by the plan of care's answer, the course of treatment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.edits.coded_day import CodedDay, CodedLine, at_line
from clinicbill.coding.edits.rules import Problem, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

ACTIVE, WAIVER, NO_NOTICE, VOLUNTARY, EXCLUDED = "AT", "GA", "GZ", "GX", "GY"
_CHIROPRACTOR = "111N"


def manipulations(day: CodedDay) -> Iterator[tuple[int, CodedLine]]:
    """(index, line) of the spinal manipulations."""
    return day.lines_with(listed("spinal_manipulation"))


def subluxation_first(day: CodedDay) -> Iterator[Problem]:
    """C01: the line points first at a subluxation."""
    for index, line in manipulations(day):
        if line.diagnoses and line.diagnoses[0] not in listed("subluxation"):
            message = f"The line points first at {line.diagnoses[0]}, not at a subluxation"
            yield _at_pointers("C01", index, line, message)


def condition_treated(day: CodedDay) -> Iterator[Problem]:
    """C02: behind the subluxation stands the condition it causes."""
    for index, line in manipulations(day):
        starts_right = bool(line.diagnoses) and line.diagnoses[0] in listed("subluxation")
        if starts_right and set(line.diagnoses) <= listed("subluxation"):
            message = "The line points at subluxations only; the condition treated is missing"
            yield _at_pointers("C02", index, line, message)


def _at_pointers(rule: str, index: int, line: CodedLine, message: str) -> Problem:
    value = " ".join(line.diagnoses)
    return at_line(rule, index, line, message, item="24E", cell="pointers", value=value)


def says_what_it_is(day: CodedDay) -> Iterator[Problem]:
    """C03: AT, GA or GZ."""
    for index, line in manipulations(day):
        if not line.has(ACTIVE, WAIVER, NO_NOTICE):
            yield at_line("C03", index, line, "The spinal manipulation has none of AT, GA and GZ")


def active_and_waiver(day: CodedDay) -> Iterator[Problem]:
    """C04: AT and GA on one line; each contractor has its own row."""
    for index, line in manipulations(day):
        if {ACTIVE, WAIVER} <= set(line.modifiers):
            yield at_line("C04", index, line, "AT and GA stand on the same line")


def active_by_the_plan(day: CodedDay) -> Iterator[Problem]:
    """C05: AT although the plan says maintenance; N16: AT although nobody answered."""
    for index, line in manipulations(day):
        if not line.has(ACTIVE):
            continue
        if day.around.treatment == "maintenance":
            yield at_line("C05", index, line, "AT says active treatment, the plan of care says maintenance")
        elif day.around.treatment != "active":
            yield at_line("N16", index, line, "AT says active treatment, but no plan of care says so")


def excluded_service(day: CodedDay) -> Iterator[Problem]:
    """C08: what else a chiropractor does goes to Medicare with GY."""
    for index, line in enumerate(day.lines):
        covered = line.procedure in listed("spinal_manipulation") or line.has(EXCLUDED)
        if line.procedure and line.taxonomy.startswith(_CHIROPRACTOR) and not covered:
            message = f"Medicare does not cover {line.procedure} from a chiropractor"
            yield at_line("C08", index, line, message)


def conflicting(day: CodedDay) -> Iterator[Problem]:
    """C09: GX without GY, and GY on what Medicare covers."""
    for index, line in enumerate(day.lines):
        if line.has(VOLUNTARY) and not line.has(EXCLUDED):
            yield at_line("C09", index, line, "GX stands without GY")
        elif line.has(EXCLUDED) and line.procedure in listed("spinal_manipulation"):
            yield at_line("C09", index, line, "GY says never covered, but Medicare covers the manipulation")


def first_treatment(day: CodedDay) -> Iterator[Problem]:
    """C10: Medicare wants the day the course of manipulation began."""
    if day.initial_treatment_on is None and any(manipulations(day)):
        yield Problem(
            rule="C10",
            message="The initial treatment date is missing",
            where="item 14, DTP*454",
            field="case.initial_treatment_on",
        )


def outside_the_spine(day: CodedDay) -> Iterator[Problem]:
    """C15: extraspinal manipulation beside a spinal one says 51 (payers that ask for it)."""
    for _, lines in day.days():
        spinal = any(line.procedure in listed("spinal_manipulation") for _, line in lines)
        for index, line in lines:
            if (
                spinal
                and line.procedure in listed("extraspinal_manipulation")
                and not line.has("51", "59", "XS")
            ):
                message = f"{line.procedure} stands beside a spinal manipulation without 51"
                yield at_line("C15", index, line, message)


RULES = (
    subluxation_first,
    condition_treated,
    says_what_it_is,
    active_and_waiver,
    active_by_the_plan,
    excluded_service,
    conflicting,
    first_treatment,
    outside_the_spine,
)
