"""Medicare's facts about a procedure (global period, relative values, surgery indicators) and its fee in a locality.

Source: CMS, Medicare Claims Processing Manual, chapter 12, section 30 and the RVUPUF record layout; the fee is
(work × work index + practice expense × its index + malpractice × its index) × conversion factor.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from clinicbill.basics.money import Money
from clinicbill.codesets.files import fee_file, locality_file
from clinicbill.codesets.register import LoadedRelease, System, list_releases, release_on
from clinicbill.codesets.release_store import list_rows, list_where

if TYPE_CHECKING:
    from pathlib import Path

# Most offices are no qualifying APM participants; theirs is the other conversion factor.
USUAL_PART = "nonQPP"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeFacts:
    """One line of the fee schedule.

    Attributes:
        status: A is paid by relative value; others see the RVUPUF layout.
        global_days: "000", "010", "090", or "XXX", "YYY", "ZZZ", "MMM".
        work, pe_non_facility, pe_facility, mp: relative values.
        pctc: professional and technical component.
        pre, intra, post: shares of a surgery's parts.
        multiple, bilateral, assistant, co_surgeon, team: one character each, as in the layout.
        conversion_factor: dollars per unit; None where the file has none.
        from_on, to_on: the days of the release that says so; covers: whether the day asked for lies in it.
    """

    code: str
    modifier: str
    status: str
    work: Decimal
    pe_non_facility: Decimal
    pe_facility: Decimal
    mp: Decimal
    pctc: str
    global_days: str
    pre: Decimal
    intra: Decimal
    post: Decimal
    multiple: str
    bilateral: str
    assistant: str
    co_surgeon: str
    team: str
    endoscopic_base: str
    conversion_factor: Decimal | None
    release: str
    from_on: date
    to_on: date | None
    covers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Locality:
    """One Medicare locality with its indices.

    Attributes:
        mac: the contractor's number; number: the locality's, unique only within the contractor.
        work, pe, mp: the indices, that of work with its floor.
    """

    mac: str
    state: str
    number: str
    name: str
    work: Decimal
    pe: Decimal
    mp: Decimal
    release: str


def fee_facts(
    code: str, modifier: str, on: date, folder: Path | None = None, *, part: str = USUAL_PART
) -> FeeFacts | None:
    """The line for a code with a modifier of the schedule (26, TC, 53), else the one without; None where none is.

    The part is "nonQPP" or "QPP"; where that one is not loaded, whichever is.
    """
    release = _schedule(on, folder, part)
    if release is None:
        return None
    lines = _lines(release, code.strip().upper())
    line = lines.get(modifier.strip().upper()) or lines.get("")
    return _facts(line, release, on) if line else None


def localities(on: date, folder: Path | None = None) -> tuple[Locality, ...]:
    """Every locality of the day, by state and name; none where nothing is loaded."""
    release = release_on(System.GPCI, on, folder)
    return _localities(release) if release else ()


def locality_fee(
    facts: FeeFacts, locality: Locality, *, facility: bool, conversion_factor: Decimal | None = None
) -> Money | None:
    """The fee schedule amount to the cent; None where no conversion factor is known.

    In a facility, such as a hospital, the practice expense is another one. A conversion factor that is given counts
    instead of the file's own.
    """
    factor = conversion_factor or facts.conversion_factor
    if factor is None:
        return None
    pe = facts.pe_facility if facility else facts.pe_non_facility
    units = facts.work * locality.work + pe * locality.pe + facts.mp * locality.mp
    return Money(int((units * factor * 100).quantize(Decimal(1), ROUND_HALF_UP)))


def _schedule(on: date, folder: Path | None, part: str) -> LoadedRelease | None:
    """Of the quarter that answers, the part asked for; else the other one."""
    nearest = release_on(System.MPFS, on, folder)
    if nearest is None:
        return None
    same = [one for one in list_releases(folder, System.MPFS) if one.from_on == nearest.from_on]
    return next((one for one in reversed(same) if one.part == part), nearest)


@lru_cache(maxsize=1024)
def _lines(release: LoadedRelease, code: str) -> dict[str, dict[str, Any]]:
    rows = list_where(release.path, fee_file.TABLE, "code", [code])
    return {row["modifier"]: row for row in rows}


def _facts(line: dict[str, Any], release: LoadedRelease, on: date) -> FeeFacts:
    numbers = {
        field: _number(line[field])
        for field in ("work", "pe_non_facility", "pe_facility", "mp", "pre", "intra", "post")
    }
    factor = _number(line["conversion_factor"])
    return FeeFacts(
        **{**line, **numbers, "conversion_factor": factor or None},
        release=release.name,
        from_on=release.from_on,
        to_on=release.to_on,
        covers=release.covers(on),
    )


def _number(text: str) -> Decimal:
    try:
        return Decimal(text or "0")
    except ArithmeticError:
        return Decimal(0)


@lru_cache(maxsize=8)
def _localities(release: LoadedRelease) -> tuple[Locality, ...]:
    rows = sorted(list_rows(release.path, locality_file.TABLE), key=lambda row: (row["state"], row["name"]))
    return tuple(
        Locality(
            **{**row, **{field: Decimal(row[field]) for field in ("work", "pe", "mp")}}, release=release.name
        )
        for row in rows
    )
