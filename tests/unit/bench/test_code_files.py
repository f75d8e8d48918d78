from __future__ import annotations

from datetime import date

from clinicbill.bench.code_files import pair_rows, read_pairs, split_rows

DAY = date(2026, 11, 23)
TEXT = (
    b"Column 1\tColumn 2\tx\tEffective\tDeletion\tModifier\tRationale\r\n"
    b"20610\t20600\t\t20180701\t*\t1\tr\r\n20610\t20605\t\t20180701\t20041231\t1\tr\r\n"
)


def test_kept_and_split() -> None:
    assert read_pairs(TEXT, DAY) == 1
    assert split_rows(TEXT) == 3


def test_the_row_has_a_floor() -> None:
    row = pair_rows(DAY)
    assert row.ours.median_ms > 0
    assert row.floor.median_ms > 0
