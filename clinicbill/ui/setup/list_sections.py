"""The sections that are lists with forms, and what is special about some of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clinicbill.ui.fonts import scaled
from clinicbill.ui.setup.payers import PAYERS, PayerCard, begin_as, profile_choices
from clinicbill.ui.setup.practice_form import make_practice_form
from clinicbill.ui.setup.procedures import ProcedureCard, procedure_kind
from clinicbill.ui.setup.section import ListSection, Section
from clinicbill.ui.setup.users import USERS, UserCard
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.labels import heading
from clinicbill.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.basics.identifiers import PayerId
    from clinicbill.practice.procedure import Fee
    from clinicbill.practice.provider import Provider
    from clinicbill.ui.setup.reads import SetupFile
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
        self._names: dict[PayerId, str] = {}
        self.fees: RecordTable[Fee] = RecordTable("Fees of this procedure", self._columns())
        self.fees.setFixedHeight(scaled(26 + 27 * 6))
        self.fees.opened.connect(self._take_up)
        self.kept.form.add_below(heading("All fees"))
        self.kept.form.add_below(self.fees)
        self.kept.changed.connect(self._show_fees)

    def _columns(self) -> tuple[Column[Fee], ...]:
        return (
            Column("From", lambda fee: fee.from_on, right=True),
            Column("For", lambda fee: self._for(fee), stretch=1, width=90),
            Column("Modifier", lambda fee: fee.modifier, mono=True),
            Column("Charge", lambda fee: fee.charge, right=True),
        )

    def _for(self, fee: Fee) -> str:
        return self._names.get(fee.payer_id, "") if fee.payer_id is not None else "Everybody"

    def prepare(self, file: SetupFile) -> None:
        """Offer the payers a fee can be for."""
        self._names = {payer.id: payer.name for payer in file.payers}
        offered = [(payer.id, payer.name) for payer in file.payers if payer.active]
        self.kept.form.set_choices("fee_payer_id", [(None, "Everybody"), *offered])

    def _show_fees(self) -> None:
        if self.kept.form.loaded:
            card: ProcedureCard = self.kept.form.record()
            newest_first: list[Fee] = sorted(card.fees, key=lambda fee: fee.from_on, reverse=True)
            self.fees.fill(newest_first)

    def _take_up(self, fee: Fee) -> None:
        form = self.kept.form
        form.set_value("fee_from_on", fee.from_on)
        form.set_value("fee_payer_id", fee.payer_id)
        form.set_value("fee_modifier", fee.modifier)
        form.set_value("fee", fee.charge)
        form.focus_on("fee")


class UserSection(ListSection[UserCard]):
    """A user is a row of the practice file and a way in; the password shows as dots."""

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__(USERS, lambda file: file.users, as_of=as_of, undo=undo)
        for name in ("password", "again"):
            cast("QLineEdit", self.kept.form.editor(name)).setEchoMode(QLineEdit.EchoMode.Password)
        self.kept.changed.connect(self._hold_name)

    def _hold_name(self) -> None:
        """A name opens the practice and stands in the history: it is chosen once."""
        name = cast("QLineEdit", self.kept.form.editor("name"))
        name.setReadOnly(not self.kept.new)

    def typed(self, card: UserCard) -> UserCard:
        """The card with its password exactly as typed, spaces too."""
        editor = cast("QLineEdit", self.kept.form.editor("password"))
        return replace(card, password=editor.text())
