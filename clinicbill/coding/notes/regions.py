"""Segmental dysfunction and subluxation as chiropractors write them: one code for each spinal region named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What is named: M99.0- segmental and somatic dysfunction, M99.1- subluxation complex (ICD-10-CM tabular list, M99).
_SPINE = r"(?:cervical|cerv|thoracic|thor|lumbar|lumb|sacral|pelvic|dorsal|lumbosacral|[ctl]\d{1,2}(?:\s*[-–/,&]\s*[ctls]?\d{1,2})*)"
_DYSFUNCTION = re.compile(
    r"\b(?:(?:inter)?seg(?:mental|m?t?l?)?\.?\s+(?:joint\s+)?(?:dysf(?:x|n|xn|unct)?|dysfxn|dys|dysfunctions?)\b|"
    rf"{_SPINE}\.?\s+(?:spine\s+|spinal\s+|regions?\s+|joints?\s+|facet\s+)?(?:dysf(?:x|n)?|dysfunctions?|restrictions?|fixations?)|"
    rf"(?:dysf(?:x|n)?|dysfunctions?)(?:/(?:subluxations?|restrictions?))?(?:\s+(?:of|at|in|to|the)|:)*\s+{_SPINE}\b|"
    r"(?:segmental|somatic|joint|intersegmental|vertebral|spinal|biomechanical)(?:\s*(?:and|/|&)\s*somatic)?\s+(?:joint\s+)?dysfunctions?|segmental\s+(?:restrictions?|"
    r"fixations?|hypomobility)|(?:vertebral|spinal|joint)\s+(?:restrictions?|fixations?|misalignments?|hypomobility)|misalignments?|somatic dysfunctions?)\b",
    re.IGNORECASE,
)
_SUBLUXATION = re.compile(
    r"\b(?:vertebral|spinal|chiropractic)?\s*(?:sublux(?:ations?|es)?|subl|vsc)(?:\s+complex(?:es)?)?\b",
    re.IGNORECASE,
)
_JOINT_OF_LIMB = re.compile(
    r"\b(?:patell\w*|radial head|humer\w*|shoulder|finger|thumb|toe|lens)\b", re.IGNORECASE
)
_REGIONS = (
    ("0", re.compile(r"\b(?:occip\w+|c0|head region|atlanto-?occipital|cranial|occ)\b", re.IGNORECASE)),
    ("1", re.compile(r"\b(?:cervical|cerv|cervico\w*|neck|atlas|axis|c[1-7](?:\s*[-–/,]\s*c?[1-7])*|c/s|c-spine)\b", re.IGNORECASE)),
    ("2", re.compile(r"\b(?:thoracic|thor|dorsal|mid(?:dle)? back|t(?:1[0-2]|[1-9])(?:\s*[-–/,]\s*t?(?:1[0-2]|[1-9]))*|t/s|t-spine|thoracolumbar)\b", re.IGNORECASE)),
    ("3", re.compile(r"\b(?:lumbar|lumb|low(?:er)? back|l[1-5](?:\s*[-–/,]\s*l?[1-5])*|l/s|l-spine|lumbosacral)\b", re.IGNORECASE)),
    ("4", re.compile(r"\b(?:sacral|sacrum|sacroiliac|si joints?|si|s[1-5]|sacrococcygeal|coccyx)\b", re.IGNORECASE)),
    ("5", re.compile(r"\b(?:pelvic|pelvis|ilium|ilia|innominate|hips?|pubic|pubis)\b", re.IGNORECASE)),
    ("6", re.compile(r"\b(?:lower extremit\w+|knees?|ankles?|foot|feet)\b", re.IGNORECASE)),
    ("7", re.compile(r"\b(?:upper extremit\w+|shoulders?|elbows?|wrists?|hands?|acromioclavicular|sternoclavicular)\b", re.IGNORECASE)),
    ("8", re.compile(r"\b(?:ribs?|rib cage|costo\w+)\b", re.IGNORECASE)),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionNamed:
    """One region of the ten of M99, and where the statement names it."""

    code: str
    start: int
    end: int


def regions_named(text: str) -> list[RegionNamed]:
    """The M99.0- or M99.1- codes of a statement that names dysfunction or subluxation of the spine, in its order.

    C1 and C5 are one region; a junction belongs to the region above it (M99, the places of its fourth digit:
    cervicothoracic is cervical, thoracolumbar thoracic, lumbosacral lumbar). Empty where the statement is of something
    else, or names no region.
    """
    subluxation = _SUBLUXATION.search(text)
    dysfunction = _DYSFUNCTION.search(text)
    if dysfunction is None and (subluxation is None or _JOINT_OF_LIMB.search(text)):
        return []
    group = "M99.0" if dysfunction else "M99.1"
    return sorted(_each(text, group), key=lambda named: named.start)


def _each(text: str, group: str) -> Iterator[RegionNamed]:
    by_letter = _lettered(text)
    for digit, pattern in _REGIONS:
        if match := pattern.search(text) or by_letter.get(digit):
            yield RegionNamed(code=f"{group}{digit}", start=match.start(), end=match.end())


# “C, T and L spine”, “C/T/L”: letters count as regions only in a list, or before “spine”; L/S is one word.
_LETTERS = re.compile(
    r"(?<![\w/.'’-])(?![CT]/S\b(?!/)|L/S\b(?!/))[CTLSP](?:\s*(?:,\s*and\b|[,/&+-]|and\b)\s*[CTLSP])+(?![\w/'’])"
    r"|(?<![\w/.'’-])[CTL](?=[ -](?:spine|region|sp)\b)"
)
_LETTER = re.compile(r"(?<![A-Za-z])[CTLSP](?![A-Za-z])")
_DIGIT_OF = {"C": "1", "T": "2", "L": "3", "S": "4", "P": "5"}


def _lettered(text: str) -> dict[str, re.Match[str]]:
    found: dict[str, re.Match[str]] = {}
    for listed in _LETTERS.finditer(text):
        for match in _LETTER.finditer(text, listed.start(), listed.end()):
            found.setdefault(_DIGIT_OF[match.group()], match)
    return found


# Where a statement of dysfunction may turn to something else.
_TURN = re.compile(
    r"\s*(?:[;,:()\[\]+&]|\s[-–—]+\s|\s/\s)\s*|\s+(?:and|with|plus|as well as|together with|along with|due to|secondary to|causing)\s+|\s+w/\s*",
    re.IGNORECASE,
)
# “Cervicalgia” and “lumbago” name a pain, not the region they begin with.
_REGION_ALONE = re.compile(
    r"(?:\W|\b(?!\w+(?:algia|dynia|ago)\b)(?:[a-z]?\d{1,2}|cerv\w*|thor\w*|lumb\w*|sacr\w*|pelvi\w*|dorsal|coccyx|occip\w*|head|neck|back|low|lower|upper|mid|ribs?|cage|"
    r"costo\w*|extremit\w+|shoulders?|elbows?|wrists?|hips?|knees?|ankles?|foot|feet|ili\w+|si|regions?|spinal|spine|joints?|segments?|"
    r"segmental|somatic|seg|vertebral|levels?|areas?|and|of|the|at|in|left|right|bilateral|bilat|l|r|c|t|s|p|w|with|associated|"
    r"concurrent|concomitant|related|multiple|also|chronic|acute|mild|moderate|severe)\b)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a statement that names dysfunction: its own words, or those of something beside it."""

    start: int
    end: int
    dysfunction: bool


def stretches(text: str) -> list[Stretch]:
    """A statement of dysfunction and what else it names, apart: “sciatica, segmental dysfunction L4, L5”.

    Regions that stand alone beside the dysfunction are of it; those beside something else are of that.
    """
    parts = list(_turns(text))
    kinds = [
        "D" if names_dysfunction(text[a:b]) else "R" if _REGION_ALONE.fullmatch(text[a:b]) else "X"
        for a, b in parts
    ]
    found: list[Stretch] = []
    for run in re.finditer(r"R*D[DR]*|(?:R*X)+(?:R+$)?|R+", "".join(kinds)):
        start, end = parts[run.start()][0], parts[run.end() - 1][1]
        found.append(Stretch(start=start, end=end, dysfunction="D" in run.group()))
    return found


def _turns(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _TURN.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def names_dysfunction(text: str) -> bool:
    """Whether the words are those of segmental dysfunction or spinal subluxation."""
    return _DYSFUNCTION.search(text) is not None or (
        _SUBLUXATION.search(text) is not None and _JOINT_OF_LIMB.search(text) is None
    )


_SPINAL = {"0": "cervical", "1": "cervical", "2": "thoracic", "3": "lumbar", "4": "sacral", "5": "pelvic"}


def spinal_regions(text: str) -> list[str]:
    """The spinal regions a text names, as CPT counts them for manipulation: head and neck are one, five in all."""
    found = [_SPINAL[digit] for digit, pattern in _REGIONS if digit in _SPINAL and pattern.search(text)]
    return list(dict.fromkeys(found))
