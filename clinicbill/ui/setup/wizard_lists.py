"""The steps of the wizard that are lists: facilities, providers, who refers, payers, procedures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from clinicbill.demo.script import DemoKind, read_script
from clinicbill.practice.facility import Facility
from clinicbill.practice.provider import ProviderKind
from clinicbill.ui.setup.draft_list import DraftList
from clinicbill.ui.setup.facilities import FACILITIES
from clinicbill.ui.setup.fee_list import FeeList
from clinicbill.ui.setup.payers import PAYERS, PayerCard, begin_as, profile_choices
from clinicbill.ui.setup.people import PROVIDERS, REFERRING
from clinicbill.ui.setup.procedures import ProcedureCard, procedure_kind
from clinicbill.ui.setup.wizard_steps import Step
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import line, secondary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from clinicbill.practice.practice import Practice
    from clinicbill.practice.provider import Provider
    from clinicbill.ui.undo import Undo

OFFICE = "11"  # CMS place of service code set


class ListStep(Step):
    """A step that is a list with a form."""

    def __init__(self, rows: DraftList[Any], *tools: QWidget | None) -> None:
        super().__init__()
        self.rows = rows
        if tools:
            self.column.addWidget(line(*tools, height=42))
        self.column.addWidget(rows, 1)
        rows.changed.connect(self.changed)
        rows.said.connect(self.said)

    def enter(self) -> None:
        """The list, or the first row."""
        self.rows.enter()

    def leave(self) -> bool:
        """Keep the row that is typed."""
        return self.rows.leave()

    def begin(self) -> None:
        """A new row."""
        self.rows.begin()

    def show_row(self, at: int) -> None:
        """Put the cursor on a row by its place."""
        self.rows.select(at)

    def save(self) -> None:
        """Keep the row that is typed."""
        self.rows.kept.save()

    def remove(self) -> None:
        """Take the row under the cursor off the list."""
        self.rows.remove()

    def back(self) -> bool:
        """Esc: take back what is typed, leave the new row."""
        return self.rows.list.back()


class FacilityStep(ListStep):
    """Where patients are treated; the office itself stands there already."""

    title = "Facilities"
    about = (
        "Where patients are treated, each with its place of service. The office stands here already; "
        "add a hospital or a home if you treat there."
    )
    adds = "Add facility"

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__(DraftList(FACILITIES, as_of=as_of, undo=undo))
        self._office: Facility | None = None

    def offer_office(self, practice: Practice) -> None:
        """Make the first row out of the practice; it follows the practice until somebody changes it here."""
        made = Facility(name=practice.name, pos=OFFICE, address=practice.address)
        if self._office is None:
            self.rows.put([made])
            self._office = self.facilities[-1]
        elif self._office in self.facilities:
            before, self._office = self._office, replace(made, id=self._office.id)
            self.rows.change([self._office if row == before else row for row in self.facilities])

    @property
    def facilities(self) -> list[Facility]:
        """The facilities kept so far."""
        return self.rows.records


class ProviderStep(ListStep):
    """Who treats patients: at least one."""

    title = "Providers"
    about = "Everybody who treats patients here, with the NPI of the person. Who refers patients comes next."
    adds = "Add provider"

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__(DraftList(PROVIDERS, as_of=as_of, undo=undo))

    @property
    def providers(self) -> list[Provider]:
        """The providers kept so far."""
        return self.rows.records

    def to_fix(self) -> str:
        """Nobody to treat patients means no claim."""
        rendering = [one for one in self.providers if one.kind is ProviderKind.RENDERING]
        return "" if rendering or self.rows.kept.dirty else "Add who treats patients"


class ReferringStep(ListStep):
    """Who sends patients; nobody is a good answer."""

    title = "Referring providers"
    about = "Who sends patients here, for item 17. Nobody yet? Go on: they can be added any time."
    adds = "Add referring provider"

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__(DraftList(REFERRING, as_of=as_of, undo=undo))

    @property
    def providers(self) -> list[Provider]:
        """The referring providers kept so far."""
        return self.rows.records


class PayerStep(ListStep):
    """Who pays: begun as a kind, with the numbers of this very payer."""

    title = "Payers"
    about = "Begin with those who pay most claims; more can be added any time."
    adds = "Add payer"

    def __init__(self, as_of: date, undo: Undo) -> None:
        super().__init__(DraftList(PAYERS, as_of=as_of, undo=undo))
        form = self.rows.kept.form
        form.set_choices("profile", profile_choices(as_of))
        form.edited.connect(lambda name: begin_as(form, name))

    @property
    def payers(self) -> list[PayerCard]:
        """The payers kept so far."""
        return self.rows.records


class ProcedureStep(ListStep):
    """The office's own list: codes with short names and fees."""

    title = "Procedures and fees"
    about = "The codes this office charges, under its own short names; each fee is for everybody or one payer, from a day on."
    adds = "Add procedure"

    def __init__(self, as_of: date, undo: Undo) -> None:
        self._as_of, self._kind = as_of, "chiro"
        usual = KeyButton("Start from usual codes", icon="list")
        usual.clicked.connect(lambda _on=False: self.start_from_usual())
        words = secondary("Codes without fees are warned about until a fee is typed.")
        rows: DraftList[ProcedureCard] = DraftList(
            procedure_kind(as_of), as_of=as_of, undo=undo, settled=settled_fees
        )
        super().__init__(rows, words, None, usual)
        self.fees = FeeList(rows.kept)

    def offer_payers(self, payers: Sequence[PayerCard]) -> None:
        """The payers a fee can be for; fees for a payer that was taken off its list go with it."""
        self.fees.offer(payers)
        known = {None, *(payer.id for payer in payers)}
        left = [
            replace(card, fees=tuple(fee for fee in card.fees if fee.payer_id in known))
            for card in self.procedures
        ]
        if left != self.procedures:
            self.rows.change(left)
            self.said.emit("Fees for a payer that is not on the list any more were taken off")

    def set_kind(self, kind: str) -> None:
        """Chiropractic or orthopaedic: it chooses the usual codes."""
        self._kind = kind

    def start_from_usual(self) -> None:
        """Put the usual codes of such an office on the list, without fees: those are its own."""
        known = {card.code for card in self.procedures}
        script = read_script(DemoKind(self._kind))
        self.rows.put(
            [
                ProcedureCard(code=code, name=name, timed=timed, modifiers=modifiers, fee_from_on=self._as_of)
                for code, (name, _charge, timed, modifiers) in script.procedures.items()
                if code not in known
            ]
        )
        self.rows.kept.leave_new()
        self.rows.list.fill(self.procedures)
        self.rows.list.table.setFocus()

    @property
    def procedures(self) -> list[ProcedureCard]:
        """The procedures kept so far."""
        return self.rows.records


def settled_fees(card: ProcedureCard) -> ProcedureCard:
    """The card with the fee that was typed among its fees."""
    return replace(card, fees=tuple(card.all_fees()), fee=None)
