"""ProfileView: a payer profile of the program, to read: what it says of each item, why, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.dates import slashed
from clinicbill.claims.profile_settings import all_settings, words_of
from clinicbill.ui.setup.profiles import label_of
from clinicbill.ui.widgets.columns import Column, Group
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.labels import RunsLabel, line, secondary, section
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.runs import small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.profile import PayerProfile
    from clinicbill.claims.profiles import ProfileBook
    from clinicbill.ui.setup.profiles import ProfileCard


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting: what is said, why, and the source with the day it was read."""

    name: str
    group: str
    label: str
    words: str
    why: str
    source: str


def setting_rows(profile: PayerProfile, book: ProfileBook) -> Iterator[SettingRow]:
    """Every setting of a profile; what is typed and holds nothing is left out. The first of an item says why."""
    notes = dict(profile.notes)
    for setting in all_settings():
        words = words_of(profile, setting, book)
        note = notes.pop(setting.items[0], None)
        if words in ("", "Nothing") and not setting.choices:
            continue
        yield SettingRow(
            name=setting.name,
            group=setting.group,
            label=label_of(setting),
            words=words,
            why=note.text if note else "",
            source=f"{note.source}, read {slashed(note.read_on)}" if note else setting.source,
        )


COLUMNS: tuple[Column[SettingRow], ...] = (
    Column("Item", lambda row: row.label, width=150),
    Column("What it says", lambda row: row.words, stretch=2, width=130),
    Column("Why", lambda row: small(row.why), stretch=4, width=130),
)


class ProfileView(QWidget):
    """The program keeps these itself; a change is a profile of the office’s own, based on one of them."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._facts = section(""), RunsLabel(right=True)
        self._sources = secondary("", wrap=True)
        self._sources.setContentsMargins(16, 0, 16, 6)
        self.table: RecordTable[SettingRow] = RecordTable(
            "Settings of the profile", COLUMNS, identity=lambda row: row.name
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(self._title, None, self._facts, height=38))
        column.addWidget(self._sources)
        self._detail = secondary("", wrap=True)
        self._detail.setContentsMargins(16, 5, 16, 6)
        column.addWidget(self.table, 1)
        column.addWidget(Hairline())
        column.addWidget(self._detail)
        self.table.chosen.connect(self._explain)

    def show_profile(self, card: ProfileCard) -> None:
        """Show one."""
        profile = card.program
        if profile is None:
            return
        until = f" to {slashed(profile.to_on)}" if profile.to_on else ""
        self._title.setText(profile.name)
        self._facts.set_runs((small(f"In force from {slashed(profile.from_on)}{until}"),))
        self._sources.setText("Sources: " + "; ".join(profile.sources))
        rows = list(setting_rows(profile, card.book))
        names = dict.fromkeys(row.group for row in rows)
        self.table.fill([Group(name, "", [row for row in rows if row.group == name]) for name in names])

    def _explain(self, row: SettingRow | None) -> None:
        """The whole of what the row under the cursor has no room for."""
        if row is not None:
            self._detail.setText(" ".join(part for part in (row.why, f"Source: {row.source}.") if part))
