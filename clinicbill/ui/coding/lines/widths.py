"""How wide each cell of the service lines is, and which of them show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.ui.coding.lines.cells import CELLS, MODIFIERS, SERVICE
from clinicbill.ui.coding.lines.delegate import slots_width
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.table_head import EDGE, PAD

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

_LEAST_NAME = 60


def share_widths(table: QTableView, *, wide: bool, regions: bool) -> None:
    """Give every cell its width; the name takes what is left.

    Dates and POS show where it is `wide`, regions where the office or the visit has manipulations.
    """
    taken = 0
    for place, cell in enumerate(CELLS):
        table.setColumnHidden(place, (cell.wide and not wide) or (cell.some and not regions))
        if place == SERVICE or table.isColumnHidden(place):
            continue
        least = slots_width() if place == MODIFIERS else scaled(cell.least)
        left = EDGE if place == 0 else PAD
        right = EDGE if place == len(CELLS) - 1 else PAD
        taken += least + left + right
        table.setColumnWidth(place, least + left + right)
    table.setColumnWidth(SERVICE, max(table.viewport().width() - taken, scaled(_LEAST_NAME)))
