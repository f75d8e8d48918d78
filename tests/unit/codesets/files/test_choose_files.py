from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo, UnreadableFile
from clinicbill.codesets.files.choose_files import Chosen, choose
from clinicbill.codesets.files.foreign import NotACodeList
from clinicbill.codesets.files.supplied import supplied
from clinicbill.codesets.register import System
from tests.support.code_files import (
    HCPCS_HEADING,
    fee_line,
    fee_text,
    gpci_text,
    hcpcs_line,
    mue_text,
    ptp_text,
    put,
    tabular,
    xlsx,
    zipped,
)

if TYPE_CHECKING:
    from pathlib import Path

PTP = ptp_text(["20610|20600||20180701|*|1|Invented"])
MUE = mue_text(["97110,6,1 Line Edit,"])


def chosen(*paths: Path, from_on: date | None = None) -> tuple[list[Chosen], list[str]]:
    with supplied(paths) as files:
        return choose(files, from_on)


def names(one: Chosen) -> list[str]:
    return [each.file.name for each in one.files]


def test_four_files_of_pairs_are_one_release(tmp_path: Path) -> None:
    paths = [
        put(tmp_path, f"{n}.zip", zipped({f"ccipra-v323r0-f{n}.TXT": PTP, "read me.txt": "x"}))
        for n in (2, 1, 4, 3)
    ]
    (one,), passed_over = chosen(*paths)
    assert (one.part, one.from_on, len(one.files)) == ("", date(2026, 10, 1), 4)
    assert names(one) == sorted(names(one))
    assert passed_over == ["read me.txt"] * 4


def test_some_of_the_four_say_so(tmp_path: Path) -> None:
    paths = [put(tmp_path, f"ccipra-v323r0-f{n}.TXT", PTP) for n in (3, 1)]
    assert [one.part for one in chosen(*paths)[0]] == ["f1 f3"]


def test_one_format_of_each_list_is_read(tmp_path: Path) -> None:
    line = hcpcs_line("A9999", "3", "Invented")
    book = xlsx([HCPCS_HEADING.split(","), ["A9999", "0010", "3", "Invented"]])
    fees = fee_text([fee_line("20610")])
    members: dict[str, bytes | str] = {
        "HCPC2026_OCT_ANWEB.txt": line,
        "HCPC2026_OCT_ANWEB.xlsx": book,
        "HCPC2026_OCT_Changes.csv": "HCPC,Action,Long Description\nA9999,N,Invented\n",
        "PPRRVU2026_Jul_nonQPP.csv": fees,
        "PPRRVU2026_Jul_QPP.csv": fees,
        "GPCI2026.csv": gpci_text(["02102,AK,01,ALASKA*,1.5,1.0,0.5"]),
        "RVU26C.pdf": "%PDF-1.7",
    }
    found, passed_over = chosen(put(tmp_path, "all.zip", zipped(members)))
    assert {(one.system, one.part, names(one)[0]) for one in found} == {
        (System.HCPCS, "", "HCPC2026_OCT_ANWEB.xlsx"),
        (System.MPFS, "nonQPP", "PPRRVU2026_Jul_nonQPP.csv"),
        (System.MPFS, "QPP", "PPRRVU2026_Jul_QPP.csv"),
        (System.GPCI, "", "GPCI2026.csv"),
    }
    assert sorted(passed_over) == [
        "HCPC2026_OCT_ANWEB.txt",
        "HCPC2026_OCT_Changes.csv",
        "RVU26C.pdf",
    ]


def test_cpt_files_of_each_length_and_modifiers(tmp_path: Path) -> None:
    long = "CPT 2027 Data Files\n90001\tInvented service told at great length, so that it is a long one\n90002\tb\n90003\tc\n"
    paths = [
        put(tmp_path, "LONGULT.txt", long),
        put(tmp_path, "LONGUT.txt", long.upper()),
        put(tmp_path, "SHORTU.txt", "90001 A\n90002 B\n90003 C\n"),
        put(tmp_path, "MODUL.txt", "22 Invented modifier\n"),
    ]
    (one,), passed_over = chosen(*paths)
    assert one.from_on == date(2027, 1, 1)
    assert sorted(names(one)) == ["LONGULT.txt", "MODUL.txt", "SHORTU.txt"]
    assert passed_over == ["LONGUT.txt"]


def test_the_day_must_be_known(tmp_path: Path) -> None:
    path = put(tmp_path, "limits.csv", MUE)
    with pytest.raises(CannotDo, match=r"limits\.csv does not say from which day.*--from"):
        chosen(path)
    assert chosen(path, from_on=date(2026, 10, 1))[0][0].from_on == date(2026, 10, 1)
    with pytest.raises(CannotDo, match="cannot be the first day"):
        chosen(path, from_on=date(1900, 1, 1))


def test_the_user_knows_better_than_the_name(tmp_path: Path) -> None:
    path = put(tmp_path, "mue_2026Q3.csv", MUE)
    assert chosen(path, from_on=date(2026, 10, 1))[0][0].from_on == date(2026, 10, 1)


def test_two_files_of_one_release_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match=r"a_2026Q4\.csv and b_2026Q4\.csv are both MUE from the same day"):
        chosen(put(tmp_path, "a_2026Q4.csv", MUE), put(tmp_path, "b_2026Q4.csv", MUE))


def test_nothing_known(tmp_path: Path) -> None:
    page = "<html>License</html>"
    with pytest.raises(NotACodeList, match="web page"):
        chosen(put(tmp_path, "a.zip", page))
    with pytest.raises(NotACodeList, match="web page"):
        chosen(put(tmp_path, "b.zip", zipped({"a.html": page})))
    with pytest.raises(NotACodeList, match=r"c\.zip holds no code file"):
        chosen(put(tmp_path, "c.zip", zipped({"a.html": page, "b.txt": "words"})))


def test_damage_in_a_zip_is_never_passed_over(tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {"a.xml": tabular({"M54.50": "x"})[:60], "mue_2026Q4.csv": MUE}
    with pytest.raises(UnreadableFile, match=r"a\.xml is damaged"):
        chosen(put(tmp_path, "a.zip", zipped(members)))


def test_as_the_register_keeps_it(tmp_path: Path) -> None:
    ((one,), _) = chosen(put(tmp_path, "mue_2026Q4.csv", MUE))
    release = one.release("ab", "")
    assert (release.name, release.to_on, release.origin) == ("10/2026", date(2026, 12, 31), "mue_2026Q4.csv")
    assert release.notice.startswith("CPT only copyright")
    assert one.release("ab", "my own").name == "my own"
