"""Which verified copies of a practice may go, so that a folder of backups does not grow without end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from clinicbill.db.backup import BEFORE_NEW_KEY, BEFORE_UPDATE, list_backups, manifest_path
from clinicbill.db.keys import keys_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from clinicbill.db.backup import Backup

KEEP_ALL = timedelta(days=2)
KEEP_DAILY = 12
KEEP_WEEKLY = 10
KEEP_MONTHLY = 9
KEEP_BEFORE_UPDATE = timedelta(days=90)


def superfluous(backups: Sequence[Backup], *, as_of: datetime) -> list[Backup]:
    """Which copies may go: all of the last two days stay, then 12 daily, 10 weekly and 9 monthly ones.

    Of each day, week or month the newest stays. The newest copy of all always stays, and a copy made before an
    update or a new key stays for 90 days and uses up no place.
    """
    newest_first = sorted(backups, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)
    special = {
        backup
        for backup in newest_first
        if backup.reason in (BEFORE_UPDATE, BEFORE_NEW_KEY) and as_of - backup.made_at <= KEEP_BEFORE_UPDATE
    }
    ordinary = [backup for backup in newest_first if backup not in special]
    recent = {backup for backup in ordinary if as_of - backup.made_at <= KEEP_ALL}
    kept = special | recent | set(newest_first[:1])
    older = [backup for backup in ordinary if backup not in recent]
    for keep, span in ((KEEP_DAILY, _day), (KEEP_WEEKLY, _week), (KEEP_MONTHLY, _month)):
        chosen, older = _newest_of_each(older, keep, span)
        kept |= chosen
    return [backup for backup in newest_first if backup not in kept]


def _newest_of_each(
    newest_first: list[Backup], keep: int, span: Callable[[datetime], tuple[int, ...]]
) -> tuple[set[Backup], list[Backup]]:
    """The newest copies of the first `keep` spans, and what is older than the last span used."""
    chosen: dict[tuple[int, ...], Backup] = {}
    for place, backup in enumerate(newest_first):
        key = span(backup.made_at)
        if key not in chosen and len(chosen) == keep:
            return set(chosen.values()), newest_first[place:]
        chosen.setdefault(key, backup)
    return set(chosen.values()), []


def _day(moment: datetime) -> tuple[int, ...]:
    return (moment.year, moment.month, moment.day)


def _week(moment: datetime) -> tuple[int, ...]:
    return tuple(moment.isocalendar())[:2]


def _month(moment: datetime) -> tuple[int, ...]:
    return (moment.year, moment.month)


def thin_out(folder: Path, file_id: str, *, as_of: datetime) -> list[Backup]:
    """Delete the superfluous copies of one practice in a folder, manifest first, and say which they were.

    What crashes left half made goes too, once it is two days old.
    """
    gone = superfluous(list_backups(folder, file_id), as_of=as_of)
    for backup in gone:
        for path in (manifest_path(backup.path), backup.path, keys_path(backup.path)):
            path.unlink(missing_ok=True)
    for path in folder.glob(".*.clinicbill.new*"):
        if path.stat().st_mtime < (as_of - KEEP_ALL).timestamp():
            path.unlink(missing_ok=True)
    return gone
