"""Which place of the Claim an element of the 837P comes from, so that a finding can lead to where it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.x12.claim_837p_subscriber import SELF

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim, ClaimCoverage
    from clinicbill.x12.claim_837p_parts import Row

_ADDRESS = {
    "N301": "address.street",
    "N302": "address.street2",
    "N401": "address.city",
    "N402": "address.state",
    "N403": "address.zip",
}
_PERSON = dict.fromkeys(("NM103", "NM104", "NM105", "NM107"), "name")
_PROVIDER = {**_PERSON, "NM109": "npi", "PRV03": "taxonomy", "REF": "other_id"}
_PAYER = {"NM103": "name", "NM109": "payer_number", **_ADDRESS}
_COVERAGE = {
    "SBR01": "responsibility",
    "SBR02": "relationship",
    "SBR03": "group_number",
    "SBR04": "plan_name",
    "SBR05": "insurance_type_code",
    "SBR09": "payer.claim_filing_code",
}
# Loop → the place it speaks of, and below it the place of each element; a reference names its qualifier.
_LOOPS: dict[str, tuple[str, dict[str, str]]] = {
    "2000A": ("billing", {"PRV03": "taxonomy"}),
    "2010AA": (
        "billing",
        {
            **dict.fromkeys(_PERSON, "person"),
            **_ADDRESS,
            "NM109": "npi",
            "REF*0B": "other_id",
            "REF*1G": "other_id",
            "REF": "tax_id",
        },
    ),
    "2010AB": (
        "billing",
        {element: place.replace("address", "pay_to") for element, place in _ADDRESS.items()},
    ),
    "2000B": ("coverage", _COVERAGE),
    "2010BB": ("coverage.payer", _PAYER),
    "2000C": ("coverage", {"PAT01": "relationship"}),
    "2010CA": ("patient", {**_PERSON, **_ADDRESS}),
    "2300": (
        "",
        {
            "CLM01": "patient_control_number",
            "CLM02": "total",
            "CLM05": "lines.0.pos",
            "CLM11": "case.accident_state",
            "DTP": "case",
            "AMT": "amount_paid",
            "REF*9F": "referral_number",
            "REF*G1": "authorization_number",
            "REF*F8": "original_reference",
            "REF*EA": "patient.chart_number",
            "NTE": "additional_information",
            "CRC": "lines.0.epsdt",
        },
    ),
    "2310A": ("referring", _PROVIDER),
    "2310B": ("lines.0.rendering", _PROVIDER),
    "2310C": ("facility", {"NM103": "name", "NM109": "npi", "REF": "other_id", **_ADDRESS}),
    "2310D": ("referring", _PROVIDER),
    "2320": ("others.{other}.coverage", _COVERAGE),
    "2330B": ("others.{other}.coverage.payer", _PAYER),
    "2400": (
        "lines.{line}",
        {
            "SV101": "procedure_code",
            "SV102": "charge",
            "SV104": "units",
            "SV105": "pos",
            "SV107": "pointers",
            "DTP": "from_on",
            "SV111": "epsdt",
            "SV112": "family_planning",
            "REF": "line_control_number",
            "PS1": "purchased",
        },
    ),
    "2410": ("lines.{line}", {"LIN": "ndc", "CTP04": "ndc_quantity", "CTP05": "ndc_unit"}),
    "2420A": ("lines.{line}.rendering", _PROVIDER),
    "2420B": ("facility", {"NM109": "npi", "REF": "other_id"}),
    "2420E": ("referring", _PROVIDER),
    "2430": ("lines.{line}.adjudications", {}),
}
_INSURED = {"2010BA": "coverage", "2330A": "others.{other}.coverage"}


def place_of(claim: Claim, loop: str, row: Row, number: int, *, line: int = 0, other: int = 0) -> str:
    """The dotted place in the Claim behind element `number` of a segment, such as "coverage.payer.address.city".

    `line` counts service lines from 1, as loops do, `other` the other insurances from 0. Source: the loops of
    ASC X12N 005010X222A1, as the modules beside this one write them.
    """
    tag, qualifier = str(row[0]), str(row[1])
    element = f"{tag}{number:02d}"
    if loop in _INSURED:
        coverage = claim.coverage if loop == "2010BA" else claim.others[other].coverage
        return _of_insured(claim, coverage, _INSURED[loop].format(other=other), element, qualifier)
    if (loop, tag) == ("2300", "HI"):
        is_condition = isinstance(row[1], tuple) and row[1][0] == "BG"
        return "condition_codes" if is_condition else f"diagnoses.{number - 1}"
    if (loop, tag) == ("2010BB", "REF"):
        return "billing.other_id"
    if (loop, tag) == ("2330B", "REF"):
        return f"others.{other}.payer_control_number"
    if (tag, qualifier) == ("REF", "Y4"):
        return "case.claim_number"
    if (loop, element) == ("2010AA", "NM103") and claim.billing.organization:
        return "billing.organization"
    root, places = _LOOPS.get(loop, ("", {}))
    found = places.get(element) or places.get(f"{tag}*{qualifier}") or places.get(tag) or ""
    return ".".join(part for part in (root.format(line=line - 1, other=other), found) if part)


def _codes(row: Row) -> str:
    """HI carries the diagnoses, or with BG the condition codes."""
    first = row[1]
    return "condition_codes" if isinstance(first, tuple) and first[0] == "BG" else "diagnoses"


def _of_insured(claim: Claim, coverage: ClaimCoverage, root: str, element: str, qualifier: str) -> str:
    """Where the patient is the insured, what the insurance does not say is the patient's (see `insured`)."""
    subscriber, is_self = coverage.subscriber, coverage.relationship == SELF
    if element == "NM109":
        return f"{root}.subscriber.member_id"
    if element.startswith("NM1"):
        if subscriber.organization:
            return f"{root}.subscriber.organization"
        if subscriber.name.last:
            return f"{root}.subscriber.name"
        at_work = claim.case.kind == "workers_comp" and not is_self
        return "case.employer" if at_work else "patient.name" if is_self else f"{root}.subscriber.name"
    if qualifier == "Y4" and element.startswith("REF"):
        return "case.claim_number"
    is_patients = is_self and not subscriber.organization
    return f"{'patient' if is_patients else f'{root}.subscriber'}.{_ADDRESS.get(element, 'birth_on')}"
