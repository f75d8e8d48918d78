"""Draft: the visit as it stands on the screen, with every change undoable and what is missing kept up to date."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import ServiceLineId
from clinicbill.coding.edits.all_findings import all_findings
from clinicbill.encounters.savable import unsavable
from clinicbill.ui.coding.changes import repriced_all, with_ids
from clinicbill.ui.coding.desk_facts import DeskFacts, desk_findings
from clinicbill.ui.coding.diagnoses.known_codes import KnownCodes

if TYPE_CHECKING:
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.encounters.visit_facts import VisitFacts
    from clinicbill.ui.undo import Undo

Basis = tuple[object, ...]


def basis_of(visit: Encounter) -> Basis:
    """What decides which facts count: with another one they have to be read again."""
    people = (visit.provider_id, visit.referring_id)
    return (visit.id, visit.patient_id, visit.case_id, visit.service_on, visit.authorization_id, *people)


class Draft(QObject):
    """One visit while it is worked on.

    Lines have ids of the draft's own, so that an undone and redone line stays the same line; `to_save` puts the
    ids of the practice file in their place, and `take_saved` learns those of new lines.
    """

    changed = Signal()  # what stands on the screen is another
    facts_asked = Signal()  # what is known around the visit has to be read again

    def __init__(self, undo: Undo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo = undo
        self.codes = KnownCodes()
        self.desk = DeskFacts()
        self._visit: Encounter | None = None
        self._facts: VisitFacts | None = None
        self._stored: Encounter | None = None
        self._before_typing: Encounter | None = None
        self._basis: Basis = ()
        self._rows: dict[ServiceLineId, ServiceLineId] = {}
        self._next = 0
        self._findings: list[Finding] = []

    # What stands here -------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether there is a visit."""
        return self._visit is not None

    @property
    def visit(self) -> Encounter:
        """The visit as it stands; only while one is open."""
        if self._visit is None:
            raise LookupError("no visit is open")
        return self._visit

    @property
    def facts(self) -> VisitFacts:
        """What is known around it."""
        if self._facts is None:
            raise LookupError("no visit is open")
        return self._facts

    @property
    def findings(self) -> list[Finding]:
        """What is missing or wrong now, what must be fixed first."""
        return list(self._findings)

    @property
    def to_fix(self) -> int:
        """How many findings stop the visit."""
        return sum(finding.severity is Severity.MUST_FIX for finding in self._findings)

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what the practice file holds."""
        return self._visit != self._stored

    # Opening and closing ----------------------------------------------------------------------------

    def open(self, visit: Encounter, facts: VisitFacts) -> None:
        """Work on a visit as the practice file holds it; what was undone before belongs to another one."""
        self._undo.clear()
        self._rows = {line.id: line.id for line in visit.lines}
        self._stored = self._visit = visit
        self._before_typing = None
        self.take_facts(facts)

    def close(self) -> None:
        """No visit is open."""
        self._undo.clear()
        self._visit = self._stored = self._facts = self._before_typing = None
        self._findings = []
        self.changed.emit()

    def take_facts(self, facts: VisitFacts) -> None:
        """What is known around the visit changed; charges follow the fees that count now."""
        facts = replace(facts, codes=self.codes)
        if self._facts is not None and self._basis and self.dirty:
            self._visit = repriced_all(self.visit, self._facts, facts)
        self._facts, self._basis = facts, basis_of(self.visit)
        self._look()

    def learned(self) -> None:
        """The code library answered: titles and findings may differ."""
        if self.is_open:
            self._look()

    # Changing ---------------------------------------------------------------------------------------

    def change(self, text: str, visit: Encounter) -> None:
        """Show another state; Ctrl+Z says "Undone: text"."""
        self.end_typing("typing")
        before, after = self.visit, with_ids(visit, self._new_id)
        if before == after:
            return
        self._show(after)
        self._undo.done(text, lambda: self._restore(after), lambda: self._restore(before))

    def type(self, visit: Encounter) -> None:
        """Show what is being typed; it becomes one step with `end_typing`."""
        if self._before_typing is None:
            self._before_typing = self.visit
        self._show(with_ids(visit, self._new_id))

    def end_typing(self, text: str) -> None:
        """What was typed since is one step that can be undone."""
        before, self._before_typing = self._before_typing, None
        if before is not None and before != self.visit:
            after = self.visit
            self._undo.done(text, lambda: self._restore(after), lambda: self._restore(before))

    def cancel_typing(self) -> None:
        """Back to what stood there before the typing."""
        before, self._before_typing = self._before_typing, None
        if before is not None:
            self._show(before)

    def _restore(self, visit: Encounter) -> None:
        """Undo and redo; what was being typed is part of neither."""
        self._before_typing = None
        self._show(visit)

    def _show(self, visit: Encounter) -> None:
        now = self.visit
        self._visit = replace(visit, id=now.id, status=now.status, hold_reason=now.hold_reason)
        self._look()
        if basis_of(self._visit) != self._basis:
            self.facts_asked.emit()

    def _look(self) -> None:
        found = all_findings(self.visit, self.facts, desk_findings(self.visit, self.desk))
        known = {finding.field for finding in found if finding.severity is Severity.MUST_FIX}
        more = [finding for finding in unsavable(self.visit) if finding.field not in known]
        self._findings = [*more, *found]
        self.changed.emit()

    def _new_id(self) -> ServiceLineId:
        self._next -= 1
        return ServiceLineId(self._next)

    # Saving -----------------------------------------------------------------------------------------

    def to_save(self) -> Encounter:
        """The visit with the line ids of the practice file; 0 for lines it does not have."""
        lines = tuple(
            replace(line, id=self._rows.get(line.id, ServiceLineId(0))) for line in self.visit.lines
        )
        return replace(self.visit, lines=lines)

    def take_saved(self, sent: Encounter, kept: Encounter) -> None:
        """The practice file holds now what stood here as `sent` when it was asked; `kept` is what it says."""
        self._rows = {
            mine.id: theirs.id for mine, theirs in zip(sent.lines, kept.lines, strict=False) if theirs.id
        }
        self._stored = replace(sent, id=kept.id, status=kept.status, hold_reason=kept.hold_reason)
        self._visit = replace(self.visit, id=kept.id, status=kept.status, hold_reason=kept.hold_reason)
        self._basis = (kept.id, *self._basis[1:])
        self.changed.emit()
