"""Where the blanks of CMS-R-131 stand in the PDF that the office added: shown, changed, tried on a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.abn_form import BLANKS, fill
from clinicbill.coding.abn_store import find_form
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.workflows.keep_abn import place_abn_blanks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.coding.abn_store import AbnForm
    from clinicbill.workflows.outcome import Outcome

NOTE = (
    "Points from the lower left corner, across and up (72 are an inch), or the name of a field of the PDF. "
    "Empty: the blank stays empty. G, I and J are the patient’s own."
)
SAMPLE = "sample"
# What stands in the blanks of a sample: invented, as long as the real ones are.
_SAMPLE_TEXTS = {
    "A": "Your practice, 100 Example Road, Anytown WA 98000, 555-0100",
    "B": "Sample Patient",
    "C": "12345",
    "D": "Spinal adjustment",
    "E": "Medicare does not pay for\nmaintenance care",
    "F": "$65.00",
    "H": "Sample",
}


def fields() -> tuple[Field, ...]:
    """A field for each blank that the office fills in."""
    blanks = tuple(
        Field(f"{letter}  {words}", letter, Input.CODE, width=230) for letter, words in BLANKS.items()
    )
    return (*blanks, Field("Save a sample", SAMPLE, Input.CHECK))


def values(form: AbnForm) -> dict[str, object]:
    """What the sheet begins with."""
    return {**{letter: form.places.get(letter, "") for letter in BLANKS}, SAMPLE: True}


def read_form_of(db: Database, edition: str) -> AbnForm | None:
    """The form as it was added last; None where there is none of the edition."""
    return find_form(db, edition)


def save_places(db: Database, stamp: Stamp, typed: Mapping[str, object], *, edition: str) -> Outcome:
    """Keep where the blanks stand."""
    places = {letter: str(typed[letter]).strip() for letter in BLANKS if str(typed[letter]).strip()}
    return place_abn_blanks(db, stamp, edition=edition, places=places)


def sample(db: Database, edition: str) -> bytes:
    """The form with invented text in every blank."""
    form = find_form(db, edition)
    return fill(form.content, form.places, _SAMPLE_TEXTS) if form is not None else b""
