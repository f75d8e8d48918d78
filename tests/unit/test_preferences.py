"""This computer's choices."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.errors import NotWritable
from clinicbill.preferences import (
    MOST_RECENT,
    PREFERENCES,
    Preferences,
    PrinterProfile,
    load,
    preferences_path,
    printer_profile,
    save,
    with_printer,
    with_recent,
)


def test_every_choice_has_a_meaning_and_a_default() -> None:
    assert [row.name for row in PREFERENCES] == list(Preferences.__dataclass_fields__)
    for row in PREFERENCES:
        assert len(row.meaning) > 20, row.name
        assert getattr(Preferences(), row.name) == row.default
        assert not row.choices or row.default in row.choices


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "none" / "preferences.toml") == Preferences()


@given(
    st.builds(
        Preferences,
        theme=st.sampled_from(["system", "light", "dark"]),
        recent_practices=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=3).map(tuple),
        export_folder=st.text(st.characters(exclude_categories=["Cs"])),
        form_background=st.booleans(),
        printers=st.lists(
            st.builds(
                PrinterProfile,
                name=st.text(st.characters(exclude_categories=["Cs"])),
                right=st.integers(-50, 50),
                down=st.integers(-50, 50),
                scale=st.integers(980, 1020),
                paper=st.sampled_from(["red_form", "plain_paper"]),
            ),
            max_size=3,
        ).map(tuple),
    )
)
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, preferences: Preferences) -> None:
    path = tmp_path_factory.getbasetemp() / "preferences.toml"
    save(preferences, path)
    assert load(path) == preferences


def test_the_file_explains_itself_and_leaves_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "preferences.toml"
    save(Preferences(theme="dark"), path)
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text)["theme"] == "dark"
    for row in PREFERENCES:
        assert f"# {row.meaning}\n{row.name} = " in text
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Preferences()),
        ("theme = ", Preferences()),
        ("theme = 'dark'", Preferences(theme="dark")),
        ("theme = 'pink'", Preferences()),
        ("theme = 3\nform_background = true", Preferences(form_background=True)),
        ("print_shift_right = 2", Preferences(printers=(PrinterProfile(right=3),))),
        ("print_shift_down = -99.5", Preferences(printers=(PrinterProfile(down=-50),))),
        ("print_shift_down = inf\nprint_shift_right = 'x'", Preferences()),
        ("print_shift_right = 2\nprinters = []", Preferences()),
        ("printers = [{name = 'A', right = 51}]", Preferences()),
        ("printers = [{name = 'A', scale = 979}]", Preferences()),
        ("printers = [{name = 'A', paper = 'blue'}]", Preferences()),
        (
            "printers = [{name = 'A', right = 3, down = -2, scale = 1004, paper = 'plain_paper'}]",
            Preferences(
                printers=(PrinterProfile(name="A", right=3, down=-2, scale=1004, paper="plain_paper"),)
            ),
        ),
        ("recent_practices = [1]\nunknown = 1", Preferences()),
    ],
)
def test_what_is_wrong_in_the_file_is_the_default(tmp_path: Path, text: str, expected: Preferences) -> None:
    path = tmp_path / "preferences.toml"
    path.write_text(text, encoding="utf-8")
    assert load(path) == expected


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "preferences.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert load(path) == Preferences()


def test_recent_practices_are_paths_newest_first(tmp_path: Path) -> None:
    preferences = Preferences()
    for number in [*range(MOST_RECENT + 2), 5]:
        preferences = with_recent(preferences, tmp_path / f"{number}.clinicbill")
    names = [Path(path).stem for path in preferences.recent_practices]
    assert names == ["5", "9", "8", "7", "6", "4", "3", "2"]
    assert all(Path(path).is_absolute() for path in preferences.recent_practices)


def test_a_path_that_is_no_text_is_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "preferences.toml"
    save(replace(Preferences(), export_folder="odd \udcff"), path)
    assert load(path).export_folder == "odd ?"


def test_place_of_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CLINICBILL_PREFERENCES", raising=False)
    assert preferences_path().name == "preferences.toml"
    assert "clinicbill" in str(preferences_path())
    monkeypatch.setenv("CLINICBILL_PREFERENCES", str(tmp_path / "here.toml"))
    save(Preferences(theme="light"))
    assert (tmp_path / "here.toml").exists()
    assert load() == Preferences(theme="light")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotWritable, match="could not be saved"):
        save(Preferences(), tmp_path / "file" / "preferences.toml")


def test_a_printer_moves_as_far_as_it_goes() -> None:
    profile = PrinterProfile(name="Laser").moved(right=5, down=-1, scale=3)
    assert (profile.right, profile.down, profile.scale) == (5, -1, 1003)
    far = profile.moved(right=90, down=-90, scale=-90)
    assert (far.right, far.down, far.scale) == (50, -50, 980)
    assert PrinterProfile().is_true
    assert not profile.is_true


def test_each_printer_keeps_its_own_correction() -> None:
    chosen = with_printer(Preferences(), PrinterProfile(name="Laser", right=3))
    chosen = with_printer(chosen, PrinterProfile(name="Dot", down=2))
    chosen = with_printer(chosen, PrinterProfile(name="Laser", right=4, paper="plain_paper"))
    assert [profile.name for profile in chosen.printers] == ["Dot", "Laser"]
    assert printer_profile(chosen, "Laser") == PrinterProfile(name="Laser", right=4, paper="plain_paper")


def test_an_unknown_printer_prints_as_older_versions_did_or_at_true_size() -> None:
    old = Preferences(printers=(PrinterProfile(right=3),))
    assert printer_profile(old, "New") == PrinterProfile(name="New", right=3)
    assert printer_profile(Preferences(), "New") == PrinterProfile(name="New")
    plain = Preferences(form_background=True)
    assert printer_profile(plain, "New") == PrinterProfile(name="New", paper="plain_paper")
