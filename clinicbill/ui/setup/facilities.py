"""Facilities: the places where services are performed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.codesets.places import places
from clinicbill.practice.checks import facility_findings
from clinicbill.practice.facility import Facility
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.setup.people import IN_USE, other_id_fields
from clinicbill.ui.setup.record_kind import RecordKind, active_state
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.contact_fields import address_fields
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.record_form import Part
from clinicbill.ui.widgets.runs import Runs, code, quiet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from clinicbill.basics.findings import Finding

POS_CHOICES = tuple((listed.code, f"{listed.code}  {listed.name}") for listed in places().values())


def _pos(row: Facility) -> Runs:
    listed = places().get(row.pos)
    return (code(row.pos), quiet(listed.name if listed is not None else ""))


def _check(facility: Facility, _others: Sequence[Facility]) -> list[Finding]:
    return facility_findings(facility)


def _blank(_day: date) -> Facility:
    return Facility(name="")


FACILITIES: RecordKind[Facility] = RecordKind(
    noun="facility",
    plural="Facilities",
    columns=(
        Column("Name", lambda row: row.name, weight=MEDIUM, stretch=1, width=110),
        Column("POS", _pos, stretch=1, width=90),
        Column("", active_state),
    ),
    parts=(
        Part(
            (
                Field("Name", "name", required=True),
                Field("POS", "pos", Input.CHOICE, choices=POS_CHOICES),
                Field("NPI", "npi", Input.CODE, width=140),
                *other_id_fields(),
                *address_fields("address", section="Address"),
                Field("In use", "active", Input.CHOICE, choices=IN_USE, width=140),
            )
        ),
    ),
    title=lambda facility: facility.name,
    check=_check,
    blank=_blank,
    empty=("No facility yet.", "Visits elsewhere than in the office name their place, items 24B and 32."),
    tips={
        "pos": "The place of service visits there start with, item 24B",
        "other_id": "Only where a payer asks for a number that is no NPI, item 32b",
        "npi": "Of the facility, item 32a; empty where it has none",
    },
)
