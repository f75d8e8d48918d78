"""ClaimListPanel: the filter, the groups of claims, and what they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.basics.money import Money
from clinicbill.basics.words import counted
from clinicbill.claims.status import GROUP_TITLES, ClaimGroup
from clinicbill.ui.claims.columns import grouped
from clinicbill.ui.claims.list_row import CLAIMS, ROW_HEIGHT
from clinicbill.ui.fonts import BOLD, scaled
from clinicbill.ui.patients.search_field import SearchField
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.ui.widgets.labels import Label, line, secondary
from clinicbill.ui.widgets.record_table import RecordTable
from clinicbill.ui.widgets.state import States
from clinicbill.ui.widgets.table_head import EDGE

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QResizeEvent

    from clinicbill.claims.worklist_store import ClaimRow
    from clinicbill.ui.claims.reads import ClaimList


class ClaimListPanel(QWidget):
    """Tells what is looked for and which claim is chosen; the page reads."""

    asked = Signal()  # the filter changed
    menu_asked = Signal(object)  # QPoint on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group: ClaimGroup | None = None
        self.setMinimumWidth(scaled(320))
        self.table: RecordTable[ClaimRow] = RecordTable(
            "Claims", CLAIMS, identity=lambda row: row.id, multi=True, row_height=ROW_HEIGHT
        )
        self.table.head.hide()
        self.search = SearchField("Filter the claims", "Filter: name, payer, state, date", self.table)
        self.states = States(self.table)
        self._only = KeyButton("", "Esc", icon="filter")
        self._only_line = line(self._only, None, height=38)
        self._only_line.hide()
        self._count, self._sum = secondary(""), Label("", weight=BOLD)
        self._lay_out()
        self.search.searched.connect(lambda _text: self.asked.emit())
        self._only.clicked.connect(self.show_all)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._ask_menu)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.search)
        column.addWidget(self._only_line)
        column.addWidget(self.states, 1)
        column.addWidget(Hairline())
        self._foot = line(self._count, None, self._sum, height=29)
        column.addWidget(self._foot)

    @property
    def text(self) -> str:
        """The words looked for."""
        return self.search.text

    def show_list(self, found: ClaimList) -> None:
        """Show the claims found, group by group."""
        self.table.fill(grouped(found))
        QTimer.singleShot(0, self._align_foot)
        total = Money.total(one.total for one in found.totals.values())
        self._count.setText(counted(found.count, "claim"))
        self._sum.setText(total.plain() if found.totals else "")
        if found.rows:
            self.states.show_rows()
        elif found.wanted.text:
            self.states.show_empty(
                f"No claim for “{found.wanted.text}”.",
                "Every word must stand in name, payer, number, state or date.",
            )
        elif self.group is not None:
            self.states.show_empty(f"{GROUP_TITLES[self.group]}: none.", "Esc shows all claims again.")
        else:
            self.states.show_empty("No claims yet.", "A claim is made when a visit is coded and finished.")

    def show_only(self, group: ClaimGroup) -> None:
        """Show one group alone, as the count in the side bar does."""
        self.group = group
        self._only.set_text(f"Only: {GROUP_TITLES[group].lower()}")
        self._only_line.show()
        self.search.field.clear()
        self.asked.emit()

    def show_all(self) -> bool:
        """Show all groups again; whether only one was shown."""
        if self.group is None:
            return False
        self.group = None
        self._only_line.hide()
        self.asked.emit()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scroll bar may come or go."""
        super().resizeEvent(event)
        self._align_foot()

    def _align_foot(self) -> None:
        """The sum stands under its column, beside the scroll bar too."""
        inset = EDGE + self.table.width() - self.table.viewport().width()
        self._foot.setContentsMargins(0, 0, inset - EDGE, 0)

    def _ask_menu(self, place: QPoint) -> None:
        index = self.table.indexAt(place)
        if index.isValid() and self.table.model_of().record(index.row()) is not None:
            self.menu_asked.emit(self.table.viewport().mapToGlobal(place))
