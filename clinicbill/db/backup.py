"""Verified copies of a practice: make one, list them, restore one to a new place.

A backup is the practice as one encrypted file with its keys file beside it and a manifest that is written last:
a copy without a manifest was not verified and does not count.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from clinicbill import __version__
from clinicbill.basics.dates import moment_text, parse_moment
from clinicbill.basics.errors import NotAPractice, NotFound, NotWritable, PracticeFileError
from clinicbill.db import connect, restored
from clinicbill.db.keys import keys_path
from clinicbill.db.migrations import applied_names
from clinicbill.db.place import check_folder, check_local, make_folder, replace_file, sync_file, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

BEFORE_UPDATE = "before update"
BEFORE_NEW_KEY = "before new key"
BY_HAND = "by hand"
AUTOMATIC = "automatic"

_STEPS_BETWEEN_PULSES = 1_000_000  # of SQLite's machine, some tens of milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What must be equal in a practice and its copy.

    Attributes:
        schema: names of the migrations applied.
        counts: rows of each table.
        ledger_cents: the sum of all ledger entries, which double entry keeps at zero.
        turnover_cents: the sum of their absolute amounts.
    """

    schema: tuple[str, ...]
    counts: dict[str, int]
    ledger_cents: int
    turnover_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says about itself; `sha256` is of the copy's bytes, `made_at` a UTC moment."""

    program: str
    file_id: str
    made_at: str
    reason: str
    size_bytes: int
    sha256: str
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One verified copy."""

    path: Path
    file_id: str
    made_at: datetime
    reason: str = BY_HAND


def backup_folder(practice: Path) -> Path:
    """Where the copies of a practice lie when nobody chose another place."""
    return practice.with_name(f"{practice.stem} backups")


def manifest_path(copy: Path) -> Path:
    """The manifest that belongs to a copy."""
    return copy.with_name(f"{copy.name}.manifest")


def gather_facts(db: Database) -> Facts:
    """Count every table and add up the ledger, where there is one."""
    names = [
        row["name"]
        for row in connect.rows(
            db, "select name from pragma_table_list where schema = 'main' and type = 'table' order by name"
        )
    ]
    # sqlite_stat tables may be rewritten at any time and say nothing about the practice.
    counts = {name: db.table(name).count for name in names if not name.startswith("sqlite_")}
    if "meta" in counts:  # the mark of a copy is no part of the practice
        counts["meta"] = db.table("meta").count_where("key <> ?", [restored.COPIED_AT])
    ledger = "select coalesce(sum(amount_cents), 0), coalesce(sum(abs(amount_cents)), 0) from entry"
    total, turnover = db.conn.execute(ledger).fetchone() if "entry" in counts else (0, 0)
    return Facts(schema=tuple(applied_names(db)), counts=counts, ledger_cents=total, turnover_cents=turnover)


def back_up(
    practice: Path,
    key: bytes,
    folder: Path,
    *,
    at: datetime,
    reason: str = BY_HAND,
    pulse: Callable[[], object] = lambda: None,
) -> Backup:
    """Copy a practice into a folder while it may be in use, and verify the copy.

    The counts of the original and the copy come from one snapshot, so others may go on writing. `pulse` is called
    now and then; what it raises stops the work, and what was copied is thrown away.

    Raises:
        NotWritable: the folder is read-only, or the disk is too full.
        PracticeFileError: the copy is not equal to the practice; it is thrown away.
    """
    connect.check_present(practice)
    make_folder(folder)
    check_folder(folder, room_bytes=practice.stat().st_size + _waiting_bytes(practice) + 1_000_000)
    final = _free_name(folder, practice.stem, at)
    new = final.with_name(f".{final.name}.new")
    try:
        with connect.connect(practice, key) as db, connect.snapshot(db):
            facts = gather_facts(db)
            file_id = str(connect.scalar(db, "select value from meta where key = 'file_id'"))
            connect.copy_into(db, new, key)
        pulse()
        with connect.connect(new, key) as copy:
            restored.mark_copy(copy, at)
        sync_file(new)
        verify_copy(new, key, facts, pulse=pulse)
        manifest = Manifest(
            program=__version__,
            file_id=file_id,
            made_at=moment_text(at),
            reason=reason,
            size_bytes=new.stat().st_size,
            sha256=_sha256(new),
            facts=facts,
        )
        _publish(practice, new, final, manifest)
    finally:
        new.unlink(missing_ok=True)
    return Backup(path=final, file_id=file_id, made_at=parse_moment(manifest.made_at), reason=reason)


def verify_copy(copy: Path, key: bytes, facts: Facts, *, pulse: Callable[[], object] = lambda: None) -> None:
    """Read a copy through and compare it with what the original held.

    Raises:
        PracticeFileError: it differs or is damaged.
    """
    with connect.connect(copy, key) as db:
        # An exception of the handler ends the statement that runs; the pulse after it says why.
        db.conn.set_progress_handler(pulse, _STEPS_BETWEEN_PULSES)
        wrong = connect.damage(db)
        pulse()
        if not wrong and gather_facts(db) != facts:
            wrong = ["its rows are not those of the practice"]
    if wrong:
        raise PracticeFileError(
            f"The backup did not come out right ({wrong[0]}) and was thrown away; the practice itself is unchanged; "
            "check that disk, or back up to another one."
        )


def _publish(practice: Path, new: Path, final: Path, manifest: Manifest) -> None:
    new.replace(final)
    if keys_path(practice).exists():  # a practice opened with the recovery key may have none
        replace_file(keys_path(final), keys_path(practice).read_bytes())
    sync_folder(final.parent)
    replace_file(manifest_path(final), msgspec.json.format(msgspec.json.encode(manifest), indent=1))


def _free_name(folder: Path, stem: str, at: datetime) -> Path:
    name = f"{stem} {at.astimezone(UTC):%Y-%m-%d %H%M%S}"
    path = folder / f"{name}.clinicbill"
    number = 2
    while path.exists():
        path = folder / f"{name} ({number}).clinicbill"
        number += 1
    return path


def _waiting_bytes(practice: Path) -> int:
    log = practice.with_name(f"{practice.name}-wal")
    return log.stat().st_size if log.exists() else 0


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(copy: Path) -> Manifest:
    """Read the manifest of a copy.

    Raises:
        NotFound: it has none, so it was never verified.
    """
    try:
        return msgspec.json.decode(manifest_path(copy).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        raise NotFound(
            f"{copy.name} has no readable manifest, so it is not a finished backup; nothing was changed; choose another."
        ) from None


def list_backups(folder: Path, file_id: str | None = None) -> list[Backup]:
    """The verified copies in a folder, of one practice or of all, newest first."""
    found = []
    for path in folder.glob("*.clinicbill"):
        try:
            manifest = read_manifest(path)
        except NotFound:
            continue
        if file_id in (None, manifest.file_id):
            made_at = parse_moment(manifest.made_at)
            found.append(Backup(path=path, file_id=manifest.file_id, made_at=made_at, reason=manifest.reason))
    return sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def is_changed(db: Database, practice: Path, folder: Path, file_id: str) -> bool:
    """Whether the practice or its keys differ from the newest verified copy in a folder, or there is none.

    Every change of a practice adds a row somewhere: the history, the ledger and what was sent only grow. So equal
    facts mean that nothing changed.
    """
    newest = next(iter(list_backups(folder, file_id)), None)
    if newest is None:
        return True
    with connect.snapshot(db):
        facts = gather_facts(db)
    return facts != read_manifest(newest.path).facts or _keys_of(practice) != _keys_of(newest.path)


def _keys_of(practice: Path) -> bytes:
    path = keys_path(practice)
    return path.read_bytes() if path.exists() else b""


def restore(copy: Path, target: Path) -> None:
    """Put a copy back as a new practice file with its keys file; nothing is ever overwritten.

    It needs no password: the bytes are compared with the manifest, and the keys of the day come along. Every copy
    is marked inside as one, so the first opening lets its numbers jump (`db.restored`).

    Raises:
        NotWritable: something of that name exists, the name does not end in .clinicbill, or the place cannot take it.
        NotAPractice: the copy's bytes are no longer those that were verified.
    """
    manifest = read_manifest(copy)
    if target.suffix != copy.suffix:
        raise NotWritable(
            f"{target.name} does not end in {copy.suffix}; nothing was restored; choose a name that does."
        )
    for path in (target, keys_path(target)):
        if path.exists():
            raise NotWritable(
                f"{path} exists already; it was left as it is; choose another name to restore to."
            )
    check_local(target)
    check_folder(target.parent, room_bytes=manifest.size_bytes + 1_000_000)
    new = target.with_name(f".{target.name}.new")
    try:
        _copy(copy, new)
        if _sha256(new) != manifest.sha256:
            raise NotAPractice(
                f"{copy.name} is no longer what was verified on {manifest.made_at}; nothing was changed; "
                "restore another backup."
            )
        if keys_path(copy).exists():
            replace_file(keys_path(target), keys_path(copy).read_bytes())
        new.replace(target)
        sync_folder(target.parent)
    finally:
        new.unlink(missing_ok=True)


def _copy(copy: Path, new: Path) -> None:
    try:
        shutil.copyfile(copy, new)
        new.chmod(0o600)
        sync_file(new)
    except OSError as error:
        raise NotWritable(
            f"{copy.name} could not be copied ({error.strerror}); the backup is unchanged; "
            "make room on the disk or choose another."
        ) from error
