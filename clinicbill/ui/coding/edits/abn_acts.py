"""Notices (ABN) on the coding page: what was given and signed, CMS's own form added once and filled as a PDF."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from clinicbill.basics.errors import CannotDo, UnreadableFile
from clinicbill.coding.abn import OPTION_WORDS, Abn, AbnId, abn_for, editions
from clinicbill.coding.abn_store import find_form, get_abn
from clinicbill.coding.edits.of_visit import CodingFacts
from clinicbill.ui.coding.edits import abn_places
from clinicbill.ui.widgets.ask_sheet import AskSheet
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.workflows.keep_abn import add_abn_form, filled_abn, keep_abn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.abn_store import AbnForm
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.ui.coding.page import CodingPage
    from clinicbill.workflows.outcome import Outcome

_OPTIONS = ((None, "Not chosen yet"), *OPTION_WORDS.items())
_KEEP, _FILL, _FORM, _PLACES = "keep", "fill", "form", "places"
_THEN = (
    (_KEEP, "Keep it"),
    (_FILL, "Keep it and save the form filled in"),
    (_FORM, "Add the form of CMS first (a PDF)"),
    (_PLACES, "Adjust where its blanks stand"),
)
_NOTE = (
    "Only CMS’s own form counts: it is filled in, never redrawn. The patient chooses and signs with a pen."
)


FIELDS = (
    Field("Services", "services", required=True, help="Blank D, in the patient’s words"),
    Field("Procedures", "procedure_codes", Input.CODE, placeholder="98941", help="Empty: all of them"),
    Field("Reason", "reason", required=True, help="Blank E: why Medicare may not pay"),
    Field("Estimate", "estimated", Input.MONEY, width=90, required=True),
    Field("Edition", "edition", width=110, beside=True),
    Field("Given", "given_on", Input.DATE, required=True, section="Given and signed"),
    Field("Signed", "signed_on", Input.DATE, beside=True),
    Field("Option", "option", Input.CHOICE, choices=_OPTIONS, width=300),
    Field("Refused", "refused", Input.CHECK),
    Field("Good until", "to_on", Input.DATE, help="Empty: one year"),
    Field("Then", "then", Input.CHOICE, choices=_THEN, width=300),
)


def begun_abn(visit: Encounter, facts: CodingFacts) -> Abn:
    """The notice that counts for the visit's first manipulation or GA line; a new one where there is none."""
    lines = [line for line in visit.lines if "GA" in line.modifiers] or list(visit.lines[:1])
    kept = abn_for(facts.around.abns, lines[0].procedure_code, lines[0].from_on) if lines else None
    waiting = next((abn for abn in facts.around.abns if abn.answered_on is None), None)
    if kept is not None or waiting is not None:
        return kept or waiting or facts.around.abns[0]
    return Abn(
        patient_id=visit.patient_id,
        case_id=visit.case_id,
        edition=editions()[-1].expires,
        services="",
        procedure_codes=tuple(dict.fromkeys(line.procedure_code for line in lines)),
        estimated=lines[0].charge if lines else None,
        given_on=visit.service_on,
    )


def abn_values(abn: Abn) -> dict[str, object]:
    """What the sheet begins with."""
    names = (
        "services", "reason", "estimated", "edition", "given_on", "signed_on", "option", "refused", "to_on",
    )  # fmt: skip
    values = {name: getattr(abn, name) for name in names}
    return {**values, "procedure_codes": " ".join(abn.procedure_codes), "then": _KEEP}


def typed_abn(abn: Abn, values: Mapping[str, object]) -> Abn:
    """The notice with what was typed."""
    own = {name: value for name, value in values.items() if name not in ("then", "procedure_codes")}
    codes = tuple(str(values["procedure_codes"]).upper().replace(",", " ").split())
    return replace(abn, procedure_codes=codes, **own)  # type: ignore[arg-type]


class AbnActs:
    """One sheet over the page; the two system dialogs are asked beside it."""

    def __init__(self, page: CodingPage) -> None:
        self._page = page

    def ask(self) -> None:
        """The notice of the visit's patient."""
        page = self._page
        if not page.draft.is_open or not isinstance(page.draft.facts, CodingFacts):
            page.tell("Open a visit first: the notice belongs to its patient")
            return
        page.saver.now()
        abn = begun_abn(page.draft.visit, page.draft.facts)
        sheet = AskSheet(page.clinic, FIELDS, abn_values(abn), partial(save_abn_sheet, abn=abn))
        sheet.done.connect(partial(self._done, sheet))
        sheet.open_over(page, "Notice that Medicare may not pay (ABN)", verb="Keep notice", note=_NOTE)

    def _done(self, sheet: AskSheet, outcome: Outcome) -> None:
        page, values = self._page, sheet.form.values()
        then = values["then"]
        page.say(outcome.message)
        page.visit.read_facts()
        if then == _FORM:
            self._add_form(str(values["edition"]))
        if then == _PLACES:
            self._ask_places(str(values["edition"]))
        if then == _FILL and outcome.row_id is not None:
            page.jobs.read(
                read_filled, page.clinic.stamp(), AbnId(outcome.row_id),
                then=self._save_pdf, failed=page.say_failed,
            )  # fmt: skip

    def _ask_places(self, edition: str) -> None:
        page = self._page
        page.jobs.read(
            abn_places.read_form_of, edition,
            then=partial(self._open_places, edition), failed=page.say_failed,
        )  # fmt: skip

    def _open_places(self, edition: str, form: AbnForm | None) -> None:
        page = self._page
        if form is None:
            page.tell(f"The form CMS-R-131 of {edition or 'any edition'} is not here: add it first")
            return
        work = partial(abn_places.save_places, edition=edition)
        sheet = AskSheet(page.clinic, abn_places.fields(), abn_places.values(form), work)
        sheet.done.connect(partial(self._placed, sheet, edition))
        title = f"Blanks of {form.name}, {form.edition}"
        sheet.open_over(page, title, verb="Keep places", note=abn_places.NOTE)

    def _placed(self, sheet: AskSheet, edition: str, outcome: Outcome) -> None:
        page = self._page
        page.say(outcome.message)
        if sheet.form.values()[abn_places.SAMPLE]:
            page.jobs.read(abn_places.sample, edition, then=self._save_pdf, failed=page.say_failed)

    def _add_form(self, edition: str) -> None:
        page = self._page
        chosen, _ = QFileDialog.getOpenFileName(page, "Form CMS-R-131", str(Path.home()), "*.pdf")
        if chosen:
            page.jobs.write(
                add_form_file, page.clinic.stamp(), Path(chosen), edition,
                then=self._added, failed=page.say_failed,
            )  # fmt: skip

    def _added(self, outcome: Outcome) -> None:
        told = outcome.message or (outcome.findings[0].message if outcome.findings else "")
        self._page.say(told)

    def _save_pdf(self, content: bytes) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._page, "Save", str(Path.home() / "ABN.pdf"), "*.pdf")
        if chosen:
            try:
                Path(chosen).write_bytes(content)
            except OSError as error:
                self._page.say(
                    f"{Path(chosen).name} could not be written ({error.strerror}): choose another folder"
                )
                return
            self._page.say(f"Saved {Path(chosen).name}: look at it; the patient chooses and signs with a pen")


def save_abn_sheet(db: Database, stamp: Stamp, values: Mapping[str, object], *, abn: Abn) -> Outcome:
    """Keep the notice; a form that is not there stops before anything is kept."""
    typed = typed_abn(abn, values)
    if values["then"] == _FILL and find_form(db, typed.edition) is None:
        raise CannotDo(
            f"The form CMS-R-131 of {typed.edition or 'any edition'} is not here; nothing was kept: add it first."
        )
    return keep_abn(db, stamp, typed)


def read_filled(db: Database, stamp: Stamp, abn_id: AbnId) -> bytes:
    """The form filled for a kept notice."""
    return filled_abn(db, stamp, get_abn(db, abn_id))


def add_form_file(db: Database, stamp: Stamp, path: Path, edition: str) -> Outcome:
    """Read the PDF and keep it; `edition` counts where its text does not say one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        why = (error.strerror or "the place refuses it").lower()
        raise UnreadableFile(
            f"{path.name} cannot be read ({why}); nothing was kept: choose it again."
        ) from error
    return add_abn_form(db, stamp, name=path.name, content=content, edition=edition)
