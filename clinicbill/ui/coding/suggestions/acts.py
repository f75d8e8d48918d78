"""What the coding page does with suggestions: read the note, mark its passages, accept, change, reject, keep."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from clinicbill.basics.identifiers import ServiceLineId
from clinicbill.coding.notes.prior import Act
from clinicbill.coding.notes.records import Withheld
from clinicbill.encounters.encounter import POINTER_LETTERS
from clinicbill.ui.actions import action
from clinicbill.ui.coding.changes import add_diagnosis, add_line, new_line, with_procedure
from clinicbill.ui.coding.note_edit import Mark
from clinicbill.ui.coding.queries.passage import to_screen
from clinicbill.ui.coding.suggestions.offers import Decided, Fate, Offer, ReadNote, offers, read_offers
from clinicbill.ui.coding.suggestions.pane import Entry, Instead, SuggestionPane
from clinicbill.workflows.keep_choices import forget_choice, keep_choices

if TYPE_CHECKING:
    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.basics.identifiers import EncounterId
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.coding.page import CodingPage
    from clinicbill.workflows.outcome import Outcome

PAUSE = 450  # milliseconds without a key before the note is read again
_MOST = len(POINTER_LETTERS)


class SuggestionActs:
    """Reads in a job, never on the window's thread; the visit changes only by a person's key."""

    def __init__(self, page: CodingPage) -> None:
        self._page = page
        self.pane = SuggestionPane(action("coding.suggestions").key)
        page.note.add_below(self.pane)
        self._of: EncounterId | None = None
        self._asked: tuple[object, ...] = ()
        self._read: ReadNote | None = None
        self._decided: dict[str, Decided] = {}
        self._fresh: set[str] = set()
        self._held_shown = False
        self._changing = ""
        self._pause = QTimer(page)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        page.draft.changed.connect(self.show)
        rows = self.pane.list
        rows.decided.connect(self._decide)
        rows.taken.connect(self._take_other)
        rows.withheld_asked.connect(self._toggle_withheld)
        rows.chosen.connect(lambda _entry: self._mark())

    # Reading ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """The draft changed: read its note if it is another, and show where each offer stands."""
        draft = self._page.draft
        if not draft.is_open:
            self._forget()
            return
        if draft.visit.id != self._of:
            self._forget()
            self._of = draft.visit.id
        wanted = (draft.visit.id, draft.visit.note, draft.visit.service_on)
        if wanted != self._asked:
            first = not self._asked
            self._asked = wanted
            self._pause.start(0 if first else PAUSE)
        self._fill()

    def _forget(self) -> None:
        self._pause.stop()
        self._of, self._asked, self._read = None, (), None
        self._decided, self._fresh, self._changing = {}, set(), ""
        self.pane.show_words("")
        self._page.note.text.mark_evidence(())

    def _ask(self) -> None:
        page = self._page
        if not page.draft.is_open or page.draft.visit.id != self._of:
            return
        visit = page.draft.visit
        if not visit.note.strip():
            self._read = None
            self._fill()
            return
        page.jobs.read(
            read_offers, page.clinic, visit.id, visit.note, visit.service_on,
            then=partial(self._take, visit.id), failed=self._fail, latest=(page, "suggestions"),
        )  # fmt: skip

    def _take(self, encounter_id: EncounterId, found: ReadNote) -> None:
        if encounter_id != self._of:
            return
        self._read = found
        for one in found.decided:
            self._decided.setdefault(one.suggested, one)
        self._fill()

    def _fail(self, error: ClinicBillError) -> None:
        self._read = None
        self.pane.show_words(str(error))

    # Showing ----------------------------------------------------------------------------------------

    def rows(self) -> list[Entry]:
        """What the pane shows now."""
        if self._read is None or not self._page.draft.is_open:
            return []
        found: list[Entry] = []
        for offer in offers(self._read, self._page.draft.visit, self._decided):
            found.append(offer)
            if offer.code == self._changing:
                found += [Instead(at, offer, other) for at, other in enumerate(offer.alternatives, 1)]
        return [*found, *self._read.reading.withheld] if self._held_shown else found

    def _fill(self) -> None:
        note = self._page.draft.visit.note if self._page.draft.is_open else ""
        if not note.strip():
            self.pane.show_words("")
        elif self._read is None:
            self.pane.show_words("Reading the note.")
        elif self._read.problem:
            self.pane.show_words(self._read.problem)
        else:
            held = len(self._read.reading.withheld)
            self.pane.show_rows(self.rows(), held, shown=self._held_shown)
        self._mark()

    def _mark(self) -> None:
        """The passages of what waits or was taken, as long as the note is the one that was read."""
        page, text = self._page, self._page.note.text
        read = self._read
        if read is None or not page.draft.is_open or read.note != page.draft.visit.note:
            text.mark_evidence(())
            return
        here = self.pane.list.current() if self.pane.list.hasFocus() else None
        marks: list[Mark] = []
        for offer in offers(read, page.draft.visit, self._decided):
            if offer.fate is not Fate.REJECTED:
                strong = isinstance(here, Offer) and here.code == offer.code
                marks += [
                    Mark(to_screen(read.note, a), to_screen(read.note, b), str(offer.number), strong=strong)
                    for a, b in offer.places
                ]
        if self._held_shown:
            marks += [
                Mark(to_screen(read.note, one.start), to_screen(read.note, one.end), held=True)
                for one in read.reading.withheld
            ]
        text.mark_evidence(tuple(marks))

    def _toggle_withheld(self) -> None:
        self._held_shown = not self._held_shown
        self._fill()

    # Deciding ---------------------------------------------------------------------------------------

    def focus(self) -> None:
        """The cursor to the first suggestion that waits for a decision."""
        waiting = [one for one in self.rows() if isinstance(one, Offer) and one.fate is Fate.OPEN]
        if not self.pane.list.records():
            self._page.tell("The note suggests nothing here")
            return
        self.pane.list.setFocus()
        self._select(waiting[0] if waiting else None)
        self._mark()

    def _select(self, entry: Entry | None) -> None:
        if entry is None:
            self.pane.list.select_first()
        elif isinstance(entry, Offer):
            self.pane.list.select((entry.procedure, entry.code))

    def _decide(self, what: str, entry: Entry) -> None:
        if what == "forget":
            self._ask_to_forget(entry)
        elif isinstance(entry, Withheld):
            self._page.tell(f"It is withheld: {entry.reason}")
        elif self._page.locked:
            self._page.tell("The charges of this visit are posted: press Ctrl+Shift+E to correct it")
        elif isinstance(entry, Instead):
            self._take_other(entry)
        elif what == "change":
            self._change(entry)
        elif what == "reject":
            self._reject(entry)
        else:
            self._accept(entry, entry.code, Act.ACCEPTED)

    def _ask_to_forget(self, entry: Entry) -> None:
        """What the office took before for these words counts no more; the note is read again without it."""
        page = self._page
        if not isinstance(entry, Offer) or not entry.taught:
            page.tell("This office has taken nothing before for these words")
            return
        page.jobs.write(
            forget_choice, page.clinic.stamp(), entry.phrase, entry.code,
            then=self._forgotten, failed=page.say_failed,
        )  # fmt: skip

    def _forgotten(self, outcome: Outcome) -> None:
        self._page.say(outcome.message)
        self._asked = ()
        self.show()

    def _change(self, offer: Offer) -> None:
        """Show the other codes; where there are none the search begins with its words."""
        if not offer.alternatives:
            self._page.desk.search.search(offer.title)
            return
        self._changing = "" if self._changing == offer.code else offer.code
        self._fill()
        self._select(offer)

    def _take_other(self, other: Instead) -> None:
        self._changing = ""
        self._accept(other.offer, other.code.code, Act.CHANGED)

    def _accept(self, offer: Offer, code: str, act: Act) -> None:
        page, visit = self._page, self._page.draft.visit
        changed = _with_line(page, visit, code) if offer.procedure else _with_diagnosis(visit, code)
        if changed is None:
            page.tell("A claim holds 12 diagnoses: remove one first")
            return
        self._remember(Decided(phrase=offer.phrase, suggested=offer.code, chosen=code, act=act))
        page.draft.change(f"accepting {code}", changed)
        self._go_on(offer)

    def _reject(self, offer: Offer) -> None:
        before = self._decided.get(offer.code)
        now = Decided(phrase=offer.phrase, suggested=offer.code, chosen="", act=Act.REJECTED)
        self._remember(now)
        self._page.undo.done(
            f"rejecting {offer.code}",
            partial(self._put, offer.code, now),
            partial(self._put, offer.code, before),
        )
        self._fill()
        self._go_on(offer)

    def _put(self, code: str, decided: Decided | None) -> None:
        if decided is None:
            self._decided.pop(code, None)
            self._fresh.discard(code)
        else:
            self._remember(decided)
        self._fill()

    def _remember(self, decided: Decided) -> None:
        self._decided[decided.suggested] = decided
        self._fresh.add(decided.suggested)

    def _go_on(self, offer: Offer) -> None:
        """To the next one that waits, below and then from the top."""
        waiting = [one for one in self.rows() if isinstance(one, Offer) and one.fate is Fate.OPEN]
        after = next((one for one in waiting if one.number > offer.number), None)
        self._select(after or (waiting[0] if waiting else offer))

    # Keeping ----------------------------------------------------------------------------------------

    def leave(self) -> None:
        """The visit is left: keep the decisions that still stand; what was undone is none."""
        page = self._page
        if self._of is None or not self._fresh or not page.draft.is_open or page.draft.visit.id != self._of:
            return
        visit = page.draft.visit
        there = {*visit.diagnoses, *(line.procedure_code for line in visit.lines)}
        made = [self._decided[code] for code in sorted(self._fresh)]
        standing = [
            (one.phrase, one.suggested, one.chosen, one.act)
            for one in made
            if one.act is Act.REJECTED or one.chosen in there
        ]
        self._fresh = set()
        if standing:
            page.jobs.write(
                keep_choices, page.clinic.stamp(), self._of, standing, then=_nothing, failed=page.say_failed
            )


def _nothing(_outcome: object) -> None:
    """Nobody has to be told."""


def _with_diagnosis(visit: Encounter, code: str) -> Encounter | None:
    if code in visit.diagnoses:
        return visit
    return add_diagnosis(visit, code) if len(visit.diagnoses) < _MOST else None


def _with_line(page: CodingPage, visit: Encounter, code: str) -> Encounter:
    if any(line.procedure_code == code for line in visit.lines):
        return visit
    last = page.file.last if page.file is not None else None
    procedure = page.desk.grid.lines.procedures.procedure(code)
    empty = new_line(visit, ServiceLineId(0))
    return add_line(visit, with_procedure(visit, empty, procedure, page.draft.facts, last))
