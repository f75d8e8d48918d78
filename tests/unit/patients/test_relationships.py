from __future__ import annotations

from clinicbill.patients.coverage import SELF
from clinicbill.patients.relationships import INSURANCE_TYPES, RELATIONSHIPS


def test_codes_are_two_characters_with_words() -> None:
    for codes in (RELATIONSHIPS, INSURANCE_TYPES):
        assert all(len(code) == 2 and words for code, words in codes.items())
    assert RELATIONSHIPS[SELF] == "Self"
