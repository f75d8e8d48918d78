"""What the practice file knows of the practice itself: read, listed, saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import FacilityId, FeeId, PayerId, ProcedureId, ProviderId, UserId
from clinicbill.db.connect import one, rows
from clinicbill.practice.facility import Facility
from clinicbill.practice.payer import Payer
from clinicbill.practice.practice import Practice
from clinicbill.practice.procedure import Fee, Procedure
from clinicbill.practice.provider import Provider, ProviderKind
from clinicbill.practice.provider_number import ProviderNumber
from clinicbill.practice.rows import record_of, row_of, save
from clinicbill.practice.user import User

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp

_PRACTICE_ID = 1


def find_practice(db: Database) -> Practice | None:
    """The practice, or None in a file that knows nothing of it; see `is_set_up`."""
    row = one(db, "select * from practice")
    return record_of(Practice, row) if row else None


def get_practice(db: Database) -> Practice:
    """The practice.

    Raises:
        NotFound: the file knows nothing of it.
    """
    practice = find_practice(db)
    if practice is None:
        raise NotFound("This practice file is not set up yet; nothing was changed: go through set-up first.")
    return practice


def is_set_up(db: Database) -> bool:
    """Whether set-up was done: a new file knows the practice's name only."""
    practice = find_practice(db)
    return practice is not None and bool(practice.tax_id)


def save_practice(db: Database, practice: Practice, stamp: Stamp) -> None:
    """Write the practice, or only what differs of it."""
    known = {"id": _PRACTICE_ID} if find_practice(db) else {}
    save(db, "practice", practice, stamp, **known)


def get_provider(db: Database, provider_id: ProviderId) -> Provider:
    """One provider; NotFound where there is none."""
    return record_of(Provider, row_of(db, "provider", provider_id))


def list_providers(
    db: Database, kind: ProviderKind | None = None, *, with_inactive: bool = False
) -> list[Provider]:
    """Providers by name: those who render, those who refer, or all."""
    found = rows(
        db,
        "select * from provider where (:kind is null or kind = :kind) and (active or :with_inactive) "
        "order by last_name collate nocase, first_name collate nocase, id",
        {"kind": kind, "with_inactive": with_inactive},
    )
    return [record_of(Provider, row) for row in found]


def save_provider(db: Database, provider: Provider, stamp: Stamp) -> ProviderId:
    """Write a provider, or only what differs."""
    return ProviderId(save(db, "provider", provider, stamp))


def get_facility(db: Database, facility_id: FacilityId) -> Facility:
    """One facility; NotFound where there is none."""
    return record_of(Facility, row_of(db, "facility", facility_id))


def list_facilities(db: Database, *, with_inactive: bool = False) -> list[Facility]:
    """Facilities by name."""
    found = rows(
        db, "select * from facility where active or ? order by name collate nocase, id", [with_inactive]
    )
    return [record_of(Facility, row) for row in found]


def save_facility(db: Database, facility: Facility, stamp: Stamp) -> FacilityId:
    """Write a facility, or only what differs."""
    return FacilityId(save(db, "facility", facility, stamp))


def get_payer(db: Database, payer_id: PayerId) -> Payer:
    """One payer; NotFound where there is none."""
    return record_of(Payer, row_of(db, "payer", payer_id))


def list_payers(db: Database, *, with_inactive: bool = False) -> list[Payer]:
    """Payers by name."""
    found = rows(
        db, "select * from payer where active or ? order by name collate nocase, id", [with_inactive]
    )
    return [record_of(Payer, row) for row in found]


def save_payer(db: Database, payer: Payer, stamp: Stamp) -> PayerId:
    """Write a payer, or only what differs."""
    return PayerId(save(db, "payer", payer, stamp))


def list_provider_numbers(db: Database, *, with_inactive: bool = False) -> list[ProviderNumber]:
    """What payers call our people, payer by payer."""
    found = rows(
        db,
        "select * from provider_number where active or ? order by payer_id, provider_id, id",
        [with_inactive],
    )
    return [record_of(ProviderNumber, row) for row in found]


def save_provider_number(db: Database, number: ProviderNumber, stamp: Stamp) -> int:
    """Write a number, or only what differs."""
    return save(db, "provider_number", number, stamp)


def get_procedure(db: Database, procedure_id: ProcedureId) -> Procedure:
    """One procedure; NotFound where there is none."""
    return record_of(Procedure, row_of(db, "procedure", procedure_id))


def find_procedure(db: Database, code: str) -> Procedure | None:
    """The procedure with this code, in use or not."""
    row = one(db, "select * from procedure where code = ?", [code])
    return record_of(Procedure, row) if row else None


def list_procedures(db: Database, *, with_inactive: bool = False) -> list[Procedure]:
    """The office's procedure list by code."""
    found = rows(db, "select * from procedure where active or ? order by code", [with_inactive])
    return [record_of(Procedure, row) for row in found]


def save_procedure(db: Database, procedure: Procedure, stamp: Stamp) -> ProcedureId:
    """Write a procedure, or only what differs."""
    return ProcedureId(save(db, "procedure", procedure, stamp))


def list_fees(db: Database, procedure_id: ProcedureId | None = None) -> list[Fee]:
    """Fees of one procedure or of all: everybody's before a payer's, the newest first."""
    found = rows(
        db,
        "select fee.* from fee join procedure on procedure.id = fee.procedure_id "
        "where :procedure_id is null or fee.procedure_id = :procedure_id "
        "order by procedure.code, coalesce(fee.payer_id, 0), fee.modifier, fee.from_on desc",
        {"procedure_id": procedure_id},
    )
    return [record_of(Fee, row) for row in found]


def fees_by_code(db: Database) -> dict[str, list[Fee]]:
    """All fees under their procedure's code, for pricing many lines."""
    codes = {row["id"]: row["code"] for row in rows(db, "select id, code from procedure")}
    by_code: dict[str, list[Fee]] = {code: [] for code in codes.values()}
    for fee in list_fees(db):
        by_code[codes[fee.procedure_id]].append(fee)
    return by_code


def save_fee(db: Database, fee: Fee, stamp: Stamp) -> FeeId:
    """Write a fee, or only what differs."""
    return FeeId(save(db, "fee", fee, stamp))


def get_user(db: Database, user_id: UserId) -> User:
    """One user; NotFound where there is none."""
    return record_of(User, row_of(db, "user", user_id))


def find_user(db: Database, name: str) -> User | None:
    """The user of this name, whatever the case of its letters."""
    row = one(db, "select * from user where name = ?", [name])
    return record_of(User, row) if row else None


def list_users(db: Database, *, with_inactive: bool = False) -> list[User]:
    """Users by name."""
    found = rows(db, "select * from user where active or ? order by name, id", [with_inactive])
    return [record_of(User, row) for row in found]


def save_user(db: Database, user: User, stamp: Stamp) -> UserId:
    """Write a user, or only what differs."""
    return UserId(save(db, "user", user, stamp))
