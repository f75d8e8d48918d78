"""OpenVisit: the visit on the screen: opened, read again, shown in every part of the page, mended."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from clinicbill.basics.dates import now
from clinicbill.claims.status import STATUSES
from clinicbill.encounters.encounter import VisitStatus
from clinicbill.ui.coding.diagnoses.known_codes import CodeFact, read_codes
from clinicbill.ui.coding.edits.global_acts import banner_words, running
from clinicbill.ui.coding.edits.remedies import line_of
from clinicbill.ui.coding.page_reads import priced_list
from clinicbill.ui.coding.visits.context_strip import place_runs, warning_runs, who_runs
from clinicbill.ui.coding.visits.visit_file import VisitFile, read_facts_again, read_visit
from clinicbill.ui.widgets.key_cap import KeyButton
from clinicbill.workflows.permissions import Act, may

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.basics.findings import Finding
    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.encounters.visit_facts import VisitFacts
    from clinicbill.practice.payer import Payer
    from clinicbill.practice.procedure import Procedure
    from clinicbill.ui.clinic import Clinic
    from clinicbill.ui.coding.desk_facts import DeskFacts
    from clinicbill.ui.coding.diagnoses.used_codes import OfficeCodes
    from clinicbill.ui.coding.edits.remedies import Remedy
    from clinicbill.ui.coding.page import CodingPage


class OpenVisit(QObject):
    """Knows the visit's file; the draft knows what was typed into it."""

    def __init__(self, page: CodingPage) -> None:
        super().__init__(page)
        self._page = page
        self.file: VisitFile | None = None
        self.correcting = False
        self.find_when_open = False
        self.procedures: tuple[Procedure, ...] = ()
        self._saved_at = ""
        self._wanted: EncounterId | None = None

    # Opening ----------------------------------------------------------------------------------------

    @property
    def locked(self) -> bool:
        """Charged visits stay as they are until they are corrected; a front desk reads only."""
        if not may(self._page.clinic.facts.role, Act.CODE_VISIT):
            return True
        return self.file is not None and self.file.charged and not self.correcting

    @property
    def target(self) -> EncounterId | None:
        """The visit that is being opened, else the one that is open."""
        return self._wanted if self._wanted is not None else self._page.open_id

    def open(self, encounter_id: EncounterId) -> None:
        """Keep what was typed into the one before, then read this one."""
        page = self._page
        page.saver.now()
        self._wanted = encounter_id
        self._read(encounter_id)

    def read_again(self) -> None:
        """What is known around it may have changed elsewhere; one that is being opened is read anyway."""
        if self._wanted is None and self._page.draft.is_open:
            self._read(self._page.draft.visit.id)

    def _read(self, encounter_id: EncounterId) -> None:
        page = self._page
        page.jobs.read(
            read_visit, page.clinic, encounter_id,
            then=self.take, failed=partial(self._fail, encounter_id), latest=(page, "visit"),
        )  # fmt: skip

    def _fail(self, encounter_id: EncounterId, error: ClinicBillError) -> None:
        self._wanted = None
        self._page.visit_states.retry(str(error), partial(self._read, encounter_id))

    def take(self, file: VisitFile) -> None:
        """Show a visit; what is being typed into the same one stays."""
        page, self._wanted = self._page, None
        same = page.draft.is_open and page.draft.visit.id == file.visit.id
        if not same:
            page.draft.end_typing("typing")
            page.suggestions.leave()
            page.saver.leave()
        self.correcting = self.correcting and same
        self.file = file
        page.draft.codes.learn(file.codes)
        page.draft.desk = file.desk
        page.saver.correcting = self.correcting
        self._prepare_desk(file)
        page.visit_states.show_rows()
        if same and page.saver.waiting:
            page.draft.take_facts(file.facts)
        elif not same or page.draft.to_save() != file.visit:
            self._saved_at = "" if not same else self._saved_at
            page.draft.open(file.visit, file.facts)
        else:
            page.draft.take_facts(file.facts)
        if file.no_codes:
            page.tell(file.no_codes)
        if self.find_when_open:
            self.find_when_open = False
            page.desk.start_search()
        page.go_to_target()

    def _prepare_desk(self, file: VisitFile) -> None:
        desk = self._page.desk
        desk.grid.lines.procedures = priced_list(self.procedures, file.facts, file.visit.service_on)
        desk.prepare(file, locked=self.locked, correcting=self.correcting)
        self._show_banner(file)

    def _show_banner(self, file: VisitFile) -> None:
        """Why a charged visit cannot be typed into, and what can be done."""
        banner = self._page.desk.banner
        surgeries = running(file.visit, file.facts) if not file.charged else []
        if surgeries:
            banner.tell(*banner_words(surgeries))
        elif not file.charged:
            banner.silence()
        elif self.correcting:
            banner.tell(
                "You are correcting a charged visit",
                "Modifiers, pointers, diagnoses and POS can change; procedure, units and charge stay. "
                "Ctrl+Enter keeps it.",
            )
        else:
            claim = file.claim
            what = "Charged"
            if claim is not None:
                what = f"Charged, claim {claim.patient_control_number}: {STATUSES[claim.status].words}"
            banner.tell(what, "F8 opens the claim. Ctrl+Shift+E corrects the codes for a new claim.")

    def show_nothing(self) -> None:
        """No visit is open."""
        page, self._wanted = self._page, None
        self.file = None
        page.draft.end_typing("typing")
        page.suggestions.leave()
        page.saver.leave()
        page.draft.close()
        button = KeyButton("New visit", "Ctrl+N")
        button.clicked.connect(lambda: page.acts.new_visit())
        page.visit_states.show_empty(
            "No visit is open.", "Its note, diagnoses and service lines stand here.", button
        )

    def may_leave(self) -> bool:
        """A correction that cannot be kept as it stands has to be mended or undone first."""
        page = self._page
        if self.correcting and page.draft.dirty and page.draft.to_fix:
            page.tell(f"The correction is not kept yet: {page.draft.findings[0].message}; mend it, or Ctrl+Z")
            return False
        return True

    def correct(self) -> None:
        """Let a charged visit be changed where no money moves."""
        page = self._page
        if self.file is None or not self.file.charged or not may(page.clinic.facts.role, Act.CODE_VISIT):
            page.tell("Only a charged visit is corrected; this one can simply be typed into")
            return
        self.correcting = True
        page.saver.correcting = True
        self._prepare_desk(self.file)
        self.show_draft()
        page.desk.grid.start_new()

    # Showing ----------------------------------------------------------------------------------------

    def show_draft(self) -> None:
        """The draft changed: every part of the page says so, and it is kept after a pause."""
        page = self._page
        page.desk.refresh()
        self._show_header()
        if not page.draft.is_open:
            page.strip.show_visit("", (), ())
            return
        visit = page.draft.visit
        page.note.show_note(visit.note, visit.note_signed_by, editable=not self.locked)
        self._show_strip()
        self.show_row()
        self._ask_codes()
        page.saver.touch()
        self._tell_fact()

    def _show_strip(self) -> None:
        page, file = self._page, self.file
        if file is None:
            return
        visit, facts = page.draft.visit, page.draft.facts
        left = (
            *who_runs(file.patient, visit, facts, file.payers),
            *warning_runs(visit, facts, file.alerts, page.draft.desk),
        )
        page.strip.show_visit(str(file.patient.name), left, place_runs(visit, facts, file.provider))

    def show_row(self) -> None:
        """The visit's row in the list, as it stands here."""
        page = self._page
        row = page.days.row(page.draft.visit.id) if page.draft.is_open else None
        if row is None:
            return
        visit = page.draft.visit
        begun = bool(visit.lines or visit.diagnoses)
        listed = replace(
            row.visit,
            total=visit.total,
            line_count=len(visit.lines),
            status=visit.status,
            hold_reason=visit.hold_reason,
        )
        page.days.put(replace(row, visit=listed, to_fix=page.draft.to_fix if begun else 0))
        self._show_place()

    def _show_place(self) -> None:
        page = self._page
        shown = page.days.shown
        at = shown.place(page.draft.visit.id) if shown is not None else None
        page.header.say(
            f"Visit {at + 1} of {len(shown.rows)}" if shown is not None and at is not None else ""
        )

    def _show_header(self) -> None:
        page, file, draft = self._page, self.file, self._page.draft
        no_visit = "" if draft.is_open else "No visit is open"
        last = file.last if file is not None else None
        same = no_visit or ("" if last is not None else "No earlier visit")
        page.allow(
            "coding.same",
            why_not=same if not self.locked else "Same as last: charged",
            text=f"Same as {last.service_on:%m/%d}" if last is not None else "Same as last visit",
        )
        held = draft.is_open and draft.visit.status is VisitStatus.ON_HOLD
        page.allow("coding.hold", text="Release" if held else "Hold", why_not=no_visit)
        self._show_finish()

    def _show_finish(self) -> None:
        """The button says why it cannot; the key goes to the first edit."""
        page, draft = self._page, self._page.draft
        button = page.finish_button
        verb = "Keep correction" if self.correcting else "Next visit" if self.locked else "Finish and next"
        button.set_text(verb)
        stopped = draft.is_open and draft.to_fix and not self.locked
        button.block(f"{verb}: {draft.to_fix} to fix" if stopped else "")

    def _tell_fact(self) -> None:
        file = self.file
        name = file.code_set.name if file is not None else ""
        parts = [f"Code set {name}" if name else "No code library"]
        page = self._page
        if page.draft.dirty:
            parts.append("not saved yet")
        elif self._saved_at:
            parts.append(f"saved {self._saved_at}")
        page.set_fact("  ·  ".join(parts))

    def tell_saved(self) -> None:
        """What was typed is in the practice file."""
        zone = ZoneInfo(self._page.clinic.facts.time_zone)
        self._saved_at = f"{now().astimezone(zone):%H:%M}"
        self._tell_fact()

    # What is known around it ------------------------------------------------------------------------

    def read_facts(self) -> None:
        """Case, day or authorization changed on the screen."""
        page = self._page
        page.jobs.read(
            read_facts_again, page.clinic, page.draft.visit,
            then=partial(self._take_facts, page.draft.visit.id), failed=page.say_failed,
            latest=(page, "facts"),
        )  # fmt: skip

    def _take_facts(
        self, encounter_id: EncounterId, found: tuple[VisitFacts, tuple[Payer, ...], DeskFacts]
    ) -> None:
        page = self._page
        if self.file is None or not page.draft.is_open or page.draft.visit.id != encounter_id:
            return
        facts, payers, desk = found
        self.file = replace(self.file, facts=facts, payers=payers, desk=desk)
        page.draft.desk = desk
        self._prepare_desk(self.file)
        page.draft.take_facts(facts)

    def _ask_codes(self) -> None:
        """Codes nobody has looked up for the day of the visit yet."""
        page = self._page
        visit = page.draft.visit
        unknown = page.draft.codes.unknown(visit.diagnoses, visit.service_on)
        if unknown and self.file is not None and not self.file.no_codes:
            page.jobs.read(
                _look_up, page.clinic, unknown, visit.service_on,
                then=self._learn, failed=page.say_failed, latest=(page, "codes"),
            )  # fmt: skip

    def _learn(self, facts: tuple[CodeFact, ...]) -> None:
        self._page.draft.codes.learn(facts)
        self._page.draft.learned()

    def take_office(self, found: OfficeCodes) -> None:
        """What the office coded lately is offered in the search."""
        page = self._page
        page.draft.codes.learn(found.facts)
        page.desk.office = found
        page.draft.learned()

    # Typing and mending -----------------------------------------------------------------------------

    def type_note(self, text: str) -> None:
        """A letter of the note."""
        draft = self._page.draft
        if draft.is_open and text != draft.visit.note:
            draft.type(replace(draft.visit, note=text))

    def mend(self, finding: Finding, remedy: Remedy) -> None:
        """Do what an edit's button says."""
        page = self._page
        if remedy.visit is not None:
            page.draft.change(remedy.text[:1].lower() + remedy.text[1:], remedy.visit)
            page.say(f"{remedy.text}: done; Ctrl+Z takes it back")
            return
        if page.desk.go_to(remedy.field):
            page.tell(f"{finding.message}. {finding.fix}".strip())
        elif remedy.field == "coverages" and self.file is not None:
            page.go("patients", self.file.patient.id)
        elif remedy.field == "hold_reason":
            page.acts.hold()
        elif remedy.field == "queries":
            page.queries.ask()
        elif remedy.field == "plan":
            page.desk_acts.plan()
        elif remedy.field == "abn":
            page.abns.ask()
        elif remedy.field == "global":
            page.globals.ask_for(line_of(finding.field) or 0)
        else:
            page.acts.details()


def _look_up(_db: Database, clinic: Clinic, codes: tuple[str, ...], on: date) -> tuple[CodeFact, ...]:
    return read_codes(clinic.library(), codes, on)
