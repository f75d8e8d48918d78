"""ProfileSection: the payer profiles, the office's own to change, the program's to read, each to be tried on a claim."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from clinicbill.ui.setup.profile_form import ProfileForm
from clinicbill.ui.setup.profile_test import ProfileTest
from clinicbill.ui.setup.profile_view import ProfileView
from clinicbill.ui.setup.profiles import COLUMNS, ProfileCard, card_findings, own_cards, program_cards
from clinicbill.ui.setup.record_kind import id_of
from clinicbill.ui.setup.section import Section, in_use_first
from clinicbill.ui.widgets.columns import Group
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.list_form import ListForm
from clinicbill.ui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.findings import Finding
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.setup.reads import SetupFile
    from clinicbill.ui.undo import Undo
    from clinicbill.workflows.outcome import Outcome

_WIDTHS = (232, 726)
_HEIGHTS = (392, 240)


class ProfileList(ListForm[ProfileCard]):
    """A list whose rows of the program are shown to read, and those of the office in the form."""

    def __init__(self, kept: KeptForm, view: ProfileView, test: ProfileTest) -> None:
        self.view = view
        super().__init__(
            "Payer profiles",
            COLUMNS,
            kept,
            identity=id_of,
            record_of=lambda record: record,
            sizes=_WIDTHS,
            upright=False,
        )
        self._put_test_below(test)

    def _put_test_below(self, test: ProfileTest) -> None:
        split = self.kept.parentWidget()
        if not isinstance(split, QSplitter):
            raise TypeError("a list form is a splitter with two panels")
        remembered = split.saveState()
        above = QWidget()
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for panel in (self.kept, self.view):
            column.addWidget(panel, 1)
        self.view.hide()
        split.addWidget(Splitter("payer profile test", [above, test], _HEIGHTS, grows=0, upright=True))
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.restoreState(remembered)
        split.setHandleWidth(1)

    @property
    def program(self) -> ProfileCard | None:
        """The program's profile that is shown; None while one of the office is."""
        shown = self._shown
        return shown if shown is not None and shown.program is not None and not self.kept.new else None

    def _load(self, row: ProfileCard | None) -> None:
        if row is None or row.program is None:
            super()._load(row)
            return
        self._shown = row
        self.kept.form.unload()
        self.view.show_profile(row)

    def _show_state(self) -> None:
        super()._show_state()
        self.view.setVisible(self.program is not None)

    def _enter(self, _row: object = None) -> None:
        if self.program is not None:
            self.view.table.setFocus()
        else:
            super()._enter()


class ProfileSection(Section):
    """What payers want different on the same claim."""

    adds = "Add payer profile"

    def __init__(self, clinic: Clinic, undo: Undo) -> None:
        super().__init__()
        self._as_of: date = clinic.as_of
        self._cards: list[ProfileCard] = []
        self._file: SetupFile | None = None
        form = ProfileForm(clinic.as_of, undo)
        kept = KeptForm(form, title=_title, check=self._check)
        self.test = ProfileTest(clinic)
        self.list = ProfileList(kept, ProfileView(), self.test)
        self.list.set_empty("No payer profile.", "The program brings its own.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        self._listen(kept)
        kept.changed.connect(self._try)
        self.list.table.chosen.connect(self._try)

    @property
    def kept(self) -> KeptForm:
        """The form of the office's profiles."""
        return self.list.kept

    def show_file(self, file: SetupFile) -> None:
        """Show the office's profiles, those in use first, and then the program's."""
        self._file = file
        own, program = in_use_first(own_cards(file)), program_cards(file)
        self._cards = [*own, *program]
        self.kept.make_way()
        groups = [Group("Our own", "", own)] if own else []
        self.list.fill([*groups, Group("Of the program", "", program)])
        self._try()

    def begin(self) -> None:
        """A new profile, based on the one under the cursor."""
        if self._file is None:
            return
        under = self.list.table.current()
        card = ProfileCard(from_on=self._as_of, book=self._file.book)
        self.list.add(replace(card, extends=under.key) if under is not None else card)

    def take_outcome(self, outcome: Outcome) -> bool:
        """After the workflow answered: the cursor goes to the new profile."""
        return self.list.take_outcome(outcome)

    def back(self) -> bool:
        """Esc: take back, leave a new profile, go to the list."""
        inside = self.focusWidget()
        if inside is not None and self.list.program is not None and inside is not self.list.table:
            self.list.table.setFocus()
            return True
        return self.list.back()

    def first_focus(self) -> QWidget:
        """The list."""
        return self.list.table

    def _check(self, card: ProfileCard) -> list[Finding]:
        return card_findings(card, [other for other in self._cards if other.id != card.id])

    def _shown(self) -> ProfileCard | None:
        if self.list.program is not None:
            return self.list.program
        return self.kept.form.record() if self.kept.form.loaded else None

    def _try(self, _row: object = None) -> None:
        """Try what is shown, with everything typed."""
        card = self._shown()
        if card is None:
            return
        keys = (card.key,) if card.program is not None else (card.key, card.extends)
        self.test.show_profile(card.profile(), keys)


def _title(card: ProfileCard) -> str:
    return card.name if card.id else "New payer profile"
