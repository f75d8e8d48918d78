from __future__ import annotations

from clinicbill.basics.people import Address, PersonName, digits, phone_shown


def test_names_as_spoken_and_as_sorted() -> None:
    name = PersonName(last="Alvarez", first="Ruth", middle="M", suffix="Jr")
    assert str(name) == "Ruth M Alvarez Jr"
    assert name.sorted() == "Alvarez Jr, Ruth M"
    assert PersonName(last="Cher").sorted() == "Cher"


def test_addresses() -> None:
    address = Address(street="418 Alder Ct", city="Bend", state="OR", zip="977011234")
    assert address.lines() == ("418 Alder Ct", "Bend OR 97701-1234")
    assert address
    assert not Address()
    assert Address(zip="97701").zip_shown() == "97701"


def test_phones() -> None:
    assert digits("(541) 555-0134") == "5415550134"
    assert phone_shown("5415550134") == "541-555-0134"
    assert phone_shown("911") == "911"
