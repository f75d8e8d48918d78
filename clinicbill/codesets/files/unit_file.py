"""The most units of a service that NCCI pays for (MUE), practitioner table.

Source: CMS, NCCI "MUE, Practitioner Services": a notice, a heading of four columns, then code, value, adjudication
indicator ("1 Line Edit", "2 Date of Service Edit: Policy", "3 Date of Service Edit: Clinical"), rationale.
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
    system=System.MUE,
    name="unit_limit",
    columns=("code text", "value integer", "indicator text", "rationale text"),
    key=("code",),
    codes=("code",),
    text=("value", "indicator"),
)
HEADING = Heading(
    wanted={
        "code": ("=hcpcscptcode", "=cpthcpcscode", "=hcpcscode"),
        "value": ("muevalue",),
        "indicator": ("adjudicationindicator", "=mai"),
        "rationale": ("rationale",),
    },
    needed=frozenset({"code", "value", "indicator"}),
)
_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")


def read(rows: Iterable[list[str]], name: str) -> Iterator[Row]:
    """The rows of `TABLE`.

    Raises:
        UnreadableFile: the heading is missing or a row does not fit.
    """
    for number, record in enumerate(Columns(rows, HEADING, name), 1):
        code, indicator = record["code"].zfill(5), record["indicator"][:1]
        if not _CODE.fullmatch(code) or not record["value"].isdecimal() or indicator not in ("1", "2", "3"):
            raise bad_row(name, number, "no code with its limit")
        yield code, int(record["value"]), indicator, record.get("rationale", "")
