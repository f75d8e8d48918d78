"""Payer profiles as Setup shows them: a card for each, and the fields of those the office keeps itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.claims.office_profile import OfficeProfile, changed_settings, completed, key_for
from clinicbill.claims.profile import PayerProfile
from clinicbill.claims.profile_settings import (
    SettingInput,
    find_setting,
    own_settings,
    text_from,
    text_of,
)
from clinicbill.claims.profiles import ProfileBook, built_in
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import MEDIUM
from clinicbill.ui.setup.people import IN_USE
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.ui.widgets.record_form import Part
from clinicbill.ui.widgets.runs import Run, Runs, small
from clinicbill.workflows.profile_findings import profile_findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.claims.profile_settings import ProfileSetting
    from clinicbill.ui.setup.reads import SetupFile

# What stands on no item of the form has its place in the label’s words.
_NO_ITEM = frozenset({"top", "form", "837P"})
_RIGHT = frozenset(
    {"Item 24: service lines", "Items 25–33: money, signature, places", "Sheets", "Electronic file"}
)
_FIRST_BASE = "commercial"


def _no_settings() -> Mapping[str, str | None]:
    return {setting.name: None for setting in own_settings()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileCard:
    """A profile as the list and the form show it.

    Attributes:
        id: our row; 0 for a new one, below 0 for one of the program.
        settings: setting → text of what differs, None where it is as the base has it.
        program: the profile itself, for one of the program.
        book: where bases are looked up.
    """

    id: int = 0
    key: str = ""
    name: str = ""
    extends: str = _FIRST_BASE
    from_on: date
    to_on: date | None = None
    source: str = ""
    active: bool = True
    settings: Mapping[str, str | None] = field(default_factory=_no_settings)
    program: PayerProfile | None = None
    book: ProfileBook = field(default_factory=built_in, compare=False)

    @classmethod
    def of(cls, profile: OfficeProfile, book: ProfileBook) -> ProfileCard:
        """One of the office."""
        texts: dict[str, str | None] = dict(_no_settings())
        texts |= {
            name: text_from(name, value)
            for name, value in profile.settings.items()
            if find_setting(name) is not None
        }
        return cls(
            id=profile.id,
            key=profile.key,
            name=profile.name,
            extends=profile.extends,
            from_on=profile.from_on,
            to_on=profile.to_on,
            source=profile.source,
            active=profile.active,
            settings=texts,
            book=book,
        )

    def office_profile(self) -> OfficeProfile:
        """What is stored of it."""
        return OfficeProfile(
            id=self.id,
            key=self.key,
            name=self.name,
            extends=self.extends,
            from_on=self.from_on,
            to_on=self.to_on,
            settings=changed_settings(self.settings),
            source=self.source,
            active=self.active,
        )

    def base(self) -> PayerProfile | None:
        """The profile it is based on, as it is on its first day; None where that is not known."""
        if not any(version.key == self.extends for version in self.book.versions):
            return None
        return self.book.on(self.extends, self.from_on)

    def profile(self) -> PayerProfile | None:
        """The complete profile, with what is typed now; None where its base is not known."""
        if self.program is not None:
            return self.program
        base, own = self.base(), self.office_profile()
        return completed(replace(own, key=own.key or key_for(own.name)), base) if base is not None else None

    @property
    def changes(self) -> int | None:
        """How many settings differ from the base; None for one of the program."""
        return None if self.program is not None else len(changed_settings(self.settings))


def _name(row: ProfileCard) -> Runs:
    if not row.active:
        return (Run(row.name, Role.TEXT3), small("not used", Role.TEXT3))
    changes = row.changes
    return (Run(row.name, weight=MEDIUM), *((small(f"{changes} changed"),) if changes else ()))


def own_cards(file: SetupFile) -> list[ProfileCard]:
    """The profiles of the office, those that are not used any more too."""
    book = file.book
    return [ProfileCard.of(profile, book) for profile in file.profiles]


def program_cards(file: SetupFile) -> list[ProfileCard]:
    """The profiles of the program that are in force."""
    return [
        ProfileCard(
            id=-place,
            key=profile.key,
            name=profile.name,
            from_on=profile.from_on,
            to_on=profile.to_on,
            source="; ".join(profile.sources),
            program=profile,
            book=file.book,
        )
        for place, profile in enumerate(built_in().all_on(file.as_of), 1)
    ]


def card_findings(card: ProfileCard, others: Sequence[ProfileCard]) -> list[Finding]:
    """What is wrong with a profile of the office, and what its base says instead of each change."""
    if card.program is not None:
        return []
    own = card.office_profile()
    found = profile_findings(
        replace(own, key=own.key or key_for(own.name)),
        [other.office_profile() for other in others if other.program is None],
    )
    return [*found, *_instead(card, own)]


def _instead(card: ProfileCard, own: OfficeProfile) -> list[Finding]:
    base = card.base()
    settings = (find_setting(name) for name in own.settings)
    return [
        Finding(
            rule="",
            severity=Severity.INFO,
            message=f"{base.name}: {setting.words(text_of(base, setting.name))}",
            field=f"settings.{setting.name}",
        )
        for setting in settings
        if base is not None and setting is not None
    ]


def label_of(setting: ProfileSetting) -> str:
    """The item of the form and the setting: “11  Policy or group”."""
    return setting.label if setting.items[0] in _NO_ITEM else f"{setting.items[0]}  {setting.label}"


def choices_of(setting: ProfileSetting, base: PayerProfile | None) -> list[tuple[object, str]]:
    """What a setting may be: first what the base says, which takes a change back, then everything else."""
    if base is None:
        return [(None, "–")]
    text = text_of(base, setting.name)
    others = [(value, words) for value, words in setting.choices if value != text]
    return [(None, setting.words(text)), *others]


def _setting_field(setting: ProfileSetting, heading: str) -> Field:
    name, label = f"settings.{setting.name}", label_of(setting)
    if not setting.typed:
        return Field(label, name, Input.CHOICE, section=heading)
    kind = Input.CODE if setting.input is SettingInput.CODES else Input.TEXT
    return Field(label, name, kind, section=heading, stored=_tidy)


def _tidy(text: str) -> str:
    return " ".join(text.split())


_HEAD = (
    Field("Name", "name", required=True, placeholder="The plan or payer"),
    Field("Based on", "extends", Input.CHOICE, required=True),
    Field("Source", "source", placeholder="Letter, manual page, call"),
)
_DAYS = (
    Field("From", "from_on", Input.DATE, required=True),
    Field("Until", "to_on", Input.DATE),
    Field("In use", "active", Input.CHOICE, choices=IN_USE, width=140),
)


def profile_parts() -> tuple[Part, ...]:
    """The form: who, from when and where from, then every setting in the order of the form."""
    columns: dict[int, list[Field]] = {0: [], 1: []}
    seen: set[str] = set()
    for setting in own_settings():
        heading = "" if setting.group in seen else setting.group
        seen.add(setting.group)
        columns[int(setting.group in _RIGHT)].append(_setting_field(setting, heading))
    return (
        Part(_HEAD),
        Part(tuple(columns[0])),
        Part(_DAYS, 1),
        Part(tuple(columns[1]), 1),
    )


def profile_tips() -> dict[str, str]:
    """Where each setting stands on the form, and who says so."""
    tips = {
        "extends": "Everything not changed below is as this profile has it",
        "source": "Where the office has it from; it stands beside the boxes it changes",
        "from_on": "First day claims are made by it",
    }
    for setting in own_settings():
        items = ", ".join(item for item in setting.items if item not in _NO_ITEM)
        place = f"Item {items}. " if items else ""
        first = "" if setting.typed else " The first choice is what the base says."
        tips[f"settings.{setting.name}"] = f"{place}{setting.source}.{first}"
    return tips


COLUMNS: tuple[Column[ProfileCard], ...] = (Column("Name", _name, stretch=1, width=120),)
