from __future__ import annotations

import errno
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from clinicbill.basics.errors import CannotDo, NotWritable, UnreadableFile
from clinicbill.codesets.files.supplied import Stopped
from clinicbill.codesets.load import LoadOutcome, load, stage
from clinicbill.codesets.register import System, list_releases, undo
from tests.support.code_files import (
    INDEX,
    gpci_text,
    mue_text,
    order_text,
    ptp_text,
    put,
    tabular,
    xlsx,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
MUE = mue_text(["97110,6,1 Line Edit,"])
LAUGHS = '<!DOCTYPE x [<!ENTITY a "b">]><ICD10CM.tabular><version>2027</version><chapter>&a;</chapter></ICD10CM.tabular>'


def loaded(tmp_path: Path, *paths: Path, **options: Any) -> LoadOutcome:
    return load(paths, on=DAY, loaded_at=AT, folder=tmp_path / "codes", **options)


def left(tmp_path: Path) -> list[str]:
    place = tmp_path / "codes" / "loaded"
    return sorted(path.name for path in place.iterdir()) if place.exists() else []


def test_rows_are_kept_in_a_file_of_their_own(tmp_path: Path) -> None:
    outcome = loaded(tmp_path, put(tmp_path, "mue_2026Q4.csv", MUE))
    (release,) = outcome.releases
    assert (release.system, release.name, release.from_on) == (System.MUE, "10/2026", date(2026, 10, 1))
    assert outcome.rows == (1,)
    assert release.path.is_file()
    assert left(tmp_path) == sorted([release.path.name, "register.sqlite"])


def test_sources_of_diagnosis_codes_are_kept_as_they_are(tmp_path: Path) -> None:
    xml = tabular({"M54.50": "Invented"})
    outcome = loaded(
        tmp_path,
        put(tmp_path, "tabular.xml", xml),
        put(tmp_path, "index.xml", INDEX),
        put(tmp_path, "icd10cm_order_2027.txt", order_text()),
        name="mine",
    )
    assert [one.system for one in outcome.releases] == [
        System.ICD10CM,
        System.ICD10CM_INDEX,
        System.ICD10CM_ORDER,
    ]
    assert {one.name for one in outcome.releases} == {"mine"}
    assert outcome.releases[0].path.read_text() == xml
    assert outcome.rows == (1, 2, 3)


def test_the_same_file_again_is_the_same_release(tmp_path: Path) -> None:
    path = put(tmp_path, "mue_2026Q4.csv", MUE)
    first = loaded(tmp_path, path).releases[0]
    undo(first.id, tmp_path / "codes")
    again = loaded(tmp_path, path).releases[0]
    assert (again.id, again.active) == (first.id, True)
    assert len(list_releases(tmp_path / "codes", active_only=False)) == 1


def test_a_damaged_source_is_made_whole_by_loading_it_again(tmp_path: Path) -> None:
    path = put(tmp_path, "tabular.xml", tabular({"M54.50": "Invented"}))
    first = loaded(tmp_path, path, name="mine").releases[0]
    first.path.write_text("half of it")
    assert list_releases(tmp_path / "codes") == []
    again = loaded(tmp_path, path, name="mine").releases[0]
    assert again.whole
    assert again.path.read_text() == path.read_text()
    assert [one.id for one in list_releases(tmp_path / "codes")] == [first.id]


def test_the_four_files_of_pairs(tmp_path: Path) -> None:
    paths = [
        put(
            tmp_path,
            f"{n}.zip",
            zipped({f"ccipra-v323r0-f{n}.TXT": ptp_text([f"2061{n}|20600||20180701|*|1|Invented"])}),
        )
        for n in (1, 2, 3, 4)
    ]
    outcome = loaded(tmp_path, *paths)
    assert outcome.rows == (4,)
    assert outcome.releases[0].origin == "1.zip, 2.zip, 3.zip, 4.zip"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a_2026Q4.csv", MUE + "97112,si", "damaged or not as published"),
        ("a_2026Q4.csv", mue_text([]), "no entries"),
        ("a_2026Q4.csv", "", "is empty"),
        ("a.zip", "<html>Accept the license</html>", "web page"),
        ("a.zip", zipped({"z.txt": bytes(17 << 20)}), "far more than any published"),
        ("a.zip", zipped({"a_2026Q4.csv": MUE})[:-20], "damaged or cut off"),
        ("a.xml", LAUGHS, "document type"),
        ("a.xml", tabular({"M54.50": "x"})[:-60], "damaged or cut off"),
        ("a.xml", tabular({}), "no entries|holds no|not the ICD-10-CM"),
        ("a.xml", tabular({"M54.50": "x"}).replace("<diag>", "<diag>" * 300), "nested more than|damaged"),
        ("icd10cm_order_2027.txt", order_text()[:-60] + "\r\nword", "does not follow|damaged"),
        ("icd10cm_order_2027.txt", order_text([("M54", "0", "One")] * 2), "a code twice"),
        ("a_2026Q4.xlsx", xlsx([["a"]])[:-30], "Excel workbook|damaged"),
        ("a_2026Q4.csv", MUE.encode("utf-16")[:-1], "no text"),
    ],
)  # fmt: skip
def test_one_wrong_file_changes_nothing(tmp_path: Path, name: str, content: bytes | str, said: str) -> None:
    good = put(tmp_path, "GPCI2026.csv", gpci_text(["02102,AK,01,ALASKA*,1.5,1.0,0.5"]))
    with pytest.raises((UnreadableFile, CannotDo), match=said) as caught:
        loaded(tmp_path, good, put(tmp_path, name, content))
    assert str(caught.value).count("\n") == 0
    assert list_releases(tmp_path / "codes", active_only=False) == []
    assert [one for one in left(tmp_path) if one != "register.sqlite"] == []


def test_a_tabular_list_with_a_code_twice(tmp_path: Path) -> None:
    twice = tabular({"M54.50": "x"}).replace(
        "</section>", "<diag><name>M54.50</name><desc>y</desc></diag></section>"
    )
    with pytest.raises(UnreadableFile, match=r"tab\.xml holds a code twice"):
        loaded(tmp_path, put(tmp_path, "tab.xml", twice))


def full(*_args: object, **_kwargs: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def killed(*_args: object) -> None:
    raise KeyboardInterrupt


def full_database(*_args: object, **_kwargs: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


@pytest.mark.parametrize(
    ("target", "failure"),
    [
        ("os.replace", full),
        ("os.fsync", full),
        ("release_store.write", full_database),
        ("tempfile.mkdtemp", full),
    ],
)
def test_a_full_disk_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, failure: Callable[..., None]
) -> None:
    path = put(tmp_path, "mue_2026Q4.csv", MUE)
    monkeypatch.setattr(f"clinicbill.codesets.load.{target}", failure)
    with pytest.raises(NotWritable, match="nothing was changed; free some space"):
        loaded(tmp_path, path)
    monkeypatch.undo()
    assert list_releases(tmp_path / "codes", active_only=False) == []
    assert left(tmp_path) == []
    assert loaded(tmp_path, path).rows == (1,)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    put(tmp_path, "codes", "a file where the folder should be")
    with pytest.raises(NotWritable, match="another folder"):
        loaded(tmp_path, put(tmp_path, "mue_2026Q4.csv", MUE))


def test_killed_before_the_register_nothing_is_in_use_and_the_rest_is_tidied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, "mue_2026Q4.csv", MUE)
    monkeypatch.setattr("clinicbill.codesets.load.register.add", killed)
    with pytest.raises(KeyboardInterrupt):
        loaded(tmp_path, path)
    monkeypatch.undo()
    assert list_releases(tmp_path / "codes", active_only=False) == []

    place = tmp_path / "codes" / "loaded"
    (place / "unfinished-killed").mkdir()
    put(place, "mue-0123456789ab.sqlite", "half")
    for old in (place / "unfinished-killed", place / "mue-0123456789ab.sqlite"):
        os.utime(old, (0, 0))
    (release,) = loaded(tmp_path, path).releases
    assert left(tmp_path) == sorted([release.path.name, "register.sqlite"])


def test_two_programs_load_the_same_file_at_once(tmp_path: Path) -> None:
    path = put(tmp_path, "mue_2026Q4.csv", MUE)
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _turn: loaded(tmp_path, path), range(8)))
    assert len({outcome.releases[0].id for outcome in outcomes}) == 1
    assert len(list_releases(tmp_path / "codes", active_only=False)) == 1


def test_a_stage_that_is_not_committed_leaves_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, "mue_2026Q4.csv", MUE)
    with stage([path], on=DAY, folder=tmp_path / "codes") as read:
        assert read.staged[0].rows == 1
        assert read.staged[0].path.is_file()
    assert left(tmp_path) == []


def test_stopping_changes_nothing_and_progress_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, "ccipra-v323r0-f1.txt", ptp_text(["20610|20600||20180701|*|1|Invented"] * 200_000))
    told: list[tuple[int, int, str]] = []
    loaded(tmp_path, path, progress=lambda done, of, text: told.append((done, of, text)))
    assert told
    assert {text for _, _, text in told} == {"Reading ccipra-v323r0-f1.txt"}
    assert all(0 < done <= of for done, of, _ in told)

    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(Stopped):
        loaded(other, path, cancelled=lambda: True)
    assert left(other) == []
