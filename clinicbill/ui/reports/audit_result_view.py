"""AuditResultView: what came of an audit: figures by subject, the codes behind each, and the note to the coder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicbill.ui.reports.behind_panel import BehindPanel
from clinicbill.ui.reports.report_view import ReportView
from clinicbill.ui.widgets.hairline import Hairline
from clinicbill.ui.widgets.labels import body, line, secondary, section
from clinicbill.ui.widgets.splitter import Splitter

if TYPE_CHECKING:
    from clinicbill.ui.reports.audit_reads import AuditWork


class AuditResultView(QWidget):
    """The same parts as any report, and the note below them."""

    def __init__(self) -> None:
        super().__init__()
        self.view, self.behind = ReportView(), BehindPanel()
        self._about, self._note = secondary(""), body("", wrap=True)
        self._note.setContentsMargins(16, 0, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line(self._about, None))
        column.addWidget(Hairline())
        rows = Splitter("audit-result", [self.view, self.behind], [190, 320], grows=1, upright=True)
        column.addWidget(rows, 1)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(Hairline())
        foot.addWidget(line(section("Note to the coder"), None))
        foot.addWidget(self._note)
        column.addWidget(self._foot)
        self.view.opened.connect(self.behind.table.setFocus)

    def show_result(self, work: AuditWork) -> None:
        """Show a finished audit."""
        self._about.setText(work.result.about)
        self._note.setText(work.audit.note)
        self._foot.setVisible(bool(work.audit.note))
        self.behind.clear()
        self.view.show_report(work.result)
        if self.view.table is not None:
            self.view.table.setFocus()
