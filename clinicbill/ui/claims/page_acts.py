"""PageActs: what the keys of the Claims page do with the claim under the cursor, or with those that are selected."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from clinicbill.claims.status import ClaimStatus
from clinicbill.patients.case import CaseKind
from clinicbill.ui.claims import acts
from clinicbill.ui.claims.work import to_send
from clinicbill.workflows.keep_claim_details import ClaimDetails

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicbill.claims.worklist_store import ClaimRow
    from clinicbill.ui.claims.acts import Ask
    from clinicbill.ui.claims.page import ClaimsPage
    from clinicbill.ui.claims.ways import Way

# Which field of the details a box of the form stands for.
_FIRST_DETAIL = {"10d": "conditions", "19": "information"}


class PageActs:
    """Reads what the page shows, and lets its `Work` do the work."""

    def __init__(self, page: ClaimsPage) -> None:
        self._page = page

    def bind(self) -> None:
        """Give every act its key."""
        page = self._page
        page.bind("claims.check", self.check)
        page.bind("claims.send", self.send)
        page.bind("claims.print", self.print_)
        page.bind("claims.print_log", page.work.open_log)
        page.bind("claims.hold", self.hold)
        page.bind("claims.release", self.release)
        page.bind("claims.sent", self.mark_sent)
        page.bind("claims.answer", partial(self.begin, "claims.answer", acts.answer))
        page.bind("claims.replace", self.replace)
        page.bind("claims.secondary", self.secondary)
        page.bind("claims.void", partial(self.begin, "claims.void", acts.void))
        page.bind("claims.details", self.details)

    def check(self) -> None:
        """Run every rule on what is selected."""
        self._page.work.check(self._page.list.table.selected())

    def send(self) -> None:
        """One file of what is selected and ready, else of all that is."""
        self._page.work.send(to_send(self._page.found, self._page.list.table.selected()))

    def print_(self) -> None:
        """Open the sheet that prints."""
        table = self._page.list.table
        self._page.work.print_(self._page.found, table.selected(), table.current())

    def begin(self, name: str, make: Callable[[ClaimRow], Ask]) -> None:
        """Open the sheet of an act for the claim under the cursor."""
        self._page.work.begin(name, self._page.list.table.current(), make)

    def hold(self) -> None:
        """Hold it with a reason, or take it up again."""
        row = self._page.list.table.current()
        if row is not None and row.status is ClaimStatus.ON_HOLD:
            self.release()
        else:
            self.begin("claims.hold", acts.hold)

    def release(self) -> None:
        """Take it up again, to be checked and sent anew."""
        self.begin("claims.release", partial(acts.release, self._page.clinic))

    def secondary(self) -> None:
        """Make the claim to the insurance after this payer."""
        self.begin("claims.secondary", partial(acts.secondary, self._page.clinic))

    def mark_sent(self) -> None:
        """Note that files were sent, or forms mailed."""
        rows = self._page.list.table.selected()
        self.begin("claims.sent", lambda row: acts.sent(rows or [row]))

    def replace(self) -> None:
        """Make the claim that corrects it, or that asks for a second review."""
        file, clinic = self._page.panel.file, self._page.clinic
        reference = file.record.payer_control_number if file is not None else ""
        injury = file is not None and file.claim.case.kind == CaseKind.WORKERS_COMP
        review = file.review if file is not None else None
        self.begin(
            "claims.replace",
            lambda row: acts.replace_(clinic, row, reference, injury=injury, review=review),
        )

    def details(self, first: str = "reference") -> None:
        """What is typed at the claim itself, beginning with one of its fields."""
        file, clinic = self._page.panel.file, self._page.clinic
        if file is None:
            return
        known = ClaimDetails(
            original_reference=file.record.original_reference,
            condition_codes=file.record.condition_codes,
            additional_information=file.record.additional_information,
        )
        self.begin("claims.details", lambda row: acts.details(clinic, row, known, first))

    def follow(self, way: Way) -> None:
        """Go where a value is typed; what belongs to the claim itself is asked for here."""
        page = self._page
        if way.place != page.id:
            page.go(way.place, way.key)
        elif page.panel.file is not None and page.panel.file.is_unsent:
            self.details(_FIRST_DETAIL.get(self._looked_at, "reference"))
        else:
            self.replace()

    @property
    def _looked_at(self) -> str:
        """The item of the form that is looked at."""
        box = self._page.panel.paper.form.current
        return box[0] if box is not None else ""
