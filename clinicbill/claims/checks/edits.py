"""The edits over the codes, asked of a frozen claim: the same rules that look at a visit while it is typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.coding.edits.coded_day import CodedDay, CodedLine
from clinicbill.coding.edits.rule_list import edits

if TYPE_CHECKING:
    from clinicbill.basics.findings import Finding
    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim, ServiceLine


def coded_day(claim: Claim, context: CheckContext) -> CodedDay:
    """What the edits look at, from a claim and what is known around it."""
    return CodedDay(
        as_of=context.as_of,
        diagnoses=claim.diagnoses,
        lines=tuple(_line(line, claim.diagnoses) for line in claim.lines),
        birth_on=claim.patient.birth_on,
        sex=claim.patient.sex,
        filing_code=claim.coverage.payer.claim_filing_code,
        profile=claim.coverage.payer.profile,
        case_kind=claim.case.kind,
        delivery=context.delivery,
        initial_treatment_on=claim.case.initial_treatment_on,
        ordered=claim.referring is not None and bool(claim.referring.npi),
        orderer=claim.referring.qualifier if claim.referring is not None else "",
        prior_authorization=claim.authorization_number,
        codes=context.codes,
        around=context.around,
    )


def _line(line: ServiceLine, diagnoses: tuple[str, ...]) -> CodedLine:
    return CodedLine(
        on=line.from_on,
        procedure=line.procedure_code,
        modifiers=line.modifiers,
        pointers=line.pointers,
        diagnoses=tuple(diagnoses[p - 1] for p in line.pointers if 1 <= p <= len(diagnoses)),
        units=line.units,
        pos=line.pos,
        ndc=line.ndc,
        ndc_unit=line.ndc_unit,
        ndc_quantity=line.ndc_quantity,
        taxonomy=line.rendering.taxonomy,
        credential=line.rendering.credential,
        charge_cents=line.charge.cents,
    )


def edit_findings(claim: Claim, context: CheckContext) -> list[Finding]:
    """What the edits say of a claim, as sentences like those of its other checks."""
    return [replace(found, message=f"{found.message}.") for found in edits(coded_day(claim, context))]
