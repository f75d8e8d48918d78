from __future__ import annotations

from clinicbill.basics import errors


def test_every_error_is_a_sentence_for_the_user() -> None:
    kinds = [value for value in vars(errors).values() if isinstance(value, type)]
    assert all(issubclass(kind, errors.ClinicBillError) for kind in kinds)
    assert str(errors.WrongPassword("This password opens nothing.")) == "This password opens nothing."
