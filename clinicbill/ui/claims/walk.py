"""Walk: from box to box of the form: each explained beside it, and the way to where its value is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from clinicbill.basics.findings import Severity
from clinicbill.ui.claims import claim_panel
from clinicbill.ui.claims.box_panel import typed_words
from clinicbill.ui.claims.paper_form import find_box
from clinicbill.ui.claims.ways import way_of_finding, way_to
from clinicbill.ui.colours import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.basics.findings import Finding
    from clinicbill.cms1500.explain import BoxExplanation
    from clinicbill.ui.claims.box_panel import BoxPanel
    from clinicbill.ui.claims.claim_panel import ClaimPanel
    from clinicbill.ui.page import Page


class Walk(QObject):
    """Holds the form and the explanation beside it together; `asked` wants a field opened."""

    asked = Signal(object)  # Way

    def __init__(self, page: Page, panel: ClaimPanel, box: BoxPanel) -> None:
        super().__init__(page)
        self._zone = ZoneInfo(page.clinic.facts.time_zone)
        self._page, self._panel, self._box = page, panel, box
        panel.box_changed.connect(self.explain)
        panel.paper.form.opened.connect(self._open_field)
        panel.fix_asked.connect(self._mend)
        box.asked.connect(self._open_field)
        box.went.connect(self._go_to)
        box.left.connect(self._focus_form)

    def begin(self, found: Sequence[Finding]) -> None:
        """The first box that is explained is the one that has to be mended, else item 1."""
        first = next((one for one in found if one.severity is Severity.MUST_FIX), None)
        if first is not None:
            self._panel.go_to_finding(first)
        if self._panel.paper.form.current is None:
            self._panel.paper.form.step(1)

    def explain(self, told: BoxExplanation | None) -> None:
        """Explain a box of the claim that is shown."""
        file = self._panel.file
        if told is None or file is None:
            self._box.show_nothing()
            return
        note = "" if file.is_unsent else "The claim keeps what it was sent with"
        typed = file.typed.get(told.path)
        words = typed_words(typed, self._zone) if typed is not None else None
        self._box.show_box(told, way_to(told.path, file), note, words)

    def _go_to(self, typed: str) -> None:
        form = self._panel.paper.form
        found = find_box(typed, form.boxes, form.current)
        if found is None or not form.choose(found):
            self._page.say(f"The form has no box {typed}", "info", Role.BLUE)

    def _focus_form(self) -> None:
        self._panel.look_at(claim_panel.PAPER)

    def _open_field(self, _box: object = None) -> None:
        told, file = self._panel.explanation, self._panel.file
        way = way_to(told.path, file) if told is not None and file is not None else None
        if way is None:
            self._page.say("Nobody types this box: it follows from the rest of the claim", "info", Role.BLUE)
        else:
            self.asked.emit(way)

    def _mend(self, finding: Finding) -> None:
        file = self._panel.file
        way = way_of_finding(finding, file) if file is not None else None
        self._panel.go_to_finding(finding)
        if way is not None:
            self.asked.emit(way)
