"""What the desk does with diagnoses: add, replace, complete, remove; and what the search is told of the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.codesets.look_up import CodeAnswer
from clinicbill.encounters.encounter import POINTER_LETTERS
from clinicbill.ui.coding.changes import add_diagnosis, remove_diagnosis, replace_diagnosis
from clinicbill.ui.coding.diagnoses.code_source import Around, DiagnosisKey, used_hits
from clinicbill.ui.coding.diagnoses.known_codes import CodeFact
from clinicbill.ui.coding.diagnoses.used_codes import weights
from clinicbill.ui.coding.hints import search_hints

if TYPE_CHECKING:
    from clinicbill.ui.coding.desk import Desk
    from clinicbill.ui.coding.diagnoses.diagnosis_list import DiagnosisRow
    from clinicbill.ui.coding.draft import Draft

_MOST = len(POINTER_LETTERS)


class DiagnosisActs:
    """Every change goes to the draft, where it can be undone."""

    def __init__(self, desk: Desk, draft: Draft) -> None:
        self._desk, self._draft = desk, draft
        self._replacing: int | None = None
        desk.search.picked.connect(self._add)
        desk.search.emptied.connect(self._forget_place)
        desk.search.left_up.connect(self._into_list)
        desk.beside.completed.connect(lambda key: self._add(key, alt=False))
        desk.diagnoses.removed.connect(self.remove)
        desk.diagnoses.opened.connect(self.change)

    def begin(self) -> None:
        """Another visit."""
        self._replacing = None

    def tell_search(self) -> None:
        """The letter of the next code, what is listed, used and marked, and the keys below the results."""
        desk, visit = self._desk, self._draft.visit
        used, office = (desk.file.used if desk.file is not None else ()), desk.office
        around = Around(
            listed=visit.diagnoses,
            used={one.code: one.times for one in (*used, *office.used)},
            favourites=frozenset(office.favourites),
            weights=weights((*used, *office.used), office.favourites),
        )
        offered = used_hits(used, office, self._draft.codes.title, around)
        at = len(visit.diagnoses) if self._replacing is None else self._replacing
        letter = POINTER_LETTERS[at] if at < _MOST else "–"
        desk.search.set_visit(letter, visit.service_on, around, offered)
        unpointed = self._line_to_point()
        point = "" if unpointed is None else f"Add, point line {unpointed + 1}"
        desk.search.set_hints(search_hints(letter, point))

    def _line_to_point(self) -> int | None:
        """The first line without a pointer, else the one under the cursor."""
        lines = self._draft.visit.lines
        free = next((at for at, one in enumerate(lines) if not one.pointers), None)
        return self._desk.grid.current_row() if free is None else free

    # Adding -----------------------------------------------------------------------------------------

    def _add(self, key: DiagnosisKey, alt: bool) -> None:  # noqa: FBT001 - a signal's argument
        visit = self._draft.visit
        self._learn(key)
        if self._replacing is not None and self._replacing < len(visit.diagnoses):
            self._replace(key.code)
            return
        if len(visit.diagnoses) >= _MOST:
            self._desk.said.emit("A claim holds 12 diagnoses: remove one first")
            return
        if key.code in visit.diagnoses:
            self._desk.said.emit(
                f"{key.code} is listed as {POINTER_LETTERS[visit.diagnoses.index(key.code)]} already"
            )
            return
        row = self._line_to_point() if alt else None
        self._draft.change(f"adding {key.code}", add_diagnosis(visit, key.code))
        if row is not None:
            pointed = self._desk.grid.point(row, len(self._draft.visit.diagnoses))
            if pointed is not None:
                self._draft.change(f"pointing line {row + 1} to {key.code}", pointed)

    def _replace(self, code: str) -> None:
        visit, at = self._draft.visit, self._replacing or 0
        self._replacing = None
        if code in visit.diagnoses:
            self._desk.said.emit(
                f"{code} is listed as {POINTER_LETTERS[visit.diagnoses.index(code)]} already"
            )
            self.tell_search()
            return
        self._draft.change(f"changing {visit.diagnoses[at]} to {code}", replace_diagnosis(visit, at, code))

    def _learn(self, key: DiagnosisKey) -> None:
        """The search found it in the code set of the day, so the library need not be asked again."""
        if not key.checked:
            return
        file = self._desk.file
        code_set = file.code_set if file is not None else None
        covers, said = (code_set.covers, code_set.said) if code_set is not None else (True, "")
        answer = CodeAnswer(known=True, billable=key.billable, covers=covers, said=said)
        on = self._draft.visit.service_on
        self._draft.codes.learn([CodeFact(code=key.code, on=on, title=key.title, answer=answer)])

    # Changing ---------------------------------------------------------------------------------------

    def change(self, row: DiagnosisRow) -> None:
        """Search for another code in the place of one."""
        if not self._desk.locked:
            self._replacing = row.at
            self.tell_search()
            self._desk.search.search(row.code)

    def complete(self) -> None:
        """Ask what the code under the mark, or the selected diagnosis, leaves open."""
        desk = self._desk
        row = desk.diagnoses.current() if desk.diagnoses.hasFocus() else None
        if desk.locked or not (code := self.code_here()):
            desk.said.emit("Choose a diagnosis first: its side, region or encounter is asked then")
            return
        if row is not None:
            self._replacing = row.at
            self.tell_search()
        desk.beside.ask(code)

    def _forget_place(self) -> None:
        if self._replacing is not None:
            self._replacing = None
            self.tell_search()

    def remove(self) -> bool:
        """Remove the diagnosis under the cursor; whether there was one."""
        desk = self._desk
        row = desk.diagnoses.current()
        if row is None or desk.locked:
            return False
        self._draft.change(f"removing {row.code}", remove_diagnosis(self._draft.visit, row.at))
        if not desk.diagnoses.records():
            desk.search.setFocus()
        return True

    def _into_list(self) -> None:
        rows = self._desk.diagnoses.records()
        if rows:
            self._desk.diagnoses.setFocus()
            self._desk.diagnoses.select(rows[-1].code)

    def code_here(self) -> str:
        """The code to show in the tabular list: the marked result, else the selected diagnosis."""
        desk = self._desk
        marked = desk.search.marked() if desk.search.at_work else None
        if marked is not None:
            return marked.code
        row = desk.diagnoses.selected_row()
        return row.code if row is not None else ""
