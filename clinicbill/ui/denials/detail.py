"""The detail of one denied line: what the payer decided, why, what proves it, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.reports.evidence import Evidence, Part
from clinicbill.ui.denials.adjudication import Adjudication
from clinicbill.ui.today.detail import Detail
from clinicbill.ui.widgets.labels import heading, secondary

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from clinicbill.reports.denied_lines import DeniedLine
    from clinicbill.ui.denials.reads import DenialFile


class DenialDetail(Detail):
    """As Today's detail, with the adjudication as a sum."""

    _line: DeniedLine | None = None

    def show_line(self, line: DeniedLine) -> None:
        """Who and how much."""
        self._line = line
        self.show_title(str(line.patient), str(line.open_amount))

    def show_file(self, file: DenialFile) -> None:
        """Everything known of it."""
        self._line = file.line
        about = (file.line.payer, f"visit {slashed(file.line.visit_on)}", file.line.claim_number)
        parts = (Part(words="", amount=file.line.open_amount),)
        self.show_evidence(
            Evidence(about=about, grounds=file.grounds, proofs=file.proofs, parts=parts, payer=file.payer)
        )

    def add_parts(self, column: QVBoxLayout, _evidence: Evidence) -> None:
        """The adjudication in place of a list of parts."""
        if self._line is None:
            return
        column.addWidget(heading("What the payer decided"))
        paid = f"Check/EFT {self._line.trace_number} of {slashed(self._line.denied_on)}"
        column.addWidget(secondary(paid, wrap=True))
        column.addWidget(Adjudication(self._line))
