"""The sheets of the coding page: hold with a reason, and what a line has beside its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.money import ZERO, Money
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.form import Field, Form, Input
from clinicbill.ui.widgets.key_cap import KeyButton, Kind
from clinicbill.ui.widgets.labels import secondary
from clinicbill.ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.encounters.encounter import EncounterLine

# What visits usually wait for, in the office's words.
REASONS = ("Note not signed", "Question to the provider", "Authorization", "Insurance", "Accident details")
_NDC_UNITS = (
    ("", ""),
    ("UN", "UN  unit"),
    ("ML", "ML  milliliter"),
    ("GR", "GR  gram"),
    ("ME", "ME  milligram"),
    ("F2", "F2  international unit"),
)
# CRC03, in our own words; item 24H shaded.
_SCREENING = (
    ("", "No screening"),
    ("ST", "ST  referred for new services"),
    ("S2", "S2  already under treatment"),
    ("AV", "AV  referral refused"),
    ("NU", "NU  screened, no referral"),
)


class HoldForm(QWidget):
    """A reason, typed or chosen."""

    chosen = Signal()

    def __init__(self, reason: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = LineEdit("Reason", placeholder="What it waits for")
        self.reason.set_value(reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        column.addWidget(self.reason)
        column.addSpacing(scaled(4))
        column.addWidget(secondary("Often"))
        for words in REASONS:
            button = KeyButton(words, kind=Kind.LINK)
            button.clicked.connect(lambda _on=False, text=words: self._choose(text))
            column.addWidget(button)

    def _choose(self, words: str) -> None:
        self.reason.setText(words)
        self.reason.setFocus()
        self.chosen.emit()


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _ndc_check(value: object) -> str:
    return "" if len(str(value)) in (0, 11) else "An NDC has 11 digits (5-4-2)"


def _price_check(value: object) -> str:
    return "A price is not negative" if isinstance(value, Money) and value < ZERO else ""


_FIELDS = (
    Field("From", "from_on", Input.DATE, required=True),
    Field("To", "to_on", Input.DATE, required=True, beside=True),
    Field("POS", "pos", width=60, required=True),
    Field("Emergency", "emergency", Input.CHECK, beside=True),
    Field("NDC", "ndc", width=180, section="Drug", stored=_digits, check=_ndc_check, placeholder="11 digits"),
    Field("Quantity", "ndc_quantity", width=90),
    Field("of", "ndc_unit", Input.CHOICE, choices=_NDC_UNITS, width=190, beside=True),
    Field("Narrative", "narrative", section="For the payer", help="Goes with the line, item 24 shaded"),
    Field(
        "Screening",
        "epsdt",
        Input.CHOICE,
        choices=_SCREENING,
        width=240,
        section="EPSDT and family planning, item 24H",
    ),
    Field("Family planning", "family_planning", Input.CHECK, beside=True),
    Field(
        "Price",
        "purchased",
        Input.MONEY,
        width=90,
        section="Purchased from the place of the visit, items 20 and 32",
        check=_price_check,
    ),
)


def line_form(line: EncounterLine, as_of: date) -> Form:
    """The form of one line's further fields."""
    form = Form(_FIELDS, as_of=as_of, label_width=90)
    form.load(line)
    return form
