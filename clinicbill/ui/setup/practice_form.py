"""The practice's own facts: who bills, where it is paid, how its files are addressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.people import digits
from clinicbill.practice.checks import npi_pair_findings, practice_findings
from clinicbill.ui.widgets.contact_fields import address_fields, phone_field
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.record_form import Part, RecordForm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from clinicbill.basics.findings import Finding
    from clinicbill.practice.practice import Practice
    from clinicbill.practice.provider import Provider
    from clinicbill.ui.undo import Undo

KINDS = (("chiro", "Chiropractic"), ("ortho", "Orthopaedic"))
TAX_KINDS = (("EI", "EIN"), ("SY", "SSN"))
# IANA names of the zones US practices are in.
TIME_ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Mountain, Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Atlantic, Puerto Rico"),
    ("Pacific/Guam", "Guam"),
)


def tax_id_shown(text: str) -> str:
    """12-3456789, as an EIN is printed."""
    return f"{text[:2]}-{text[2:]}" if len(text) == 9 and text.isdigit() else text


def tax_id_stored(text: str) -> str:
    """Nine digits, unless something else was typed, which the rules then name."""
    return digits(text) if not text.strip("0123456789- ") else text


IDENTITY = (
    Field("Name", "name", required=True, section="Who bills"),
    Field("Kind", "kind", Input.CHOICE, choices=KINDS, width=140),
    Field(
        "Tax id",
        "tax_id",
        Input.CODE,
        width=112,
        shown=tax_id_shown,
        stored=tax_id_stored,
        placeholder="12-3456789",
    ),
    Field("", "tax_id_kind", Input.CHOICE, choices=TAX_KINDS, width=84, beside=True),
    Field("NPI", "npi", Input.CODE, width=140),
    Field("Taxonomy", "taxonomy", Input.CODE, width=140, stored=str.upper, placeholder="111N00000X"),
    phone_field("Phone", "phone"),
    Field("Contact", "contact_name"),
    Field("Time zone", "time_zone", Input.CHOICE, choices=TIME_ZONES, width=200),
)
ADDRESSES = (
    *address_fields("address", section="Billing address"),
    *address_fields("pay_to", section="Pay-to address, only if payments go elsewhere"),
)
FILES = (
    Field("Submitter id", "submitter_id", Input.CODE, section="Electronic claims", width=168),
    Field("Receiver", "receiver_name"),
    Field("Receiver id", "receiver_id", Input.CODE, width=168),
)
TIPS = {
    "name": "Item 33, 2010AA NM103",
    "tax_id": "Item 25: nine digits",
    "tax_id_kind": "EIN or SSN",
    "npi": "Type 2, item 33a; the type 1 NPI of who bills alone",
    "taxonomy": "As the NPI registry shows it",
    "phone": "For billing questions, item 33",
    "address.zip": "Nine digits, never a post office box",
    "submitter_id": "What the clearinghouse calls this practice, ISA06",
    "receiver_id": "What the clearinghouse calls itself, ISA08",
}


def practice_check(providers: Callable[[], Sequence[Provider]]) -> Callable[[Practice], list[Finding]]:
    """What the rules find in the practice, given who treats patients there."""

    def check(practice: Practice) -> list[Finding]:
        return [*practice_findings(practice), *npi_pair_findings(practice, providers())]

    return check


def make_practice_form(
    providers: Callable[[], Sequence[Provider]], *, as_of: date, undo: Undo | None, files: bool = True
) -> KeptForm:
    """Identity left, addresses right; what electronic claims need stands below the identity."""
    parts = [Part(IDENTITY), *([Part(FILES)] if files else []), Part(ADDRESSES, 1)]
    tips = {
        name: tip for name, tip in TIPS.items() if files or not name.startswith(("submitter", "receiver"))
    }
    form = RecordForm(parts, as_of=as_of, undo=undo, tips=tips)
    return KeptForm(
        form,
        title=lambda practice: practice.name or "The practice",
        check=practice_check(providers),
    )
