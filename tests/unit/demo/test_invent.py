from __future__ import annotations

from datetime import date
from random import Random

from clinicbill.basics.dates import age_on
from clinicbill.demo.invent import Inventor
from clinicbill.demo.script import DemoKind, read_script

DAY = date(2026, 11, 23)
SCRIPT = read_script(DemoKind.CHIRO)


def _inventor(seed: int = 1) -> Inventor:
    return Inventor(Random(seed), SCRIPT)


def test_the_same_seed_invents_the_same_people() -> None:
    assert [_inventor().person(as_of=DAY) for _ in range(3)] == [
        _inventor().person(as_of=DAY) for _ in range(3)
    ]
    assert _inventor(1).person(as_of=DAY) != _inventor(2).person(as_of=DAY)


def test_people_are_as_old_as_asked_and_phones_are_for_stories() -> None:
    inventor = _inventor()
    for _ in range(200):
        person = inventor.person(as_of=DAY, youngest=65, oldest=91)
        assert 64 <= age_on(person.birth_on, DAY) <= 91
        assert person.phone.startswith("54155501")
        assert len(person.address.zip) == 9


def test_children_live_with_their_parent() -> None:
    inventor = _inventor()
    parent = inventor.person(as_of=DAY)
    child = inventor.child_of(parent, as_of=DAY)
    assert (child.name.last, child.address) == (parent.name.last, parent.address)
    assert age_on(child.birth_on, DAY) < 18


def test_medicare_numbers_have_medicares_form() -> None:
    number = _inventor().member_id(SCRIPT.payer("Medicare B"))
    assert len(number) == 11
    assert number[0] in "123456789"
    assert not set(number) & set("SLOIBZ")
    assert [place for place in (1, 4, 7, 8) if not number[place].isalpha()] == []
    assert [place for place in (0, 3, 6, 9, 10) if not number[place].isdigit()] == []
