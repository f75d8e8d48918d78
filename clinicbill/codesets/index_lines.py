"""The lines of the Alphabetic Index made ready for looking up: their words, their codes, and where "see" leads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.codesets.index_reader import IndexLine
from clinicbill.codesets.wording import SIDES, raw_words, side_of, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from clinicbill.codesets.index_reader import AlphabeticIndex

_MOST_HOPS = 5
_SAME_START = 3
_SIDE_WORDS = frozenset({*SIDES, "bilateral", "bilaterally", "both"})
_DENYING = frozenset({"without", "no", "not"})
# "Fracture, traumatic, by site": the rest of the reference only says that the choice is made there.
_BY = re.compile(r"\bby (?:site|type|drug|trimester|region|organism|vehicle|cause)\b.*", re.IGNORECASE)
_REFERENCE_PART = re.compile(r"\s*,\s*")
_BRACKETED = re.compile(r"\([^)]*\)")

Key = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyLine:
    """A line that leads to a code or to another line.

    Attributes:
        place: its number in the book, from 0 over all parts; target: that of the line "see" leads to, else -1.
        terms: main term first, then each term set in below it.
        side: R, L, B or empty, as the nearest of the terms names it.
        words: the compared words; True marks those that need not be asked for (non-essential modifiers, other
            forms of the same word).
        code: without its trailing "-"; its own, else that of the target; empty where the target has none.
        complete: False for a code printed with "-".
    """

    place: int
    target: int
    terms: tuple[str, ...]
    words: Mapping[str, bool]
    side: str
    code: str
    complete: bool


@dataclass(slots=True)
class _Line:
    """A line with its place in the tree, while references are followed.

    `repeats`: it, or a line above it, has a code of its own and says no more than what stands above, such as "due to":
    then words have been lost from the file, and the line would answer what it does not mean.
    """

    line: IndexLine
    terms: tuple[str, ...]
    words: Mapping[str, bool]
    side: str
    column: bool = False
    repeats: bool = False
    below: dict[Key, int] = field(default_factory=dict)
    also_below: dict[Key, int] = field(default_factory=dict)


def ready_lines(indexes: Iterable[AlphabeticIndex]) -> Iterator[ReadyLine]:
    """Every line of all parts that leads somewhere, and those to which others refer, in the order of the book."""
    book = [line for index in indexes for line in _tree(index)]
    mains = _main_terms(book)
    targets = list(_targets(book, mains))
    referred = set(targets)
    for place, (found, target) in enumerate(zip(book, targets, strict=True)):
        printed = found.line.code or _printed(book, targets, target)
        code = printed.rstrip("-").rstrip(".")
        if (code or target >= 0 or place in referred) and not found.repeats:
            yield ReadyLine(
                place=place,
                target=target if not found.line.code else -1,
                terms=found.terms,
                words=found.words,
                side=found.side,
                code=code,
                complete=bool(code) and not printed.endswith("-"),
            )


def _tree(index: AlphabeticIndex) -> Iterator[_Line]:
    """The lines with what stands above them; places are counted from the first line of all parts by the caller."""
    above: list[_Line] = []
    for line in index.lines:
        del above[line.level :]
        parent = above[-1] if above else None
        words_here, side = _path_words(line, parent), _side(line.title)
        found = _Line(
            line=line,
            terms=(*(parent.terms if parent else ()), line.title),
            words=words_here,
            side=side or (parent.side if parent else ""),
            repeats=parent is not None
            and (parent.repeats or (not side and _says_nothing(line, words_here, parent))),
        )
        above.append(found)
        yield found
        yield from _columns(found)


def _columns(found: _Line) -> Iterator[_Line]:
    """One line per column of a table: Neoplasm, bone → malignant primary."""
    for heading, code in found.line.cells:
        line = type(found.line)(level=found.line.level + 1, title=heading, code=code)
        extra = dict.fromkeys(_title_words(heading), False)
        terms, said = (*found.terms, heading), {**extra, **found.words}
        yield _Line(line=line, terms=terms, words=said, side=found.side, column=True)


def _path_words(line: IndexLine, parent: _Line | None) -> Mapping[str, bool]:
    found: dict[str, bool] = dict(parent.words) if parent else {}
    denied = parent is not None and parent.line.title.rsplit(" ", 1)[-1].lower() in _DENYING
    for piece, optional in _pieces(line.title, main=line.level == 0):
        for word in _title_words(f"without {piece}" if denied else piece):
            found[word] = found.get(word, True) and optional
    for word in _title_words(line.modifiers.replace("(", " , ").replace(")", " , ")):
        found.setdefault(word, True)
    return found


def _pieces(title: str, *, main: bool) -> Iterator[tuple[str, bool]]:
    """The pieces between commas, and whether each is only another form of the first: "Tear, torn", "anus, anal"."""
    first, *others = title.split(",")
    yield first, False
    start = first.strip()[: 1 if main else _SAME_START].lower()
    for other in others:
        bare = other.strip().lower()
        yield other, bare.startswith(start) and " " not in bare


@lru_cache(maxsize=65_536)
def _title_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in words(raw for raw in raw_words(text) if raw not in _SIDE_WORDS))


def _says_nothing(line: IndexLine, found: Mapping[str, bool], parent: _Line) -> bool:
    return bool(line.code) and _required(found) == _required(parent.words)


def _required(found: Mapping[str, bool]) -> Key:
    return frozenset(word for word, optional in found.items() if not optional)


def _side(title: str) -> str:
    found = side_of(raw_words(title))
    return "" if found == "U" else found


def _main_terms(book: Sequence[_Line]) -> Mapping[Key, Sequence[int]]:
    """Main terms by their words, whole and by each piece between commas; also joins every line to those below it.

    "Fracture" alone stands for each of Fracture, pathological … Fracture, traumatic; the largest comes first.
    """
    found: dict[Key, dict[int, None]] = defaultdict(dict)
    above: list[int] = []
    for place, one in enumerate(book):
        del above[one.line.level :]
        if above:
            _join(book[above[-1]], one.line.title, place)
        elif one.line.level == 0:
            for piece in (one.line.title, *one.line.title.split(",")):
                found[_key(piece)][place] = None
        if not one.column:
            above.append(place)
    return {
        key: tuple(sorted(places, key=lambda main: -len(book[main].below))) for key, places in found.items()
    }


def _join(above: _Line, title: str, place: int) -> None:
    above.below.setdefault(_key(title), place)
    if "," in title:
        for piece in title.split(","):
            above.also_below.setdefault(_key(piece), place)


@lru_cache(maxsize=65_536)
def _key(text: str) -> Key:
    return frozenset(_title_words(_BRACKETED.sub(" ", text))) or frozenset(raw_words(text))


def _targets(book: Sequence[_Line], mains: Mapping[Key, Sequence[int]]) -> Iterator[int]:
    own = 0
    for place, found in enumerate(book):
        own = place if found.line.level == 0 else own
        yield _target(book, mains, place, own)


def _printed(book: Sequence[_Line], targets: Sequence[int], place: int) -> str:
    """The code printed at a line, or at the line its own reference leads to."""
    for _ in range(_MOST_HOPS):
        if place < 0:
            return ""
        if code := book[place].line.code:
            return code
        place = targets[place]
    return ""


def _target(book: Sequence[_Line], mains: Mapping[Key, Sequence[int]], place: int, own: int) -> int:
    """Where a line's "see" leads, or its "see also" where it has no code of its own; -1 for nowhere.

    Of several main terms that answer, `own`, under which the line stands, is tried first, then the largest.
    """
    line = book[place].line
    reference = line.see or ("" if line.code else line.see_also)
    # "Hip, see condition": the main term is what is wrong with it, which the words find in any order.
    if not reference or reference.lower().startswith("condition"):
        return -1
    parts = [part for part in _REFERENCE_PART.split(_BY.sub("", reference).strip(" ,")) if part]
    for many in range(min(len(parts), 3), 0, -1):
        for main in sorted(mains.get(_key(" ".join(parts[:many])), ()), key=lambda main: main != own):
            found = _descend(book, main, parts[many:])
            if found >= 0:
                return found if found != place else -1
    return -1


def _descend(book: Sequence[_Line], place: int, parts: Sequence[str]) -> int:
    """Down from a main term along the parts of a reference; -1 where a part is not there."""
    rest = list(parts)
    while rest:
        for many in range(min(len(rest), 3), 0, -1):
            asked = _key(" ".join(rest[:many]))
            child = _child(book, place, asked)
            if child >= 0:
                place, rest = child, rest[many:]
                break
        else:
            return -1
    return place


def _child(book: Sequence[_Line], place: int, asked: Key) -> int:
    above = book[place]
    found = above.below.get(asked)
    return above.also_below.get(asked, -1) if found is None else found


def codes_of(lines: Iterable[ReadyLine]) -> Mapping[str, Sequence[ReadyLine]]:
    """The lines by the code they lead to."""
    found: dict[str, list[ReadyLine]] = defaultdict(list)
    for line in lines:
        if line.code:
            found[line.code].append(line)
    return found
