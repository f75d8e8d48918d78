from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.cms1500 import formats
from clinicbill.cms1500.characters import name_text


def test_names_for_items_2_4_9() -> None:
    name = PersonName(last="Haddad", first="Samir", middle="Karim", suffix="Jr.")
    assert formats.last_first(name) == "HADDAD JR, SAMIR, K"
    assert formats.last_first(PersonName(last="Cher")) == "CHER"


def test_names_for_item_17() -> None:
    name = PersonName(last="Okafor", first="Samuel", middle="Tobi")
    assert formats.first_last(name, "M.D.") == "SAMUEL T OKAFOR MD"


def test_shorter_forms_of_a_name() -> None:
    name = PersonName(last="Haddad", first="Samir", middle="Karim", suffix="Jr.")
    assert formats.last_first_forms(name) == (
        "HADDAD JR, SAMIR, K",
        "HADDAD JR,SAMIR,K",
        "HADDAD JR,SAMIR",
        "HADDAD,SAMIR",
    )
    assert formats.first_last_forms(name, "MD") == (
        "SAMIR K HADDAD JR MD",
        "SAMIR K HADDAD JR",
        "SAMIR HADDAD JR",
        "SAMIR HADDAD",
    )


@given(*[st.text(alphabet="ABCÑ'-", min_size=1, max_size=30)] * 4)
def test_a_shorter_form_never_cuts_last_or_first_name(
    last: str, first: str, middle: str, suffix: str
) -> None:
    name = PersonName(last=last, first=first, middle=middle, suffix=suffix)
    forms = formats.last_first_forms(name)
    assert all(name_text(last) in form and name_text(first) in form for form in forms)
    assert sorted(map(len, forms), reverse=True) == [len(form) for form in forms]


def test_an_amount_in_one_run() -> None:
    assert formats.cents_run(Money(6500)) == "6500"
    assert formats.cents_run(Money(5)) == "005"


def test_dates() -> None:
    assert formats.six_digits(date(2026, 11, 2)) == {"mm": "11", "dd": "02", "yy": "26"}
    assert formats.six_digits(None) == {}
    assert formats.six_digits(date(2005, 1, 9), prefix="from_")["from_yy"] == "05"
    assert formats.birth_date(date(1951, 3, 14)) == {"dob_mm": "03", "dob_dd": "14", "dob_yyyy": "1951"}
    assert formats.birth_date(None) == {}
    assert formats.in_one(date(2026, 11, 23)) == "11 23 26"


@pytest.mark.parametrize(("sex", "marks"), [("F", {"sex_f": "X"}), ("M", {"sex_m": "X"}), ("U", {})])
def test_sex(sex: str, marks: dict[str, str]) -> None:
    assert formats.sex_marks(sex) == marks


@given(st.integers(min_value=0, max_value=10**9))
def test_money_is_split_at_the_rule(cents: int) -> None:
    parts = formats.money(Money(cents))
    assert len(parts["cents"]) == 2
    assert int(parts["dollars"]) * 100 + int(parts["cents"]) == cents


def test_a_negative_amount_keeps_its_sign_for_the_finding() -> None:
    assert formats.money(Money(-501)) == {"dollars": "-5", "cents": "01"}


def test_addresses() -> None:
    place = Address(street="1 Elm St.", street2="Apt #2", city="St. Paul", state="mn", zip="551011234")
    assert formats.address_parts(place, hyphen=False) == {
        "street": "1 ELM ST APT 2",
        "city": "ST PAUL",
        "state": "MN",
        "zip": "551011234",
    }
    assert formats.zip_code(place, hyphen=True) == "55101-1234"
    assert formats.city_line(place, hyphen=False) == "ST PAUL MN 551011234"


@pytest.mark.parametrize(
    ("keyed", "shown"),
    [("541-555-0134", ("541", "5550134")), ("", ("", "")), ("15415550134", ("", "15415550134"))],
)
def test_phones_lose_no_digit(keyed: str, shown: tuple[str, str]) -> None:
    assert formats.phone(keyed) == shown


def test_diagnoses_lose_their_dot() -> None:
    assert formats.diagnosis("M99.03") == "M9903"
