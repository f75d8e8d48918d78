"""Code files a person hands over: read and compared in a job, shown before anything changes, then put into use."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.codesets.files.supplied import Watch
from clinicbill.codesets.load import commit, stage
from clinicbill.codesets.preview import ADDED, DELETED, HEADER, REVISED, Change, changes_of
from clinicbill.coding.used_codes_store import codes_in_use
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM, Step, scaled
from clinicbill.ui.widgets.columns import Column, Group
from clinicbill.ui.widgets.labels import Label, secondary
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import Run
from clinicbill.workflows.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from sqlite_utils import Database

    from clinicbill.codesets.load import Stage, Staged
    from clinicbill.codesets.preview import ReleaseChanges

WIDTH = 860
_MOST_ROWS = 11
_ROW = 27
_WORDS = {ADDED: "New", DELETED: "Deleted", REVISED: "Changed", HEADER: "Now a heading"}
_COUNTED = {ADDED: "new", DELETED: "deleted", REVISED: "changed", HEADER: "now headings"}
_GRAVE = (DELETED, HEADER)
# A list that loses so many codes is most likely a part of the file.
_MANY_DELETED = 20_000


class ReadFiles:
    """Releases that were read and proved and wait for a person's word; `close` removes what was not put into use."""

    def __init__(self, read: Stage, changes: Sequence[ReleaseChanges], held: ExitStack) -> None:
        self.stage, self.changes = read, tuple(changes)
        self._held = held

    def close(self) -> None:
        """Let go of the files read; what was put into use stays."""
        self._held.close()


def read_files(
    db: Database,
    paths: Sequence[Path],
    on: date,
    *,
    from_on: date | None = None,
    tell: Callable[[int, int, str], None] = lambda *_: None,
) -> ReadFiles:
    """Read code files and compare them with what is in use; nothing changes.

    `from_on` is the first day in force, where the files do not say it.

    Raises:
        FirstDayUnknown: it is needed.
        UnreadableFile, CannotDo, NotWritable: as `codesets.load.stage`.
    """
    with ExitStack() as stack:
        read = stack.enter_context(stage(paths, on=on, from_on=from_on, watch=Watch(tell)))
        used = codes_in_use(db)
        changes = []
        for turn, one in enumerate(read.staged, 1):
            tell(turn, len(read.staged), f"Comparing {one.release.system} {one.release.name}")
            changes.append(changes_of(one, used))
        return ReadFiles(read, changes, stack.pop_all())


def put_into_use(_db: Database, files: ReadFiles, at: datetime) -> Outcome:
    """Put into use what was read, all of it or nothing.

    Raises:
        NotWritable, DatabaseBusy: nothing was put into use.
    """
    loaded = commit(files.stage, at).releases
    words = ", ".join(f"{one.system} {one.name}" for one in loaded)
    return Outcome(changed=frozenset({"setup", "codes"}), message=f"Loaded {words}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One entry that changes; `where` the office uses it, empty elsewhere."""

    release: str
    change: Change
    where: str = ""


def _rows(files: ReadFiles) -> list[Group[ChangeRow]]:
    touched, others = [], []
    for one, changes in zip(files.stage.staged, files.changes, strict=True):
        name = f"{one.release.system} {one.release.name}"
        touched += [ChangeRow(release=name, change=each.change, where=each.where) for each in changes.touched]
        others += [ChangeRow(release=name, change=each) for each in changes.changes]
    order = {kind: place for place, kind in enumerate((*_GRAVE, REVISED, ADDED))}
    touched.sort(key=lambda row: order[row.change.kind])
    others.sort(key=lambda row: order[row.change.kind])
    groups = [Group("Codes you use", "", touched)] if touched else []
    return [*groups, Group("All changes", "", others)] if others else groups


def _kind(row: ChangeRow) -> Run:
    return Run(_WORDS[row.change.kind], Role.RED if row.where and row.change.kind in _GRAVE else Role.TEXT2)


COLUMNS: tuple[Column[ChangeRow], ...] = (
    Column("Code", lambda row: row.change.entry, mono=True, width=110),
    Column("Change", _kind, width=110),
    Column("Wording or values", lambda row: row.change.text, stretch=1),
    Column("Used in", lambda row: row.where, width=110, role=Role.TEXT2),
)


def summary_words(one: Staged, changes: ReleaseChanges) -> str:
    """What a release changes, in one line."""
    if not changes.before:
        return f"{one.rows:,} entries; nothing was loaded before it"
    counts = [
        f"{changes.counts[kind]:,} {word}" for kind, word in _COUNTED.items() if changes.counts.get(kind)
    ]
    part = ". Far fewer codes than before: is the file only a part of the list?"
    few = part if changes.counts.get(DELETED, 0) > _MANY_DELETED else ""
    return f"{one.rows:,} entries; against {changes.before}: {', '.join(counts) or 'nothing changes'}{few}"


class LoadPreview(QWidget):
    """What would change, the codes this office uses first."""

    def __init__(self, files: ReadFiles) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        for one, changes in zip(files.stage.staged, files.changes, strict=True):
            until = f" to {slashed(one.release.to_on)}" if one.release.to_on else ""
            head = f"{one.release.system} {one.release.part} {one.release.name}".replace("  ", " ")
            column.addWidget(
                Label(f"{head}, from {slashed(one.release.from_on)}{until}", step=Step.BODY, weight=MEDIUM)
            )
            column.addWidget(secondary(summary_words(one, changes), wrap=True))
        self.table: RecordTable[ChangeRow] = RecordTable(
            "Changes",
            COLUMNS,
            identity=lambda row: (row.release, row.change.entry, row.where, row.change.kind),
        )
        groups = _rows(files)
        self.table.fill(groups)
        shown = sum(len(group.rows) for group in groups)
        self.table.setFixedHeight(scaled(_ROW * (min(shown + len(groups), _MOST_ROWS) + 2)))
        column.addWidget(self.table)
        if not shown:
            self.table.hide()
        if files.stage.passed_over:
            column.addWidget(secondary(f"Not needed: {', '.join(files.stage.passed_over)}", wrap=True))
