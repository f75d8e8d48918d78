"""Code files in the published layouts with invented values, for the tests of their readers."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from clinicbill.codesets.files.supplied import SuppliedFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

NOTICE = "CPT only copyright 2026 American Medical Association.  All rights reserved."
HCPCS_HEADING = (
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,COV,ADD DT,ACT EFF DT,TERM DT,ACTION CD"
)
ORDER = (
    ("M54", "0", "Back trouble, invented"),
    ("M545", "0", "Low back trouble, invented"),
    ("M5450", "1", "Low back trouble, unspecified, invented"),
)
TABULAR = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>{year}</version><introduction><introSection type="title">
<title>Invented tabular list</title></introSection></introduction>
<chapter><name>13</name><desc>Invented chapter (M00-M99)</desc>
<section id="M50-M54"><desc>Invented section (M50-M54)</desc>
{codes}</section></chapter></ICD10CM.tabular>"""
INDEX = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2027</version><title>Invented index</title><letter><title>P</title>
<mainTerm><title>Pain<nemod>(see also)</nemod></title><code>R52</code>
<term level="1"><title>low back</title><code>M54.50</code></term></mainTerm></letter></ICD10CM.index>"""


def loose(name: str, content: bytes | str) -> SuppliedFile:
    """A file in memory."""
    data = content.encode() if isinstance(content, str) else content
    return SuppliedFile(name=name, origin=name, size=len(data), opener=lambda: io.BytesIO(data))


def put(folder: Path, name: str, content: bytes | str) -> Path:
    """A file on the disk."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A zip of these."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def tabular(codes: Mapping[str, str], year: int = 2027) -> str:
    """A tabular list of billable codes without 7th characters."""
    rows = "\n".join(f"<diag><name>{code}</name><desc>{title}</desc></diag>" for code, title in codes.items())
    return TABULAR.format(year=year, codes=rows)


def order_text(rows: Sequence[tuple[str, str, str]] = ORDER) -> str:
    """Lines of icd10cm_order_YYYY.txt."""
    return "".join(
        f"{number:05d} {code:<7} {flag} {title[:60]:<60} {title}\r\n"
        for number, (code, flag, title) in enumerate(rows, 20_001)
    )


def ptp_text(rows: Sequence[str]) -> str:
    """A ccipra file; each row has its seven cells parted by blanks, the last two words joined by "_"."""
    head = (
        f"{NOTICE}\t\t\t\t\t\t\r\nColumn1/Column2 Edits\t\t\t\t\t\t\r\n"
        "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
        "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n\t\t\t\t*=no data\t1=allowed\t\r\n"
        "\t\t\t\t\t9=not applicable\t\r\n"
    )
    return head + "".join(row.replace("|", "\t") + "\r\n" for row in rows)


def mue_text(rows: Sequence[str], table: str = "Practitioner Services") -> str:
    """An MUE csv."""
    head = f'"{NOTICE}\n\nCPT is a registered trademark.",,,\n"HCPCS/\nCPT Code",{table} MUE Values,'
    return head + "MUE Adjudication Indicator,MUE Rationale\n" + "".join(f"{row}\n" for row in rows)


def aoc_text(rows: Sequence[str]) -> str:
    """An AOC file, tabbed."""
    head = (
        f"{NOTICE}\nAOC_Edit_Type\tAdd-On_Code\tAOC_DelDT\tPrimary_Code\tPrimary_Code_DelDT\tAOC_Edit_EffDT\t"
        "AOC_Edit_DelDT\tSpecial_Instruction_Notes\n"
    )
    return head + "".join(row.replace("|", "\t") + "\n" for row in rows)


def fee_line(code: str, modifier: str = "", **fields: str) -> str:
    """One line of PPRRVU with 32 columns: work 1.00, non-facility 2.00, facility 1.50, malpractice 0.10."""
    cells = [
        code,
        modifier,
        "INVENTED",
        fields.get("status", "A"),
        "",
        "1.00",
        "2.00",
        "",
        "1.50",
        "",
        "0.10",
    ]
    cells += [
        "3.10",
        "2.60",
        "0",
        fields.get("days", "010"),
        "0.10",
        "0.80",
        "0.10",
        "2",
        "1",
        "1",
        "0",
        "0",
        "0",
    ]
    cells += ["", fields.get("factor", "30.0000"), "09", "0", "99", "0.00", "0.00", "0.00"]
    return ",".join(cells)


def fee_text(rows: Sequence[str], caption: str = "July") -> str:
    """A PPRRVU csv with its nine caption lines."""
    head = [f",,2026 National Physician Fee Schedule Relative Value File {caption} Release" + "," * 29]
    head += [f",,CPT codes and descriptions only are copyright 2026 American Medical Association.{',' * 29}"]
    head += [f",,RELEASED 06/30/2026{',' * 29}", f",,,STATUS{',' * 28}"]
    titles = "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,"
    titles += "OP,PROC,SURG,SURG,SURG,SURG,IND,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT"
    return "\n".join([*head, titles, *rows]) + "\n"


def gpci_text(rows: Sequence[str]) -> str:
    """A GPCI csv with title and footnote."""
    return (
        "ADDENDUM E. FINAL CY 2026 GEOGRAPHIC PRACTICE COST INDICES (GPCIs),,,,,,\n,,,,,,\n"
        "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,"
        "2026 PW GPCI (with 1.0 Floor)***,2026 PE GPCI,2026 MP GPCI\n"
        + "".join(f"{row}\n" for row in rows)
        + "*An invented footnote.,,,,,,\n"
    )


def hcpcs_line(code: str, record: str, long: str, *, added: str = "20200101", ended: str = "") -> str:
    """One record of 320 bytes; a modifier has three blanks before it."""
    front = f"{code:>5}" if len(code) == 2 else f"{code:<5}"
    line = f"{front}00100{record}{long:<80}{long[:28]:<28}".ljust(229) + "C"
    line = line.ljust(268) + f"{added:<8}{added:<8}{ended:<8}N"
    return line.ljust(320) + "\r\n"


def xlsx(rows: Sequence[Sequence[str | int]], *, before: Sequence[Sequence[str | int]] = ()) -> bytes:
    """A workbook: texts shared, numbers as such; `before` makes a first sheet of another content."""
    texts: list[str] = []
    sheets = [sheet for sheet in (before, rows) if sheet]
    parts: dict[str, bytes | str] = {}
    for number, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(sheet, texts)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(sheets) + 1))
    parts["xl/workbook.xml"] = f'<workbook {space} xmlns:r="{relation}"><sheets>{listed}</sheets></workbook>'
    targets = "".join(
        f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1)
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{targets}</Relationships>'
    )
    shared = "".join(
        f"<si><r><t>{escape(text[:2])}</t></r><r><t>{escape(text[2:])}</t></r></si>" for text in texts
    )
    parts["xl/sharedStrings.xml"] = f"<sst {space}>{shared}</sst>"
    return zipped(parts)


def _sheet(rows: Sequence[Sequence[str | int]], texts: list[str]) -> str:
    made = []
    for number, row in enumerate(rows, 1):
        cells = []
        for place, cell in enumerate(row):
            where = f"{_letters(place)}{number}"
            if isinstance(cell, int):
                cells.append(f'<c r="{where}"><v>{cell}</v></c>')
            elif cell:
                texts.append(cell)
                cells.append(f'<c r="{where}" t="s"><v>{len(texts) - 1}</v></c>')
        made.append(f'<row r="{number}">{"".join(cells)}</row>')
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return f"<worksheet {space}><sheetData>{''.join(made)}</sheetData></worksheet>"


def _letters(place: int) -> str:
    return (_letters(place // 26 - 1) if place > 25 else "") + chr(ord("A") + place % 26)
