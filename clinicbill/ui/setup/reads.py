"""What the setup page reads in one go: everything the practice is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.claims.office_profile import OfficeProfile, resolved
from clinicbill.claims.profile_store import list_profiles
from clinicbill.claims.profiles import ProfileBook, built_in
from clinicbill.coding.drug_vial import DrugVial
from clinicbill.coding.drug_vial_store import list_vials
from clinicbill.coding.plans.default_modifiers import DefaultModifier
from clinicbill.coding.plans.default_modifiers_store import list_default_modifiers
from clinicbill.practice import store
from clinicbill.practice.facility import Facility
from clinicbill.practice.practice import Practice
from clinicbill.practice.provider import Provider, ProviderKind
from clinicbill.ui.setup.payers import PayerCard
from clinicbill.ui.setup.procedures import ProcedureCard
from clinicbill.ui.setup.users import UserCard

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ProcedureId
    from clinicbill.practice.procedure import Fee


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupFile:
    """Everything under Setup that lies in the practice file."""

    practice: Practice
    as_of: date
    providers: tuple[Provider, ...]
    referring: tuple[Provider, ...]
    facilities: tuple[Facility, ...]
    payers: tuple[PayerCard, ...]
    profiles: tuple[OfficeProfile, ...]
    procedures: tuple[ProcedureCard, ...]
    users: tuple[UserCard, ...]
    default_modifiers: tuple[DefaultModifier, ...] = ()
    drug_vials: tuple[DrugVial, ...] = ()

    @property
    def book(self) -> ProfileBook:
        """The program's payer profiles and the office's own."""
        return built_in().with_own(resolved(self.profiles, built_in()))


def read_setup(db: Database, day: date) -> SetupFile:
    """The practice with its people, places, payers, procedures and users, those not used any more too."""
    fees: dict[ProcedureId, list[Fee]] = {}
    numbers = store.list_provider_numbers(db)
    for fee in store.list_fees(db):
        fees.setdefault(fee.procedure_id, []).append(fee)
    return SetupFile(
        practice=store.get_practice(db),
        as_of=day,
        providers=tuple(store.list_providers(db, ProviderKind.RENDERING, with_inactive=True)),
        referring=tuple(store.list_providers(db, ProviderKind.REFERRING, with_inactive=True)),
        facilities=tuple(store.list_facilities(db, with_inactive=True)),
        payers=tuple(PayerCard.of(payer, numbers) for payer in store.list_payers(db, with_inactive=True)),
        profiles=tuple(list_profiles(db, with_inactive=True)),
        procedures=tuple(
            ProcedureCard.of(procedure, fees.get(procedure.id, []), day)
            for procedure in store.list_procedures(db, with_inactive=True)
        ),
        users=tuple(UserCard.of(user) for user in store.list_users(db, with_inactive=True)),
        default_modifiers=tuple(list_default_modifiers(db, with_inactive=True)),
        drug_vials=tuple(list_vials(db, with_inactive=True)),
    )
