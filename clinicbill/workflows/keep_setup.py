"""Change what the practice is made of: itself, its people, places, payers, procedures and users."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo, NotFound
from clinicbill.basics.findings import Finding, Severity, stops
from clinicbill.claims.profile_store import profile_book
from clinicbill.claims.profiles import ProfileBook, built_in
from clinicbill.db.backup import restore
from clinicbill.practice import store
from clinicbill.practice.checks import (
    LAST_OWNER,
    facility_findings,
    npi_pair_findings,
    payer_findings,
    practice_findings,
    provider_findings,
    user_findings,
)
from clinicbill.practice.procedure_checks import procedure_findings
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.db.open_practice import OpenPractice
    from clinicbill.practice.facility import Facility
    from clinicbill.practice.payer import Payer
    from clinicbill.practice.practice import Practice
    from clinicbill.practice.procedure import Fee, Procedure
    from clinicbill.practice.provider import Provider
    from clinicbill.practice.user import User

SETUP = "setup"


def keep_practice(db: Database, stamp: Stamp, practice: Practice) -> Outcome:
    """Save the practice's own facts."""
    require(stamp, Act.CHANGE_SETUP)
    findings = [
        *practice_findings(practice),
        *npi_pair_findings(practice, store.list_providers(db)),
    ]

    def save() -> None:
        store.save_practice(db, practice, stamp)

    return keep_record(db, findings, save, changed=SETUP, message=f"Saved {practice.name}")


def keep_provider(db: Database, stamp: Stamp, provider: Provider) -> Outcome:
    """Save a provider, new or changed."""
    require(stamp, Act.CHANGE_SETUP)
    return keep_record(
        db,
        provider_findings(provider),
        lambda: store.save_provider(db, provider, stamp),
        changed=SETUP,
        message=f"Saved {provider}",
    )


def keep_facility(db: Database, stamp: Stamp, facility: Facility) -> Outcome:
    """Save a facility, new or changed."""
    require(stamp, Act.CHANGE_SETUP)
    return keep_record(
        db,
        facility_findings(facility),
        lambda: store.save_facility(db, facility, stamp),
        changed=SETUP,
        message=f"Saved {facility.name}",
    )


def keep_payer(db: Database, stamp: Stamp, payer: Payer) -> Outcome:
    """Save a payer, new or changed. Claims that were sent keep the payer as it was."""
    require(stamp, Act.CHANGE_SETUP)
    return keep_record(
        db,
        [*payer_findings(payer), *profile_findings(payer, profile_book(db))],
        lambda: store.save_payer(db, payer, stamp),
        changed=SETUP,
        message=f"Saved {payer.name}",
    )


def profile_findings(payer: Payer, book: ProfileBook | None = None) -> list[Finding]:
    """A payer profile that neither the program nor the office has; without `book` only the program's count. S19."""
    try:
        (book or built_in()).on(payer.profile, date.max)
    except NotFound:
        return [
            Finding(
                rule="S19",
                severity=Severity.MUST_FIX,
                message=f"There is no payer profile “{payer.profile}”",
                where=payer.name or "payer",
                value=payer.profile,
                source="resources/rules/payer_profiles.toml",
                fix="Choose one from the list.",
                field="profile",
            )
        ]
    return []


def keep_procedure(db: Database, stamp: Stamp, procedure: Procedure, fees: Sequence[Fee]) -> Outcome:
    """Save a procedure with its fees; fees not named stay as they are, for no fee is ever deleted."""
    require(stamp, Act.CHANGE_SETUP)
    named = {fee.id for fee in fees if fee.id}
    kept = store.list_fees(db, procedure.id) if procedure.id else []
    others = [fee for fee in kept if fee.id not in named]
    findings = [*procedure_findings(procedure, [*fees, *others]), *_code_taken(db, procedure)]

    def save() -> int:
        procedure_id = store.save_procedure(db, procedure, stamp)
        for fee in fees:
            store.save_fee(db, replace(fee, procedure_id=procedure_id), stamp)
        return procedure_id

    return keep_record(db, findings, save, changed=SETUP, message=f"Saved {procedure.code}")


def _code_taken(db: Database, procedure: Procedure) -> list[Finding]:
    """Two procedures of one code would have two prices."""
    other = store.find_procedure(db, procedure.code)
    if other is None or other.id == procedure.id:
        return []
    return [
        Finding(
            rule="S17",
            severity=Severity.MUST_FIX,
            message=f"{procedure.code} is on the list already, as {other.name}",
            where="procedure",
            value=procedure.code,
            source="house rule: one code, one row of the procedure list",
            fix="Change that one instead.",
            field="code",
        )
    ]


def keep_user(db: Database, stamp: Stamp, user: User) -> Outcome:
    """Save a user, new or changed.

    The password is no part of the record: `OpenPractice.add_slot` gives a user a way in, and `remove_user` takes it.

    Raises:
        CannotDo: it would leave the practice without an owner.
    """
    return keep_record(
        db,
        checked_user(db, stamp, user),
        lambda: store.save_user(db, user, stamp),
        changed=SETUP,
        message=f"Saved {user.name}",
    )


def checked_user(db: Database, stamp: Stamp, user: User) -> list[Finding]:
    """What is wrong with a user as he would be kept.

    Raises:
        NotAllowed: users are the owner's.
        CannotDo: it would leave the practice without an owner.
    """
    require(stamp, Act.CHANGE_USERS)
    found = user_findings(user, store.list_users(db, with_inactive=True))
    for last in (finding for finding in found if finding.rule == LAST_OWNER):
        raise CannotDo(f"{last.message}; nothing was changed: {last.fix[:1].lower()}{last.fix[1:]}")
    return found


def remove_user(practice: OpenPractice, stamp: Stamp, user: User) -> Outcome:
    """Take a user's way in, encrypt the practice with a new key, and keep the user as one who may not any more.

    No other connection may be open (`OpenPractice.remove_slot`). The user is checked before anything is touched;
    the row comes last, so that a failed backup leaves everything as it was. After a crash before the row the user
    has no password any more, and doing it again only writes the row. `OpenPractice.recovery_key` is a new one.

    Raises:
        NotAllowed: users are the owner's.
        CannotDo: it is the last owner, or the user himself.
        NotWritable: no verified copy could be made first; nothing was changed.
    """
    with practice.connect() as db:
        before = store.get_user(db, user.id)
        gone = replace(user, active=False)
        findings = checked_user(db, stamp, gone)
    if stops(findings):
        return Outcome(findings=tuple(findings))
    if practice.has_slot(before.name):
        practice.remove_slot(before.name, at=stamp.at)
    with practice.connect() as db:
        outcome = keep_user(db, stamp, gone)
    return replace(outcome, message=f"{gone.name} cannot open the practice any more")


def restore_backup(stamp: Stamp, copy: Path, target: Path) -> Outcome:
    """Put a verified copy back as a new practice file; the one that is open is not touched.

    Raises:
        NotAllowed: an owner restores.
        NotFound, NotAPractice, NotWritable: as `backup.restore`.
    """
    require(stamp, Act.RESTORE_BACKUP)
    restore(copy, target)
    return Outcome(message=f"Restored to {target}")
