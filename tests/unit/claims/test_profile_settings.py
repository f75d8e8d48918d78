from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from clinicbill.claims.profile import PayerProfile
from clinicbill.claims.profile_settings import (
    IDENTITY,
    SettingInput,
    all_settings,
    find_setting,
    is_allowed,
    own_settings,
    text_from,
    text_of,
    value_of,
    words_of,
)
from clinicbill.claims.profiles import built_in, profile_for, profiles_on

if TYPE_CHECKING:
    from clinicbill.claims.profile_settings import ProfileSetting

ON = date(2026, 11, 23)
ALL = all_settings()


def test_every_setting_of_a_profile_is_described_once() -> None:
    names = [setting.name for setting in ALL]
    assert set(names) == {field.name for field in fields(PayerProfile)} - IDENTITY
    assert len(names) == len(set(names))


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.name)
def test_a_description_says_where_what_and_who(setting: ProfileSetting) -> None:
    assert setting.items
    assert setting.label
    assert setting.group
    assert setting.source
    chosen = setting.input in (SettingInput.CHOICE, SettingInput.FLAG)
    assert bool(setting.choices) == chosen
    assert len(dict(setting.choices)) == len(setting.choices)
    assert len(set(dict(setting.choices).values())) == len(setting.choices)


@pytest.mark.parametrize("profile", profiles_on(ON), ids=lambda profile: profile.key)
def test_whatever_the_program_sets_can_be_chosen(profile: PayerProfile) -> None:
    for setting in own_settings():
        text = text_of(profile, setting.name)
        if not setting.typed:
            assert text in dict(setting.choices), setting.name


@pytest.mark.parametrize("setting", own_settings(), ids=lambda setting: setting.name)
def test_text_and_value_are_two_forms_of_one_thing(setting: ProfileSetting) -> None:
    for text, _ in setting.choices:
        value = value_of(setting.name, text)
        assert text_from(setting.name, value) == text
        assert is_allowed(setting, value)
        assert msgspec.json.decode(msgspec.json.encode(value)) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pointers", 5),
        ("pointers", "2"),
        ("insured", "moon"),
        ("phones", "yes"),
        ("amount_paid", "patient"),
        ("illness_dates", [["onset", "999"]]),
        ("illness_dates", ["onset"]),
        ("own_form", "  "),
        ("manipulation_codes", "98940"),
    ],
)
def test_what_a_setting_cannot_be(name: str, value: object) -> None:
    setting = find_setting(name)
    assert setting is not None
    assert not is_allowed(setting, value)


def test_typed_values() -> None:
    codes = find_setting("manipulation_codes")
    assert codes is not None
    assert value_of("manipulation_codes", "98940 98943") == ["98940", "98943"]
    assert is_allowed(codes, ["98940", "98943"])
    assert codes.words("98940") == "98940"


def test_words() -> None:
    dates = find_setting("illness_dates")
    assert dates is not None
    assert dates.words("onset:431 accident:431") == "Onset, else accident 431"
    assert dates.words("last_menstrual:484 onset:") == "Last period 484, onset"
    assert dates.words("") == "Left blank"
    assert find_setting("states") is None
    assert find_setting("nothing") is None


def test_profiles_that_take_over_are_named() -> None:
    fixed = {setting.name: setting for setting in ALL if setting.input is SettingInput.FIXED}
    book = built_in()
    auto, medicare = profile_for("auto", ON), profile_for("medicare", ON)
    assert words_of(auto, fixed["states"], book).startswith("FL: Auto, Florida (PIP), NJ: ")
    assert words_of(medicare, fixed["when_secondary"], book) == "Medicare Part B, secondary"
    pointers = find_setting("pointers")
    assert pointers is not None
    assert words_of(medicare, pointers, book) == "One"
