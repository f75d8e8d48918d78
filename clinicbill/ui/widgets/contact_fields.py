"""Fields that several forms ask for: an address, a phone; stored plainly, shown as people write them."""

from __future__ import annotations

from typing import Any

from clinicbill.basics.people import Address, digits, phone_shown
from clinicbill.ui.widgets.form import Field


def upper(text: str) -> str:
    """States are two capitals however they are typed."""
    return text.strip().upper()


def zip_shown(text: str) -> str:
    """97701-1234 for nine digits."""
    return Address(zip=text).zip_shown()


def zip_stored(text: str) -> str:
    """Digits only, unless something else was typed, which the rules then name."""
    return digits(text) if not text.strip("0123456789- ") else text


def phone_stored(text: str) -> str:
    """Ten digits, whatever stands between them."""
    found = digits(text)
    return found[1:] if len(found) == 11 and found.startswith("1") else found


def phone_field(label: str, name: str, **more: Any) -> Field:  # noqa: ANN401 - the rest of a Field
    """A phone number, shown with hyphens and stored as digits."""
    return Field(label, name, width=130, shown=phone_shown, stored=phone_stored, **more)


def address_fields(prefix: str, *, section: str = "") -> tuple[Field, ...]:
    """Street, city, state and ZIP, under the names findings use."""
    return (
        Field("Street", f"{prefix}.street", section=section),
        Field("", f"{prefix}.street2", placeholder="Suite, apartment"),
        Field("City", f"{prefix}.city"),
        Field("State", f"{prefix}.state", width=52, stored=upper),
        Field("ZIP", f"{prefix}.zip", width=104, beside=True, shown=zip_shown, stored=zip_stored),
    )
