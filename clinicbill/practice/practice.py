"""Practice: who bills, where it is paid, and how its files are addressed."""

from __future__ import annotations

from dataclasses import dataclass

from clinicbill.basics.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The practice itself; there is one to a file (2010AA, 2010AB, items 25 and 33).

    Attributes:
        kind: chiro or ortho; chooses the starter lists, never a rule.
        tax_id: nine digits without hyphen; `tax_id_kind` is EI for an EIN, SY for an SSN.
        npi: the type 2 NPI of the group, or the type 1 NPI of a person who bills alone.
        address: where services are billed from; never a PO box, ZIP of nine digits.
        pay_to: where payments go when not to `address`; the place for a PO box.
        time_zone: IANA name; all dates are local dates of this zone.
        submitter_id: ISA06 and NM109 of loop 1000A; `receiver_id` is ISA08 and NM109 of loop 1000B.
    """

    name: str
    kind: str = "chiro"
    tax_id: str = ""
    tax_id_kind: str = "EI"
    npi: str = ""
    taxonomy: str = ""
    phone: str = ""
    contact_name: str = ""
    address: Address = Address()
    pay_to: Address = Address()
    time_zone: str = "America/New_York"
    submitter_id: str = ""
    receiver_name: str = ""
    receiver_id: str = ""
