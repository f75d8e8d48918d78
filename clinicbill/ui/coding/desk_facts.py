"""DeskFacts: what the coding desk offers and counts around one visit: macros, default modifiers, plan, timed units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clinicbill.basics.errors import NotFound
from clinicbill.claims.profile_store import profile_book
from clinicbill.coding.cmt_regions import count_regions, region_findings
from clinicbill.coding.plans.default_modifiers import DefaultModifier, UsualModifiers
from clinicbill.coding.plans.default_modifiers_store import list_default_modifiers
from clinicbill.coding.plans.macro import Macro, fitting
from clinicbill.coding.plans.macro_store import list_macros
from clinicbill.coding.plans.plan_of_care import (
    REEXAM_CODES,
    CareDay,
    PlanOfCare,
    PlanStanding,
    plan_on,
    standing,
)
from clinicbill.coding.plans.plan_of_care_store import care_days_before, list_plans
from clinicbill.coding.timed_units import TimedRule, timed_findings
from clinicbill.practice.store import get_payer, list_payers, list_procedures, list_providers

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.findings import Finding
    from clinicbill.encounters.encounter import Encounter
    from clinicbill.encounters.visit_facts import VisitFacts
    from clinicbill.practice.payer import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFacts:
    """What is known beside `VisitFacts`.

    Attributes:
        macros: those that fit provider and payer, the most telling first; `all_macros` every one in use.
        modifiers: the table of default modifiers; `claim_filing_code` is of the payer billed first.
        plans: of the case; `care_days` its visits before this one.
        timed: codes of the procedure list whose units follow from minutes, by `timed_rule`.
        payers, providers: names, for whom a macro can be.
    """

    macros: tuple[Macro, ...] = ()
    all_macros: tuple[Macro, ...] = ()
    modifiers: tuple[DefaultModifier, ...] = ()
    claim_filing_code: str = ""
    plans: tuple[PlanOfCare, ...] = ()
    care_days: tuple[CareDay, ...] = ()
    timed: frozenset[str] = frozenset()
    timed_rule: TimedRule = TimedRule.MIDPOINT
    payers: Mapping[int, str] = field(default_factory=dict)
    providers: Mapping[int, str] = field(default_factory=dict)

    def plan(self, visit: Encounter) -> PlanOfCare | None:
        """The plan of care that counts on the visit's day."""
        return plan_on(self.plans, visit.service_on)

    def standing(self, visit: Encounter) -> PlanStanding | None:
        """Where the plan of care stands; None where there is no plan."""
        plan = self.plan(visit)
        if plan is None:
            return None
        examined = any(line.procedure_code in REEXAM_CODES for line in visit.lines)
        return standing(plan, self.care_days, visit.service_on, examined=examined)

    def usual(self, visit: Encounter, facts: VisitFacts) -> UsualModifiers:
        """What new lines of the visit start with."""
        plan = self.plan(visit)
        return UsualModifiers(
            on=visit.service_on,
            rows=self.modifiers,
            payer_id=facts.payer_id,
            claim_filing_code=self.claim_filing_code,
            case_kind=facts.case.kind.value,
            active_treatment=plan is not None and plan.is_active_on(visit.service_on),
        )


def read_desk_facts(db: Database, visit: Encounter, facts: VisitFacts) -> DeskFacts:
    """Read it, in the same go as the visit."""
    payer = get_payer(db, facts.payer_id) if facts.payer_id is not None else None
    macros = list_macros(db)
    return DeskFacts(
        macros=tuple(fitting(macros, provider_id=visit.provider_id, payer_id=facts.payer_id)),
        all_macros=tuple(macros),
        modifiers=tuple(list_default_modifiers(db)),
        claim_filing_code=payer.claim_filing_code if payer is not None else "",
        plans=tuple(list_plans(db, visit.case_id)),
        care_days=tuple(care_days_before(db, visit)),
        timed=frozenset(one.code for one in list_procedures(db) if one.timed),
        timed_rule=_rule(db, payer, visit),
        payers={one.id: one.name for one in list_payers(db)},
        providers={one.id: str(one) for one in list_providers(db)},
    )


def _rule(db: Database, payer: Payer | None, visit: Encounter) -> TimedRule:
    """What the payer's profile says; a cash visit counts each code for itself."""
    if payer is None:
        return TimedRule.MIDPOINT
    try:
        return TimedRule(profile_book(db).on(payer.profile, visit.service_on).timed_units)
    except (NotFound, ValueError):
        return TimedRule.MIDPOINT


def desk_findings(visit: Encounter, desk: DeskFacts) -> list[Finding]:
    """C14, V13: regions of manipulations; C20: units of timed services."""
    count = count_regions(visit.diagnoses, visit.lines, visit.note)
    return [
        *region_findings(count, visit.lines),
        *timed_findings(visit.lines, desk.timed_rule, desk.timed.__contains__),
    ]
