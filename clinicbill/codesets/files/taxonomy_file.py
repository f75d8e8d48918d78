"""The provider taxonomy of the NUCC, twice a year.

Source: NUCC, "Health Care Provider Taxonomy" CSV (nucc_taxonomy_VVN.csv): Code, Grouping, Classification,
Specialization, Definition, Notes, Display Name, Section. Copyright AMA on behalf of the NUCC; its notice is kept with
the release.
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
    system=System.TAXONOMY,
    name="taxonomy",
    columns=(
        "code text",
        "grouping text",
        "classification text",
        "specialization text",
        "name text",
        "section text",
    ),
    key=("code",),
    codes=("code",),
    text=("classification", "specialization", "name"),
)
HEADING = Heading(
    wanted={
        "code": ("=code",),
        "grouping": ("=grouping",),
        "classification": ("=classification",),
        "specialization": ("=specialization",),
        "name": ("=displayname",),
        "section": ("=section",),
    },
    needed=frozenset({"code", "grouping", "classification", "specialization"}),
)
NOTICE = "Health Care Provider Taxonomy, copyright American Medical Association on behalf of the NUCC"
_CODE = re.compile(r"[0-9A-Z]{9}X")


def read(rows: Iterable[list[str]], name: str) -> Iterator[Row]:
    """The rows of `TABLE`.

    Raises:
        UnreadableFile: the heading is missing or a row does not fit.
    """
    for number, record in enumerate(Columns(rows, HEADING, name), 1):
        code = record["code"].upper()
        if not _CODE.fullmatch(code):
            if "copyright" in " ".join(record.values()).casefold():
                continue
            raise bad_row(name, number, f"“{code[:20]}” instead of a taxonomy code")
        own = record.get("name") or " ".join(
            filter(None, (record["classification"], record["specialization"]))
        )
        yield (
            code, record["grouping"], record["classification"], record["specialization"], own,
            record.get("section", ""),
        )  # fmt: skip
