"""The claim of an 835: loops 2100 and 2110 to a ClaimPayment (ASC X12N 005010X221A1)."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from clinicbill.basics.money import ZERO
from clinicbill.basics.people import PersonName
from clinicbill.remits.remittance import (
    Adjustment,
    ClaimPayment,
    Party,
    ProcedureCode,
    Reference,
    ServicePayment,
    SupplementalAmount,
)
from clinicbill.x12.segments import at, components

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.x12.elements import ElementReader
    from clinicbill.x12.reader import Loop
    from clinicbill.x12.segments import Segment

Group: TypeAlias = "dict[str, list[Segment]]"
"""The segments of one loop by their tag, each kind in order."""

_GROUPS = frozenset({"CO", "OA", "PI", "PR", "CR"})
_LAST_CAS_ELEMENT = 19
_MOA_REMARKS = (3, 4, 5, 6, 7)
_MIA_REMARKS = (5, 20, 21, 22, 23)
_ONE = Decimal(1)
_PADDING = [""] * 10
_NO_NAME = PersonName()
_NOBODY = Party()


def claim_2100(loop: Loop, component: str, read: ElementReader) -> ClaimPayment:
    """2100 CLP with everything up to the next one; `component` separates the parts of a composite."""
    segments = loop[1]
    clp = segments[0] + _PADDING
    number = clp[1].strip()
    read.enter(loop, f"claim {number[:40]}" if number else "a claim without number")
    claim, *lines = by_service(segments)
    parties = parties_2100(claim.get("NM1", ()))
    days = days_dtm(claim.get("DTM", ()), read)
    return ClaimPayment(
        patient_control_number=number,
        status=clp[2].strip(),
        charge=read.amount(segments[0], 3),
        paid=read.amount(segments[0], 4),
        patient_responsibility=read.informational_amount(clp, 5) or ZERO,
        filing_code=clp[6].strip(),
        payer_control_number=clp[7].strip(),
        place_of_service=clp[8].strip(),
        frequency=clp[9].strip(),
        patient=parties.get("QC", _NOBODY),
        subscriber=parties.get("IL"),
        corrected=parties.get("74"),
        rendering=parties.get("82"),
        crossover=parties.get("TT"),
        priority_payer=parties.get("PR"),
        received_on=days.get("050"),
        from_on=days.get("232"),
        to_on=days.get("233"),
        coverage_ended_on=days.get("036"),
        adjustments=adjustments_cas(claim.get("CAS", ()), read),
        remarks=remarks_moa_mia(claim),
        references=references_ref(claim.get("REF", ())),
        amounts=amounts_amt(claim.get("AMT", ()), read),
        services=tuple([service_2110(line, component, read) for line in lines]),
    )


def by_service(segments: Sequence[Segment]) -> list[Group]:
    """The segments of a claim by tag: first those of the claim itself, then those of each SVC."""
    group: Group = {}
    groups = [group]
    for segment in segments:
        tag = segment[0]
        if tag == "SVC":
            group = {}
            groups.append(group)
        if tag in group:
            group[tag].append(segment)
        else:
            group[tag] = [segment]
    return groups


def service_2110(line: Group, component: str, read: ElementReader) -> ServicePayment:
    """2110 SVC: one service line."""
    segment = line["SVC"][0]
    svc = segment + _PADDING
    days = days_dtm(line.get("DTM", ()), read)
    only = days.get("472")
    references = references_ref(line.get("REF", ()))
    amounts = amounts_amt(line.get("AMT", ()), read)
    return ServicePayment(
        procedure=procedure(svc[1], component),
        charge=read.amount(segment, 2),
        paid=read.amount(segment, 3),
        submitted=procedure(svc[6], component) if svc[6] else None,
        units_paid=_ONE if (units := read.quantity(svc, 5)) is None else units,
        units_submitted=read.quantity(svc, 7),
        from_on=days.get("150", only),
        to_on=days.get("151", only),
        adjustments=adjustments_cas(line.get("CAS", ()), read),
        line_control_number=next((one.value for one in references if one.qualifier == "6R"), ""),
        allowed=next((one.amount for one in amounts if one.qualifier == "B6"), None),
        remarks=tuple([at(lq, 2) for lq in line.get("LQ", ()) if at(lq, 1) == "HE"]),
        references=tuple([one for one in references if one.qualifier != "6R"]),
        amounts=tuple([one for one in amounts if one.qualifier != "B6"]),
    )


@lru_cache(maxsize=4096)
def procedure(composite: str, component: str) -> ProcedureCode:
    """SVC01 and SVC06: kind, code, up to four modifiers (and a description, which is left out)."""
    kind, code, *rest = (*components(composite, component), "", "")
    return ProcedureCode(kind=kind, code=code, modifiers=tuple([part for part in rest[:4] if part]))


def adjustments_cas(segments: Sequence[Segment], read: ElementReader) -> tuple[Adjustment, ...]:
    """CAS: a group code and up to six triplets of reason, amount and quantity."""
    found = []
    for cas in segments:
        group = cas[1].strip() if len(cas) > 1 else ""
        if group not in _GROUPS:
            read.note(cas, 1, f"“{group[:40]}” is no adjustment group")
        if len(cas) > _LAST_CAS_ELEMENT + 1:
            read.refuse(cas, len(cas) - 1, "there are more than six adjustments in one segment")
        triplets = [place for place in range(2, len(cas), 3) if cas[place] or at(cas, place + 1)]
        if not triplets:
            read.refuse(cas, 2, "the adjustment is missing")
        for place in triplets:
            quantity = read.quantity(cas, place + 2) if place + 2 < len(cas) else None
            amount = read.amount(cas, place + 1)
            found.append(Adjustment(group=group, reason=cas[place].strip(), amount=amount, quantity=quantity))
    return tuple(found)


def parties_2100(segments: Sequence[Segment]) -> dict[str, Party]:
    """2100 NM1: whom the claim names, by entity code (QC, IL, 74, 82, TT, PR, GB); the first of a kind counts."""
    parties: dict[str, Party] = {}
    for nm1 in segments:
        entity = at(nm1, 1)
        if entity not in parties:
            parties[entity] = party_nm1(nm1)
    return parties


def party_nm1(nm1: Segment) -> Party:
    """NM1: NM102 is 1 for a person, 2 for anything else; NM108 and NM109 are kind and number of the identifier."""
    _, _, kind, last, first, middle, _, suffix, identifier_kind, identifier, *_ = [
        *map(str.strip, nm1),
        *_PADDING,
    ]
    is_person = kind != "2"
    return Party(
        name=PersonName(last=last, first=first, middle=middle, suffix=suffix) if is_person else _NO_NAME,
        organization="" if is_person else last,
        identifier_kind=identifier_kind,
        identifier=identifier,
    )


def days_dtm(segments: Sequence[Segment], read: ElementReader) -> dict[str, date]:
    """DTM: days by their qualifier (472, 150, 151 of a line; 050, 036, 232, 233 of a claim; 405 of a payment)."""
    days = {}
    for dtm in segments:
        day = read.day(dtm, 2)
        if day is not None:
            days[dtm[1]] = day
    return days


def references_ref(segments: Sequence[Segment]) -> tuple[Reference, ...]:
    """REF: qualifier and number."""
    return tuple([Reference(qualifier=at(ref, 1), value=at(ref, 2)) for ref in segments])


def amounts_amt(segments: Sequence[Segment], read: ElementReader) -> tuple[SupplementalAmount, ...]:
    """AMT: amounts for information, with their qualifier."""
    found = [(at(amt, 1), read.informational_amount(amt, 2)) for amt in segments]
    return tuple(
        [SupplementalAmount(qualifier=kind, amount=amount) for kind, amount in found if amount is not None]
    )


def remarks_moa_mia(claim: Group) -> tuple[str, ...]:
    """2100 MOA03–07 and MIA05, MIA20–23: remark codes of the whole claim."""
    places = [(moa, _MOA_REMARKS) for moa in claim.get("MOA", ())]
    places += [(mia, _MIA_REMARKS) for mia in claim.get("MIA", ())]
    return tuple([code for segment, numbers in places for number in numbers if (code := at(segment, number))])
