"""MoneyEdit: an amount as people type it, shown as columns show it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from clinicbill.basics.money import Money
from clinicbill.ui.widgets.line_edit import LineEdit


class MoneyEdit(LineEdit):
    """Right-aligned; "65", "1,234.5" and "$65" are read, an empty field is None."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._tidy)

    def value(self) -> Money | None:
        """The amount; None if nothing, or nothing readable, was typed."""
        try:
            return Money.parse(self.text())
        except ValueError:
            return None

    def set_value(self, value: object) -> None:
        """Show an amount."""
        super().set_value(value.plain() if isinstance(value, Money) else "")

    def problem(self) -> str:
        """Why the text is no amount."""
        if not self.text().strip():
            return ""
        try:
            Money.parse(self.text())
        except ValueError as error:
            return str(error)
        return ""

    def _tidy(self) -> None:
        amount = self.value()
        if amount is not None:
            super().set_value(amount.plain())
