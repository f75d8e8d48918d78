"""What may be set in a payer profile, described for people: item of the form, words, choices, source.

The descriptions are data (resources/rules/profile_settings.toml). A value is shown and typed as text: a list with
blanks between, a date rule as event:qualifier, yes or no for a flag.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, get_origin, get_type_hints

import msgspec

from clinicbill.basics.assets import asset
from clinicbill.claims.profile import DateRule, PayerProfile

if TYPE_CHECKING:
    from clinicbill.claims.profiles import ProfileBook

# What names a profile; everything else of it is a setting.
IDENTITY = frozenset({"key", "name", "from_on", "to_on", "sources", "notes"})
YES, NO = "yes", "no"


class SettingInput(StrEnum):
    """How a setting is chosen or typed."""

    CHOICE = "choice"
    FLAG = "flag"
    TEXT = "text"
    CODES = "codes"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSetting:
    """One setting of a profile as people see it.

    Attributes:
        items: where it stands on the form; “top”, “form” and “837P” for what is no item.
        group: the heading it stands under.
        choices: (text of the value, words); empty for what is typed.
    """

    name: str
    items: tuple[str, ...]
    label: str
    group: str
    input: SettingInput
    source: str
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def typed(self) -> bool:
        """Whether it is typed, not chosen."""
        return self.input in (SettingInput.TEXT, SettingInput.CODES)

    def words(self, text: str) -> str:
        """A value in words: those of the choice, else what the value itself says."""
        return dict(self.choices).get(text) or _plain_words(self.name, text)


class _File(msgspec.Struct):
    events: dict[str, str]
    setting: list[ProfileSetting]


@cache
def _file() -> _File:
    text = asset("rules/profile_settings.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _File)


def all_settings() -> tuple[ProfileSetting, ...]:
    """Every setting in the order of the form."""
    return tuple(_file().setting)


def own_settings() -> tuple[ProfileSetting, ...]:
    """The settings an office may change in profiles of its own."""
    return tuple(setting for setting in all_settings() if setting.input is not SettingInput.FIXED)


def find_setting(name: str) -> ProfileSetting | None:
    """The setting of this name that an office may change; None where there is none."""
    return next((setting for setting in own_settings() if setting.name == name), None)


@cache
def _kinds() -> dict[str, Any]:
    hints = get_type_hints(PayerProfile)
    return {field.name: hints[field.name] for field in fields(PayerProfile)}


def _is_dates(name: str) -> bool:
    return bool(_kinds()[name] == tuple[DateRule, ...])


def text_of(profile: PayerProfile, name: str) -> str:
    """What a profile says of a setting, as text."""
    value = getattr(profile, name)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Mapping):
        return " ".join(f"{key}:{there}" for key, there in value.items())
    if not isinstance(value, tuple):
        return str(value)
    if _is_dates(name):
        return " ".join(f"{rule.event}:{rule.qualifier}" for rule in value)
    return " ".join(value)


def words_of(profile: PayerProfile, setting: ProfileSetting, book: ProfileBook) -> str:
    """What a profile says of a setting, in words; a profile that takes over by its name."""
    text = text_of(profile, setting.name)
    if setting.input is not SettingInput.FIXED:
        return setting.words(text)
    names = {version.key: version.name for version in book.versions}
    pairs = (part.rpartition(":") for part in text.split())
    return ", ".join(
        f"{when}: {names.get(key, key)}" if when else names.get(key, key) for when, _, key in pairs
    )


def value_of(name: str, text: str) -> object:
    """The value of a setting from its text, as JSON and TOML hold it."""
    kind = _kinds()[name]
    if kind is bool:
        return text == YES
    if kind is int:
        return int(text) if text.isascii() and text.isdigit() else text
    if _is_dates(name):
        return [list(part.partition(":")[::2]) for part in text.split()]
    return text.split() if get_origin(kind) is tuple else text


def text_from(name: str, value: object) -> str:
    """The text of a stored value; whatever else was stored is shown as it is, so that the checks can name it."""
    if isinstance(value, bool):
        return YES if value else NO
    if not isinstance(value, list):
        return str(value)
    if _is_dates(name):
        return " ".join(":".join(map(str, pair)) if isinstance(pair, list) else str(pair) for pair in value)
    return " ".join(map(str, value))


def is_allowed(setting: ProfileSetting, value: object) -> bool:
    """Whether a stored value is one this setting can have."""
    text = text_from(setting.name, value)
    if value_of(setting.name, text) != value:
        return False
    if setting.typed:
        return isinstance(value, list) or bool(text.strip())
    return text in dict(setting.choices)


def _plain_words(name: str, text: str) -> str:
    if not text:
        return "Nothing"
    if not _is_dates(name):
        return text
    pairs = (part.partition(":")[::2] for part in text.split())
    words = ", ".join(f"{_file().events.get(event, event)} {qualifier}".strip() for event, qualifier in pairs)
    return words[:1].upper() + words[1:]
