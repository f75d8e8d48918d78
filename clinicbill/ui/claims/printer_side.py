"""What stands beside the page in the print sheet: the choices, what will happen, the position, the other buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.labels import heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from clinicbill.ui.claims.printer_facts import PrintFacts
    from clinicbill.ui.claims.printer_pages import SheetPages
    from clinicbill.ui.claims.printer_position import PrinterPosition


def side_column(
    choices: Iterable[tuple[str, QWidget]],
    facts: PrintFacts,
    position: PrinterPosition,
    pages: SheetPages,
    buttons: Iterable[QWidget],
) -> QVBoxLayout:
    """The parts one below the other; what is left of the height stands above the number of the sheet."""
    side = QVBoxLayout()
    side.setSpacing(scaled(4))
    for label, field in choices:
        side.addWidget(heading(label))
        side.addWidget(field)
        side.addSpacing(scaled(4))
    side.addWidget(facts)
    side.addSpacing(scaled(4))
    side.addWidget(heading("Position"))
    side.addWidget(position.where)
    side.addWidget(pages.close_up)
    side.addWidget(position.hint)
    side.addStretch(1)
    side.addWidget(pages.place)
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    side.addLayout(row)
    return side
