from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.identifiers import UserId
from clinicbill.db.connect import in_memory
from clinicbill.db.migrations import apply
from clinicbill.demo.clock import Clock
from clinicbill.demo.invent import Inventor
from clinicbill.demo.office import open_office
from clinicbill.demo.people import Cast
from clinicbill.demo.script import DemoKind, read_script
from clinicbill.practice.user import Role, User

if TYPE_CHECKING:
    from sqlite_utils import Database

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def db() -> Database:
    """An office with a hundred invented patients."""
    db = in_memory()
    apply(db)
    clock = Clock(User(id=UserId(1), name="Anna Lindqvist", role=Role.OWNER))
    stamp = clock.stamp(DAY)
    db.table("user").insert({"id": 1, "name": "Anna Lindqvist", "role": "owner", **stamp.columns()})
    script, chance = read_script(DemoKind.CHIRO), Random(1)
    office = open_office(db, script, stamp)
    cast = Cast(db, script, Inventor(chance, script), chance, office.payers, office.referring)
    for _ in range(100):
        cast.episode(DAY, stamp)
    return db


def _count(db: Database, sql: str) -> int:
    return int(db.execute(sql).fetchone()[0])


def test_all_kinds_of_cases_and_insurance_are_there(db: Database) -> None:
    kinds = {row[0] for row in db.execute("select distinct kind from patient_case").fetchall()}
    assert kinds == {"health", "workers_comp", "auto", "cash"}
    assert _count(db, "select count(*) from coverage where relationship = '19'")
    assert _count(db, "select count(*) from coverage where priority = 2")
    assert _count(db, 'select count(*) from "authorization"')


def test_injury_cases_have_their_own_insurance(db: Database) -> None:
    without = """select count(*) from patient_case c where kind in ('workers_comp', 'auto')
        and not exists (select 1 from coverage where case_id = c.id)"""
    assert _count(db, without) == 0


def test_few_have_a_second_insurance_that_the_office_bills_itself(db: Database) -> None:
    of_payer = """select count(*) from coverage c join payer p on p.id = c.payer_id
        where p.name = '{}' and c.priority = {}"""
    first, second = (
        _count(db, of_payer.format(*who)) for who in (("Cascade Blue PPO", 1), ("Juniper Mutual", 2))
    )
    assert 0 < second <= first // 8
    alike = """select count(*) from coverage a join coverage b on b.patient_id = a.patient_id
        where a.priority = 2 and b.priority = 1 and b.member_id = a.member_id"""
    assert _count(db, alike) == 0


def test_children_have_a_guarantor(db: Database) -> None:
    children = """select count(*) from patient p join coverage c on c.patient_id = p.id
        where c.relationship = '19' and p.guarantor_id is null"""
    assert _count(db, children) == 0


def test_employers_have_an_address(db: Database) -> None:
    bare = """select count(*) from coverage c join patient_case k on k.id = c.case_id
        where k.kind = 'workers_comp' and c.subscriber_street = ''"""
    assert _count(db, bare) == 0
