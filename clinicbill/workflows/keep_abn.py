"""Notices (ABN): add the form of CMS once, record what was given and signed, fill the form for a patient."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clinicbill.basics.errors import CannotDo
from clinicbill.basics.findings import stops
from clinicbill.coding.abn import abn_findings
from clinicbill.coding.abn_form import fill, form_findings, place_findings, read_form
from clinicbill.coding.abn_store import add_form, add_signed, find_form, save_abn
from clinicbill.db.connect import write
from clinicbill.patients.store import get_patient
from clinicbill.practice.store import get_practice
from clinicbill.workflows.keep_record import keep_record
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.abn import Abn


def add_abn_form(
    db: Database,
    stamp: Stamp,
    *,
    name: str,
    content: bytes,
    edition: str = "",
    places: Mapping[str, str] | None = None,
) -> Outcome:
    """Keep CMS's own PDF; `edition` where its text does not say it, `places` where the office adjusts them.

    Raises:
        UnreadableFile: it is no PDF, or not the size of the form.
    """
    require(stamp, Act.CODE_VISIT)
    form = read_form(content)
    printed = form.edition or edition.strip()
    found = tuple(form_findings(form, printed))
    if stops(found):
        return Outcome(findings=found)
    with write(db):
        row_id = add_form(
            db, stamp, name=name, edition=printed, content=content, places=places or form.places()
        )
    message = f"Added the notice form that says {printed}"
    return Outcome(changed=frozenset({"setup"}), findings=found, message=message, row_id=row_id)


def place_abn_blanks(db: Database, stamp: Stamp, *, edition: str, places: Mapping[str, str]) -> Outcome:
    """Change where the blanks of a form stand: blank → "x y" in points or the name of a field; R67 stops.

    The form is kept once more with its places, so that the log tells both.

    Raises:
        CannotDo: the office has not added the form of that edition.
    """
    require(stamp, Act.CODE_VISIT)
    form = find_form(db, edition)
    if form is None:
        raise CannotDo(f"The form CMS-R-131 of {edition} is not here; nothing was changed: add it first.")
    return keep_record(
        db,
        place_findings(read_form(form.content), places),
        lambda: add_form(
            db, stamp, name=form.name, edition=form.edition, content=form.content, places=places
        ),
        changed="setup",
        message=f"Kept where the blanks of the form of {form.edition} stand",
    )


def keep_abn(
    db: Database, stamp: Stamp, abn: Abn, *, signed_copy: bytes | None = None, copy_name: str = ""
) -> Outcome:
    """Save a notice, new or changed, with the scan of the signed form where there is one."""
    require(stamp, Act.SAVE_PATIENT)

    def save() -> int:
        kept = abn
        if signed_copy is not None:
            document = add_signed(db, stamp, name=copy_name, content=signed_copy)
            kept = replace(abn, document_id=document)
        return save_abn(db, kept, stamp)

    return keep_record(db, abn_findings(abn), save, changed="patients", message="Saved the notice")


def filled_abn(db: Database, stamp: Stamp, abn: Abn) -> bytes:
    """The form of CMS with blanks A to F and H filled in; the patient does the rest with a pen.

    Raises:
        CannotDo: the office has not added the form of the notice's edition.
    """
    require(stamp, Act.SAVE_PATIENT)
    form = find_form(db, abn.edition)
    if form is None:
        raise CannotDo(
            f"The form CMS-R-131 of {abn.edition or 'any edition'} is not here; nothing was printed: "
            "download it from cms.gov and add it once."
        )
    patient, practice = get_patient(db, abn.patient_id), get_practice(db)
    address = practice.address
    values = {
        "A": f"{practice.name}, {address.street}, {address.city} {address.state} {address.zip[:5]}, {practice.phone}",
        "B": str(patient.name),
        "C": patient.chart_number,
        "D": abn.services,
        "E": abn.reason,
        "F": str(abn.estimated) if abn.estimated is not None else "",
    }
    return fill(form.content, form.places, values)
