"""Builders of money: visits that are charged and claimed, remittances that balance, and the day the contract names.

`billed(db, patient, payer, [("98941", "AT", "65.00")])` makes insurance, visit, charge and a claim on its way;
`medicare_day(db)` is the Medicare remittance of a Monday: a payment, a denial, a reversal with its correction, PLB.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from clinicbill.basics.identifiers import ClaimId, CoverageId, PatientId, PayerId, RemittanceId, ServiceLineId
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.db.connect import rows, scalar
from clinicbill.encounters.store import get_encounter
from clinicbill.ledger.charges import LineCharge, charge
from clinicbill.ledger.store import add_posting, reverse, standing_charges
from clinicbill.patients.store import list_coverages
from clinicbill.remits.remittance import (
    Adjustment,
    ClaimPayment,
    Party,
    ProcedureCode,
    ProviderAdjustment,
    Remittance,
    ServicePayment,
)
from clinicbill.remits.spread import opposite
from clinicbill.workflows.post_remittance import post_remittance
from clinicbill.workflows.receive_remittance import receive_remittance
from clinicbill.x12.envelope import REMITTANCE_835, Interchange
from clinicbill.x12.write_835 import write_835
from tests.support.practice import STAMP, TODAY, Office, a_coverage, a_patient, a_visit, stamp_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.workflows.outcome import Outcome

VISIT_ON = date(2026, 11, 9)
PAID_ON = date(2026, 11, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """A claim on its way, with its lines in order."""

    claim_id: ClaimId
    number: str
    patient_id: PatientId
    payer_id: PayerId
    lines: tuple[ServiceLineId, ...]
    charges: tuple[Money, ...]
    on: date


def billed(
    db: Database,
    patient_id: PatientId,
    payer_id: PayerId,
    lines: Sequence[tuple[str, str, str]] = (("98941", "AT", "65.00"),),
    *,
    on: date = VISIT_ON,
    number: str = "",
    charged_on: date | None = None,
    status: str = "sent",
    **claim: Any,
) -> Billed:
    """A visit with its charge to the insurance and a sent claim; the insurance is made where there is none."""
    coverage_id = _coverage(db, patient_id, payer_id)
    visit_id = a_visit(db, patient_id, on=on, lines=lines)
    charge_visit(db, visit_id, payer_id, on=charged_on or on)
    visit = get_encounter(db, visit_id)
    numbers = tuple(line.id for line in visit.lines)
    row = {
        "patient_control_number": number or f"CB{scalar(db, 'select count(*) from claim') + 1:06d}",
        "patient_id": patient_id,
        "case_id": visit.case_id,
        "coverage_id": coverage_id,
        "payer_id": payer_id,
        "responsibility": "P",
        "delivery": "electronic",
        "status": status,
        "first_service_on": on.isoformat(),
        "total_cents": visit.total.cents,
        **STAMP.columns(),
        **claim,
    }
    claim_id = ClaimId(int(str(db.table("claim").insert(row).last_pk)))
    put_on_claim(db, claim_id, numbers)
    return Billed(
        claim_id=claim_id,
        number=str(row["patient_control_number"]),
        patient_id=patient_id,
        payer_id=payer_id,
        lines=numbers,
        charges=tuple(line.charge for line in visit.lines),
        on=on,
    )


def put_on_claim(db: Database, claim_id: ClaimId, lines: Sequence[ServiceLineId]) -> None:
    """Stand lines on a claim, in their order."""
    for position, line in enumerate(lines, 1):
        db.table("claim_line").insert(
            {"claim_id": claim_id, "service_line_id": line, "position": position, **STAMP.columns()}
        )


def charge_visit(db: Database, visit_id: int, payer_id: PayerId | None, *, on: date) -> None:
    """Post the charge of a visit to its insurance, or to the patient."""
    found = rows(
        db, "select id, charge_cents from service_line where encounter_id = ? order by position", [visit_id]
    )
    visit = rows(db, "select patient_id, service_on from encounter where id = ?", [visit_id])[0]
    posting = charge(
        on=on,
        patient_id=visit["patient_id"],
        payer_id=payer_id,
        aged_from=date.fromisoformat(visit["service_on"]),
        lines=[LineCharge(service_line_id=row["id"], amount=Money(row["charge_cents"])) for row in found],
    )
    assert posting is not None
    add_posting(db, stamp_on(on), posting)


def _coverage(db: Database, patient_id: PatientId, payer_id: PayerId) -> CoverageId:
    for coverage in list_coverages(db, patient_id):
        if coverage.payer_id == payer_id:
            return coverage.id
    return a_coverage(db, patient_id, payer_id, member_id=f"M{patient_id:09d}")


def adjusted(text: str) -> tuple[Adjustment, ...]:
    """Adjustments as one writes them down: "CO-45 23.80, PR-2 8.24"."""
    found = []
    for part in filter(None, text.split(", ")):
        code, amount = part.split(" ")
        group, reason = code.split("-")
        found.append(Adjustment(group=group, reason=reason, amount=Money.parse(amount)))
    return tuple(found)


def a_service(code: str, charge_text: str, paid: str, adjustments: str = "", **fields: Any) -> ServicePayment:
    """One service of a payment: "98941-AT", "65.00", "32.30", "CO-45 23.80, PR-2 8.24"."""
    procedure, *modifiers = code.split("-")
    return ServicePayment(
        procedure=ProcedureCode(code=procedure, modifiers=tuple(modifiers)),
        charge=Money.parse(charge_text),
        paid=Money.parse(paid),
        adjustments=adjusted(adjustments),
        **({"from_on": VISIT_ON, "to_on": VISIT_ON} | fields),
    )


def a_payment(
    number: str,
    services: Sequence[ServicePayment],
    *,
    last: str = "Alvarez",
    status: str = "1",
    **fields: Any,
) -> ClaimPayment:
    """A claim payment whose charge and payment are those of its services."""
    adjusted_off = Money.total(one.amount for one in fields.get("adjustments", ()))
    defaults: dict[str, Any] = {
        "charge": Money.total(one.charge for one in services),
        "paid": Money.total(one.paid for one in services) - adjusted_off,
        "payer_control_number": f"ICN{number}",
        "patient": Party(name=PersonName(last=last, first="X")) if last else Party(),
    }
    return ClaimPayment(
        patient_control_number=number, status=status, services=tuple(services), **(defaults | fields)
    )


def a_remittance(
    claims: Sequence[ClaimPayment],
    provider_adjustments: Sequence[ProviderAdjustment] = (),
    **fields: Any,
) -> Remittance:
    """A payment by EFT that balances."""
    paid = Money.total(one.paid for one in claims) - Money.total(one.amount for one in provider_adjustments)
    defaults: dict[str, Any] = {
        "payer_name": "Medicare Part B Oregon",
        "payer_id": "02302",
        "payer_trace_id": "1930000001",
        "trace_number": "8812345",
        "paid": paid,
        "paid_on": PAID_ON,
        "method": "ACH",
        "handling": "I",
        "payee_name": "Cedar Spine and Wellness PLLC",
        "payee_npi": "1987654328",
        "payee_tax_id": "123456789",
        "usage": "P",
    }
    return Remittance(
        claims=tuple(claims), provider_adjustments=tuple(provider_adjustments), **(defaults | fields)
    )


def as_835(*remittances: Remittance, control_number: int = 905, line_end: str = "\n") -> bytes:
    """The file a payer would send."""
    interchange = Interchange(
        kind=REMITTANCE_835,
        sender_id="PAYERHUB",
        receiver_id="CEDAR01",
        control_number=control_number,
        made_at=datetime(2026, 11, 20, 8, 2, tzinfo=UTC),
        line_end=line_end,
    )
    return write_835(remittances, interchange).encode()


def receive(db: Database, data: bytes, name: str = "remit.835", stamp: Stamp = STAMP) -> RemittanceId:
    """Receive a file; the id of its first payment."""
    file_id = receive_remittance(db, stamp, name, data).row_id
    return RemittanceId(
        scalar(db, "select id from remittance where received_file_id = ? order by position", [file_id])
    )


def post(db: Database, remittance: Remittance, stamp: Stamp = STAMP, name: str = "remit.835") -> Outcome:
    """Receive and post one payment."""
    data = as_835(remittance, control_number=scalar(db, "select count(*) from received_file") + 1)
    return post_remittance(db, stamp, receive(db, data, name, stamp))


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicareDay:
    """Four patients of Medicare, what was billed, and the remittance of Friday 2026-11-20.

    Ekberg's visit of 10/28 was billed as 98941 and paid; the office corrected it to 98940 on a replacement claim.
    """

    alvarez: Billed
    cho: Billed
    dunn: Billed
    ekberg_first: Billed
    ekberg: Billed
    remittance: Remittance


EARLIER = date(2026, 10, 28)


def medicare_day(db: Database, office: Office) -> MedicareDay:
    """Everything posted up to the evening before, and the remittance still to come."""
    payer = office.medicare
    alvarez = billed(db, a_patient(db, "Alvarez", "Ruth"), payer, [("98941", "AT", "65.00")])
    cho = billed(db, a_patient(db, "Cho", "Sung"), payer, [("98940", "AT", "50.00")])
    dunn = billed(db, a_patient(db, "Dunn", "Marge"), payer, [("98941", "", "65.00")])
    nils = a_patient(db, "Ekberg", "Nils")
    first = billed(db, nils, payer, [("98941", "AT", "65.00")], on=EARLIER, number="CBEKBERG1")
    paid = a_payment(
        first.number,
        [_line(first, "98941-AT", "65.00", "32.30", "CO-45 23.80, CO-253 0.66, PR-2 8.24")],
        last="Ekberg",
    )
    earlier = a_remittance([paid], trace_number="8809976", paid_on=date(2026, 11, 6))
    assert post(db, earlier, stamp_on(date(2026, 11, 6))).done
    ekberg = _corrected(db, first)
    claims = [
        a_payment(
            alvarez.number,
            [_line(alvarez, "98941-AT", "65.00", "32.30", "PR-2 8.24, CO-45 23.80, CO-253 0.66")],
            status="19",
            crossover=Party(organization="Medigap"),
        ),
        a_payment(
            cho.number,
            [_line(cho, "98940-AT", "50.00", "22.66", "PR-2 5.78, CO-45 21.10, CO-253 0.46")],
            last="Cho",
        ),
        a_payment(dunn.number, [_line(dunn, "98941", "65.00", "0", "CO-50 65.00")], last="Dunn"),
        replace(_turned(paid), status="22"),
        a_payment(
            ekberg.number,
            [_line(ekberg, "98940-AT", "50.00", "22.66", "PR-2 5.78, CO-45 21.10, CO-253 0.46")],
            last="Ekberg",
        ),
    ]
    plb = [
        ProviderAdjustment(reason="WO", amount=Money(1500), reference="ICNOLD1", payee_id="1987654328"),
        ProviderAdjustment(reason="L6", amount=Money(-12), payee_id="1987654328"),
    ]
    plb = [replace(one, period_end=date(2026, 12, 31)) for one in plb]
    return MedicareDay(
        alvarez=alvarez,
        cho=cho,
        dunn=dunn,
        ekberg_first=first,
        ekberg=ekberg,
        remittance=a_remittance(claims, plb),
    )


def _line(of: Billed, code: str, charge_text: str, paid: str, adjustments: str) -> ServicePayment:
    return a_service(
        code,
        charge_text,
        paid,
        adjustments,
        line_control_number=f"L{of.lines[0]}",
        from_on=of.on,
        to_on=of.on,
    )


def _turned(payment: ClaimPayment) -> ClaimPayment:
    """The payment as a reversal repeats it."""
    return opposite(payment)


def _corrected(db: Database, first: Billed) -> Billed:
    """The visit charged anew as 98940, and the claim that replaces the first one."""
    for posting_id in standing_charges(db, first.lines):
        reverse(db, STAMP, posting_id, on=TODAY, why="Corrected to 98940")
    new = billed(
        db,
        first.patient_id,
        first.payer_id,
        [("98940", "AT", "50.00")],
        on=first.on,
        number="CBEKBERG2",
        charged_on=TODAY,
        frequency="7",
        replaces_id=first.claim_id,
    )
    db.table("claim").update(first.claim_id, {"status": "replaced", **STAMP.columns()})
    return new
