from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.read_release import TABLES, read_rows
from clinicbill.codesets.files.recognise import recognise
from clinicbill.codesets.files.supplied import Stopped, Watch
from clinicbill.codesets.register import System
from tests.support.code_files import hcpcs_line, loose, mue_text, ptp_text, xlsx

if TYPE_CHECKING:
    from clinicbill.codesets.files.supplied import SuppliedFile

DAY = date(2026, 11, 23)


def rows(*files: SuppliedFile) -> list[tuple[object, ...]]:
    return list(read_rows([recognise(file) for file in files], Watch(), on=DAY))


def test_every_list_that_is_kept_as_rows_has_its_table() -> None:
    sources = {System.ICD10CM, System.ICD10CM_ORDER, System.ICD10CM_INDEX}
    assert set(TABLES) == set(System) - sources


def test_pairs_from_text_csv_and_workbook_are_the_same() -> None:
    text = ptp_text(["20610|20600||20180701|*|1|Invented"])
    cells = [line.split("\t") for line in text.splitlines()]
    one = rows(loose("ccipra-v323r0-f1.txt", text))
    assert one == rows(loose("v323r0.csv", "\n".join(",".join(row) for row in cells)))
    assert one == rows(loose("v323r0.xlsx", xlsx(cells)))
    assert rows(loose("ccipra-v323r0-f1.txt", text), loose("ccipra-v323r0-f2.txt", text)) == one * 2


def test_fixed_width_and_grids() -> None:
    assert rows(loose("h.txt", hcpcs_line("A9999", "3", "Invented")))[0][0] == "A9999"
    assert rows(loose("m.csv", mue_text(["97110,6,1 Line Edit,"])))[0][:3] == ("97110", 6, "1")


def test_cpt_lengths_modifiers_and_the_list() -> None:
    long = loose("LONGULT.txt", "90001\tInvented long\n90002\tOther\n")
    short = loose("SHORTU.txt", "90001 INV\n90002 OTH\n")
    found = rows(long, short, loose("MODUL.txt", "22 Invented modifier\n"))
    assert [row[:3] for row in found] == [
        ("22", "modifier", "Invented modifier"),
        ("90001", "code", "Invented long"),
        ("90002", "code", "Other"),
    ]
    heading = ["CPT Code", "Long", "Medium", "Short"]
    assert rows(loose("l.xlsx", xlsx([heading, ["90001", "Long", "Med", "Sh"]])))[0][:4] == (
        "90001",
        "code",
        "Long",
        "Med",
    )
    with pytest.raises(UnreadableFile, match="not of one edition"):
        rows(long, loose("SHORTU.txt", "90001 INV\n90003 OTH\n"))


def test_stopping() -> None:
    text = ptp_text(["20610|20600||20180701|*|1|Invented"] * 200_000)
    file = recognise(loose("ccipra-v323r0-f1.txt", text))
    with pytest.raises(Stopped):
        list(read_rows([file], Watch(cancelled=lambda: True), on=DAY))
