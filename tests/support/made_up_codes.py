"""A made-up code set in the official layouts, small enough to build in a blink: two releases and an index."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.build import write_library
from clinicbill.codesets.built_from import Release, Sources
from clinicbill.codesets.index_build import IndexEdition
from clinicbill.codesets.library import CodeLibrary

if TYPE_CHECKING:
    from pathlib import Path

APRIL, NOVEMBER = date(2026, 6, 1), date(2026, 11, 2)
_SEVENTHS = "".join(
    f'<extension char="{char}">{meaning}</extension>'
    for char, meaning in (("A", "initial encounter"), ("D", "subsequent encounter"), ("S", "sequela"))
)


def _diag(code: str, title: str, *below: str, notes: str = "") -> str:
    return f"<diag><name>{code}</name><desc>{title}</desc>{notes}{''.join(below)}</diag>"


def _sided(stem: str, title: str) -> list[str]:
    sides = (("1", "right"), ("2", "left"), ("9", "unspecified"))
    return [_diag(stem + last, title.replace("SIDE", side)) for last, side in sides]


TABULAR = f"""<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2026</version><chapter><name>13</name><desc>Made-up joints (M00-M99)</desc>
<excludes2><note>injury (S00-S99)</note></excludes2>
<section id="M10-M25"><desc>Joints (M10-M25)</desc>
{_diag("M10", "Gout", _diag("M10.0", "Idiopathic gout"), _diag("M10.9", "Gout, unspecified"))}
{
    _diag(
        "M20",
        "Toes",
        _diag("M20.4", "Other hammer toe(s) (acquired)", *_sided("M20.4", "Hammer toe, SIDE foot")),
    )
}
{
    _diag(
        "M25",
        "Joint pain",
        _diag(
            "M25.5",
            "Pain in joint",
            _diag("M25.50", "Pain in unspecified joint"),
            _diag(
                "M25.56",
                "Pain in knee",
                *_sided("M25.56", "Pain in SIDE knee"),
                notes="<excludes1><note>old knee (M10.0)</note></excludes1>",
            ),
        ),
    )
}
</section></chapter><chapter><name>19</name><desc>Made-up injuries (S00-S99)</desc>
<section id="S90-S99"><desc>Ankle (S90-S99)</desc>
{
    _diag(
        "S93",
        "Sprain of ankle and foot",
        _diag(
            "S93.4",
            "Sprain of ankle",
            _diag(
                "S93.40",
                "Sprain of unspecified ligament",
                *_sided("S93.40", "Sprain of unspecified ligament of SIDE ankle"),
            ),
            _diag(
                "S93.41",
                "Sprain of deltoid ligament",
                *_sided("S93.41", "Sprain of deltoid ligament of SIDE ankle"),
            ),
        ),
        _diag("S93.6", "Sprain of foot"),
        notes=f"<sevenChrNote><note>one is added</note></sevenChrNote><sevenChrDef>{_SEVENTHS}</sevenChrDef>",
    )
}
</section></chapter></ICD10CM.tabular>
"""
# In the layout of the CMS order file: in the made-up release of October gout was split and hammer toes are renamed.
ORDER = (
    ("M10", 0, "Gout"), ("M100", 1, "Idiopathic gout"), ("M109", 0, "Gout, unspecified"),
    ("M1090", 1, "Gout, unspecified, without flare"), ("M1091", 1, "Gout, unspecified, with flare"),
    ("M20", 0, "Toes"), ("M204", 0, "Other hammer toe(s) (acquired)"), ("M2041", 1, "Hammer toe of right foot"),
    ("M2042", 1, "Hammer toe of left foot"), ("S93", 0, "Sprain of ankle and foot"), ("S936", 0, "Sprain of foot"),
    ("S936XXA", 1, "Sprain of foot, initial encounter"), ("S936XXD", 1, "Sprain of foot, subsequent encounter"),
    ("S937", 0, "Sprain of heel"), ("S937XXA", 1, "Sprain of heel, initial encounter"),
    ("S937XXS", 1, "Sprain of heel, sequela"),
)  # fmt: skip
INDEX = """RowID,Letter,Level,Term,See,SeeAlso,NonEssModif,Code
1,A,0,"Ache, aching",Pain,,,
2,G,0,"Gout, gouty",,"Gout, idle",(attack) (flare),M10.9
3,G,1,in,,,(due to),M10.0
4,G,1,idiopathic,,,,M10.0
5,H,0,Hammer toe,,"Deformity, toe, hammer toe",(acquired),
6,D,0,Deformity,,,,
7,D,1,"toe, toes",,,,
8,D,2,hammer toe,,,,M20.4-
9,K,0,Knee,condition,,,
10,P,0,Pain,,,,
11,P,1,joint,,,,M25.50
12,P,2,knee,,,,M25.56-
13,S,0,Sprain,,,(joint) (ligament),
14,S,1,ankle,,,,S93.40-
15,S,2,deltoid ligament,,,,S93.41-
16,S,1,gone,,,,S99.9
17,C,0,Crinkled,Sprain,,,
"""


def order_text(lines: tuple[tuple[str, int, str], ...] = ORDER) -> str:
    """The lines in the official layout, with CRLF as CMS has it."""
    return "".join(
        f"{number:05} {code:<7} {flag} {title[:60]:<60} {title}\r\n"
        for number, (code, flag, title) in enumerate(lines, 1)
    )


def made_up_sources(folder: Path, *, index: bool = True, order: bool = True) -> Sources:
    """The files written into a folder: a tabular list of April, an order file of October, an index."""
    folder.mkdir(parents=True, exist_ok=True)
    releases = [_release(folder, "4/2026", date(2026, 4, 1), date(2026, 9, 30), "tabular.xml", TABULAR)]
    if order:
        releases.append(
            _release(folder, "10/2026", date(2026, 10, 1), date(2027, 9, 30), "order.txt", order_text())
        )
    editions = [_edition(folder)] if index else []
    return Sources(releases=tuple(releases), indexes=tuple(editions))


def made_up_library(folder: Path, *, index: bool = True, order: bool = True) -> CodeLibrary:
    """A library of them."""
    sources = made_up_sources(folder, index=index, order=order)
    path = folder / "made-up.sqlite"
    write_library(path, sources)
    return CodeLibrary(path, sources)


def _release(folder: Path, name: str, from_on: date, to_on: date, file: str, text: str) -> Release:
    path = folder / file
    path.write_bytes(text.encode())
    return Release(
        name=name,
        from_on=from_on,
        to_on=to_on,
        origin="made up for tests",
        path=path,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        titles_only=file.endswith(".txt"),
    )


def _edition(folder: Path) -> IndexEdition:
    path = folder / "index.csv"
    path.write_text(INDEX, encoding="utf-8")
    return IndexEdition(
        part="main",
        name="4/2026",
        from_on=date(2026, 4, 1),
        to_on=None,
        origin="made up for tests",
        sha256=hashlib.sha256(INDEX.encode()).hexdigest(),
        path=path,
    )
