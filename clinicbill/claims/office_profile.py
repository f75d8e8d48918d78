"""OfficeProfile: a payer profile of the office's own: which one it extends, and only what differs from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from clinicbill.claims.profile import PayerProfile, ProfileNote
from clinicbill.claims.profile_settings import find_setting, is_allowed, text_from, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clinicbill.claims.profiles import ProfileBook

# Keys of the office never meet those of the program.
OWN_PREFIX = "own_"
_DATES = frozenset({"illness_dates", "manipulation_dates", "other_dates"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeProfile:
    """One version of a profile of the office.

    Attributes:
        id: our row; 0 until it is saved.
        key: what payers and insurances name it by; several versions of one key follow each other by their days.
        extends: the key of the profile it is based on, of the program or of the office.
        from_on, to_on: first and last day it is in force; no last day while it is.
        settings: setting → value as JSON holds it, only what differs from the base.
        source: where the office has it from: a letter, a manual, a call.
    """

    id: int = 0
    key: str = ""
    name: str
    extends: str
    from_on: date
    to_on: date | None = None
    settings: Mapping[str, Any] = field(default_factory=dict, metadata={"saved": False})
    source: str = ""
    active: bool = True


def key_for(name: str) -> str:
    """The key of a new profile, made from its name: letters and digits, own_ before them."""
    plain = "".join(letter if letter.isalnum() else " " for letter in name.casefold())
    return OWN_PREFIX + "_".join(plain.split())


def goes_in_circles(profile: OfficeProfile, others: Sequence[OfficeProfile]) -> bool:
    """Whether a profile is based on itself, if only by way of others."""
    bases = {other.key: other.extends for other in others} | {profile.key: profile.extends}
    seen, key = {profile.key}, profile.extends
    while key in bases:
        if key in seen:
            return True
        seen.add(key)
        key = bases[key]
    return False


def overlapping(profile: OfficeProfile, others: Iterable[OfficeProfile]) -> OfficeProfile | None:
    """Another version of the same profile that is in force on one of its days."""
    last = profile.to_on or date.max
    return next(
        (
            other
            for other in others
            if other.active
            and (other.key, other.id != profile.id) == (profile.key, True)
            and other.from_on <= last
            and profile.from_on <= (other.to_on or date.max)
        ),
        None,
    )


def resolved(own: Iterable[OfficeProfile], book: ProfileBook) -> tuple[PayerProfile, ...]:
    """The office's profiles in use as complete ones, each after the one it extends.

    Where a base gets another version while a profile is in force, the profile follows it from that day. One that
    extends itself or an unknown one is left out, and a claim then says that its payer's profile is not known.
    Settings the program does not know are left out too; `workflows.profile_findings` never lets them in.
    """
    waiting = [profile for profile in own if profile.active]
    made: list[PayerProfile] = []
    while waiting:
        keys = {profile.key for profile in waiting}
        ready = [profile for profile in waiting if profile.extends not in keys]
        if not ready:
            break
        now = [version for profile in ready for version in _versions(profile, book)]
        book = book.with_own(now)
        made += now
        waiting = [profile for profile in waiting if profile not in ready]
    return tuple(made)


def _versions(own: OfficeProfile, book: ProfileBook) -> Iterator[PayerProfile]:
    bases = [version.from_on for version in book.versions if version.key == own.extends]
    if not bases:
        return
    last = own.to_on or date.max
    days = sorted({own.from_on, *(day for day in bases if own.from_on < day <= last)})
    ends = [*(day - timedelta(days=1) for day in days[1:]), own.to_on]
    for first, end in zip(days, ends, strict=True):
        yield completed(own, book.on(own.extends, first), from_on=first, to_on=end)


def completed(
    own: OfficeProfile, base: PayerProfile, *, from_on: date | None = None, to_on: date | None = None
) -> PayerProfile:
    """A profile of the office with everything it takes from its base; it counts as it is in every state."""
    known = {
        name: value
        for name, value in own.settings.items()
        if (setting := find_setting(name)) is not None and is_allowed(setting, value)
    }
    return replace(
        base,
        key=own.key,
        name=own.name,
        from_on=from_on or own.from_on,
        to_on=to_on,
        sources=tuple(source for source in (own.source, f"Based on “{base.name}”", *base.sources) if source),
        states={},
        conditions={},
        notes={**base.notes, **dict(_notes(own, known))},
        **{name: _typed(name, value) for name, value in known.items()},
    )


def _typed(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever the setting holds
    if name in _DATES:
        value = [{"event": event, "qualifier": qualifier} for event, qualifier in value]
    return msgspec.convert(value, get_type_hints(PayerProfile)[name])


def _notes(own: OfficeProfile, known: Mapping[str, Any]) -> Iterator[tuple[str, ProfileNote]]:
    """For each item a changed setting stands in: that the office wants it so, and where it has it from."""
    for name, value in known.items():
        setting = find_setting(name)
        if setting is None:
            continue
        words = setting.words(text_from(name, value))
        text = f"{setting.label}: {words[:1].lower()}{words[1:].rstrip('.')}, as the office set it up."
        for item in setting.items:
            yield item, ProfileNote(text=text, source=own.source or own.name, read_on=own.from_on)


def changed_settings(texts: Mapping[str, str | None]) -> dict[str, object]:
    """The settings as they are stored, from their texts; None or an empty typed text is as the base has it."""
    found: dict[str, object] = {}
    for name, text in texts.items():
        setting = find_setting(name)
        if setting is not None and text is not None and (text or not setting.typed):
            found[name] = value_of(name, text)
    return found
