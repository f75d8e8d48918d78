"""MacroForm: the name, the key and the owner of a macro, and whether it takes over what stands on the visit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.coding.plans.macro import NUMBERS, Macro, macro_of
from clinicbill.ui.coding.plans.macro_box import macro_runs
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.form import Field, Form, Input
from clinicbill.ui.widgets.labels import secondary
from clinicbill.ui.widgets.runs import plain_text

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.coding.desk_facts import DeskFacts

_KEYS = ((None, "None"), *((number, str(number)) for number in NUMBERS))


class MacroForm(QWidget):
    """For a new macro the visit is its content; a changed one keeps its own unless told."""

    def __init__(self, macro: Macro, visit: Encounter, desk: DeskFacts, as_of: date) -> None:
        super().__init__()
        self._macro, self._visit = macro, visit
        self.form = Form(_fields(macro, visit, desk), as_of=as_of, label_width=90)
        self.form.load(
            {
                "name": macro.name,
                "number": macro.number,
                "provider_id": macro.provider_id,
                "payer_id": macro.payer_id,
                "visit": False,
            }
        )
        self._content = secondary(plain_text(macro_runs(macro)), wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addWidget(self.form)
        column.addWidget(self._content)

    def macro(self) -> Macro:
        """The macro as typed."""
        values: dict[str, Any] = self.form.values()
        made = replace(
            self._macro,
            name=values["name"].strip(),
            number=values["number"],
            provider_id=values["provider_id"],
            payer_id=values["payer_id"],
        )
        return macro_of(self._visit, made.name, like=made) if values.get("visit") else made


def _fields(macro: Macro, visit: Encounter, desk: DeskFacts) -> tuple[Field, ...]:
    fields = (
        Field("Name", "name", required=True, placeholder="CMT 3 regions"),
        Field("Key", "number", Input.CHOICE, choices=_KEYS, width=90, help="The digit that chooses it"),
        Field("Payer", "payer_id", Input.CHOICE, choices=((None, "Every payer"), *desk.payers.items())),
        Field(
            "Provider",
            "provider_id",
            Input.CHOICE,
            choices=((None, "Every provider"), *desk.providers.items()),
        ),
    )
    replaces = bool(macro.id) and bool(visit.lines or visit.diagnoses)
    again = Field("Codes", "visit", Input.CHECK, help="Take the diagnoses and lines of this visit instead")
    return (*fields, again) if replaces else fields
