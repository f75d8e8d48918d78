from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.load import stage
from clinicbill.codesets.preview import Change, ReleaseChanges, changes_of
from tests.support.code_files import HCPCS_HEADING, gpci_text, order_text, ptp_text, put, tabular

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from tests.unit.codesets.conftest import LoadsFiles

DAY = date(2026, 11, 23)


def changes(path: Path, used: Mapping[str, Collection[str]] | None = None) -> ReleaseChanges:
    with stage([path], on=DAY) as read:
        return changes_of(read.staged[0], used)


def kinds(found: ReleaseChanges) -> set[tuple[str, str]]:
    return {(change.kind, change.entry) for change in found.changes}


def test_nothing_before(load_file: LoadsFiles, tmp_path: Path) -> None:
    found = changes(put(tmp_path, "GPCI2026.csv", gpci_text(["02102,AK,01,ALASKA*,1.5,1.0,0.5"])))
    assert (found.before, found.counts, found.changes) == ("", {}, ())


def test_hcpcs_against_the_quarter_before(load_file: LoadsFiles, tmp_path: Path) -> None:
    load_file("HCPC2026_JUL_ANWEB.csv", f"{HCPCS_HEADING}\nA0001,1,3,Same\nA0002,1,3,Gone\nA0003,1,3,Old\n")
    new = put(
        tmp_path,
        "HCPC2026_OCT_ANWEB.csv",
        f"{HCPCS_HEADING}\nA0001,1,3,Same\nA0003,1,3,New\nA0004,1,3,More\n",
    )

    found = changes(new, {"favourites": ["A0001", "a0002"], "open visits": ["A0003"], "procedures": []})

    assert found.before == "7/2026"
    assert found.counts == {"added": 1, "deleted": 1, "revised": 1, "header": 0}
    assert kinds(found) == {("added", "A0004"), ("deleted", "A0002"), ("revised", "A0003")}
    assert {(one.where, one.code, one.change.kind) for one in found.touched} == {
        ("favourites", "A0002", "deleted"),
        ("open visits", "A0003", "revised"),
    }


def test_a_release_is_not_compared_with_itself_nor_with_a_later_one(
    load_file: LoadsFiles, tmp_path: Path
) -> None:
    text = f"{HCPCS_HEADING}\nA0001,1,3,Same\n"
    load_file("HCPC2026_OCT_ANWEB.csv", text)
    assert changes(tmp_path / "HCPC2026_OCT_ANWEB.csv").before == ""
    assert changes(put(tmp_path, "HCPC2026_JUL_ANWEB.csv", text)).before == ""


def test_diagnoses_against_the_release_before(load_file: LoadsFiles, tmp_path: Path) -> None:
    load_file("tabular.xml", tabular({"M54.2": "Neck, invented", "M54.5": "Low back", "M54.6": "Gone"}))
    new = put(
        tmp_path,
        "April.xml",
        tabular({"M54.2": "Neck invented anew", "M54.50": "Low back, unspecified"})
        .replace("<diag><name>M54.50", "<diag><name>M54.5</name><desc>Low back</desc><diag><name>M54.50")
        .replace("unspecified</desc></diag>", "unspecified</desc></diag></diag>"),
    )

    found = changes(new, {"favourites": ["M54.5", "M542", "M99.01"]})

    assert found.before == "10/2026"
    assert kinds(found) == {
        ("revised", "M54.2"),
        ("header", "M54.5"),
        ("added", "M54.50"),
        ("deleted", "M54.6"),
    }
    assert [(one.code, one.change.kind) for one in found.touched] == [
        ("M54.2", "revised"),
        ("M54.5", "header"),
    ]


def test_an_order_file_differs_from_a_tabular_list_only_by_words(
    load_file: LoadsFiles, tmp_path: Path
) -> None:
    load_file("icd10cm_order_2027.txt", order_text([("M542", "1", "Neck pain, invented")]))
    found = changes(put(tmp_path, "April.xml", tabular({"M54.2": "Neck Pain invented"})))
    assert (found.before, found.changes) == ("10/2026", ())


def test_the_shipped_list_is_the_one_before_where_none_is_loaded(
    load_file: LoadsFiles, tmp_path: Path
) -> None:
    found = changes(put(tmp_path, "tabular.xml", tabular({"M54.50": "Low back pain, unspecified"})))
    assert found.before == "4/2026"
    assert found.counts["deleted"] > 90_000
    assert len(found.changes) == 500
    older = changes(put(tmp_path, "old.xml", tabular({"M54.50": "Low back pain, unspecified"}, year=2025)))
    assert older.before == ""


def test_pairs_touch_who_uses_both(load_file: LoadsFiles, tmp_path: Path) -> None:
    load_file(
        "ccipra-v322r0.txt", ptp_text(["20610|20600||20180701|20260930|1|r", "97110|97112||20180701|*|9|r"])
    )
    new = put(
        tmp_path,
        "ccipra-v323r0.txt",
        ptp_text(["97140|98941||20261001|*|1|r", "97140|98940||20261001|*|0|r"]),
    )

    found = changes(new, {"procedures": ["97140", "98941", "20610"]})

    assert kinds(found) == {
        ("added", "97140 / 98941"),
        ("added", "97140 / 98940"),
        ("deleted", "20610 / 20600"),
    }
    assert [one.change for one in found.touched] == [Change(kind="added", entry="97140 / 98941", text="1")]
