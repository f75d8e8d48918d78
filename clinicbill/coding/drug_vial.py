"""DrugVial: how a drug comes into the house, so that what was given and what was thrown away add up to vials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

from clinicbill.basics.findings import Finding, Severity
from clinicbill.practice.procedure_checks import PROCEDURE_CODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DrugVialId = NewType("DrugVialId", int)
_NEW = DrugVialId(0)
_NDC_DIGITS = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugVial:
    """One size of vial of a drug (HCPCS J code).

    Attributes:
        name: the office's own words.
        ndc: eleven digits without hyphens; empty where it is not kept.
        units_per_vial: billing units in one vial, by the HCPCS unit of the code.
        single_dose: what is left over is thrown away; a multi-dose vial is used for the next patient.
    """

    id: DrugVialId = _NEW
    procedure_code: str
    name: str
    ndc: str = ""
    units_per_vial: int
    single_dose: bool = True
    active: bool = True


def wasted(vial: DrugVial, given: int) -> int:
    """Units thrown away when `given` units were administered out of whole vials; 0 of a multi-dose vial."""
    return -given % vial.units_per_vial if vial.single_dose else 0


def vial_for(vials: Iterable[DrugVial], code: str, ndc: str = "") -> DrugVial | None:
    """The vial of a code: the one with the NDC, else the only one in use; None where that is not clear."""
    able = [vial for vial in vials if vial.active and vial.procedure_code == code]
    named = [vial for vial in able if ndc and vial.ndc == ndc]
    fitting = named or able
    return fitting[0] if len(fitting) == 1 else None


def vial_findings(vial: DrugVial, others: Iterable[DrugVial]) -> list[Finding]:
    """S70: the code; S71: units in a vial; S72: the NDC; S73: the same vial twice."""
    return [*_findings(vial, others)]


def _findings(vial: DrugVial, others: Iterable[DrugVial]) -> Iterator[Finding]:
    if not PROCEDURE_CODE.fullmatch(vial.procedure_code):
        yield _finding(
            "S70", "The vial has no procedure code", "procedure_code", "Key the HCPCS code of the drug."
        )
    if vial.units_per_vial < 1:
        message = "The units in a vial are missing"
        yield _finding("S71", message, "units_per_vial", "Key how many billing units one vial holds.")
    if vial.ndc and not (vial.ndc.isdigit() and len(vial.ndc) == _NDC_DIGITS):
        yield _finding(
            "S72", "The NDC does not have eleven digits", "ndc", "Key it as 5-4-2 without hyphens."
        )
    same = [
        other
        for other in others
        if other.active and other.id != vial.id
        and (other.procedure_code, other.ndc) == (vial.procedure_code, vial.ndc)
    ]  # fmt: skip
    if vial.active and same:
        message = f"{vial.procedure_code} has this vial already: {same[0].name}"
        yield _finding("S73", message, "ndc", "Change that one, or key the NDC that tells them apart.")


def _finding(rule: str, message: str, field: str, fix: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.MUST_FIX,
        message=message,
        where="drug vial",
        source="house rule",
        fix=fix,
        field=field,
    )
