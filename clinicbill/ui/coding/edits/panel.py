"""EditsPanel: what is missing or wrong now, each with the button that mends it, and what happens when nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinicbill.ui.coding.edits.remedies import Remedy, remedy
from clinicbill.ui.coding.room import SECTION
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import Step, scaled
from clinicbill.ui.widgets.finding_list import FindingList, summary_runs
from clinicbill.ui.widgets.labels import Label, RunsLabel, line, section

if TYPE_CHECKING:
    from clinicbill.basics.findings import Finding
    from clinicbill.ui.coding.draft import Draft


class EditsPanel(QWidget):
    """Shows the findings of a draft; what a button does is told to the page."""

    asked = Signal(object, object)  # Finding, Remedy

    def __init__(self, draft: Draft, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._locked = False
        self._shown: list[Finding] = []
        self.summary = RunsLabel(right=True)
        self.list = FindingList("Edits", remedy=self._text, key=key)
        self._clean = Label("", step=Step.SECONDARY, role=Role.TEXT2, wrap=True)
        self._clean.setContentsMargins(16, 6, 16, 6)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._clean_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(section("Edits"), None, self.summary))
        column.addWidget(self._stack, 1)
        self.list.asked.connect(self._ask)

    def _clean_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._clean)
        column.addStretch(1)
        return page

    def refresh(self, clean: str, *, locked: bool) -> None:
        """Show what is missing now; `clean` is said where nothing is. A locked visit offers no buttons."""
        findings = self._draft.findings if self._draft.is_open else []
        if findings != self._shown or locked != self._locked or not findings:
            self._locked, self._shown = locked, findings
            self.list.fill(findings)
            self.summary.set_runs(summary_runs(findings) if self._draft.is_open else ())
        self._clean.setText(clean)
        self._stack.setCurrentIndex(0 if findings else 1)

    def wanted_height(self) -> int:
        """Pixels that show everything."""
        inside = self.list.widget()
        layout = inside.layout() if inside is not None else None
        if inside is None or layout is None:
            return scaled(SECTION)
        # A scroll area never makes its content lower than this, whatever its width.
        least = inside.minimumSizeHint().height()
        return scaled(SECTION) + max(layout.totalHeightForWidth(max(self.width() - scaled(12), 1)), least)

    def fix_first(self) -> bool:
        """Do what the first button does; whether there was one."""
        return self.list.fix_first()

    def _remedy(self, finding: Finding) -> Remedy | None:
        if not self._draft.is_open or self._locked:
            return None
        return remedy(finding, self._draft.visit, self._draft.facts)

    def _text(self, finding: Finding) -> str:
        found = self._remedy(finding)
        return found.text if found is not None else ""

    def _ask(self, finding: Finding) -> None:
        found = self._remedy(finding)
        if found is not None:
            self.asked.emit(finding, found)
