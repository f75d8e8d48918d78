"""Names, dates, amounts and addresses as the CMS-1500 writes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from clinicbill.basics.people import digits
from clinicbill.cms1500.characters import address_text, folded, id_text, name_text

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.basics.money import Money
    from clinicbill.basics.people import Address, PersonName

Parts: TypeAlias = dict[str, str]
"""The texts of one box by sub-field; empty texts are not printed."""

MARK = "X"
# Three blanks part the pieces of items 10d and 24 shaded (NUCC).
BETWEEN = "   "


def last_first(name: PersonName) -> str:
    """LAST SUFFIX, FIRST, M (NUCC items 2, 4, 9: commas part the names, the suffix follows the last)."""
    last = " ".join(part for part in (name_text(name.last), name_text(name.suffix)) if part)
    given = (name_text(name.first), name_text(name.middle)[:1])
    return ", ".join(part for part in (last, *given) if part)


def last_first_forms(name: PersonName) -> tuple[str, ...]:
    """`last_first`, then shorter in steps that leave the last and the first name whole.

    First no blanks behind the commas, then no middle initial, then no suffix. Our own order; the manual asks for the
    initial only “if any” (CPM 26 item 2) and for commas, not for blanks (NUCC item 2).
    """
    last, suffix = name_text(name.last), name_text(name.suffix)
    first, initial = name_text(name.first), name_text(name.middle)[:1]
    full = " ".join(part for part in (last, suffix) if part)
    parted = ((full, first, initial), (full, first), (last, first))
    return (last_first(name), *(",".join(part for part in parts if part) for parts in parted))


def first_last_forms(name: PersonName, credential: str = "") -> tuple[str, ...]:
    """`first_last`, then without the credential, then without the middle initial, then without the suffix."""
    no_initial = replace(name, middle="")
    return (
        first_last(name, credential),
        first_last(name),
        first_last(no_initial),
        first_last(replace(no_initial, suffix="")),
    )


def first_last(name: PersonName, credential: str = "") -> str:
    """FIRST M LAST SUFFIX CREDENTIAL (NUCC items 17 and 33)."""
    initial = name_text(name.middle)[:1]
    parts = (name.first, initial, name.last, name.suffix, credential)
    return " ".join(text for text in (name_text(part) for part in parts) if text)


def six_digits(day: date | None, *, prefix: str = "") -> Parts:
    """MM, DD, YY of every date but birth dates (CPM 26 §10.4: one form for all dates of a claim)."""
    if day is None:
        return {}
    return {
        f"{prefix}mm": f"{day.month:02d}",
        f"{prefix}dd": f"{day.day:02d}",
        f"{prefix}yy": f"{day.year % 100:02d}",
    }


def birth_date(day: date | None) -> Parts:
    """MM, DD, CCYY of items 3 and 11a, which always take eight digits."""
    if day is None:
        return {}
    return {"dob_mm": f"{day.month:02d}", "dob_dd": f"{day.day:02d}", "dob_yyyy": f"{day.year:04d}"}


def in_one(day: date) -> str:
    """MM DD YY in one run, as the date of item 31 stands."""
    return f"{day.month:02d} {day.day:02d} {day.year % 100:02d}"


def sex_marks(sex: str) -> Parts:
    """An X for M or F; neither where the sex is not known."""
    return {"M": {"sex_m": MARK}, "F": {"sex_f": MARK}}.get(sex, {})


def yes_no(field: str, *, yes: bool) -> Parts:
    """An X in one of two boxes."""
    return {f"{field}_yes" if yes else f"{field}_no": MARK}


def money(amount: Money) -> Parts:
    """Dollars and cents on either side of the rule, no signs; a minus is kept for the finding that refuses it."""
    dollars, cents = abs(amount).cms()
    return {"dollars": f"-{dollars}" if amount.cents < 0 else dollars, "cents": cents}


def cents_run(amount: Money) -> str:
    """Dollars and cents in one run without a point (NUCC item 20)."""
    return "".join(money(amount).values())


def street(address: Address) -> str:
    """Both street lines in one, without punctuation."""
    return address_text(f"{address.street} {address.street2}")


def zip_code(address: Address, *, hyphen: bool) -> str:
    """Five or nine digits; with a hyphen only where the payer wants it."""
    return address.zip_shown() if hyphen else id_text(address.zip)


def city_line(address: Address, *, hyphen: bool) -> str:
    """CITY ST ZIP without commas."""
    parts = (address_text(address.city), folded(address.state), zip_code(address, hyphen=hyphen))
    return " ".join(part for part in parts if part)


def phone(number: str) -> tuple[str, str]:
    """Area code and number without separators; a number that is not ten digits stands undivided."""
    plain = digits(number)
    return (plain[:3], plain[3:]) if len(plain) == 10 else ("", plain)


def address_parts(address: Address, *, hyphen: bool) -> Parts:
    """The sub-fields of items 5 and 7 but the telephone."""
    return {
        "street": street(address),
        "city": address_text(address.city),
        "state": folded(address.state),
        "zip": zip_code(address, hyphen=hyphen),
    }


def phone_parts(number: str) -> Parts:
    """Area code and number of items 5, 7 and 33."""
    area, rest = phone(number)
    return {"phone_area": area, "phone": rest}


def diagnosis(code: str) -> str:
    """An ICD-10-CM code without its dot (NUCC item 21)."""
    return id_text(code)
