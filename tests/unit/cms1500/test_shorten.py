from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clinicbill.cms1500.layout import layout
from clinicbill.cms1500.shorten import SHORTENED, fitted, shortened


def test_only_as_many_words_as_needed() -> None:
    name = "RIVER AND LAKE UNIVERSITY CENTER"
    assert shortened(name, 40) == name
    assert shortened(name, 30) == "RIVER & LAKE UNIVERSITY CENTER"
    assert shortened(name, 24) == "RIVER & LAKE UNIV CENTER"


def test_the_first_word_is_a_name() -> None:
    assert shortened("NORTH STAR STREET", 5) == "NORTH STAR ST"


def test_a_person_is_never_shortened() -> None:
    assert (
        fitted(("2", "patient_name"), "SUITE, DRIVE STREET LANE ROAD", 10) == "SUITE, DRIVE STREET LANE ROAD"
    )


def test_the_legal_form_goes_only_from_the_place_of_service() -> None:
    name = "CEDAR SPINE AND WELLNESS PLLC"
    assert fitted(("32", "name"), name, 26) == "CEDAR SPINE & WELLNESS"
    assert fitted(("33", "name"), name, 26) == "CEDAR SPINE & WELLNESS PLLC"


@given(st.text(alphabet="ABN STREVDI", max_size=60), st.integers(min_value=1, max_value=60))
def test_words_are_replaced_never_cut(text: str, room: int) -> None:
    short = shortened(text, room)
    assert len(short.split(" ")) == len(text.split(" "))
    assert len(short) <= len(text)


def test_shortened_fields_exist() -> None:
    assert layout().fields.keys() >= SHORTENED
