from __future__ import annotations

from clinicbill.basics.people import PersonName
from clinicbill.practice.provider import Provider


def test_as_on_the_screen() -> None:
    name = PersonName(last="Lindqvist", first="Anna")
    assert str(Provider(name=name, credential="DC")) == "Anna Lindqvist DC"
    assert str(Provider(name=name)) == "Anna Lindqvist"
