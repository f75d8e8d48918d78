"""The hot path of loading code files: millions of NCCI rows, read beside a bare splitting of the same text."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import TYPE_CHECKING

from clinicbill.bench.timing import Row, timed
from clinicbill.codesets.files import ptp_file

if TYPE_CHECKING:
    from datetime import date

_ROWS = 100_000
_TIMES = 5
_HEADING = "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
_DELETIONS = ("*", "20041231", "*", "20260630")


def pair_rows(day: date) -> Row:
    """Invented pairs in the published layout, half of them long ended; the row's time is for all of them."""
    content = _content(_ROWS)
    return Row(
        name="NCCI pairs",
        of=f"{_ROWS:,} rows read, those of the last two years kept",
        ours=timed(partial(read_pairs, content, day), _TIMES),
        floor=timed(partial(split_rows, content), _TIMES),
        floor_of="the csv module splitting the same rows",
    )


def read_pairs(content: bytes, day: date) -> int:
    """How many pairs are kept."""
    return sum(1 for _ in ptp_file.read(io.BytesIO(content), "bench", on=day))


def split_rows(content: bytes) -> int:
    """How many rows there are, split and nothing more."""
    return sum(1 for _ in csv.reader(io.StringIO(content.decode("latin-1")), delimiter="\t"))


def _content(rows: int) -> bytes:
    lines = [
        f"{10_000 + turn // 40}\t{10_001 + turn % 40 * 97}\t\t20180701\t{_DELETIONS[turn % 4]}\t1\tInvented rationale\r\n"
        for turn in range(rows)
    ]
    return (_HEADING + "".join(lines)).encode("latin-1")
