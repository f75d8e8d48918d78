"""Where the value of a box comes from in the Claim, by the table resources/forms/cms1500_provenance.toml."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.claim import OtherId
from clinicbill.cms1500.boxes_condition import illness_date, other_date, reference_number
from clinicbill.cms1500.boxes_lines import TAXONOMY, shown_id
from clinicbill.cms1500.boxes_patient import medicaid
from clinicbill.cms1500.boxes_providers import billing_id, shown_facility
from clinicbill.cms1500.origin import Origin, box_row, provenance_table
from clinicbill.cms1500.origins_insured import (
    other_index,
    other_insured_origin,
    other_number_origin,
    other_plan_origin,
    person_origin,
    policy_origin,
    profile_origin,
    whole_coverage_origin,
)
from clinicbill.cms1500.origins_paid import paid_origin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clinicbill.claims.claim import Claim
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.origin import BoxRow

__all__ = ["Origin", "box_row", "origin"]


def origin(claim: Claim, profile: PayerProfile, item: str, line: int = 0) -> Origin:
    """Where the value of a box comes from in this claim.

    Args:
        claim: the claim on the form.
        profile: the payer's profile, which decides what some boxes show.
        item: the box as BoxArea calls it: 14, 24D, carrier.
        line: the service line of the claim, counted from 1; 0 outside item 24.
    """
    row = box_row(item)
    found = _SPECIAL.get(item, _plain)(claim, profile, row, line)
    path = found.path.format(line=line - 1)
    return Origin(
        record=found.record if path else "",
        field=found.field if path else "",
        path=path,
        value=found.value or _shown(_value(claim, path)),
        file_qualifier=found.file_qualifier,
        file_start=found.file_start,
        file_at=found.file_at,
    )


def _plain(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    return Origin(record=row.record, field=row.field, path=row.path)


def _illness(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    shown = illness_date(claim, profile)
    return _event(shown.field) if shown else Origin()


def _other_date(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    shown = other_date(claim, profile)
    return _event(shown.field) if shown else Origin()


def _event(field: str) -> Origin:
    name, qualifier = provenance_table()["event"][field]
    return Origin(record="Case", field=name, path=f"case.{field}", file_qualifier=qualifier)


def _reference(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    field, _ = reference_number(claim, profile)
    return Origin(record=row.record, field=row.field, path=field) if field else Origin()


def _facility(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    if shown_facility(claim, profile) is None:
        return Origin()
    own = claim.facility is None
    path = row.path.replace("{facility}", "billing" if own else "facility")
    return Origin(record="Practice" if own else row.record, field=row.field, path=path)


def _claim_codes(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    if profile.claim_code != "medicaid_number":
        return Origin(record=row.record, field=row.field, path=row.path if claim.condition_codes else "")
    second = medicaid(claim)
    if second is None:
        return Origin()
    path = f"others.{other_index(claim, second)}.coverage.subscriber.member_id"
    return Origin(record="Other insurance", field="Medicaid number", path=path)


def _referring_id(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    other = claim.referring.other_id if claim.referring and profile.other_ids else None
    return _numbered(row, other, row.path)


def _facility_id(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    facility = shown_facility(claim, profile)
    other = facility.other_id if facility and profile.other_ids else None
    return _numbered(row, other, row.path)


def _screening(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    """The shaded half, or the unshaded one where only that is filled."""
    shown = claim.lines[line - 1] if 0 < line <= len(claim.lines) else None
    if shown and shown.family_planning and not shown.epsdt:
        return Origin(
            record=row.record, field="Family planning", path="lines.{line}.family_planning", file_start="SV1"
        )
    return Origin(record=row.record, field=row.field, path=row.path, file_start="CRC*ZZ")


def _rendering_id(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    rendering = claim.lines[line - 1].rendering if 0 < line <= len(claim.lines) else None
    shown = shown_id(rendering, profile) if rendering else None
    if shown is None or shown.qualifier != TAXONOMY:
        return _numbered(row, shown, row.path)
    return Origin(
        record=row.record, field="Taxonomy", path="lines.{line}.rendering.taxonomy", file_start="PRV*PE"
    )


def _billing_id(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    shown = billing_id(claim, profile)
    if shown is None or shown.qualifier != TAXONOMY:
        return _numbered(row, shown, row.path)
    return Origin(record="Practice", field="Taxonomy", path="billing.taxonomy", file_start="PRV*BI")


def _numbered(row: BoxRow, other: OtherId | None, path: str) -> Origin:
    """An id that is no NPI, or nothing where there is none."""
    if other is None:
        return Origin()
    return Origin(record=row.record, field=row.field, path=path, file_start=f"REF*{other.qualifier}")


def _purchased(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    """Item 20 speaks of whichever line was bought; its NO is the wish of the payer."""
    bought = [place for place, one in enumerate(claim.lines) if one.purchased is not None]
    if bought:
        return Origin(record=row.record, field=row.field, path=f"lines.{bought[0]}.purchased")
    return profile_origin() if profile.outside_lab == "no" else Origin()


_SPECIAL: Mapping[str, Callable[[Claim, PayerProfile, BoxRow, int], Origin]] = {
    "4": person_origin,
    "6": whole_coverage_origin,
    "7": person_origin,
    "11": policy_origin,
    "11a": person_origin,
    "11c": whole_coverage_origin,
    "10d": _claim_codes,
    "17a": _referring_id,
    "20": _purchased,
    "24H": _screening,
    "24I": _rendering_id,
    "32b": _facility_id,
    "33b": _billing_id,
    "9": other_insured_origin,
    "9a": other_number_origin,
    "9d": other_plan_origin,
    "14": _illness,
    "15": _other_date,
    "23": _reference,
    "29": paid_origin,
    "32": _facility,
    "32a": _facility,
}


def _value(claim: Claim, path: str) -> object:
    value: object = claim
    for part in path.split(".") if path else ():
        if isinstance(value, tuple):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = getattr(value, part, None)
    return None if value is claim else value


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return slashed(value)
    if isinstance(value, Money):
        return value.plain()
    if isinstance(value, PersonName):
        return value.sorted()
    if isinstance(value, Address):
        return ", ".join(value.lines())
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value if isinstance(part, (str, int)))
    return str(value) if isinstance(value, (str, int)) else _name_of(value)


def _name_of(record: object) -> str:
    """A whole record is shown by its name."""
    if isinstance(record, OtherId):
        return f"{record.qualifier} {record.number}"
    for field in ("name", "organization", "payer"):
        if value := getattr(record, field, None):
            return _shown(value)
    return ""
