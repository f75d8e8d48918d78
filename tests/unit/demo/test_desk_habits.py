from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.coding.abn_store import list_abns_given
from clinicbill.coding.favourites_store import list_favourites
from clinicbill.coding.plans.default_modifiers_store import list_default_modifiers
from clinicbill.coding.plans.macro_store import list_macros
from clinicbill.coding.plans.plan_of_care import Treatment
from clinicbill.coding.plans.plan_of_care_store import list_plans
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.desk_habits import leave_habits
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind
from clinicbill.encounters.store import get_encounter, visits_on
from tests.support.practice import STAMP, TODAY, open_memory_practice

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 23)


def test_the_chiropractic_demo_has_macros_defaults_and_plans(tmp_path: Path) -> None:
    path = make_demo(tmp_path, DemoKind.CHIRO, as_of=DAY, days=60)
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        macros, defaults = list_macros(db), list_default_modifiers(db)
        cases = {get_encounter(db, row.id).case_id for row in visits_on(db, DAY)}
        plans = [plan for case in cases for plan in list_plans(db, case)]
        notices = list_abns_given(db, date(2026, 11, 1), DAY)
        marked = list_favourites(db)

    assert [(one.number, one.name) for one in macros] == [
        (1, "Low back, 2 regions"),
        (2, "Neck and manual therapy"),
        (3, "CMT 3 regions"),
    ]
    assert {one.modifiers for one in defaults} == {("GP",), ("51",)}
    assert {plan.treatment for plan in plans} == {Treatment.ACTIVE, Treatment.UNANSWERED}
    assert len(plans) < len(cases)
    assert [one.signed_on is None for one in notices] == [True, False]
    assert all(one.current_edition for one in notices)
    assert len(marked) == 4


def test_an_office_without_manipulations_has_its_favourites_alone() -> None:
    db = open_memory_practice()
    leave_habits(db, STAMP, TODAY)
    assert (list_macros(db), list_default_modifiers(db)) == ([], [])
    assert list_favourites(db)[0] == "M17.11"
