"""In which record and columns a value of the Claim was typed: a table from dotted places to tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim, ClaimCoverage

_NAME = ("last_name", "first_name", "middle_name", "suffix")
_ADDRESS = ("street", "street2", "city", "state", "zip")
_SELF = "18"
_LINE = re.compile(r"lines\.(\d+)\.(.+)")
_OTHER = re.compile(r"others\.(\d+)\.coverage")

# Fields of the Claim that lie in other columns than those of their own name.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": _NAME,
    "address": _ADDRESS,
    "organization": ("name",),
    "ndc": ("ndc", "ndc_unit", "ndc_quantity"),
    "procedure_code": ("procedure_code", "modifiers"),
    "charge": ("charge_cents",),
    "purchased": ("purchased_cents",),
    "from_on": ("from_on", "to_on"),
    "unable_from_on": ("unable_from_on", "unable_to_on"),
    "hospital_from_on": ("hospital_from_on", "hospital_to_on"),
    "other_id": ("other_id_qualifier", "other_id"),
    "tax_id": ("tax_id", "tax_id_kind"),
    "birth_on": ("birth_on", "sex"),
}
_CLAIM_FIELDS = ("frequency", "original_reference", "condition_codes", "additional_information")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A row, and those of its columns that hold the value; no columns means all of them."""

    table: str
    row_id: int
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Ids of records that the Claim itself does not carry; None or empty where there is none.

    Attributes:
        providers: who rendered the services, by visit.
        numbers: the payer's numbers of those people, by visit.
        diagnoses: the rows of the diagnoses of all visits.
        own_profiles: the insurances that want their claims otherwise than their payer.
    """

    authorization_id: int | None = None
    facility_id: int | None = None
    referring_id: int | None = None
    providers: Mapping[int, int] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)
    diagnoses: tuple[int, ...] = ()
    own_profiles: frozenset[int] = frozenset()


def typed_in(claim: Claim, rows: Rows, path: str) -> tuple[Typed, ...]:
    """Where the value at a dotted place of the Claim, such as case.onset_on, was typed; empty where nobody typed it."""
    if path in _CLAIM_FIELDS:
        return (Typed(table="claim", row_id=claim.claim_id, columns=(path,)),)
    if path in ("authorization_number", "referral_number"):
        return _row("authorization", rows.authorization_id, ("number",))
    if path == "diagnoses":
        return tuple(Typed(table="encounter_diagnosis", row_id=row_id) for row_id in rows.diagnoses)
    if path == "total":
        lines = claim.lines
        return tuple(
            Typed(table="service_line", row_id=line.service_line_id, columns=("charge_cents",))
            for line in lines
        )
    if found := _LINE.fullmatch(path):
        return _of_line(claim, rows, int(found.group(1)), found.group(2))
    return _of_party(claim, rows, path)


def _of_line(claim: Claim, rows: Rows, at: int, rest: str) -> tuple[Typed, ...]:
    if at >= len(claim.lines):
        return ()
    line = claim.lines[at]
    if rest.startswith("rendering.other_id"):
        return _row("provider_number", rows.numbers.get(line.encounter_id), ())
    if rest.startswith("rendering"):
        columns = _columns(rest.removeprefix("rendering").removeprefix("."))
        return _row("provider", rows.providers.get(line.encounter_id), columns)
    return _row("service_line", line.service_line_id, _columns(rest))


def _of_party(claim: Claim, rows: Rows, path: str) -> tuple[Typed, ...]:
    if (found := _OTHER.match(path)) and int(found.group(1)) < len(claim.others):
        coverage = claim.others[int(found.group(1))].coverage
        return _of_coverage(claim, coverage, path[found.end() :].removeprefix("."))
    party, _, rest = path.partition(".")
    if path.startswith("billing.other_id"):
        return _row("payer", claim.coverage.payer.payer_id, ("billing_id_qualifier", "billing_id"))
    if party == "coverage":
        return _of_coverage(claim, claim.coverage, rest)
    parties: dict[str, tuple[str, int | None]] = {
        "patient": ("patient", claim.patient.patient_id),
        "case": ("patient_case", claim.case.case_id),
        "billing": ("practice", 1),
        "facility": ("facility", rows.facility_id),
        "referring": ("provider", rows.referring_id),
    }
    if party not in parties:
        return ()
    table, row_id = parties[party]
    # The name of a place or practice is one column; that of a person is four.
    columns = ("name",) if rest == "name" and table in ("facility", "practice") else _columns(rest)
    return _row(table, row_id, columns)


def _of_coverage(claim: Claim, coverage: ClaimCoverage, rest: str) -> tuple[Typed, ...]:
    if rest == "payer.profile":
        return (
            *_row("coverage", coverage.coverage_id, ("profile",)),
            *_row("payer", coverage.payer.payer_id, ("profile",)),
        )
    if rest.startswith("payer"):
        inside = rest.removeprefix("payer").removeprefix(".")
        columns = ("name",) if inside == "name" else _columns(inside)
        return _row("payer", coverage.payer.payer_id, columns)
    if rest.startswith("subscriber."):
        return _of_subscriber(claim, coverage, rest.removeprefix("subscriber."))
    return _row("coverage", coverage.coverage_id, _columns(rest))


def _of_subscriber(claim: Claim, coverage: ClaimCoverage, rest: str) -> tuple[Typed, ...]:
    """The insured is the patient, the employer of the case, or a person keyed at the insurance."""
    if rest == "member_id":
        return _row("coverage", coverage.coverage_id, ("member_id",))
    if coverage.subscriber.organization and rest == "organization":
        return _row("patient_case", claim.case.case_id, ("employer",))
    if coverage.relationship == _SELF:
        return _row("patient", claim.patient.patient_id, _columns(rest))
    return _row("coverage", coverage.coverage_id, tuple(f"subscriber_{name}" for name in _columns(rest)))


def _columns(rest: str) -> tuple[str, ...]:
    """The columns of a field; of a whole record none, which means all."""
    last = rest.rsplit(".", 1)[-1]
    return _COLUMNS.get(last, (last,) if last else ())


def _row(table: str, row_id: int | None, columns: tuple[str, ...]) -> tuple[Typed, ...]:
    return (Typed(table=table, row_id=row_id, columns=columns),) if row_id else ()
