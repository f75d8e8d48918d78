"""Providers: who treats patients, and who refers them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.people import PersonName
from clinicbill.practice.checks import provider_findings
from clinicbill.practice.provider import Provider, ProviderKind
from clinicbill.practice.provider_number import QUALIFIERS
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.setup.record_kind import RecordKind, active_state
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.record_form import Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.basics.findings import Finding

IN_USE = ((True, "Yes"), (False, "Not any more"))


_LICENSE = (Field("Licence", "license_number", Input.CODE, width=140),)


def other_id_fields() -> tuple[Field, ...]:
    """A number that is no NPI, and who gave it."""
    return (
        Field("Other id", "other_id", Input.CODE, width=140),
        Field(
            "given by",
            "other_id_qualifier",
            Input.CHOICE,
            choices=(("", "–"), *QUALIFIERS.items()),
            beside=True,
        ),
    )


def _fields(*, rendering: bool) -> tuple[Field, ...]:
    signature = (Field("Signed on", "signature_on_file_on", Input.DATE),) if rendering else ()
    return (
        Field("Last name", "name.last", required=True),
        Field("Suffix", "name.suffix", width=56, beside=True),
        Field("First name", "name.first"),
        Field("Middle", "name.middle", width=56, beside=True),
        Field("Credential", "credential", width=84, placeholder="DC"),
        Field("NPI", "npi", Input.CODE, width=140),
        Field("Taxonomy", "taxonomy", Input.CODE, width=140, stored=str.upper, placeholder="111N00000X"),
        *signature,
        *(_LICENSE if rendering else other_id_fields()),
        Field("In use", "active", Input.CHOICE, choices=IN_USE, width=140),
    )


_TIPS = {
    "npi": "Type 1, of the person: ten digits, the last one proves the others",
    "taxonomy": "As the NPI registry shows it",
    "license_number": "Of the state; some auto insurers want it beside the signature, item 31",
    "other_id": "Only where a payer asks for a number that is no NPI, item 17a",
    "signature_on_file_on": "When the signature for item 31 was given",
}
_COLUMNS: tuple[Column[Provider], ...] = (
    Column("Name", str, weight=MEDIUM, stretch=1, width=110),
    Column("NPI", lambda row: row.npi, mono=True),
    Column("Taxonomy", lambda row: row.taxonomy, mono=True),
    Column("", active_state),
)


def _title(provider: Provider) -> str:
    return str(provider)


def _check(provider: Provider, _others: Sequence[Provider]) -> list[Finding]:
    return provider_findings(provider)


def _rendering(_day: date) -> Provider:
    return Provider(name=PersonName())


def _referring(day: date) -> Provider:
    return replace(_rendering(day), kind=ProviderKind.REFERRING)


PROVIDERS: RecordKind[Provider] = RecordKind(
    noun="provider",
    plural="Providers",
    columns=_COLUMNS,
    parts=(Part(_fields(rendering=True)),),
    title=_title,
    check=_check,
    blank=_rendering,
    empty=("No provider yet.", "Who treats patients here stands on each line of a claim, item 24J."),
    tips={**_TIPS, "npi": "Type 1, item 24J: ten digits, the last one proves the others"},
)
REFERRING: RecordKind[Provider] = RecordKind(
    noun="referring provider",
    plural="Referring providers",
    columns=_COLUMNS,
    parts=(Part(_fields(rendering=False)),),
    title=_title,
    check=_check,
    blank=_referring,
    empty=("No referring provider yet.", "Who sends patients stands in item 17 of a claim."),
    tips={**_TIPS, "npi": "Type 1, item 17b: ten digits, the last one proves the others"},
)
