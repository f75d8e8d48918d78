"""What a demo office made itself at home with: macros, default modifiers, favourites, plans of care and notices."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.coding.abn import BILL, Abn, editions
from clinicbill.coding.plans.default_modifiers import DefaultModifier
from clinicbill.coding.plans.macro import Macro, MacroLine
from clinicbill.coding.plans.plan_of_care import PlanOfCare, Treatment
from clinicbill.coding.plans.plan_of_care_store import list_plans
from clinicbill.encounters.store import encounters_of_patient, visits_on
from clinicbill.patients.store import list_coverages
from clinicbill.practice.payer_kinds import MEDICARE_CODES
from clinicbill.practice.store import find_procedure, list_payers
from clinicbill.workflows.keep_abn import keep_abn
from clinicbill.workflows.keep_default_modifier import keep_default_modifier
from clinicbill.workflows.keep_macro import keep_macro
from clinicbill.workflows.keep_plan_of_care import keep_plan
from clinicbill.workflows.mark_favourite import mark_favourite

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.identifiers import PatientId, PayerId
    from clinicbill.basics.stamp import Stamp

_CMT2 = MacroLine(procedure_code="98940", pointers=(1, 2), regions=("L", "S"))
_CMT3 = MacroLine(procedure_code="98941", modifiers=("AT",), pointers=(1, 2, 3, 4), regions=("L", "S", "P"))
_NECK = MacroLine(procedure_code="98940", pointers=(1, 2), regions=("C", "T"))
_MANUAL = MacroLine(procedure_code="97140", pointers=(4,), minutes=15)
_FAVOURITES = ("M54.50", "M54.2", "M99.03", "M99.01")
_ORTHO_FAVOURITES = ("M17.11", "M17.12", "M75.101", "M25.511")
_PLANNED, _REEXAM_VISITS, _REEXAM_DAYS = 12, 8, 42
# Of how many cases with visits today every third has no plan, and every fifth Medicare answer is still open.
_WITHOUT, _UNANSWERED = 3, 4


def leave_habits(db: Database, stamp: Stamp, as_of: date) -> None:
    """On the last day; an office without manipulations has its favourites alone."""
    manipulates = find_procedure(db, "98941") is not None
    for code in _FAVOURITES if manipulates else _ORTHO_FAVOURITES:
        mark_favourite(db, stamp, code)
    if not manipulates:
        return
    medicare = {payer.id for payer in list_payers(db) if payer.claim_filing_code in MEDICARE_CODES}
    _macros(db, stamp, min(medicare, default=None))
    _defaults(db, stamp, as_of)
    for place, patient_id in enumerate(dict.fromkeys(row.patient_id for row in visits_on(db, as_of))):
        if place % _WITHOUT:
            _plan(db, stamp, patient_id, as_of, answered=bool(place % _UNANSWERED))
    _notices(db, stamp, as_of, medicare)


def _macros(db: Database, stamp: Stamp, medicare: PayerId | None) -> None:
    back = ("M99.03", "M54.50", "M99.04")
    keep_macro(db, stamp, Macro(name="Low back, 2 regions", number=1, diagnoses=back, lines=(_CMT2,)))
    neck = Macro(
        name="Neck and manual therapy",
        number=2,
        diagnoses=("M99.01", "M54.2", "M99.02", "M54.6"),
        lines=(_NECK, _MANUAL),
    )
    keep_macro(db, stamp, neck)
    if medicare is not None:
        three = Macro(
            name="CMT 3 regions",
            number=3,
            payer_id=medicare,
            diagnoses=("M99.03", "M54.41", "M99.04", "M99.05"),
            lines=(_CMT3,),
        )
        keep_macro(db, stamp, three)


def _defaults(db: Database, stamp: Stamp, as_of: date) -> None:
    first = date(as_of.year - 1, 1, 1)
    rows = (
        DefaultModifier(procedure_code="97", modifiers=("GP",), from_on=first, note="therapy codes"),
        DefaultModifier(
            procedure_code="98943",
            claim_filing_code="BL",
            modifiers=("51",),
            from_on=first,
            note="beside a spinal CMT",
        ),
    )
    for row in rows:
        keep_default_modifier(db, stamp, row)


def _notices(db: Database, stamp: Stamp, as_of: date, medicare: set[PayerId]) -> None:
    """Two patients with Medicare were told that maintenance care is not paid; one has not signed yet."""
    with_medicare = [
        patient_id
        for patient_id in dict.fromkeys(row.patient_id for row in visits_on(db, as_of))
        if any(row.payer_id in medicare for row in list_coverages(db, patient_id))
    ]
    for place, patient_id in enumerate(with_medicare[:2]):
        given = as_of - timedelta(days=10 - place * 9)
        notice = Abn(
            patient_id=patient_id,
            edition=editions()[-1].expires,
            services="Spinal adjustment",
            procedure_codes=("98940", "98941"),
            reason="Medicare does not pay for maintenance care",
            estimated=Money(6500),
            given_on=given,
            signed_on=None if place else given,
            option=None if place else BILL,
        )
        keep_abn(db, stamp, notice)


def _plan(db: Database, stamp: Stamp, patient_id: PatientId, as_of: date, *, answered: bool) -> None:
    """From the first visit of the newest run of care on."""
    visits = encounters_of_patient(db, patient_id)
    visit = next(one for one in reversed(visits) if one.service_on == as_of)
    mine = [one.service_on for one in visits if one.case_id == visit.case_id]
    began = min(day for day in mine if day >= as_of - timedelta(days=_REEXAM_DAYS))
    if list_plans(db, visit.case_id):
        return
    plan = PlanOfCare(
        case_id=visit.case_id,
        provider_id=visit.provider_id,
        from_on=began,
        visits_planned=_PLANNED,
        visits_per_week=2,
        reexam_visits=_REEXAM_VISITS,
        reexam_days=_REEXAM_DAYS,
        treatment=Treatment.ACTIVE if answered else Treatment.UNANSWERED,
        answered_on=began if answered else None,
        goals="Sit for an hour without pain",
    )
    keep_plan(db, stamp, plan)
