"""From which day to which a release is in force: by its file's name, and by the calendar of its publisher.

Sources: CMS and CDC/NCHS, ICD-10-CM fiscal years (1 October to 30 September, update on 1 April); CMS, quarterly
HCPCS, NCCI and fee schedule releases; NUCC, taxonomy in January and July; AMA, CPT each 1 January.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from clinicbill.codesets.register import System

_ICD = frozenset({System.ICD10CM, System.ICD10CM_ORDER, System.ICD10CM_INDEX})
_QUARTERS = (1, 4, 7, 10)
# System → the months whose first day begins a release.
SCHEDULE: dict[System, tuple[int, ...]] = {
    System.ICD10CM: (4, 10),
    System.HCPCS: _QUARTERS,
    System.CPT: (1,),
    System.NCCI_PTP: _QUARTERS,
    System.MUE: _QUARTERS,
    System.ADD_ON: _QUARTERS,
    System.MPFS: _QUARTERS,
    System.GPCI: (1,),
    System.TAXONOMY: (1, 7),
}
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_WORD = f"({'|'.join(_MONTHS)})[a-z]*"
_QUARTER = re.compile(r"(20\d\d)[ _-]?q([1-4])")
_YEAR_MONTH = re.compile(rf"(20\d\d)[ _-]?{_WORD}")
_MONTH_YEAR = re.compile(rf"{_WORD}[ _-]*(?:0?1[, _-]+)?(20\d\d)")
_US_DAY = re.compile(r"(\d\d)-(\d\d)-(20\d\d)")
_ISO_DAY = re.compile(r"(20\d\d)-?(\d\d)-?(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
# NCCI versions count years from 1994 and quarters from 0: 322 is the third quarter of 2026.
_NCCI_VERSION = re.compile(r"v(\d\d)([0-3])(?:r\d|\b)")
_NCCI_YEAR_0 = 1994
_RVU_LETTER = re.compile(r"rvu(?:20)?(\d\d)_?([a-d])(?![a-z])")
_TAXONOMY_VERSION = re.compile(r"taxonomy[ _-]?(\d\d)\.?([01])")
_RVU_CAPTION = re.compile(rf"(20\d\d) national physician fee schedule .*?{_WORD} release")
_RVU_SHORT = re.compile(rf"rvu(\d\d)_?{_WORD}")


def first_day(system: System, name: str) -> date | None:
    """The first day that a file's name, or the caption in it, tells; None where it tells none."""
    text = name.casefold()
    if system in _ICD:
        return _icd_day(text)
    return (
        _own_day(system, text)
        or _plain_day(text)
        or (_year_day(text) if _once_a_year(system, text) else None)
    )


def fiscal_year_day(year: int, name: str) -> date:
    """The first day of an ICD-10-CM release of a fiscal year; an April update says so in its name."""
    return date(year, 4, 1) if "apr" in name.casefold() else date(year - 1, 10, 1)


def last_day(system: System, from_on: date) -> date | None:
    """The last day of a release by the calendar; None where its publisher keeps none."""
    if system in _ICD:
        return date(from_on.year + (from_on.month >= 10), 9, 30)
    months = SCHEDULE.get(system)
    if months is None:
        return None
    following = next((month for month in months if month > from_on.month), None)
    start = date(from_on.year, following, 1) if following else date(from_on.year + 1, months[0], 1)
    return start - timedelta(days=1)


def scheduled_day(system: System, on: date) -> date | None:
    """The latest first day of a release that is not after the day; None for a list without a calendar."""
    months = SCHEDULE.get(system)
    if months is None:
        return None
    days = (date(year, month, 1) for year in (on.year, on.year - 1) for month in reversed(months))
    return next(first for first in days if first <= on)


def release_name(from_on: date) -> str:
    """As screens name it: 10/2026."""
    return f"{from_on.month}/{from_on.year}"


def _icd_day(text: str) -> date | None:
    if found := _MONTH_YEAR.search(text):
        return date(int(found[2]), _MONTHS[found[1]], 1)
    found = _YEAR.search(text.replace("_", " ")) or _YEAR.search(text)
    return fiscal_year_day(int(found[1]), text) if found else None


def _own_day(system: System, text: str) -> date | None:
    """What only the publisher's own way of naming tells."""
    if system == System.NCCI_PTP and (found := _NCCI_VERSION.search(text)):
        return date(_NCCI_YEAR_0 + int(found[1]), _QUARTERS[int(found[2])], 1)
    if system == System.MPFS and (found := _RVU_LETTER.search(text)):
        return date(2000 + int(found[1]), _QUARTERS["abcd".index(found[2])], 1)
    if system == System.MPFS and (found := _RVU_CAPTION.search(text)):
        return date(int(found[1]), _MONTHS[found[2]], 1)
    if system == System.MPFS and (found := _RVU_SHORT.search(text)):
        return date(2000 + int(found[1]), _MONTHS[found[2]], 1)
    if system == System.TAXONOMY and (found := _TAXONOMY_VERSION.search(text)):
        return date(2000 + int(found[1]), (1, 7)[int(found[2])], 1)
    return None


def _plain_day(text: str) -> date | None:
    """Any way of writing a day, a month of a year, or a quarter."""
    try:
        if found := _US_DAY.search(text):
            return date(int(found[3]), int(found[1]), int(found[2]))
        if found := _QUARTER.search(text):
            return date(int(found[1]), _QUARTERS[int(found[2]) - 1], 1)
        if found := _YEAR_MONTH.search(text):
            return date(int(found[1]), _MONTHS[found[2]], 1)
        if found := _MONTH_YEAR.search(text):
            return date(int(found[2]), _MONTHS[found[1]], 1)
        if found := _ISO_DAY.search(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return None


def _once_a_year(system: System, text: str) -> bool:
    # The HCPCS file of January bore the year alone until 2019.
    return SCHEDULE.get(system) == (1,) or (system == System.HCPCS and "hcpc20" in text)


def _year_day(text: str) -> date | None:
    found = re.search(r"(20\d\d)(?!\d)", text)
    return date(int(found[1]), 1, 1) if found else None
