"""Who bills, who did the work, who referred, and where: items 17, 24J, 25, 31 to 33."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import is_npi, is_tax_id, is_zip9
from clinicbill.claims.checks.identity import missing_parts
from clinicbill.claims.checks.rules import Problem, line_item, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim, OtherId

_PO_BOX = re.compile(r"\b(?:P\.?\s*O\.?\s*(?:BOX|DRAWER)|POST\s+OFFICE\s+BOX|LOCK\s*BOX)\b", re.IGNORECASE)
_TAXONOMY = re.compile(r"[0-9A-Z]{10}")
_TAX_KINDS = frozenset({"EI", "SY"})
_ROLES = frozenset({"DN", "DK", "DQ"})
_NO_FACILITY = frozenset({"10", "11", "12"})


def npis(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F13: every NPI passes its check digit; only the facility may have none."""
    for where, field, npi in _npis(claim):
        if not is_npi(npi):
            yield Problem(
                rule="F13",
                message="The NPI is missing or its check digit is wrong.",
                where=where,
                value=npi,
                field=field,
            )


def _npis(claim: Claim) -> Iterator[tuple[str, str, str]]:
    yield "item 33a", "billing.npi", claim.billing.npi
    seen: set[str] = set()
    for n, line in enumerate(claim.lines):
        if line.rendering.npi not in seen:
            yield line_item(n, "24J"), f"lines.{n}.rendering.npi", line.rendering.npi
        seen.add(line.rendering.npi)
    # A name without an NPI is a matter of item 17 (F12).
    if claim.referring and claim.referring.npi:
        yield "item 17b", "referring.npi", claim.referring.npi
    if claim.facility and claim.facility.npi:
        yield "item 32a", "facility.npi", claim.facility.npi


def referring(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F12: role, name and NPI together."""
    who = claim.referring
    if who is None:
        return
    if who.qualifier not in _ROLES:
        yield Problem(
            rule="F12",
            message="The role of the provider in item 17 is not DN, DK or DQ.",
            where="item 17",
            value=who.qualifier,
            field="referring.qualifier",
        )
    if not who.npi or not who.name.last.strip():
        yield Problem(
            rule="F12",
            message="The referring provider has no name or no NPI.",
            where="items 17 and 17b",
            value=str(who.name),
            field="referring",
        )


def rendering(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X37: each line has a person who did the work."""
    for n, line in enumerate(claim.lines):
        if not line.rendering.name.last.strip():
            yield Problem(
                rule="X37",
                message="The provider who rendered the service has no name.",
                where=line_item(n, "24J"),
                field=f"lines.{n}.rendering.name",
            )


def tax_id(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F25: nine digits and their kind."""
    if not is_tax_id(claim.billing.tax_id) or claim.billing.tax_id_kind not in _TAX_KINDS:
        yield Problem(
            rule="F25",
            message="The tax ID is not nine digits of an EIN or SSN.",
            where="item 25",
            value=claim.billing.tax_id,
            field="billing.tax_id",
        )


def taxonomies(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X02: ten characters where there is one."""
    codes = {"2000A PRV03": ("billing.taxonomy", claim.billing.taxonomy)}
    for n, line in enumerate(claim.lines):
        codes[f"line {n + 1}, PRV03"] = (f"lines.{n}.rendering.taxonomy", line.rendering.taxonomy)
    wrong: set[str] = set()
    for where, (field, code) in codes.items():
        if code and not _TAXONOMY.fullmatch(code) and code not in wrong:
            wrong.add(code)
            yield Problem(
                rule="X02",
                message="The taxonomy code is not ten letters and digits.",
                where=where,
                value=code,
                field=field,
            )


def billing_provider(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X03: a name and a full address."""
    billing = claim.billing
    if not (billing.organization.strip() or billing.person.last.strip()):
        yield Problem(
            rule="X03",
            message="The billing provider has no name.",
            where="item 33",
            field="billing.organization",
        )
    if missing := missing_parts(billing.address):
        yield Problem(
            rule="X03",
            message=f"The billing address has no {missing}.",
            where="item 33",
            value=" ".join(billing.address.lines()),
            field="billing.address",
        )


def billing_address(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F27: a street, and nine digits of ZIP."""
    address = claim.billing.address
    if _PO_BOX.search(f"{address.street} {address.street2}"):
        yield Problem(
            rule="F27",
            message="The billing address is a PO box.",
            where="item 33, 2010AA N3",
            value=address.street,
            field="billing.address.street",
        )
    if address.zip and not is_zip9(address.zip):
        yield Problem(
            rule="F27",
            message="The ZIP of the billing address does not have nine digits.",
            where="item 33, 2010AA N403",
            value=address.zip,
            field="billing.address.zip",
        )


def facility(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """F28, X32: where it was done, with its address."""
    if claim.facility is None:
        away = sorted({line.pos for line in claim.lines} - _NO_FACILITY)
        if away:
            kind = "hospital or surgery center" if set(away) & listed("facility_places") else "facility"
            yield Problem(
                rule="F28",
                message=f"A service was at place {away[0]}, but the {kind} is missing.",
                where="item 32, 2310C",
                value=" ".join(away),
                field="facility",
            )
        return
    missing = missing_parts(claim.facility.address)
    short = "" if is_zip9(claim.facility.address.zip) else "nine-digit ZIP"
    if missing or short or not claim.facility.name.strip():
        lacking = missing or short or "name"
        yield Problem(
            rule="X32",
            message=f"The facility has no {lacking}.",
            where="item 32, 2310C",
            value=" ".join(claim.facility.address.lines()),
            field="facility",
        )


def performed_elsewhere(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X65: whoever performed a purchased service is named."""
    bought = [n for n, line in enumerate(claim.lines) if line.purchased is not None]
    if bought and claim.facility is None:
        yield Problem(
            rule="X65",
            message="A service was purchased, but who performed it is missing.",
            where="items 20 and 32, 2420B",
            value=" ".join(str(n + 1) for n in bought),
            field="facility",
        )


def other_ids(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X66: an id that is no NPI has a kind its box knows, and a number."""
    for where, field, kinds, other in _other_ids(claim):
        if other.qualifier not in listed(kinds) or not other.number.strip():
            yield Problem(
                rule="X66",
                message="The number has no kind that may stand here, or is missing.",
                where=where,
                value=f"{other.qualifier} {other.number}",
                field=field,
            )


def _other_ids(claim: Claim) -> Iterator[tuple[str, str, str, OtherId]]:
    """(place, field, list of kinds, id) of every id that is no NPI."""
    if claim.billing.other_id:
        yield "item 33b, 2010BB REF", "billing.other_id", "billing_ids", claim.billing.other_id
    if claim.facility and claim.facility.other_id:
        yield "item 32b, 2310C REF", "facility.other_id", "facility_ids", claim.facility.other_id
    if claim.referring and claim.referring.other_id:
        supervises = claim.referring.qualifier == "DQ"
        kinds = "supervising_ids" if supervises else "referring_ids"
        yield "item 17a", "referring.other_id", kinds, claim.referring.other_id
    for n, line in enumerate(claim.lines):
        if line.rendering.other_id:
            yield (
                line_item(n, "24I"),
                f"lines.{n}.rendering.other_id",
                "rendering_ids",
                line.rendering.other_id,
            )


def signature(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X36: the provider's signature for item 31."""
    if claim.lines and claim.lines[0].rendering.signature_on_file_on is None:
        yield Problem(
            rule="X36",
            message="The provider’s signature is not on file.",
            where="item 31",
            value=str(claim.lines[0].rendering.name),
            field="lines.0.rendering.signature_on_file_on",
        )


CHECKS = (
    npis,
    referring,
    rendering,
    tax_id,
    taxonomies,
    billing_provider,
    billing_address,
    facility,
    performed_elsewhere,
    other_ids,
    signature,
)
