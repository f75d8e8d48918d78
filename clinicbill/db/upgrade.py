"""At every open: is the file's schema this program's, newer, older, or has it lost a guard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.errors import DatabaseTooNew, PracticeFileError
from clinicbill.db import backup, connect, migrations

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

_FINGERPRINT = "schema_fingerprint"


def install(db: Database) -> None:
    """Apply what is pending and note the schema's fingerprint, inside the caller's `connect.write`."""
    migrations.apply(db)
    row = {"key": _FINGERPRINT, "value": migrations.schema_fingerprint(db)}
    db.table("meta").upsert(row, pk="key")


def bring_up_to_date(path: Path, key: bytes, at: datetime) -> None:
    """Refuse a newer file untouched; back up and upgrade an older one in one transaction; notice a lost guard.

    Raises:
        DatabaseTooNew: a newer program wrote the file.
        PracticeFileError: tables, triggers or views are not as this program left them, or the upgrade changed
            what the books hold (then it was undone).
        NotWritable: no room for the backup or the upgrade.
    """
    with connect.connect(path, key) as db:
        applied = migrations.applied_names(db)
        unknown = [name for name in applied if name not in migrations.known_names()]
        if unknown:
            raise DatabaseTooNew(
                f"{path.name} was written by a newer clinicbill (it knows {unknown[-1]}); nothing was changed; "
                "install the newest version and open it again."
            )
        _check_fingerprint(db, path)
        if applied == migrations.known_names():
            return
        backup.back_up(path, key, backup.backup_folder(path), at=at, reason=backup.BEFORE_UPDATE)
        with connect.write(db):
            _upgrade(db, path)


def _check_fingerprint(db: Database, path: Path) -> None:
    noted = connect.scalar(db, "select value from meta where key = ?", [_FINGERPRINT])
    if noted != migrations.schema_fingerprint(db):
        raise PracticeFileError(
            f"{path.name} was changed by another program: its tables or the guards of its books are not as clinicbill "
            "left them; the backups are untouched; restore the latest backup to a new file and open that."
        )


def _upgrade(db: Database, path: Path) -> None:
    before = backup.gather_facts(db)
    install(db)
    after = backup.gather_facts(db)
    broken = connect.rows(db, "select * from pragma_foreign_key_check")
    lost = [name for name, count in before.counts.items() if after.counts.get(name, 0) < count]
    books = (before.ledger_cents, before.turnover_cents) == (after.ledger_cents, after.turnover_cents)
    if broken or lost or not books:
        raise PracticeFileError(
            f"The upgrade of {path.name} did not come out right and was undone; the file and its backup are unchanged; "
            "go on with the program you used before and report this."
        )
