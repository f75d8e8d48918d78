"""Drugs out of vials: JZ where nothing was thrown away, a line of its own with JW for what was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.coding.drug_vial import vial_for, wasted
from clinicbill.coding.edits.coded_day import at_line
from clinicbill.coding.edits.rules import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.coding.drug_vial import DrugVial
    from clinicbill.coding.edits.coded_day import CodedDay, CodedLine
    from clinicbill.coding.edits.rules import Problem

WASTE, NO_WASTE = "JW", "JZ"
# HCPCS level II drugs; unlisted drugs and vaccines have their own sections.
_DRUG = re.compile(r"J\d{4}")
_NDC = re.compile(r"\d{11}")
_QUANTITY = re.compile(r"\d{1,7}(?:\.\d{1,3})?")


def ndc(day: CodedDay) -> Iterator[Problem]:
    """F32: code, unit and quantity together, each in its form."""
    for index, line in enumerate(day.lines):
        given = (line.ndc, line.ndc_unit, line.ndc_quantity)
        if not any(given):
            continue
        if not _NDC.fullmatch(line.ndc):
            wrong, cell = "The NDC does not have eleven digits", "ndc"
        elif line.ndc_unit not in listed("ndc_units"):
            wrong, cell = "The unit of the NDC is missing or unknown", "ndc_unit"
        elif not _QUANTITY.fullmatch(line.ndc_quantity) or float(line.ndc_quantity) <= 0:
            wrong, cell = "The quantity of the NDC is missing or not a number", "ndc_quantity"
        else:
            continue
        value = " ".join(part for part in given if part)
        yield at_line("F32", index, line, wrong, item="24 shaded", cell=cell, value=value)


def drug_without_ndc(day: CodedDay) -> Iterator[Problem]:
    """H32: a drug line without its package number."""
    for index, line in enumerate(day.lines):
        if _DRUG.fullmatch(line.procedure) and not line.ndc:
            message = f"{line.procedure} has no NDC"
            yield at_line("H32", index, line, message, item="24 shaded", cell="ndc", value=line.procedure)


def _given(day: CodedDay) -> Iterator[tuple[int, CodedLine, DrugVial | None, int]]:
    """(index, line, vial, JW units of the day) of the lines for what was administered."""
    for _, lines in day.days():
        for index, line in lines:
            if not _DRUG.fullmatch(line.procedure) or line.has(WASTE):
                continue
            thrown = sum(
                other.units for _, other in lines if other.procedure == line.procedure and other.has(WASTE)
            )
            yield index, line, vial_for(day.around.vials, line.procedure, line.ndc), thrown


def says_waste(day: CodedDay) -> Iterator[Problem]:
    """D07: a drug from a single-dose vial says JZ, or has a line with JW beside it."""
    for index, line, vial, thrown in _given(day):
        single = vial is not None and vial.single_dose
        if single and not line.has(NO_WASTE) and not thrown and not line.wasted_units:
            left = wasted(vial, line.units) if vial is not None else 0
            fix = f"Add a line with JW for {left} units." if left else "Add JZ: the vial was used up."
            yield at_line("D07", index, line, f"{line.procedure} says neither JW nor JZ", fix=fix)
        elif line.has(NO_WASTE) and (thrown or line.wasted_units):
            message = "JZ says that nothing was thrown away, JW that something was"
            yield at_line("D07", index, line, message, fix="Take JZ off.")


def split_waste(day: CodedDay) -> Iterator[Problem]:
    """D08: what was thrown away stands on a line of its own with JW, in the units the vial leaves."""
    for index, line, vial, thrown in _given(day):
        if line.wasted_units and line.wasted_units != thrown:
            message = f"{line.wasted_units} units were thrown away, but JW lines have {thrown or 'none'}"
            fix = f"Add a line {line.procedure} JW with {line.wasted_units} units."
            yield at_line("D08", index, line, message, item="24G", cell="units", fix=fix)
        elif vial is not None and vial.single_dose and (line.has(NO_WASTE) or thrown):
            left = wasted(vial, line.units)
            if left != thrown:
                size = vial.units_per_vial
                message = f"{line.units} units out of vials of {size} leave {left}, but JW says {thrown}"
                yield at_line("D08", index, line, message, item="24G", cell="units")
    for index, line in enumerate(day.lines):
        alone = not any(
            other.procedure == line.procedure and other.on == line.on and not other.has(WASTE)
            for other in day.lines
        )
        if line.has(WASTE) and _DRUG.fullmatch(line.procedure) and alone:
            yield at_line("D08", index, line, "JW stands without a line for what was administered")


RULES = (ndc, drug_without_ndc, says_waste, split_waste)
