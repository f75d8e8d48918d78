"""The one rule for passwords."""

from __future__ import annotations

import pytest

from clinicbill.basics.errors import CannotDo
from clinicbill.db.passwords import LEAST_PASSWORD, check_password, password_problem


@pytest.mark.parametrize("password", ["", " ", "short", "1234567", " " * 8, "\t" * 20, "\u00a0" * 9])
def test_too_short_or_blank(password: str) -> None:
    assert "at least 8 characters" in password_problem(password)
    with pytest.raises(CannotDo, match=r"nothing was changed; choose another\.$"):
        check_password(password)


@pytest.mark.parametrize("password", ["12345678", " oak door ", "x" * 2000, "pässwörd"])
def test_long_enough(password: str) -> None:
    assert LEAST_PASSWORD == 8
    assert password_problem(password) == ""
    check_password(password)
