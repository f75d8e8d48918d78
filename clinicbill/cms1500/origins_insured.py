"""Where items 4, 6, 7, 9 and 11 come from: the patient, the case, the insurance or another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.cms1500.boxes_insured import insured_coverage, shown_other
from clinicbill.cms1500.origin import Origin
from clinicbill.x12.claim_837p_subscriber import SELF, insured

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim, ClaimCoverage
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.origin import BoxRow

# What the insured has in common with the patient, and what it is called there.
_OF_THE_PATIENT = {"name": "Name", "address": "Address", "birth_on": "Date of birth, sex"}


def profile_origin() -> Origin:
    """The payer's profile decides: it is chosen at the payer or at the insurance; the claim knows only which it is."""
    return Origin(record="Payer or insurance", field="Claims form", path="coverage.payer.profile")


def other_index(claim: Claim, coverage: object) -> int:
    """Which of the claim's other insurances this is, from 0."""
    return next(place for place, other in enumerate(claim.others) if other.coverage is coverage)


def whole_coverage_origin(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    """What the insurance itself says of the relationship, group and plan."""
    coverage = insured_coverage(claim, profile)
    if coverage is None:
        return Origin()
    return Origin(
        record=row.record, field=row.field, path=row.path.replace("{coverage}", _place(claim, coverage))
    )


def person_origin(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    """Name, address or birth date of the insured: keyed with the patient, the case, or at the insurance."""
    coverage = insured_coverage(claim, profile)
    return _person(claim, coverage, row) if coverage else Origin()


def policy_origin(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    """Item 11: the number of the injury, a word of the profile, or the policy of an insurance."""
    if profile.policy_group == "claim_number":
        return Origin(record="Case", field="Claim number", path="case.claim_number")
    if profile.policy_group in ("none", "blank"):
        return profile_origin()
    return whole_coverage_origin(claim, profile, row, line)


def other_insured_origin(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    """Item 9: who holds the other insurance."""
    other = shown_other(claim, profile)
    return _person(claim, other.coverage, row) if other else Origin()


def other_number_origin(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    """Item 9a: the group number, or the ID of a Medigap policy and of an insurance without group."""
    other = shown_other(claim, profile)
    if other is None:
        return Origin()
    group = other.coverage.group_number and profile.other_insured != "medigap"
    field, last = ("Group number", "group_number") if group else ("ID on the card", "subscriber.member_id")
    return _of_other(claim, other.coverage, row, field, last, "SBR" if group else "NM1*IL")


def other_plan_origin(claim: Claim, profile: PayerProfile, row: BoxRow, line: int) -> Origin:
    """Item 9d: the plan, else the payer's name; the payer ID of a Medigap policy."""
    other = shown_other(claim, profile)
    if other is None:
        return Origin()
    coverage = other.coverage
    if profile.other_insured == "medigap":
        return _of_other(claim, coverage, row, "Payer ID", "payer.payer_number", "NM1*PR")
    if not coverage.plan_name:
        return _of_other(claim, coverage, row, "Payer", "payer.name", "NM1*PR")
    # The file names the plan only where there is no group number, the payer always (2320 SBR04, 2330B NM103).
    return _of_other(claim, coverage, row, "Plan", "plan_name", "NM1*PR" if coverage.group_number else "SBR")


def _person(claim: Claim, coverage: ClaimCoverage, row: BoxRow) -> Origin:
    place = _place(claim, coverage)
    path = row.path.replace("{coverage}", place)
    last, organization = path.rsplit(".", 1)[-1], insured(coverage, claim).organization
    if last == "name" and organization:
        if organization == claim.case.employer:
            return Origin(record="Case", field="Employer", path="case.employer", file_at=_at(place))
        return Origin(
            record=row.record, field=row.field, path=f"{place}.subscriber.organization", file_at=_at(place)
        )
    if coverage.relationship == SELF and not organization:
        return Origin(
            record="Patient", field=_OF_THE_PATIENT[last], path=f"patient.{last}", file_at=_at(place)
        )
    return Origin(record=row.record, field=row.field, path=path, file_at=_at(place))


def _of_other(
    claim: Claim, coverage: ClaimCoverage, row: BoxRow, field: str, last: str, file_start: str
) -> Origin:
    place = _place(claim, coverage)
    return Origin(
        record=row.record, field=field, path=f"{place}.{last}", file_start=file_start, file_at=_at(place)
    )


def _place(claim: Claim, coverage: ClaimCoverage) -> str:
    return "coverage" if coverage is claim.coverage else f"others.{other_index(claim, coverage)}.coverage"


def _at(place: str) -> int:
    parts = place.split(".")
    return int(parts[1]) if parts[0] == "others" else 0
