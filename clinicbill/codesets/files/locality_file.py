"""Geographic practice cost indices (GPCI) of every Medicare locality.

Source: CMS, "Addendum E. Final CY … Geographic Practice Cost Indices (GPCIs) by State and Medicare Locality": a title,
a heading, then contractor, state, locality number and name, indices for work (with its floor of 1.0), practice expense
and malpractice; footnotes at the end.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from clinicbill.codesets.files.headings import Columns, Heading, bad_row
from clinicbill.codesets.files.table import Row, Table
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TABLE = Table(
    system=System.GPCI,
    name="locality",
    columns=("mac text", "state text", "number text", "name text", "work text", "pe text", "mp text"),
    key=("mac", "number"),
    codes=("number",),
    text=("name", "work", "pe", "mp"),
)
HEADING = Heading(
    wanted={
        "mac": ("medicareadministrativecontractor", "=mac"),
        "state": ("=state",),
        "number": ("localitynumber",),
        "name": ("localityname",),
        "work": ("pwgpciwith10floor", "pwgpci"),
        "pe": ("pegpci",),
        "mp": ("mpgpci",),
    },
    needed=frozenset({"mac", "number", "name", "work", "pe", "mp"}),
)


def read(rows: Iterable[list[str]], name: str) -> Iterator[Row]:
    """The rows of `TABLE`, without the marks of footnotes.

    Raises:
        UnreadableFile: the heading is missing or a row does not fit.
    """
    for number, record in enumerate(Columns(rows, HEADING, name), 1):
        if not record["mac"].isdecimal():
            if record["work"]:
                raise bad_row(name, number, "no contractor")
            continue
        try:
            indices = [str(Decimal(record[field])) for field in ("work", "pe", "mp")]
        except InvalidOperation:
            raise bad_row(name, number, "no number for an index") from None
        place = record["name"].rstrip("* ")
        yield record["mac"].zfill(5), record.get("state", ""), record["number"].zfill(2), place, *indices
