"""Writes Remittances as an 835 (ASC X12N 005010X221A1), for the demo and for tests."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from clinicbill.remits.remittance import Party
from clinicbill.x12.envelope import Interchange, InterchangeWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from clinicbill.basics.people import Address
    from clinicbill.remits.remittance import (
        Adjustment,
        ClaimPayment,
        ProcedureCode,
        ProviderAdjustment,
        Reference,
        Remittance,
        ServicePayment,
        SupplementalAmount,
    )
    from clinicbill.x12.writer import Element, SegmentWriter

_TRIPLETS, _PAIRS = 6, 6
_MOST_REMARKS = 5


def write_835(remittances: Iterable[Remittance], interchange: Interchange) -> str:
    """One file with one ST…SE for each remittance; ST02 is its transaction number, or its place in the file.

    Raises:
        UnwritableElement: a text cannot stand in X12.
        ValueError: a claim has more remark codes than MOA holds.
    """
    out = InterchangeWriter(interchange)
    for place, remittance in enumerate(remittances, 1):
        with out.transaction(remittance.transaction_number or f"{place:04d}") as w:
            _payment(w, remittance)
            _payer_1000a(w, remittance)
            _payee_1000b(w, remittance)
            if remittance.claims:
                w.add("LX", 1)
            for claim in remittance.claims:
                _claim_2100(w, claim)
            _provider_adjustments(w, remittance.provider_adjustments)
    return out.text()


def _payment(w: SegmentWriter, remittance: Remittance) -> None:
    """BPR, TRN and DTM*405. Bank and account numbers (BPR06–15) are never written."""
    amount = -remittance.paid if remittance.credit_debit == "D" else remittance.paid
    w.add(
        "BPR",
        remittance.handling,
        amount,
        remittance.credit_debit,
        remittance.method,
        *(None,) * 11,
        remittance.paid_on,
    )
    w.add("TRN", "1", remittance.trace_number, remittance.payer_trace_id)
    if remittance.produced_on:
        w.add("DTM", "405", remittance.produced_on)


def _payer_1000a(w: SegmentWriter, remittance: Remittance) -> None:
    w.add("N1", "PR", remittance.payer_name, *(("XV", remittance.payer_id) if remittance.payer_id else ()))
    _address(w, remittance.payer_address)
    _references(w, remittance.payer_references)
    for contact in remittance.payer_contacts:
        w.add("PER", contact.role, contact.name, *(part for number in contact.numbers for part in number))


def _payee_1000b(w: SegmentWriter, remittance: Remittance) -> None:
    """The payee by NPI with the tax id in REF*TJ, or by the tax id alone."""
    number = ("XX", remittance.payee_npi) if remittance.payee_npi else ("FI", remittance.payee_tax_id)
    w.add("N1", "PE", remittance.payee_name, *(number if number[1] else ()))
    _address(w, remittance.payee_address)
    _references(w, remittance.payee_references)
    if remittance.payee_npi and remittance.payee_tax_id:
        w.add("REF", "TJ", remittance.payee_tax_id)


def _address(w: SegmentWriter, address: Address) -> None:
    if address.street or address.street2:
        w.add("N3", address.street, address.street2)
    if address.city or address.state or address.zip:
        w.add("N4", address.city, address.state, address.zip)


def _claim_2100(w: SegmentWriter, claim: ClaimPayment) -> None:
    w.add(
        "CLP",
        claim.patient_control_number,
        claim.status,
        claim.charge,
        claim.paid,
        claim.patient_responsibility or None,
        claim.filing_code,
        claim.payer_control_number,
        claim.place_of_service,
        claim.frequency,
    )
    _adjustments(w, claim.adjustments)
    _party(w, "QC", claim.patient)
    _party(w, "IL", claim.subscriber)
    _party(w, "74", claim.corrected)
    _party(w, "82", claim.rendering)
    _party(w, "TT", claim.crossover)
    _party(w, "PR", claim.priority_payer)
    _remarks_moa(w, claim)
    _references(w, claim.references)
    _days(w, ("036", claim.coverage_ended_on), ("050", claim.received_on))
    _days(w, ("232", claim.from_on), ("233", claim.to_on))
    _amounts(w, claim.amounts)
    for service in claim.services:
        _service_2110(w, service)


def _service_2110(w: SegmentWriter, service: ServicePayment) -> None:
    submitted = _composite(service.submitted) if service.submitted else None
    w.add(
        "SVC",
        _composite(service.procedure),
        service.charge,
        service.paid,
        None,
        service.units_paid,
        submitted,
        service.units_submitted,
    )
    if service.from_on == service.to_on:
        _days(w, ("472", service.from_on))
    else:
        _days(w, ("150", service.from_on), ("151", service.to_on))
    _adjustments(w, service.adjustments)
    _references(w, service.references)
    if service.line_control_number:
        w.add("REF", "6R", service.line_control_number)
    if service.allowed is not None:
        w.add("AMT", "B6", service.allowed)
    _amounts(w, service.amounts)
    for code in service.remarks:
        w.add("LQ", "HE", code)


def _adjustments(w: SegmentWriter, adjustments: Sequence[Adjustment]) -> None:
    """CAS: neighbours of one group share a segment, six at most."""
    for group, members in groupby(adjustments, key=lambda one: one.group):
        triplets: list[Element] = [part for one in members for part in (one.reason, one.amount, one.quantity)]
        for start in range(0, len(triplets), 3 * _TRIPLETS):
            w.add("CAS", group, *triplets[start : start + 3 * _TRIPLETS])


def _provider_adjustments(w: SegmentWriter, adjustments: Sequence[ProviderAdjustment]) -> None:
    """PLB: neighbours of one payee and year share a segment, six at most."""
    for (payee_id, period_end), members in groupby(
        adjustments, key=lambda one: (one.payee_id, one.period_end)
    ):
        pairs: list[Element] = [part for one in members for part in ((one.reason, one.reference), one.amount)]
        for start in range(0, len(pairs), 2 * _PAIRS):
            w.add("PLB", payee_id, period_end, *pairs[start : start + 2 * _PAIRS])


def _party(w: SegmentWriter, entity: str, party: Party | None) -> None:
    if party is None or party == Party():
        return
    name = party.name
    named = (
        ("2", party.organization)
        if party.organization
        else ("1", name.last, name.first, name.middle, None, name.suffix)
    )
    empty = (None,) * (6 - len(named))
    w.add("NM1", entity, *named, *empty, party.identifier_kind, party.identifier)


def _remarks_moa(w: SegmentWriter, claim: ClaimPayment) -> None:
    if len(claim.remarks) > _MOST_REMARKS:
        raise ValueError(f"claim {claim.patient_control_number} has more than five remark codes")
    if claim.remarks:
        w.add("MOA", None, None, *claim.remarks)


def _references(w: SegmentWriter, references: Sequence[Reference]) -> None:
    for reference in references:
        w.add("REF", reference.qualifier, reference.value)


def _amounts(w: SegmentWriter, amounts: Sequence[SupplementalAmount]) -> None:
    for one in amounts:
        w.add("AMT", one.qualifier, one.amount)


def _days(w: SegmentWriter, *days: tuple[str, date | None]) -> None:
    for qualifier, day in days:
        if day is not None:
            w.add("DTM", qualifier, day)


def _composite(procedure: ProcedureCode) -> tuple[str, ...]:
    return (procedure.kind, procedure.code, *procedure.modifiers)
