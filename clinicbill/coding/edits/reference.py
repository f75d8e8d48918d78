"""Reference: what the loaded releases say of procedures, asked once for each code and day."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from clinicbill.basics.errors import ClinicBillError
from clinicbill.codesets.add_on import AddOn, primaries_of
from clinicbill.codesets.bundling import BundledPair, pairs
from clinicbill.codesets.fees import FeeFacts, fee_facts
from clinicbill.codesets.folder import loaded_folder
from clinicbill.codesets.register import FILE
from clinicbill.codesets.register_store import signature
from clinicbill.codesets.units import UnitLimit, unit_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

T = TypeVar("T")
_MOST_KNOWN = 20_000


class Reference(Protocol):
    """Whoever can answer for procedures as of a day; None and nothing where nothing is loaded."""

    def pairs(self, codes: frozenset[str], on: date) -> Sequence[BundledPair]:
        """The NCCI pairs among the codes."""

    def unit_limit(self, code: str, on: date) -> UnitLimit | None:
        """The MUE of a code."""

    def fee_facts(self, code: str, on: date) -> FeeFacts | None:
        """The fee schedule's line of a code."""

    def primaries_of(self, code: str, on: date) -> AddOn | None:
        """What an add-on code may be added to."""


class NothingLoaded:
    """An office that has loaded no release."""

    def pairs(self, codes: frozenset[str], on: date) -> Sequence[BundledPair]:
        """None."""
        return ()

    def unit_limit(self, code: str, on: date) -> UnitLimit | None:
        """None."""
        return None

    def fee_facts(self, code: str, on: date) -> FeeFacts | None:
        """None."""
        return None

    def primaries_of(self, code: str, on: date) -> AddOn | None:
        """None."""
        return None


NOTHING_LOADED = NothingLoaded()


class LoadedReference:
    """Asks the releases of a library folder and remembers: the same few codes stand on the screen at every key.

    A release whose file cannot be read counts as not loaded here; the Codes page tells of it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._known: dict[tuple[object, ...], object] = {}

    def pairs(self, codes: frozenset[str], on: date) -> Sequence[BundledPair]:
        """The NCCI pairs among the codes."""
        return self._ask(("pairs", codes, on), lambda: tuple(pairs(codes, on, self._folder)), ())

    def unit_limit(self, code: str, on: date) -> UnitLimit | None:
        """The MUE of a code."""
        return self._ask(("units", code, on), lambda: unit_limit(code, on, self._folder), None)

    def fee_facts(self, code: str, on: date) -> FeeFacts | None:
        """The fee schedule's line of a code, without a modifier of the schedule."""
        return self._ask(("fees", code, on), lambda: fee_facts(code, "", on, self._folder), None)

    def primaries_of(self, code: str, on: date) -> AddOn | None:
        """What an add-on code may be added to."""
        return self._ask(("add-on", code, on), lambda: primaries_of(code, on, self._folder), None)

    def _ask(self, key: tuple[object, ...], ask: Callable[[], T], nothing: T) -> T:
        if key not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            try:
                self._known[key] = ask()
            except ClinicBillError:
                self._known[key] = nothing
        return cast("T", self._known[key])


def loaded_reference(folder: Path | None = None) -> LoadedReference:
    """The releases as they are loaded now; the same object until something is loaded or undone.

    Args:
        folder: of the library; None for this user's.
    """
    place = loaded_folder(folder)
    return _reference(folder, signature(place / FILE))


@lru_cache(maxsize=2)
def _reference(folder: Path | None, _loaded: object) -> LoadedReference:
    return LoadedReference(folder)
