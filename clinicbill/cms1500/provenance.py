"""Where the value of a box comes from in the Claim, by the table resources/forms/cms1500_provenance.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from clinicbill.basics.assets import asset
from clinicbill.basics.dates import slashed
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.claim import OtherId
from clinicbill.cms1500.boxes_condition import illness_date, other_date, reference_number
from clinicbill.cms1500.boxes_insured import insured_coverage, shown_other
from clinicbill.cms1500.boxes_lines import TAXONOMY, shown_id
from clinicbill.cms1500.boxes_patient import medicaid
from clinicbill.cms1500.boxes_providers import billing_id, shown_facility
from clinicbill.x12.claim_837p_subscriber import insured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clinicbill.claims.claim import Claim
    from clinicbill.claims.profile import PayerProfile

# Numbers of items whose file segment is the one of a certain other payer.
OTHER_PAYER_ITEMS = ("9", "9a", "9d")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRow:
    """One row of the table: what the box is, its rule in our own words, its origin, its place in the 837P."""

    title: str
    rule: str
    source: str
    record: str
    field: str
    path: str
    file: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a value comes from.

    Attributes:
        record, field: as the screen calls them; empty where the box holds nothing of the claim.
        path: dotted place in the Claim, lists counted from 0: "case.initial_treatment_on", "lines.2.charge".
        value: what stands there, as the screen shows it.
        file_qualifier: the DTP qualifier of a date of the case; else empty.
        file_start: how the segment of a number begins that may be of several kinds, such as REF*G2; else empty.
    """

    record: str = ""
    field: str = ""
    path: str = ""
    value: str = ""
    file_qualifier: str = ""
    file_start: str = ""


def box_row(item: str) -> BoxRow:
    """The row of one box.

    Raises:
        KeyError: the form has no such box.
    """
    return _rows()[item]


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
        value=_shown(_value(claim, path)),
        file_qualifier=found.file_qualifier,
        file_start=found.file_start,
    )


def _plain(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    return Origin(record=row.record, field=row.field, path=row.path)


def _insured(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    coverage = insured_coverage(claim, profile)
    if coverage is None:
        return Origin()
    place = "coverage" if coverage is claim.coverage else f"others.{_other_index(claim, coverage)}.coverage"
    path = row.path.replace("{coverage}", place)
    if path.endswith("subscriber.name") and insured(coverage, claim).organization:
        if not coverage.subscriber.organization:
            return Origin(record="Case", field="Employer", path="case.employer")
        path = path.replace("subscriber.name", "subscriber.organization")
    return Origin(record=row.record, field=row.field, path=path)


def _policy_group(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    if profile.policy_group == "claim_number":
        return Origin(record="Case", field="Claim number", path="case.claim_number")
    if profile.policy_group in ("none", "blank"):
        return Origin(record="Payer", field="Payer profile", path="coverage.payer.profile")
    return _insured(claim, profile, row, line)


def _other(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    other = shown_other(claim, profile)
    if other is None:
        return Origin()
    return Origin(record=row.record, field=row.field, path=f"others.{claim.others.index(other)}.coverage")


def _illness(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    shown = illness_date(claim, profile)
    return _event(shown.field) if shown else Origin()


def _other_date(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    shown = other_date(claim, profile)
    return _event(shown.field) if shown else Origin()


def _event(field: str) -> Origin:
    name, qualifier = _table()["event"][field]
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
    path = f"others.{_other_index(claim, second)}.coverage.subscriber.member_id"
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
    """Item 20 speaks of whichever line was bought."""
    bought = [place for place, one in enumerate(claim.lines) if one.purchased is not None]
    return (
        Origin(record=row.record, field=row.field, path=f"lines.{bought[0]}.purchased")
        if bought
        else Origin()
    )


_SPECIAL: Mapping[str, Callable[[Claim, PayerProfile, BoxRow, int], Origin]] = {
    "4": _insured,
    "6": _insured,
    "7": _insured,
    "11": _policy_group,
    "11a": _insured,
    "11c": _insured,
    "10d": _claim_codes,
    "17a": _referring_id,
    "20": _purchased,
    "24H": _screening,
    "24I": _rendering_id,
    "32b": _facility_id,
    "33b": _billing_id,
    "9": _other,
    "9a": _other,
    "9d": _other,
    "14": _illness,
    "15": _other_date,
    "23": _reference,
    "32": _facility,
    "32a": _facility,
}


def _other_index(claim: Claim, coverage: object) -> int:
    return next(place for place, other in enumerate(claim.others) if other.coverage is coverage)


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


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(asset("forms/cms1500_provenance.toml").read_text(encoding="utf-8"))


@cache
def _rows() -> dict[str, BoxRow]:
    return {
        item: BoxRow(**{**row, "file": tuple((loop, start) for loop, start in row["file"])})
        for item, row in _table()["box"].items()
    }
