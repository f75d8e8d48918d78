"""Several surgeries on a day and who helped: AS, 80 to 82, 50, the order by value, 51."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from clinicbill.coding.edits.coded_day import at_line
from clinicbill.coding.edits.global_period import MAJOR, MINOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from clinicbill.codesets.fees import FeeFacts
    from clinicbill.coding.edits.coded_day import CodedDay, CodedLine
    from clinicbill.coding.edits.rules import Problem

_PHYSICIAN, _STAFF = ("80", "81", "82"), "AS"
_STAFF_TAXONOMIES = ("363A", "363L", "364S")
_STAFF_CREDENTIALS = frozenset({"PA", "PA-C", "NP", "CNS", "APRN", "FNP", "FNP-C"})
_NOT_PAID, _NO_SUCH, _DOCUMENTED = "1", "9", "0"
_STANDARD = "2"
_BILATERAL = "1"


def is_staff(line: CodedLine) -> bool:
    """Whether a physician assistant, nurse practitioner or clinical nurse specialist rendered the line."""
    return line.taxonomy.startswith(_STAFF_TAXONOMIES) or line.credential.upper() in _STAFF_CREDENTIALS


def who_assists(day: CodedDay) -> Iterator[Problem]:
    """O12: physicians say 80, 81 or 82, others AS."""
    for index, line in enumerate(day.lines):
        if is_staff(line) and line.has(*_PHYSICIAN) and not line.has(_STAFF):
            message = "80, 81 and 82 are for physicians; who assists here says AS"
            yield at_line("O12", index, line, message, fix="Use AS.")
        elif line.has(_STAFF) and not is_staff(line) and (line.taxonomy or line.credential):
            message = "AS is for a physician assistant or nurse practitioner; a physician says 80, 81 or 82"
            yield at_line("O12", index, line, message, fix="Use 80, 81 or 82.")


def assistant_paid(day: CodedDay) -> Iterator[Problem]:
    """O13: an assistant is not paid (1), cannot be (9); N25: only with documentation (0)."""
    for index, line in enumerate(day.lines):
        facts = _facts(day, line)
        if facts is None or not line.has(_STAFF, *_PHYSICIAN):
            continue
        source = f"MPFS {facts.release}, assistant at surgery indicator {facts.assistant}"
        if facts.assistant in (_NOT_PAID, _NO_SUCH):
            message = f"An assistant at {line.procedure} is not paid (indicator {facts.assistant})"
            yield at_line("O13", index, line, message, source=source)
        elif facts.assistant == _DOCUMENTED:
            message = f"An assistant at {line.procedure} is paid only with documentation (indicator 0)"
            yield at_line("N25", index, line, message, source=source)


def both_sides(day: CodedDay) -> Iterator[Problem]:
    """O09: how two sides are written: one line with 50 and one unit, where the fee schedule pays 150 %."""
    for _, lines in day.days():
        for index, line in lines:
            facts = _facts(day, line)
            twin = any(
                other.procedure == line.procedure and other.has("LT") and line.has("RT") for _, other in lines
            )
            source = f"MPFS {facts.release}, bilateral indicator {facts.bilateral}" if facts else ""
            if line.has("50") and line.units > 1:
                message = f"50 means both sides in one unit; the line has {line.units}"
                yield at_line("O09", index, line, message, item="24G", cell="units", source=source)
            elif twin and facts is not None and facts.bilateral == _BILATERAL:
                message = f"{line.procedure} stands on two lines, RT and LT"
                yield at_line("O09", index, line, message, source=source)


def by_value(day: CodedDay) -> Iterator[Problem]:
    """O14: of several surgeries the one of the highest value leads; the others say 51 where the payer wants it."""
    for _, lines in day.days():
        values = [
            (index, line, _value(facts))
            for index, line in lines
            if (facts := _facts(day, line)) is not None
            and facts.multiple == _STANDARD
            and facts.global_days in (*MINOR, MAJOR)
            and not line.has(_STAFF, *_PHYSICIAN)
        ]
        for (_, first, before), (index, line, after) in itertools.pairwise(values):
            if after > before:
                message = f"{line.procedure} has a higher value than {first.procedure} above it"
                yield at_line("O14", index, line, message, cell="procedure_code")


def _facts(day: CodedDay, line: CodedLine) -> FeeFacts | None:
    return day.around.reference.fee_facts(line.procedure, line.on)


def _value(facts: FeeFacts) -> Decimal:
    return facts.work + facts.pe_non_facility + facts.mp


RULES = (who_assists, assistant_paid, both_sides, by_value)
