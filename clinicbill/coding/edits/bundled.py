"""Procedures that are paid only once on a day: NCCI pairs, manipulation and therapy, add-on codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.coding.edits.coded_day import at_line
from clinicbill.coding.edits.rules import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from clinicbill.codesets.bundling import BundledPair
    from clinicbill.coding.edits.coded_day import CodedDay, CodedLine
    from clinicbill.coding.edits.rules import Problem

_ALLOWED = "1"
_SEPARATE_VISIT = "25"


def ncci_pairs(day: CodedDay) -> Iterator[Problem]:
    """O10: a pair with indicator 1 without a modifier; N01: a pair that no modifier separates (indicator 0)."""
    for on, lines in day.days():
        found = _pairs(day, lines, on)
        for index, line in lines:
            for pair in found:
                if pair.column2 == line.procedure:
                    yield from _of_pair(index, line, lines, pair)


def _pairs(day: CodedDay, lines: Sequence[tuple[int, CodedLine]], on: date) -> Sequence[BundledPair]:
    return day.around.reference.pairs(frozenset(line.procedure for _, line in lines), on)


def _of_pair(
    index: int, line: CodedLine, lines: Sequence[tuple[int, CodedLine]], pair: BundledPair
) -> Iterator[Problem]:
    source = _said(pair)
    if pair.indicator != _ALLOWED:
        message = f"{pair.column2} is part of {pair.column1}; no modifier separates them (indicator 0)"
        yield at_line("N01", index, line, message, cell="procedure_code", source=source)
        return
    separated = listed("ncci_modifiers")
    columns = [other for _, other in lines if other.procedure in (pair.column1, pair.column2)]
    if not any(not separated.isdisjoint(other.modifiers) for other in columns):
        message = f"{pair.column2} is part of {pair.column1} unless a modifier separates them (indicator 1)"
        yield at_line("O10", index, line, message, source=source)


def _said(pair: BundledPair) -> str:
    until = f" to {slashed(pair.to_on)}" if pair.to_on else ""
    words = f", {pair.rationale}" if pair.rationale else ""
    return f"NCCI PTP {pair.release}, from {slashed(pair.from_on)}{until}{words}"


def one_manipulation(day: CodedDay) -> Iterator[Problem]:
    """C13: one spinal manipulation a day."""
    for _, lines in day.days():
        first = ""
        for index, line in lines:
            if line.procedure not in listed("spinal_manipulation"):
                continue
            first = first or line.procedure
            if line.procedure != first:
                message = f"{first} is on the same day"
                yield at_line("C13", index, line, message, cell="procedure_code", value=line.procedure)


def bundled_therapy(day: CodedDay) -> Iterator[Problem]:
    """C16: therapy that is bundled into the manipulation of the day, where no release says so itself."""
    for on, lines in day.days():
        manipulated = [line for _, line in lines if line.procedure in listed("spinal_manipulation")]
        said = {pair.column2 for pair in _pairs(day, lines, on)} if manipulated else set()
        for index, line in lines:
            bundled = line.procedure in listed("bundled_with_manipulation") and line.procedure not in said
            if manipulated and bundled and not line.has(*listed("separate_service_modifiers")):
                message = f"{line.procedure} stands beside a spinal manipulation without 59 or XS"
                yield at_line("C16", index, line, message)


def same_region(day: CodedDay) -> Iterator[Problem]:
    """C17: 59 or X says another region, but the line points at nothing else than the manipulation does."""
    for _, lines in day.days():
        treated = {
            code
            for _, line in lines
            if line.procedure in listed("spinal_manipulation")
            for code in line.diagnoses
        }
        for index, line in lines:
            therapy = line.procedure in listed("bundled_with_manipulation") and bool(line.diagnoses)
            said = line.has(*listed("separate_service_modifiers"))
            if treated and therapy and said and treated.issuperset(line.diagnoses):
                message = f"{line.procedure} points at nothing but what the manipulation treats"
                yield at_line("C17", index, line, message, item="24E", cell="pointers")


def add_on_alone(day: CodedDay) -> Iterator[Problem]:
    """N02: an add-on code without its primary."""
    for on, lines in day.days():
        codes = {line.procedure for _, line in lines}
        for index, line in lines:
            added = day.around.reference.primaries_of(line.procedure, on)
            if added is None or added.primaries & codes or (added.others_possible and len(codes) > 1):
                continue
            some = ", ".join(sorted(added.primaries)[:4])
            fix = f"Add one of {some}." if some else "Add the procedure it goes with."
            message = f"{line.procedure} is an add-on code and stands without its primary"
            source = f"NCCI add-on code file {added.release}"
            yield at_line("N02", index, line, message, cell="procedure_code", fix=fix, source=source)


def visit_beside_manipulation(day: CodedDay) -> Iterator[Problem]:
    """C18: an office visit of the day of a manipulation says 25."""
    for _, lines in day.days():
        if not any(line.procedure in listed("spinal_manipulation") for _, line in lines):
            continue
        for index, line in lines:
            if line.procedure in listed("office_visits") and not line.has(_SEPARATE_VISIT):
                message = f"{line.procedure} stands beside a spinal manipulation without 25"
                yield at_line("C18", index, line, message)


RULES = (
    ncci_pairs,
    one_manipulation,
    bundled_therapy,
    same_region,
    add_on_alone,
    visit_beside_manipulation,
)
