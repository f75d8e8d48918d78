"""A licensed list of X12: adjustment reasons (CARC) or remarks (RARC) with their official texts and days.

Source: X12, external code lists, as the licensee's CSV or workbook: code, text, start, last modified, stop. The texts
are X12's; none is shipped, all come from the office's own licence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.codesets.files.grid import day
from clinicbill.codesets.files.headings import Columns, Heading, bad_row
from clinicbill.codesets.files.table import Row, Table
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TABLE = Table(
    system=System.X12,
    name="reason",
    columns=("code text", "text text", "from_on text", "to_on text"),
    key=("code",),
    codes=("code",),
    text=("text",),
    days=("from_on", "to_on"),
)
HEADING = Heading(
    wanted={
        "code": (
            "=code",
            "=reasoncode",
            "=remarkcode",
            "=carc",
            "=rarc",
            "adjustmentreasoncode",
            "remarkcode",
        ),
        "text": ("=description", "=text", "=definition", "=codedescription", "description", "=meaning"),
        "from": ("=start", "startdate", "=from", "fromdate", "effectivedate", "=effective"),
        "to": ("=stop", "stopdate", "=to", "todate", "enddate", "=end", "deactivat", "terminat"),
    },
    needed=frozenset({"code", "text"}),
)
ADJUSTMENT, REMARK = "adjustment", "remark"
_REMARK = re.compile(r"(?:M|MA|N)[0-9]{1,4}")
_ADJUSTMENT = re.compile(r"[0-9]{1,3}|[A-Z][0-9]{1,2}")


def part_of(codes: Sequence[str]) -> str:
    """Which list the codes are of: "adjustment", "remark", or empty for neither."""
    if codes and all(_REMARK.fullmatch(code) for code in codes):
        return REMARK
    return ADJUSTMENT if codes and all(_ADJUSTMENT.fullmatch(code) for code in codes) else ""


def read(rows: Iterable[list[str]], name: str) -> Iterator[Row]:
    """The rows of `TABLE`.

    Raises:
        UnreadableFile: the heading is missing or a row does not fit.
    """
    for number, record in enumerate(Columns(rows, HEADING, name), 1):
        code = record["code"].upper()
        if not part_of([code]):
            raise bad_row(name, number, f"“{code[:20]}” instead of a reason")
        try:
            from_on, to_on = (day(record.get(field, "")) for field in ("from", "to"))
        except ValueError as error:
            raise bad_row(name, number, str(error)) from None
        yield (
            code, " ".join(record["text"].split()), from_on.isoformat() if from_on else None,
            to_on.isoformat() if to_on else None,
        )  # fmt: skip
