"""Drug vials: how injected drugs come into the house, so that what was given and thrown away add up to vials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.coding.drug_vial import DrugVial, vial_findings
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.setup.people import IN_USE
from clinicbill.ui.setup.record_kind import RecordKind, active_state
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.record_form import COUNT_OR_ZERO, Part
from clinicbill.ui.widgets.runs import Runs, code, quiet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.basics.findings import Finding

_DOSES = ((True, "Single dose: the rest is thrown away"), (False, "Multi-dose: used for the next patient"))


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _contents(row: DrugVial) -> Runs:
    words = f"{row.units_per_vial} unit" if row.units_per_vial == 1 else f"{row.units_per_vial} units"
    return (quiet(words if row.single_dose else f"{words}, multi-dose"),)


def _check(vial: DrugVial, others: Sequence[DrugVial]) -> list[Finding]:
    return vial_findings(vial, others)


def _blank(_day: date) -> DrugVial:
    return DrugVial(procedure_code="", name="", units_per_vial=1)


DRUG_VIALS: RecordKind[DrugVial] = RecordKind(
    noun="vial",
    plural="Drug vials",
    columns=(
        Column("Code", lambda row: code(row.procedure_code), width=56),
        Column("Name", lambda row: row.name, weight=MEDIUM, stretch=1, width=80),
        Column("NDC", lambda row: code(row.ndc), width=90),
        Column("Holds", _contents, width=60),
        Column("", active_state),
    ),
    parts=(
        Part(
            (
                Field("Code", "procedure_code", Input.CODE, width=84, required=True, stored=str.upper),
                Field("Name", "name", required=True, placeholder="40 mg vial"),
                Field("NDC", "ndc", Input.CODE, width=150, stored=_digits, placeholder="11 digits"),
                Field("Units", "units_per_vial", Input.CODE, width=70, required=True, section="One vial"),
                Field("Kind", "single_dose", Input.CHOICE, choices=_DOSES, width=290),
                Field("In use", "active", Input.CHOICE, choices=IN_USE, width=140),
            )
        ),
    ),
    title=lambda row: f"{row.procedure_code} {row.name}".strip(),
    check=_check,
    blank=_blank,
    empty=(
        "No drug vial yet.",
        "With the size of a vial the edits know when JW (thrown away) or JZ (nothing left) is due.",
    ),
    turns={"units_per_vial": COUNT_OR_ZERO},
    tips={
        "procedure_code": "The HCPCS code of the drug, such as J3301",
        "units_per_vial": "Billing units in one vial, by the unit of the HCPCS code",
        "ndc": "As on the vial, 5-4-2; tells two sizes of one code apart",
    },
)
