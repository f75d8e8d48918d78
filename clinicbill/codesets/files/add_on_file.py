"""Add-on codes and the procedures they may be added to (NCCI AOC edits).

Source: CMS, NCCI "Add-on Code Edits", AOC_VYYYYQn-MCR: AOC_Edit_Type (1 all primaries listed, 2 none listed, 3 some),
Add-On_Code, AOC_DelDT, Primary_Code (CCCCC: the contractor's own list), Primary_Code_DelDT, AOC_Edit_EffDT,
AOC_Edit_DelDT, Special_Instruction_Notes; days as year and day of the year (2026091 is April 1).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinicbill.codesets.files.grid import day
from clinicbill.codesets.files.headings import Columns, Heading, bad_row
from clinicbill.codesets.files.table import Row, Table
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TABLE = Table(
    system=System.ADD_ON,
    name="add_on",
    columns=("code text", "primary_code text", "kind text", "from_on text", "to_on text", "note text"),
    key=("code", "primary_code", "from_on"),
    entry=("code", "primary_code"),
    codes=("code",),
    text=("kind",),
    days=("from_on", "to_on"),
)
HEADING = Heading(
    wanted={
        "kind": ("aocedittype", "edittype"),
        "code": ("=addoncode",),
        "code_deleted": ("=aocdeldt", "=addoncodedeldt"),
        "primary": ("=primarycode",),
        "primary_deleted": ("=primarycodedeldt",),
        "from": ("editeffd", "effdt", "effectivedate"),
        "to": ("editdeld", "deletiondate"),
        "note": ("specialinstruction",),
    },
    needed=frozenset({"kind", "code", "primary"}),
)
ANY_PRIMARY = ""
_CONTRACTOR = "CCCCC"
_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_ENDS = ("code_deleted", "primary_deleted", "to")


def read(rows: Iterable[list[str]], name: str) -> Iterator[Row]:
    """The rows of `TABLE`; the contractor's own list is an empty primary code.

    Raises:
        UnreadableFile: the heading is missing or a row does not fit.
    """
    for number, record in enumerate(Columns(rows, HEADING, name), 1):
        code, primary = record["code"].zfill(5), record["primary"].zfill(5)
        fits = _CODE.fullmatch(code) and (primary == _CONTRACTOR or _CODE.fullmatch(primary))
        if not fits or record["kind"][:1] not in ("1", "2", "3"):
            raise bad_row(name, number, "no add-on code with its primary")
        try:
            from_on = day(record.get("from", ""))
            ends = [end for field in _ENDS if (end := day(record.get(field, "")))]
        except ValueError as error:
            raise bad_row(name, number, str(error)) from None
        yield (
            code,
            ANY_PRIMARY if primary == _CONTRACTOR else primary,
            record["kind"][:1],
            from_on.isoformat() if from_on else "",
            min(ends).isoformat() if ends else None,
            record.get("note", ""),
        )
