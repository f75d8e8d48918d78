"""Guided completion: from a heading or an unspecified code to a billable one, asking only what is still open.

What can be asked is read off the tabular list itself: the titles below one heading differ in a side, in words, or in
the meaning of the 7th character.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.codesets import store
from clinicbill.codesets.icd10 import flat_code
from clinicbill.codesets.release import release_for
from clinicbill.codesets.wording import raw_words, side_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from clinicbill.codesets.library import CodeLibrary
    from clinicbill.codesets.store import Row

_SIDE_LABELS = {"R": "right", "L": "left", "B": "both sides", "U": "side not specified", "": "no side"}
_SIDE_WORDS = re.compile(r"\b(?:right|left|bilateral|unilateral|unspecified)\b[ ,]*", re.IGNORECASE)
_REGION = re.compile(r"\b(?:region|spine|vertebra|level|site|sites)\b", re.IGNORECASE)
_NAMED_SIDES = re.compile(r"\b(?:right|left|bilateral|unilateral)\b ?", re.IGNORECASE)
_PUNCTUATION = " ,;"


class AxisKind(StrEnum):
    """What is asked."""

    SIDE = "side"
    REGION = "region"
    TYPE = "type"
    ENCOUNTER = "encounter"
    SEVENTH = "7th character"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer: what distinguishes it, and where it leads.

    Attributes:
        code: the billable code where only one is left, else the heading over those left, perhaps empty.
        left: how many billable codes remain.
        unspecified: the answer of one who does not know.
    """

    label: str
    code: str
    title: str
    left: int
    unspecified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One question with its answers, in the order of the list."""

    kind: AxisKind
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A billable code; `above` are the headings over it, the nearest last."""

    code: str
    title: str
    seventh: str
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """The billable codes that are still possible. Nothing in it changes: `choose` gives another one.

    Attributes:
        said: the labels chosen so far.
    """

    said: tuple[str, ...]
    left: tuple[_Leaf, ...]
    titles: Mapping[str, str]

    @property
    def code(self) -> str:
        """The billable code once only one is left, else empty."""
        return self.left[0].code if len(self.left) == 1 else ""

    @property
    def title(self) -> str:
        """The title of that code, else of the heading over all that are left."""
        return self.left[0].title if len(self.left) == 1 else self.titles.get(_heading(self.left), "")

    @property
    def axis(self) -> Axis | None:
        """The next question; None when one code is left, or none was found."""
        if len(self.left) < 2:
            return None
        kind, groups = _groups(self.left, self.titles)
        named = _labels(kind, groups, self.titles)
        return Axis(kind=kind, choices=tuple(map(self._choice, named, groups.values())))

    def choose(self, place: int) -> Completion:
        """The completion after the answer at this place of the axis.

        Raises:
            IndexError: there is no such answer.
        """
        kind, groups = _groups(self.left, self.titles)
        label = _labels(kind, groups, self.titles)[place]
        return Completion(
            said=(*self.said, label), left=tuple(list(groups.values())[place]), titles=self.titles
        )

    def _choice(self, label: str, leaves: Sequence[_Leaf]) -> Choice:
        one = leaves[0] if len(leaves) == 1 else None
        heading = _heading(leaves)
        return Choice(
            label=label,
            code=one.code if one else heading,
            title=one.title if one else self.titles.get(heading, ""),
            left=len(leaves),
            unspecified="unspecified" in label or "not specified" in label,
        )


def completion(library: CodeLibrary, code: str, on: date) -> Completion:
    """Where to begin: a heading, a stem without its 7th character, or a code that leaves something unspecified.

    What the code says already is not asked again: the left side, the encounter. A code that says everything is the
    only one left; for what is no code at all none is.
    """
    release = release_for(library, on).release
    row = library.read(store.get_code, release, flat_code(code))
    if row is None:
        return Completion(said=(), left=(), titles={})
    if not row["billable"]:
        return _under(library, release, row)
    own = Completion(said=(), left=(_Leaf(row["code"], row["title"], row["seventh"], ()),), titles={})
    return _less_vague(library, release, row) or own if "unspecified" in row["title"].lower() else own


def _under(library: CodeLibrary, release: str, row: Row) -> Completion:
    rows = library.read(store.list_under, release, row["flat"])
    titles = {one["code"]: one["title"] for one in rows}
    parents = {one["code"]: one["parent"] for one in rows}
    leaves = tuple(
        _Leaf(one["code"], one["title"], one["seventh"], _above(one["code"], parents))
        for one in rows
        if one["billable"]
    )
    return Completion(said=(), left=leaves, titles=titles)


def _above(code: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    found: list[str] = []
    while (code := parents.get(code, "")) in parents:
        found.append(code)
    return tuple(reversed(found))


def _less_vague(library: CodeLibrary, release: str, row: Row) -> Completion | None:
    """The codes below the nearest heading that say what this one says, and more; None where there are none."""
    side = _leaf_side(row["title"])
    parent = row["parent"]
    while parent:
        heading = library.read(store.get_code, release, flat_code(parent))
        if heading is None:
            return None
        whole = _under(library, release, heading)
        left = tuple(
            leaf
            for leaf in whole.left
            if leaf.seventh == row["seventh"] and (side in ("", "U") or _leaf_side(leaf.title) == side)
        )
        if len(left) > 1:
            return Completion(said=(), left=left, titles=whole.titles)
        parent = heading["parent"]
    return None


def _groups(left: Sequence[_Leaf], titles: Mapping[str, str]) -> tuple[AxisKind, Mapping[str, list[_Leaf]]]:
    """What to ask next, and the codes by answer: always two answers or more, so that every question narrows."""
    if _only_sevenths(left):
        told = all("encounter" in leaf.title or "sequela" in leaf.title for leaf in left)
        return (AxisKind.ENCOUNTER if told else AxisKind.SEVENTH), _grouped(left, lambda leaf: leaf.seventh)
    below = _branches(left)
    rests = _grouped(left, lambda leaf: _rest(titles.get(below[leaf.code], leaf.title)))
    if len(rests) > 1:
        regional = sum(bool(_REGION.search(rest)) for rest in rests) * 2 > len(rests)
        return (AxisKind.REGION if regional else AxisKind.TYPE), rests
    sides = _grouped(left, lambda leaf: _leaf_side(leaf.title))
    if len(sides) > 1 and {"R", "L"} & sides.keys():
        return AxisKind.SIDE, sides
    stems = _grouped(left, lambda leaf: below[leaf.code])
    return AxisKind.CODE, stems


def _only_sevenths(left: Sequence[_Leaf]) -> bool:
    """Whether nothing but the 7th character tells the codes from one another."""
    return all(leaf.seventh for leaf in left) and len({leaf.above for leaf in left}) == 1


def _grouped(left: Iterable[_Leaf], key: Callable[[_Leaf], str]) -> dict[str, list[_Leaf]]:
    found: dict[str, list[_Leaf]] = defaultdict(list)
    for leaf in left:
        found[key(leaf)].append(leaf)
    return dict(found)


def _branches(left: Sequence[_Leaf]) -> Mapping[str, str]:
    """For each code the first heading on the way down to it that is not over all of them, or the code itself."""
    paths = {leaf.code: (*leaf.above, leaf.code) for leaf in left}
    shared = len(_common([leaf.above for leaf in left]))
    return {leaf.code: paths[leaf.code][shared] for leaf in left}


def _common(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    first, last = min(paths), max(paths)
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    return first[:shared]


def _heading(leaves: Sequence[_Leaf]) -> str:
    common = _common([leaf.above for leaf in leaves]) if leaves else ()
    return common[-1] if common else ""


@lru_cache(maxsize=16_384)
def _leaf_side(title: str) -> str:
    return side_of(raw_words(title))


@lru_cache(maxsize=16_384)
def _rest(title: str) -> str:
    """A title without what says a side."""
    return " ".join(_SIDE_WORDS.sub("", title).lower().replace(",", " ").split())


def _labels(kind: AxisKind, groups: Mapping[str, Sequence[_Leaf]], titles: Mapping[str, str]) -> list[str]:
    if kind == AxisKind.SIDE:
        return [_SIDE_LABELS[side] for side in groups]
    if kind in (AxisKind.ENCOUNTER, AxisKind.SEVENTH):
        return [f"{key}: {_meaning(leaves[0], titles)}" for key, leaves in groups.items()]
    below = _branches([leaf for leaves in groups.values() for leaf in leaves])
    return _differences([_group_title(leaves, below, titles) for leaves in groups.values()])


def _group_title(leaves: Sequence[_Leaf], below: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """The title of the first branch; without its side where the group has several."""
    title = titles.get(below[leaves[0].code], leaves[0].title)
    if (
        len({_leaf_side(leaf.title) for leaf in leaves}) == 1
        or len({below[leaf.code] for leaf in leaves}) == 1
    ):
        return title
    bare = _NAMED_SIDES.sub("", title)
    return bare[:1].upper() + bare[1:]


def _meaning(leaf: _Leaf, titles: Mapping[str, str]) -> str:
    stem = titles.get(leaf.above[-1], "") if leaf.above else ""
    return leaf.title.removeprefix(stem).strip(_PUNCTUATION) or leaf.title


def _differences(titles: Sequence[str]) -> list[str]:
    """Each title without the words with which all begin or end; the whole title where nothing would be left."""
    split = [tuple(title.split()) for title in titles]
    start = len(_common(split))
    end = len(_common([tuple(reversed(words[start:])) for words in split]))
    cut = [" ".join(words[start : len(words) - end]).strip(_PUNCTUATION) for words in split]
    return cut if all(cut) and len(set(cut)) == len(cut) else list(titles)
