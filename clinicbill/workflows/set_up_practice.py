"""Set up a practice: everything the wizard gathered, written in one transaction or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import PayerId, ProcedureId
from clinicbill.basics.money import Money
from clinicbill.practice import store
from clinicbill.practice.checks import (
    facility_findings,
    npi_pair_findings,
    payer_findings,
    practice_findings,
    provider_findings,
    user_findings,
)
from clinicbill.practice.facility import Facility
from clinicbill.practice.payer import Payer
from clinicbill.practice.practice import Practice
from clinicbill.practice.procedure import Fee, Procedure
from clinicbill.practice.procedure_checks import procedure_findings
from clinicbill.practice.provider import Provider, ProviderKind
from clinicbill.practice.user import User
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.keep_setup import profile_findings
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.workflows.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFee:
    """A fee while payers have no numbers yet: `payer` is a name of `PracticeSetup.payers`, or empty for all."""

    charge: Money
    from_on: date
    payer: str = ""
    modifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProcedure:
    """A procedure with its fees."""

    procedure: Procedure
    fees: tuple[NewFee, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeSetup:
    """What the wizard gathered; `users` beside the owner who made the file."""

    practice: Practice
    providers: tuple[Provider, ...] = ()
    facilities: tuple[Facility, ...] = ()
    payers: tuple[Payer, ...] = ()
    procedures: tuple[NewProcedure, ...] = ()
    users: tuple[User, ...] = ()


def set_up_practice(db: Database, stamp: Stamp, setup: PracticeSetup) -> Outcome:
    """Write the whole set-up, or nothing where something must be fixed.

    Raises:
        CannotDo: the practice is set up already.
        NotAllowed: the role may not.
    """
    require(stamp, Act.CHANGE_SETUP)
    if setup.users:
        require(stamp, Act.CHANGE_USERS)
    if store.is_set_up(db):
        raise CannotDo("This practice is set up already; nothing was changed: change it under Setup.")

    def save() -> None:
        _save(db, stamp, setup)

    findings = setup_findings(setup, store.list_users(db, with_inactive=True))
    return keep_record(db, findings, save, changed="setup", message=f"{setup.practice.name} is set up")


def setup_findings(setup: PracticeSetup, users: Iterable[User] = ()) -> list[Finding]:
    """What is wrong with a set-up; `field` leads to the page and row of the wizard: "payers.1.payer_number"."""
    people = [*users]
    return [
        *_under("practice", practice_findings(setup.practice)),
        *_under("practice", npi_pair_findings(setup.practice, setup.providers)),
        *_no_provider(setup),
        *_each("providers", (provider_findings(provider) for provider in setup.providers)),
        *_each("facilities", (facility_findings(facility) for facility in setup.facilities)),
        *_each("payers", ([*payer_findings(payer), *profile_findings(payer)] for payer in setup.payers)),
        *_each("procedures", (_new_procedure_findings(new, setup) for new in setup.procedures)),
        *_each("users", (user_findings(user, people) for user in setup.users)),
        *_twice(setup),
    ]


def _under(page: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    return (replace(finding, field=f"{page}.{finding.field}") for finding in findings)


def _each(page: str, groups: Iterable[list[Finding]]) -> Iterator[Finding]:
    for row, findings in enumerate(groups):
        yield from _under(f"{page}.{row}", findings)


def _no_provider(setup: PracticeSetup) -> Iterator[Finding]:
    if not any(provider.kind is ProviderKind.RENDERING for provider in setup.providers):
        yield Finding(
            rule="S16",
            severity=Severity.MUST_FIX,
            message="Nobody is keyed who treats patients",
            where="providers",
            source="005010X222A1, 2310B; NUCC 1500 manual, item 24J",
            fix="Add a provider with a type 1 NPI.",
            field="providers",
        )


def _new_procedure_findings(new: NewProcedure, setup: PracticeSetup) -> list[Finding]:
    places = {payer.name: PayerId(place) for place, payer in enumerate(setup.payers, 1)}
    fees = [_fee(fee, places) for fee in new.fees if not fee.payer or fee.payer in places]
    unknown = [fee.payer for fee in new.fees if fee.payer and fee.payer not in places]
    found = procedure_findings(new.procedure, fees)
    if unknown:
        found.append(
            Finding(
                rule="S18",
                severity=Severity.MUST_FIX,
                message=f"A fee of {new.procedure.code} names {unknown[0]}, who is not among the payers",
                where=new.procedure.code,
                value=unknown[0],
                source="house rule: a fee is for a payer of the list, or for everybody",
                fix="Add the payer, or choose another.",
                field="fees",
            )
        )
    return found


def _fee(fee: NewFee, payers: dict[str, PayerId], procedure_id: ProcedureId | None = None) -> Fee:
    return Fee(
        procedure_id=procedure_id or ProcedureId(0),
        payer_id=payers[fee.payer] if fee.payer else None,
        modifier=fee.modifier,
        from_on=fee.from_on,
        charge=fee.charge,
    )


def _twice(setup: PracticeSetup) -> Iterator[Finding]:
    """Names that must be told apart: payers by name, procedures by code, users by name."""
    lists = {
        "payers": [payer.name.strip().casefold() for payer in setup.payers],
        "procedures": [new.procedure.code for new in setup.procedures],
        "users": [user.name.strip().casefold() for user in setup.users],
    }
    for page, names in lists.items():
        for row, name in enumerate(names):
            if name and name in names[:row]:
                yield Finding(
                    rule="S17",
                    severity=Severity.MUST_FIX,
                    message=f"{name} is on the list twice",
                    where=page,
                    value=name,
                    source="house rule: one name, one row",
                    fix="Remove one of them.",
                    field=f"{page}.{row}",
                )


def _save(db: Database, stamp: Stamp, setup: PracticeSetup) -> None:
    store.save_practice(db, setup.practice, stamp)
    for provider in setup.providers:
        store.save_provider(db, provider, stamp)
    for facility in setup.facilities:
        store.save_facility(db, facility, stamp)
    payers = {payer.name: store.save_payer(db, payer, stamp) for payer in setup.payers}
    for new in setup.procedures:
        procedure_id = store.save_procedure(db, new.procedure, stamp)
        for fee in new.fees:
            store.save_fee(db, _fee(fee, payers, procedure_id), stamp)
    for user in setup.users:
        store.save_user(db, user, stamp)
