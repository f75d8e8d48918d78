"""CMS's own table of places of service, saved as CSV, text or workbook.

Source: CMS, "Place of Service Codes for Professional Claims": code or a range of unassigned ones, name, description.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.codesets.files.headings import Columns, Heading, bad_row
from clinicbill.codesets.files.table import Row, Table
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TABLE = Table(
    system=System.POS,
    name="place",
    columns=("code text", "name text"),
    key=("code",),
    codes=("code",),
    text=("name",),
)
HEADING = Heading(
    wanted={
        "code": ("placeofservicecode", "poscode", "=pos", "=code"),
        "name": ("placeofservicename", "posname", "=name", "placeofservicedescription"),
    },
    needed=frozenset({"code", "name"}),
)
_CODE = re.compile(r"[0-9]{1,2}")
_RANGE = re.compile(r"[0-9]{1,2}\s*[-–,].*")


def read(rows: Iterable[list[str]], name: str) -> Iterator[Row]:
    """The rows of `TABLE`; ranges of unassigned codes are left out.

    Raises:
        UnreadableFile: the heading is missing or a row does not fit.
    """
    for number, record in enumerate(Columns(rows, HEADING, name), 1):
        code, title = record["code"], record["name"]
        if not title or title.casefold().startswith("unassigned") or _RANGE.fullmatch(code):
            continue
        if not _CODE.fullmatch(code):
            raise bad_row(name, number, f"“{code[:20]}” instead of a place of service")
        yield code.zfill(2), " ".join(title.split())
