"""FeeList: all fees of one procedure, below the form that takes the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.practice.procedure import Fee
from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.labels import heading
from clinicbill.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.identifiers import PayerId
    from clinicbill.ui.setup.payers import PayerCard
    from clinicbill.ui.setup.procedures import ProcedureCard
    from clinicbill.ui.widgets.kept_form import KeptForm

_ROWS = 6


class FeeList(RecordTable[Fee]):
    """The fees of the procedure in `kept`, the newest first; Enter on one takes it up to the form."""

    def __init__(self, kept: KeptForm) -> None:
        self._names: dict[PayerId, str] = {}
        self._kept = kept
        super().__init__("Fees of this procedure", self._fee_columns())
        self.setFixedHeight(scaled(26 + 27 * _ROWS))
        self.opened.connect(self._take_up)
        self._title = heading("All fees")
        kept.form.add_below(self._title)
        kept.form.add_below(self)
        kept.changed.connect(self._show_fees)

    def _fee_columns(self) -> tuple[Column[Fee], ...]:
        return (
            Column("From", lambda fee: fee.from_on, right=True),
            Column("For", lambda fee: self._for(fee), stretch=1, width=90),
            Column("Modifier", lambda fee: fee.modifier, mono=True),
            Column("Charge", lambda fee: fee.charge, right=True),
        )

    def _for(self, fee: Fee) -> str:
        return self._names.get(fee.payer_id, "") if fee.payer_id is not None else "Everybody"

    def offer(self, payers: Sequence[PayerCard]) -> None:
        """The payers a fee can be for: those in use; the names of the others still stand in the list."""
        self._names = {payer.id: payer.name for payer in payers}
        offered = [(payer.id, payer.name) for payer in payers if payer.active]
        self._kept.form.set_choices("fee_payer_id", [(None, "Everybody"), *offered])

    def _show_fees(self) -> None:
        if self._kept.form.loaded:
            card: ProcedureCard = self._kept.form.record()
            newest_first: list[Fee] = sorted(card.fees, key=lambda fee: fee.from_on, reverse=True)
            self.fill(newest_first)
            for widget in (self._title, self):
                widget.setVisible(bool(newest_first))

    def _take_up(self, fee: Fee) -> None:
        form = self._kept.form
        form.set_value("fee_from_on", fee.from_on)
        form.set_value("fee_payer_id", fee.payer_id)
        form.set_value("fee_modifier", fee.modifier)
        form.set_value("fee", fee.charge)
        form.focus_on("fee")
