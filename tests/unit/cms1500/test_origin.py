from __future__ import annotations

import pytest

from clinicbill.cms1500.origin import box_row, provenance_table


def test_an_unknown_box() -> None:
    with pytest.raises(KeyError):
        box_row("99")


def test_rows_and_events_of_the_table() -> None:
    assert box_row("18").file == (("2300", "DTP*435 DTP*096"),)
    assert provenance_table()["event"]["accident_on"] == ["Accident date", "439"]
