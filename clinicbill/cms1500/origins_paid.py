"""Where item 29 comes from: the patient's payments, or what the remittances of payers before this one say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.cms1500.origin import Origin

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.origin import BoxRow

# How the segments of the 837P begin: 2300 AMT, 2320 AMT.
PAID_BY_PATIENT, PAID_BY_PAYER = "AMT*F5", "AMT*D"


def paid_origin(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    """Item 29 by what the profile counts (`amount_paid`); each of several amounts is named in the value."""
    patient = bool(claim.amount_paid) and "patient" in profile.amount_paid
    payers = _paying(claim) if "payers" in profile.amount_paid else []
    if not payers:
        return (
            Origin(record=row.record, field=row.field, path=row.path, file_start=PAID_BY_PATIENT)
            if patient
            else Origin()
        )
    names = [claim.others[place].coverage.payer.name for place in payers]
    path = f"others.{payers[0]}.paid"
    if not patient and len(payers) == 1:
        return Origin(record="Remittance", field=f"Paid by {names[0]}", path=path, file_start=PAID_BY_PAYER)
    parts = [f"Patient {claim.amount_paid.plain()}"] if patient else []
    parts += [f"{name} {claim.others[place].paid.plain()}" for name, place in zip(names, payers, strict=True)]
    return Origin(
        record=f"{row.record}, remittance" if patient else "Remittances",
        field="Amounts paid",
        path=row.path if patient else path,
        value=", ".join(parts),
        file_start=PAID_BY_PAYER,
    )


def _paying(claim: Claim) -> list[int]:
    return [place for place, other in enumerate(claim.others) if other.adjudicated and other.paid]
