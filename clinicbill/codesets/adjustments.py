"""Adjustment, remark and provider-level reasons of remittances, by number and in words of our own.

The numbers are those of ASC X12 (CAS01, CAS02, LQ02, PLB03-1). The words are ours and are not the official text,
unless the office has loaded its licensed list of X12; a number that is nowhere is shown as it stands.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.codesets.files.reason_file import ADJUSTMENT, REMARK, TABLE
from clinicbill.codesets.register import LoadedRelease, System, list_releases
from clinicbill.codesets.release_store import list_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "adjustments.csv"
NOT_OFFICIAL = "In words of our own; the official text is the code owner's."
# The words of resources/rules/adjustment_policy.toml, and the payer's own account for what belongs to no claim.
HANDLINGS = frozenset(
    {"write_off", "patient", "next_payer", "withhold", "interest", "leave_open", "ask", "payer_account", ""}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason.

    Attributes:
        gloss: what it means, short.
        handling: what usually happens to the amount; the posting policy decides, not this word.
        next_step: what a biller usually does next; empty where there is nothing to do.
    """

    code: str
    gloss: str
    handling: str
    next_step: str


def adjustment_reasons() -> Mapping[str, Reason]:
    """Claim adjustment reasons (CARC, CAS02) that a clinic meets."""
    return _with_loaded("reason", ADJUSTMENT)


def adjustment_groups() -> Mapping[str, Reason]:
    """Adjustment groups (CAS01): CO, PR, OA, PI and the retired CR."""
    return _lists()["group"]


def remarks() -> Mapping[str, Reason]:
    """Remark codes (RARC; LQ02, MOA) that a clinic meets."""
    return _with_loaded("remark", REMARK)


def provider_reasons() -> Mapping[str, Reason]:
    """Reasons of provider-level adjustments (PLB03-1)."""
    return _lists()["provider"]


def adjustment_gloss(code: str) -> str:
    """What a claim adjustment reason means; “reason 999” for a number that is not here."""
    found = adjustment_reasons().get(code.strip().upper())
    return found.gloss if found else f"reason {code}"


def remark_gloss(code: str) -> str:
    """What a remark code means; “remark N999” for one that is not here."""
    found = remarks().get(code.strip().upper())
    return found.gloss if found else f"remark {code}"


def is_official(list_part: str = ADJUSTMENT) -> bool:
    """Whether the words of a list, "adjustment" or "remark", are X12's own; else `NOT_OFFICIAL` says so."""
    return _newest(list_part) is not None


def _newest(part: str) -> LoadedRelease | None:
    loaded = [release for release in list_releases(system=System.X12) if release.part == part]
    return max(loaded, key=lambda release: (release.from_on, release.id), default=None)


def _with_loaded(name: str, part: str) -> Mapping[str, Reason]:
    release = _newest(part)
    return _lists()[name] if release is None else _official(release, name)


@lru_cache(maxsize=4)
def _official(release: LoadedRelease, name: str) -> Mapping[str, Reason]:
    """The licensed texts, with our own word on what to do next."""
    own = _lists()[name]
    nothing = Reason(code="", gloss="", handling="", next_step="")
    official = {
        row["code"]: replace(own.get(row["code"], nothing), code=row["code"], gloss=row["text"])
        for row in list_rows(release.path, TABLE)
    }
    return MappingProxyType({**own, **official})


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, Mapping[str, Reason]]:
    lists: dict[str, dict[str, Reason]] = {}
    with asset(f"codes/{FILE}").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            lists.setdefault(row["list"], {})[row["code"]] = Reason(
                code=row["code"], gloss=row["gloss"], handling=row["handling"], next_step=row["next_step"]
            )
    return MappingProxyType({name: MappingProxyType(reasons) for name, reasons in lists.items()})
