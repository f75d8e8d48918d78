"""The sections that are lists with forms, and what is special about some of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clinicbill.basics.identifiers import ProviderId
from clinicbill.ui.setup.fee_list import FeeList
from clinicbill.ui.setup.number_list import NumberList
from clinicbill.ui.setup.payers import PAYERS, PayerCard, begin_as, profile_choices
from clinicbill.ui.setup.practice_form import make_practice_form
from clinicbill.ui.setup.procedures import ProcedureCard, procedure_kind
from clinicbill.ui.setup.section import ListSection, Section
from clinicbill.ui.setup.users import USERS, UserCard, hide_passwords

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.practice.provider import Provider
    from clinicbill.ui.setup.reads import SetupFile
    from clinicbill.ui.target import Target
    from clinicbill.ui.undo import Undo
    from clinicbill.ui.widgets.kept_form import KeptForm


class PracticeSection(Section):
    """The practice itself, in two columns."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__()
        self._providers: Sequence[Provider] = ()
        self._kept = make_practice_form(lambda: self._providers, as_of=as_of, undo=undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._kept, 1)
        self._listen(self._kept)

    @property
    def kept(self) -> KeptForm:
        """The practice's form."""
        return self._kept

    def show_file(self, file: SetupFile) -> None:
        """Show the practice, unless something typed is not saved."""
        self._providers = [provider for provider in file.providers if provider.active]
        if self._kept.make_way():
            self._kept.load(file.practice)

    def first_focus(self) -> QWidget:
        """The name."""
        return self._kept.form.editor("name")


class PayerSection(ListSection[PayerCard]):
    """A payer begun here takes what its kind wants."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__(PAYERS, lambda file: file.payers, as_of=as_of, undo=undo)
        self.kept.form.set_choices("profile", profile_choices(as_of))
        self.kept.form.edited.connect(self._follow)
        self.numbers = NumberList(self.kept)

    def prepare(self, file: SetupFile) -> None:
        """Offer the profiles in force, those of the office too, and the providers a number can be of."""
        used = [(payer.profile, payer.profile) for payer in file.payers]
        offered = profile_choices(file.as_of, file.book)
        known = {key for key, _ in offered}
        self.kept.form.set_choices("profile", [*offered, *(pair for pair in used if pair[0] not in known)])
        self.numbers.offer(file.providers)

    def go_to(self, target: Target) -> None:
        """Take up the number of the provider asked for, as it is stored, before the cursor goes there."""
        if target.whose and self.list.show_record(target.row) and not self.kept.dirty:
            self.kept.load(self.kept.form.record().with_number_of(ProviderId(target.whose)))
        super().go_to(target)

    def _follow(self, name: str) -> None:
        begin_as(self.kept.form, name)


class ProcedureSection(ListSection[ProcedureCard]):
    """Below the form stand all fees of the procedure; Enter on one takes it up to the form."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__(
            procedure_kind(as_of),
            lambda file: file.procedures,
            as_of=as_of,
            undo=undo,
        )
        self.fees = FeeList(self.kept)

    def prepare(self, file: SetupFile) -> None:
        """Offer the payers a fee can be for."""
        self.fees.offer(file.payers)


class UserSection(ListSection[UserCard]):
    """A user is a row of the practice file and a way in; the password shows as dots."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__(USERS, lambda file: file.users, as_of=as_of, undo=undo)
        hide_passwords(self.kept.form)

    def typed(self, card: UserCard) -> UserCard:
        """The card with its passwords exactly as typed, spaces too."""
        password, again = (
            cast("QLineEdit", self.kept.form.editor(name)).text() for name in ("password", "again")
        )
        return replace(card, password=password, again=again)
