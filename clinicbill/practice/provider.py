"""Provider: a person who renders services here, or refers patients to us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinicbill.basics.identifiers import ProviderId
from clinicbill.basics.people import PersonName

# An id of 0: not saved yet.
_NEW = ProviderId(0)


class ProviderKind(StrEnum):
    """Whether a provider works here or sends patients."""

    RENDERING = "rendering"
    REFERRING = "referring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A person with a type 1 NPI (2310A, 2310B, 2420A, items 17, 24J, 31).

    Attributes:
        id: our row; 0 until it is saved.
        taxonomy: ten characters of the NUCC provider taxonomy, such as 111N00000X.
        license_number: of the state; some auto insurers want it beside the signature of item 31.
        other_id: a number that is no NPI, for item 17a, under its qualifier 0B, 1G or G2.
        signature_on_file_on: when the signature for item 31 was given; None means there is none.
    """

    id: ProviderId = _NEW
    kind: ProviderKind = ProviderKind.RENDERING
    name: PersonName
    credential: str = ""
    npi: str = ""
    taxonomy: str = ""
    license_number: str = ""
    other_id_qualifier: str = ""
    other_id: str = ""
    signature_on_file_on: date | None = None
    active: bool = True

    def __str__(self) -> str:
        """As on the screen: A Lindqvist DC."""
        return " ".join(part for part in (str(self.name), self.credential) if part)
