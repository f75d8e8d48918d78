"""Visits and procedures around a surgery: 24, 25, 57, 58, 78, 79, and 59 against X."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.coding.edits.coded_day import at_line
from clinicbill.coding.edits.global_period import MAJOR, MINOR, choices, global_days, is_related, periods
from clinicbill.coding.edits.rules import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.coding.edits.coded_day import CodedDay, CodedLine
    from clinicbill.coding.edits.rules import Problem

_VISIT_SAID = ("24", "25", "57")
_SURGERY_SAID = ("58", "78", "79")
_PARTS = ("54", "55", "56")
_SUBSETS = ("XE", "XP", "XS", "XU")
_OFFICE = "11"


def _is_visit(line: CodedLine) -> bool:
    return line.procedure in listed("office_visits")


def _is_surgery(day: CodedDay, line: CodedLine) -> bool:
    return global_days(day, line.procedure, line.on) in (*MINOR, MAJOR)


def visit_in_period(day: CodedDay) -> Iterator[Problem]:
    """O01: a visit within 10 or 90 days after a surgery of this office without 24, 25 or 57."""
    for index, line in enumerate(day.lines):
        found = periods(day, line.on) if _is_visit(line) else []
        if found and not line.has(*_VISIT_SAID):
            best = choices(day, index, found[0])[0]
            fix = (
                f"{best.modifier}: {best.why}."
                if best.fits
                else "Code 99024, or the reason that is unrelated with 24."
            )
            message = f"{line.procedure} is in the global period of {found[0].words}"
            yield at_line("O01", index, line, message, fix=fix)


def related_with_24(day: CodedDay) -> Iterator[Problem]:
    """O02: 24 although the visit points first at what the surgery was for; N21: 24 outside any period."""
    for index, line in enumerate(day.lines):
        if not line.has("24"):
            continue
        found = periods(day, line.on)
        if found and is_related(found[0], line):
            message = f"24 says unrelated, but the visit points at what {found[0].surgery} was for"
            yield at_line("O02", index, line, message)
        elif not found and day.around.reference.fee_facts(line.procedure, line.on) is not None:
            yield at_line(
                "N21", index, line, "24 needs a global period, and no surgery here has one on this day"
            )


def decision_for_minor(day: CodedDay) -> Iterator[Problem]:
    """O03: 57 although only procedures of 0 or 10 days are on the day."""
    for index, line in enumerate(day.lines):
        if not (line.has("57") and _is_visit(line)):
            continue
        lengths = {global_days(day, other.procedure, other.on) for other in day.lines if other is not line}
        if MAJOR not in lengths and not lengths.isdisjoint(MINOR):
            message = "57 is for a surgery of 90 days; the procedures of the day have 0 or 10"
            yield at_line("O03", index, line, message)


def visit_beside_minor(day: CodedDay) -> Iterator[Problem]:
    """O04: a visit on the day of a procedure of 0 or 10 days without 25; N20: of 90 days without 57.

    N26 is O04 where no fee schedule is loaded.
    """
    for _, lines in day.days():
        beside = {
            global_days(day, line.procedure, line.on): line.procedure
            for _, line in lines
            if not _is_visit(line) and line.procedure not in listed("spinal_manipulation")
        }
        minor = next((beside[length] for length in MINOR if length in beside), "")
        for index, line in lines:
            if not _is_visit(line):
                continue
            if MAJOR in beside and not line.has("57", "24", "25"):
                message = f"{line.procedure} stands beside {beside[MAJOR]}, a surgery of 90 days, without 57"
                yield at_line("N20", index, line, message)
            elif minor and MAJOR not in beside and not line.has("25", "57"):
                sure = day.around.reference.fee_facts(minor, line.on) is not None
                message = f"{line.procedure} stands beside {minor} without 25"
                yield at_line("O04" if sure else "N26", index, line, message)


def procedure_in_period(day: CodedDay) -> Iterator[Problem]:
    """O05: a procedure within a global period without 58, 78 or 79."""
    for index, line in enumerate(day.lines):
        if not _is_surgery(day, line) or _is_visit(line) or line.has(*_SURGERY_SAID, *_PARTS):
            continue
        found = periods(day, line.on)
        if found:
            best = choices(day, index, found[0])[0]
            fix = f"{best.modifier}: {best.why}." if best.fits else "Choose 58, 78 or 79."
            message = f"{line.procedure} is in the global period of {found[0].words}"
            yield at_line("O05", index, line, message, fix=fix)


def return_to_office(day: CodedDay) -> Iterator[Problem]:
    """O06: 78 needs an operating room."""
    for index, line in enumerate(day.lines):
        if line.has("78") and line.pos == _OFFICE:
            message = "78 is a return to the operating room, the place is the office"
            yield at_line("O06", index, line, message, item="24B", cell="pos", value=line.pos)


def new_period(day: CodedDay) -> Iterator[Problem]:
    """O07: 58 and 79 start a period of their own, 78 leaves the old one; N22: outside any period."""
    for index, line in enumerate(day.lines):
        if not line.has(*_SURGERY_SAID):
            continue
        found = periods(day, line.on)
        if found:
            ends = slashed(found[0].to_on)
            starts = f"78 leaves the global period of {found[0].surgery} until {ends}"
            if not line.has("78"):
                starts = f"{line.procedure} starts a global period of its own"
            yield at_line("O07", index, line, starts)
        elif day.around.reference.fee_facts(line.procedure, line.on) is not None:
            said = next(one for one in _SURGERY_SAID if line.has(one))
            yield at_line("N22", index, line, f"{said} needs a global period, and none is running here")


def fifty_nine(day: CodedDay) -> Iterator[Problem]:
    """O11: 59 together with XE, XP, XS or XU, or on a visit; N18: 25 on what is no visit."""
    for index, line in enumerate(day.lines):
        if line.has("59") and line.has(*_SUBSETS):
            other = next(one for one in _SUBSETS if line.has(one))
            yield at_line("O11", index, line, f"59 and {other} say the same; one is enough")
        elif line.has("59", *_SUBSETS) and _is_visit(line):
            message = "59 and X are not for visits; a separate visit says 25"
            yield at_line("O11", index, line, message, fix="Use 25.")
        if line.has("25", "24", "57") and line.procedure[:1].isdigit() and _is_surgery(day, line):
            said = next(one for one in _VISIT_SAID if line.has(one))
            yield at_line("N18", index, line, f"{said} is for visits; {line.procedure} is a procedure")


RULES = (
    visit_in_period,
    related_with_24,
    decision_for_minor,
    visit_beside_minor,
    procedure_in_period,
    return_to_office,
    new_period,
    fifty_nine,
)
