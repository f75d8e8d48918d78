"""What the coding page does with queries: ask about a passage, record what came back, withdraw, show where they stand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from clinicbill.coding.queries.query import CodingQuery, Indicator, QueryStatus
from clinicbill.coding.queries.store import list_queries_of
from clinicbill.ui.coding.queries.answer import WIDTH as ANSWER_WIDTH
from clinicbill.ui.coding.queries.answer import AnswerForm
from clinicbill.ui.coding.queries.ask import WIDTH as ASK_WIDTH
from clinicbill.ui.coding.queries.ask import AskForm, first_query
from clinicbill.ui.coding.queries.letters import QueryLetters
from clinicbill.ui.coding.queries.notes import QueryNotes
from clinicbill.ui.coding.queries.passage import passage, stands_at, to_note, to_screen
from clinicbill.ui.colours import Role
from clinicbill.ui.widgets.ask_sheet import AskSheet
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.sheet import Sheet
from clinicbill.workflows.answer_query import answer_query, withdraw_query
from clinicbill.workflows.ask_provider import ask_provider
from clinicbill.workflows.permissions import Act, may

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget
    from sqlite_utils import Database

    from clinicbill.basics.errors import ClinicBillError
    from clinicbill.basics.identifiers import EncounterId, QueryId
    from clinicbill.basics.stamp import Stamp
    from clinicbill.ui.coding.page import CodingPage
    from clinicbill.workflows.outcome import Outcome

_REASON = (Field("Reason", "reason", Input.LONG, required=True, lines=2),)
_Begun = dict[tuple[int, int], tuple[str, CodingQuery]]


class QueryActs:
    """One key: the query that is open, else a new one about what is marked."""

    def __init__(self, page: CodingPage) -> None:
        self._page = page
        self._letters = QueryLetters(page)
        self._notes = QueryNotes(page.note)
        self._sheet: Sheet | None = None
        self._begun: _Begun = {}
        self._begun_of: EncounterId | None = None
        page.draft.changed.connect(self.show)
        self._notes.asked.connect(self.ask)

    @property
    def queries(self) -> tuple[CodingQuery, ...]:
        """Of the visit that is open, the newest first."""
        file = self._page.file
        return file.queries if file is not None and file.visit.id == self._page.open_id else ()

    def show(self) -> None:
        """Mark the passages asked about, and say below the note what was asked and answered."""
        note = self._page.draft.visit.note if self._page.draft.is_open else ""
        waiting = [query for query in self.queries if query.status is QueryStatus.OPEN]
        found = [span for query in waiting if (span := stands_at(note, query)) is not None]
        spans = tuple((to_screen(note, start), to_screen(note, end)) for start, end in found)
        self._page.note.text.mark_passages(spans)
        self._notes.show_queries(self.queries, self._page.clinic.as_of)

    # Asking -----------------------------------------------------------------------------------------

    def ask(self) -> None:
        """The answer sheet of an open query, else a question about the marked words or the sentence."""
        page = self._page
        if not page.draft.is_open:
            page.tell("Open a visit first: a question is about words of its note")
        elif not may(page.clinic.facts.role, Act.CODE_VISIT):
            page.tell("Only who codes visits asks the provider")
        else:
            page.saver.now()
            page.saver.after(self._ask_or_answer)

    def _ask_or_answer(self) -> None:
        waiting = [query for query in self.queries if query.status is QueryStatus.OPEN]
        if waiting:
            self._open_answers(self.queries, waiting[-1])
        else:
            self._ask_new()

    def _ask_new(self) -> None:
        page = self._page
        note = page.draft.visit.note
        cursor = page.note.text.textCursor()
        places = (to_note(note, cursor.selectionStart()), to_note(note, cursor.selectionEnd()))
        start, end = passage(note, *places)
        if start == end:
            page.tell("There is no note to ask about yet (F2)")
            return
        self._open_ask(start, end)

    def _drafts(self) -> _Begun:
        """Questions begun about this visit; those of another one are let go."""
        if self._begun_of != self._page.open_id:
            self._begun, self._begun_of = {}, self._page.open_id
        return self._begun

    def _open_ask(self, start: int, end: int, *, more: Indicator | None = None) -> None:
        page, visit, begun = self._page, self._page.draft.visit, self._drafts()
        template, query = begun.get((start, end), ("", None))
        if query is None or visit.note[start:end] != query.quote:
            template, query = first_query(visit, start, end, page.clinic.as_of)
        other = next((key for key in reversed(begun) if key != (start, end)), None)
        words = begun[other][1].quote if other is not None else ""
        form = AskForm(visit, template, query, earlier=len(self.queries), begun=words)
        if more is not None:
            form.indicators.add(more)
        finish = partial(self._send, form)
        sheet = self._open("Ask the provider", form, verb="Ask provider", finish=finish, width=ASK_WIDTH)
        sheet.closed.connect(partial(self._keep, form))
        form.stopped.connect(sheet.block)
        form.earlier_asked.connect(lambda: self._leave_for(sheet, self._open_newest))
        mark = Indicator(text=visit.note[start:end], start=start, end=end)
        if other is not None:
            form.begun_asked.connect(
                lambda: self._leave_for(sheet, partial(self._open_ask, *other, more=mark), form)
            )
        form.check()

    def _keep(self, form: AskForm, finished: bool) -> None:  # noqa: FBT001 - a signal's value
        query = form.query()
        key = (query.span_start, query.span_end)
        if finished:
            self._drafts().pop(key, None)
        else:
            self._drafts()[key] = (form.template_id, query)

    def _leave_for(self, sheet: Sheet, then: Callable[[], object], form: AskForm | None = None) -> None:
        sheet.dismiss()
        if form is not None:  # its passage goes to the other question
            query = form.query()
            self._drafts().pop((query.span_start, query.span_end), None)
        then()

    def _send(self, form: AskForm) -> str:
        page = self._page
        page.jobs.write(
            ask_provider,
            page.clinic.stamp(),
            form.query(),
            then=partial(self._asked, form),
            failed=self._fail,
        )
        return Sheet.WAIT

    def _asked(self, form: AskForm, outcome: Outcome) -> None:
        if not outcome.done:
            form.tell(outcome.findings)
            self._tell(outcome.findings[0].message)
            return
        self._close()
        self._page.say(outcome.message, "help", Role.AMBER)
        self._read_answers(outcome.row_id)

    # Answers ----------------------------------------------------------------------------------------

    def _open_newest(self) -> None:
        self._open_answers(self.queries, self.queries[0])

    def _read_answers(self, query_id: int | None) -> None:
        """After a question was asked: its sheet, from which the letter is saved or printed."""
        page = self._page
        if page.open_id is not None:
            page.jobs.read(
                list_queries_of, page.open_id,
                then=partial(self._take_answers, query_id), failed=page.say_failed,
            )  # fmt: skip

    def _take_answers(self, query_id: int | None, queries: Sequence[CodingQuery]) -> None:
        shown = next((query for query in queries if query.id == query_id), None)
        if shown is not None and shown.encounter_id == self._page.open_id:
            self._open_answers(queries, shown)

    def _open_answers(self, queries: Sequence[CodingQuery], shown: CodingQuery) -> None:
        page = self._page
        form = AnswerForm(queries, shown, dict(page.draft.desk.providers), page.clinic.as_of)
        finish = partial(self._record, form)
        title = "Query to the provider"
        sheet = self._open(title, form, verb="Record answer", finish=finish, width=ANSWER_WIDTH)
        form.blocked.connect(sheet.block)
        form.save_asked.connect(lambda: self._letters.save(form.query, form.tell_done, sheet.tell))
        form.print_asked.connect(lambda: self._letters.print(form.query, form.tell_done, sheet.tell))
        form.withdraw_asked.connect(lambda: self._leave_for(sheet, partial(self._ask_reason, form.query)))
        form.another_asked.connect(lambda: self._leave_for(sheet, self._ask_new))
        form.show_query(shown)

    def _record(self, form: AnswerForm) -> str:
        page, typed = self._page, form.typed()
        if typed.answered_on is None:
            return form.on.problem() or "Key the day of the answer"
        page.jobs.write(
            answer_query, page.clinic.stamp(), form.query.id,
            answered_on=typed.answered_on, answered_by=typed.answered_by, option=typed.option,
            text=typed.text, outcome=typed.outcome,
            then=partial(self._recorded, form), failed=self._fail,
        )  # fmt: skip
        return Sheet.WAIT

    def _recorded(self, form: AnswerForm, outcome: Outcome) -> None:
        if not outcome.done:
            form.tell(outcome.findings)
            self._tell(outcome.findings[0].message)
            return
        self._close()
        self._page.say(outcome.message)

    def _ask_reason(self, query: CodingQuery) -> None:
        sheet = AskSheet(self._page.clinic, _REASON, {"reason": ""}, partial(_withdraw, query_id=query.id))
        sheet.done.connect(lambda outcome: self._page.say(outcome.message))
        note = "The question stays in the file with this reason; the visit waits no longer."
        sheet.open_over(self._page, "Withdraw the query", verb="Withdraw query", note=note)

    # The sheet --------------------------------------------------------------------------------------

    def _open(
        self, title: str, content: QWidget, *, verb: str, finish: Callable[[], str], width: int
    ) -> Sheet:
        sheet = Sheet(self._page, title, content, verb=verb, finish=finish, width=width)
        self._sheet = sheet
        sheet.closed.connect(partial(self._forget, sheet))
        sheet.open_sheet()
        return sheet

    def _forget(self, sheet: Sheet, _finished: object) -> None:
        if self._sheet is sheet:
            self._sheet = None

    def _close(self) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet(finished=True)

    def _tell(self, problem: str) -> None:
        if self._sheet is not None:
            self._sheet.tell(problem)

    def _fail(self, error: ClinicBillError) -> None:
        if self._sheet is not None:
            self._sheet.tell(str(error))
        else:
            self._page.say_failed(error)


def _withdraw(db: Database, stamp: Stamp, values: Mapping[str, Any], query_id: QueryId) -> Outcome:
    return withdraw_query(db, stamp, query_id, reason=str(values["reason"]))
