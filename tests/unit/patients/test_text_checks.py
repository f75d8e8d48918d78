from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.people import Address, PersonName
from clinicbill.patients.case import Case, CaseKind
from clinicbill.patients.text_checks import text_findings, tidied
from tests.support.practice import RUTH, TODAY


def test_blanks_are_put_in_order() -> None:
    typed = replace(
        RUTH,
        name=PersonName(last="  de  la\nCruz ", first="Ana\tMaria\u00a0"),
        address=Address(street=" 12  Elm St", city="Bend\r\n"),
        email=" a@b.example ",
    )
    found = tidied(typed)
    assert found.name == PersonName(last="de la Cruz", first="Ana Maria")
    assert found.address == Address(street="12 Elm St", city="Bend")
    assert (found.email, found.birth_on) == ("a@b.example", RUTH.birth_on)
    assert tidied(found) == found


def test_what_is_chosen_stays_what_it_is() -> None:
    case = tidied(Case(name=" Low  back ", kind=CaseKind.AUTO, opened_on=TODAY))
    assert (case.name, case.kind) == ("Low back", CaseKind.AUTO)
    assert isinstance(case.kind, CaseKind)


@pytest.mark.parametrize(
    ("text", "sign"), [("Ru\udc9fz", "U+DC9F"), ("Ruiz\x00", "U+0000"), ("\x85z", "U+0085")]
)
def test_what_no_file_holds_is_refused_by_name(text: str, sign: str) -> None:
    (found,) = text_findings(replace(RUTH, address=replace(RUTH.address, city=text)), where="patient")
    assert (found.rule, found.severity, found.field) == ("R08", "must_fix", "address.city")
    assert sign in found.message
    assert found.value.encode("utf-8").decode("utf-8").count("□") == 1


@pytest.mark.parametrize("text", ["Łukasz", "דוד", "陈", "O’Neill", "Ana María", "😀"])
def test_letters_of_any_script_may_be_kept(text: str) -> None:
    assert list(text_findings(replace(RUTH, name=PersonName(last=text)), where="patient")) == []
