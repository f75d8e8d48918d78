"""NumberList: what one payer calls our providers, below the fields that take the next number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.ui.fonts import scaled
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.identifiers import ProviderId
    from clinicbill.practice.provider import Provider
    from clinicbill.practice.provider_number import ProviderNumber
    from clinicbill.ui.setup.payers import PayerCard
    from clinicbill.ui.widgets.kept_form import KeptForm

_ROWS = 3


class NumberList(RecordTable["ProviderNumber"]):
    """The numbers of the payer in `kept`; Enter on one takes it up to the form."""

    def __init__(self, kept: KeptForm) -> None:
        self._names: dict[ProviderId, str] = {}
        self._kept = kept
        columns: tuple[Column[ProviderNumber], ...] = (
            Column("Provider", lambda row: self._names.get(row.provider_id, ""), stretch=1, width=90),
            Column("24I", lambda row: row.qualifier, mono=True),
            Column("Number, 24J", lambda row: row.number, mono=True),
        )
        super().__init__("What this payer calls our providers", columns, identity=lambda row: row.id)
        self.setFixedHeight(scaled(26 + 27 * _ROWS))
        self.opened.connect(self._take_up)
        kept.form.add_below(self)
        kept.changed.connect(self._show_numbers)

    def offer(self, providers: Sequence[Provider]) -> None:
        """The providers a number can be of: those in use; the names of the others still stand in the list."""
        self._names = {provider.id: str(provider) for provider in providers}
        offered = [(provider.id, str(provider)) for provider in providers if provider.active]
        self._kept.form.set_choices("number_provider_id", [(None, "Choose a provider"), *offered])

    def _show_numbers(self) -> None:
        if not self._kept.form.loaded:
            return
        card: PayerCard = self._kept.form.record()
        self.fill(card.numbers or ())
        self.setVisible(bool(card.numbers))

    def _take_up(self, number: ProviderNumber) -> None:
        form = self._kept.form
        form.set_value("number_provider_id", number.provider_id)
        form.set_value("number_qualifier", number.qualifier)
        form.set_value("number", number.number)
        form.focus_on("number")
