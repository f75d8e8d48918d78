"""The office of a demo practice: its identity, people, payers, and its own procedure list with prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.identifiers import FacilityId, PayerId, ProviderId
from clinicbill.demo.script import DemoProvider, Script, address
from clinicbill.practice import store
from clinicbill.practice.facility import Facility
from clinicbill.practice.payer import Delivery, Payer
from clinicbill.practice.practice import Practice
from clinicbill.practice.procedure import Fee, Procedure
from clinicbill.practice.provider import Provider, ProviderKind
from clinicbill.practice.user import Role, User

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The rows that visits and patients point at."""

    providers: tuple[ProviderId, ...]
    referring: tuple[ProviderId, ...]
    facilities: tuple[FacilityId, ...]
    payers: dict[str, PayerId]
    biller: User


def open_office(db: Database, script: Script, stamp: Stamp) -> Office:
    """Save everything Setup would ask for; fees count from the first of January before last."""
    facts = script.practice
    store.save_practice(
        db,
        Practice(
            name=facts["name"],
            kind=str(script.kind),
            tax_id=facts["tax_id"],
            npi=facts["npi"],
            taxonomy=facts["taxonomy"],
            phone=facts["phone"],
            contact_name=facts["contact_name"],
            address=address(facts["address"]),
            pay_to=address(facts["pay_to"]),
            time_zone=facts["time_zone"],
            submitter_id=facts["submitter_id"],
            receiver_name=facts["receiver_name"],
            receiver_id=facts["receiver_id"],
        ),
        stamp,
    )
    for code, (name, charge, timed, modifiers) in script.procedures.items():
        procedure = Procedure(code=code, name=name, timed=timed, modifiers=modifiers)
        procedure_id = store.save_procedure(db, procedure, stamp)
        fee = Fee(procedure_id=procedure_id, from_on=date(stamp.on.year - 2, 1, 1), charge=charge)
        store.save_fee(db, fee, stamp)
    biller = User(name=facts["biller"], role=Role.BILLER)
    biller_id = store.save_user(db, biller, stamp)
    store.save_user(db, User(name=facts["front_desk"], role=Role.FRONT_DESK), stamp)
    return Office(
        providers=tuple(_provider(db, row, ProviderKind.RENDERING, stamp) for row in script.providers),
        referring=tuple(_provider(db, row, ProviderKind.REFERRING, stamp) for row in script.referring),
        facilities=tuple(
            store.save_facility(
                db, Facility(name=row.name.last, npi=row.npi, pos=row.pos, address=row.address), stamp
            )
            for row in script.facilities
        ),
        payers={
            row.name: store.save_payer(
                db,
                Payer(
                    name=row.name,
                    payer_number=row.payer_number,
                    claim_filing_code=row.claim_filing_code,
                    profile=row.profile,
                    address=row.address,
                    phone="8005550142",
                    filing_limit_days=row.limit,
                    delivery=Delivery(row.delivery),
                ),
                stamp,
            )
            for row in script.payers
        },
        biller=User(id=biller_id, name=biller.name, role=biller.role),
    )


def _provider(db: Database, row: DemoProvider, kind: ProviderKind, stamp: Stamp) -> ProviderId:
    provider = Provider(
        kind=kind,
        name=row.name,
        credential=row.credential,
        npi=row.npi,
        taxonomy=row.taxonomy,
        signature_on_file_on=date(stamp.on.year - 1, 1, 2) if kind is ProviderKind.RENDERING else None,
    )
    return store.save_provider(db, provider, stamp)
