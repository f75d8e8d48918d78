"""Identifiers with their check rules, and one id type per table so that mypy catches a swapped argument."""

from __future__ import annotations

import re
from typing import NewType

UserId = NewType("UserId", int)
ProviderId = NewType("ProviderId", int)
FacilityId = NewType("FacilityId", int)
PayerId = NewType("PayerId", int)
ProcedureId = NewType("ProcedureId", int)
FeeId = NewType("FeeId", int)
PatientId = NewType("PatientId", int)
GuarantorId = NewType("GuarantorId", int)
CoverageId = NewType("CoverageId", int)
CaseId = NewType("CaseId", int)
AuthorizationId = NewType("AuthorizationId", int)
EncounterId = NewType("EncounterId", int)
ServiceLineId = NewType("ServiceLineId", int)
ClaimId = NewType("ClaimId", int)
SubmissionId = NewType("SubmissionId", int)
PrintJobId = NewType("PrintJobId", int)
RemittanceId = NewType("RemittanceId", int)
PostingId = NewType("PostingId", int)
QueryId = NewType("QueryId", int)
MacroId = NewType("MacroId", int)
PlanOfCareId = NewType("PlanOfCareId", int)
DefaultModifierId = NewType("DefaultModifierId", int)
AuditId = NewType("AuditId", int)
AuditItemId = NewType("AuditItemId", int)

CLAIM_NUMBER = re.compile(r"[A-Z0-9]{1,14}")


def is_npi(text: str) -> bool:
    """Whether ten digits carry the right check digit.

    Source: 45 CFR 162.406; CMS, "Requirements for NPI check digit": Luhn over the number with 80840 before it.
    """
    if len(text) != 10 or not text.isascii() or not text.isdigit():
        return False
    total = 24  # what the constant prefix 80840 adds
    for place, letter in enumerate(reversed(text)):
        digit = int(letter) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def npi_with_check_digit(nine: str) -> str:
    """The ten-digit NPI for nine leading digits (used to invent clearly fake ones)."""
    return next(nine + str(check) for check in range(10) if is_npi(nine + str(check)))


def is_tax_id(text: str) -> bool:
    """Whether the text is nine digits, as an EIN or SSN stands in 2010AA REF02 and item 25."""
    return len(text) == 9 and text.isascii() and text.isdigit()


def is_zip9(text: str) -> bool:
    """Whether the text is nine digits, as 2010AA N403 wants it for the billing provider."""
    return len(text) == 9 and text.isascii() and text.isdigit()
