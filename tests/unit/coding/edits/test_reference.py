from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.load import load
from clinicbill.coding.edits import reference
from clinicbill.coding.edits.reference import NOTHING_LOADED, LoadedReference, loaded_reference
from tests.support.code_files import mue_text, ptp_text, put
from tests.support.coded_days import DAY
from tests.support.practice import STAMP

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_an_empty_library_answers_with_nothing(tmp_path: Path) -> None:
    for asked in (LoadedReference(tmp_path), NOTHING_LOADED):
        assert tuple(asked.pairs(frozenset({"98941", "97140"}), DAY)) == ()
        assert asked.unit_limit("98941", DAY) is None
        assert asked.fee_facts("98941", DAY) is None
        assert asked.primaries_of("98941", DAY) is None


def test_each_code_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(reference, "unit_limit", lambda *about: asked.append(about))
    known = LoadedReference(tmp_path)
    for _ in range(3):
        known.unit_limit("98941", DAY)
    assert len(asked) == 1


def test_a_damaged_release_counts_as_not_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "loaded"
    folder.mkdir()
    (folder / "register.sqlite").write_bytes(b"no database at all" * 100)
    assert LoadedReference(tmp_path).fee_facts("98941", DAY) is None


def test_the_same_object_until_something_is_loaded(tmp_path: Path) -> None:
    first = loaded_reference(tmp_path)
    assert loaded_reference(tmp_path) is first
    (tmp_path / "loaded").mkdir()
    (tmp_path / "loaded" / "register.sqlite").write_bytes(b"x" * 100)
    assert loaded_reference(tmp_path) is not first


def test_loaded_releases_answer_as_of_their_day(tmp_path: Path) -> None:
    given = tmp_path / "files"
    given.mkdir()
    pair = "98941|97530||20200101|*|1|Misuse"
    paths = [
        put(given, "ccipra-v323r0-f1.txt", ptp_text([pair])),
        put(
            given,
            "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv",
            mue_text(["98941,1,2 Date of Service Edit: Policy,CMS Policy"]),
        ),
    ]
    for path in paths:
        load([path], on=DAY, loaded_at=STAMP.at, from_on=date(2026, 10, 1), folder=tmp_path)
    known = loaded_reference(tmp_path)
    (found,) = known.pairs(frozenset({"97530", "98941"}), DAY)
    assert (found.column1, found.column2, found.indicator) == ("98941", "97530", "1")
    limit = known.unit_limit("98941", DAY)
    assert limit is not None
    assert (limit.value, limit.indicator) == (1, "2")
