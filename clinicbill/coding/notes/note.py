"""A visit note divided: its sections, its lines and sentences, each with its place in the original text."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.coding.notes.headings import UNHEADED, Heading, headings, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN, NUMBER, BULLET = "plain", "number", "bullet"
_NUMBERED = re.compile(
    r"[ \t\ufeff]*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)]|#?\d{1,2}[.):]|#[ \t]*\d{0,2}[.):]?|dx[ \t]*\d{1,2}[.):])[ \t]+|[ \t]*\d{1,2}[.)](?=[A-Za-z])",
    re.IGNORECASE,
)
_BULLETED = re.compile(r"[ \t\ufeff]*(?:[-–—*•·●▪◦►»>+~]|\u2022|\uf0b7|o(?=[ \t]{1,4}[A-Z]))[ \t]*(?=\S)")
_INLINE_NUMBER = re.compile(r"\s+(?=\(?\d{1,2}[.)]\s+[A-Za-z])")
# Boxes of a template: what stands behind one is said only where it is ticked.
_BOX = re.compile(r"\[[ \t]*\]|\[[ \t]*[xX✓✔][ \t]*\]|\([ \t]+\)|\([ \t]*[xX✓✔][ \t]*\)|[☐☑☒]")
_TICKED = re.compile(r"[xX✓✔☑☒]")
# A “?” with a blank before it doubts what follows: “? disc herniation”.
_END = re.compile(r"(?:[.!;]|(?<=\S)\?)+[\"'”’)\]]*(?=\s|$)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|vs|st|no|approx|e\.g|i\.e|eg|ie|etc|fig|inc|jr|sr|prof|rt|lt|bilat|hx|dx|incl|y\.o|"
    r"cf|w\.o|ca|resp|ext|flex|lat|med|ant|post|sup|inf|dist|prox|init|subseq|seg|dysf|subl|sublux|cerv|thor|lumb|acc|assoc|w|min|mod|sev|chr|hosp|exam|dept)|(?<![A-Za-z0-9])[A-Za-z])\.$",
    re.IGNORECASE,
)  # fmt: skip
_LOWER_START = re.compile(r"[ \t]*[a-z(]")
_LINE_ENDS = "\r\n\v\f\x85\u2028\u2029"
_BEHIND_HEADING = 99  # “A: 1. Fracture”: no line below is set in deeper than that
_MOST_LINE = 20_000
_MOST_SENTENCE = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the note below one heading; `kind` is one of note_sections.toml, or empty without heading."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence, or one item of a list; `text` is exactly the note between `start` and `end`.

    Attributes:
        section: the kind of its section.
        marker: plain, number or bullet: how its line begins.
        indent: blanks before its line; 99 where it stands behind its heading.
        first: whether it is the first sentence of its line.
        line: which line of the note, counted from 0; lines that run on count as one.
        ticked: whether the box before it is; None without a box.
    """

    text: str
    start: int
    end: int
    section: str
    marker: str
    indent: int
    first: bool
    line: int
    ticked: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The text as it came, its sections in order, and every statement in them."""

    text: str
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...]

    def of(self, *kinds: str) -> tuple[Statement, ...]:
        """The statements of sections of these kinds, in the order of the note."""
        return tuple(statement for statement in self.statements if statement.section in kinds)

    def has(self, *kinds: str) -> bool:
        """Whether any section of these kinds says something."""
        return any(statement.section in kinds for statement in self.statements)


def read_note(text: str) -> Note:
    """Divide a note. Any text is legal; nothing in it is changed, so that offsets hold in the original."""
    sections = tuple(_sections(text))
    statements: list[Statement] = []
    line = 0
    for section in sections:
        for begin, end in _lines_joined(text, section):
            statements.extend(_statements(text, begin, end, section.kind, line))
            line += 1
    return Note(text=text, sections=sections, statements=tuple(statements))


def _sections(text: str) -> Iterator[Section]:
    found = headings(text)
    first = found[0].start if found else len(text)
    if text[:first].strip():
        yield Section(kind=UNHEADED, start=0, end=first)
    ends = [*(heading.start for heading in found[1:]), len(text)]
    for heading, end in zip(found, ends, strict=False):
        yield Section(kind=heading.kind, start=_text_start(text, heading), end=end)


def _text_start(text: str, heading: Heading) -> int:
    return min(heading.end, len(text))


def _lines_joined(text: str, section: Section) -> Iterator[tuple[int, int]]:
    """Lines of a section; one that runs on in small letters below is one with the next."""
    open_start, open_end = -1, -1
    for match in lines(text[section.start : section.end]):
        begin, end = section.start + match.start(), section.start + match.end()
        if open_start >= 0 and _runs_on(text, open_start, open_end, begin, end):
            open_end = end
            continue
        if open_start >= 0:
            yield open_start, open_end
        open_start, open_end = begin, end
    if open_start >= 0:
        yield open_start, open_end


def _runs_on(text: str, start: int, end: int, begin: int, finish: int) -> bool:
    above, below = text[start:end].rstrip(), text[begin:finish]
    if not above or not below.strip() or len(above) > _MOST_LINE:
        return False
    parted = text[end:begin].count("\n") > 1 or text[end:begin].replace("\r\n", "").count("\r") > 1
    if (
        parted
        or above[-1] in ".!?:;"
        or any(one.match(below.lstrip()) for one in (_NUMBERED, _BULLETED, _BOX))
    ):
        return False
    return bool(_LOWER_START.match(below)) or (above[-1] in ",-/" and len(above) > 40)


def _statements(text: str, begin: int, end: int, kind: str, line: int) -> Iterator[Statement]:
    items = list(_items(text, begin, end))
    for start, stop in items:
        box = _BOX.match(text, start, stop)
        ticked = None if box is None else bool(_TICKED.search(box.group()))
        marker, inner = (BULLET, box.end()) if box else _marker(text, start, stop)
        indent = 0 if len(items) > 1 else _indent(text, start, stop)
        if start == begin and begin and text[begin - 1] not in _LINE_ENDS:
            indent = _BEHIND_HEADING
        first = True
        for left, right in _sentences(text, inner, stop):
            yield Statement(
                text=text[left:right], start=left, end=right, section=kind, marker=marker, indent=indent,
                first=first, line=line, ticked=ticked,
            )  # fmt: skip
            first = False


def _items(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A line, cut before boxes, and before numbers that count items within it: “1. Neck pain 2. Headache”."""
    piece = text[begin:end]
    boxes = [begin + match.start() for match in _BOX.finditer(piece)]
    if boxes:
        yield from itertools.pairwise((*([begin] if text[begin : boxes[0]].strip() else []), *boxes, end))
        return
    start = begin
    if re.search(r"(?<![\w.])\(?1[.)]\s+[A-Za-z]", piece) and re.search(
        r"(?<![\w.])\(?2[.)]\s+[A-Za-z]", piece
    ):
        for match in _INLINE_NUMBER.finditer(piece):
            yield start, begin + match.start()
            start = begin + match.end()
    yield start, end


def _marker(text: str, start: int, stop: int) -> tuple[str, int]:
    if match := _NUMBERED.match(text, start, stop):
        return NUMBER, match.end()
    if match := _BULLETED.match(text, start, stop):
        return BULLET, match.end()
    return PLAIN, start


def _indent(text: str, start: int, stop: int) -> int:
    piece = text[start:stop].expandtabs(4)
    return len(piece) - len(piece.lstrip(" \u00a0"))


def _sentences(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    left = start
    for match in _END.finditer(text, start, stop):
        if match.group() == "." and _ABBREVIATED.search(text[max(left, match.end() - 8) : match.end()]):
            before = text[max(left, match.end() - 20) : match.end()]
            lower = not text[match.end() : stop].lstrip()[:1].isupper()
            if (lower and not _PROBLEM_AND_SIDE.search(before)) or match.end() >= stop:
                continue
            if _SIDE_OR_REGION.search(text[max(left, match.end() - 12) : match.end()]):
                pass
            elif _TITLE.search(text[max(left, match.end() - 6) : match.end()]):
                continue
        yield from _trimmed(text, left, match.end())
        left = match.end()
    yield from _trimmed(text, left, stop)


# “costochondritis L. rib pain”: a side behind the name of a problem ends the sentence, whatever follows.
_PROBLEM_AND_SIDE = re.compile(
    r"(?:itis|osis|pathy|algia|sprain|strain|tear|syndrome|fracture|pain|dysfunction) [LRB]\.$", re.IGNORECASE
)
_TITLE = re.compile(r"\b(?:dr|mr|mrs|ms|vs|st|prof|rt|lt|[A-Z])\.$", re.IGNORECASE)


# A letter that ends a list or names a side ends its sentence: “C/T/L. Neck pain”, “Sciatica, R. Headache”.
_SIDE_OR_REGION = re.compile(r"(?:[,/]\s?|\bthe |\band |\b[a-z]{2,} )[CTLSPRB]\.$")


def _trimmed(text: str, left: int, right: int) -> Iterator[tuple[int, int]]:
    """The sentence without blanks around it; what is longer than any sentence is cut at a blank."""
    while right - left > _MOST_SENTENCE:
        cut = text.rfind(" ", left + 1, left + _MOST_SENTENCE)
        cut = cut if cut > left else left + _MOST_SENTENCE
        yield from _bare(text, left, cut)
        left = cut
    yield from _bare(text, left, right)


def _bare(text: str, left: int, right: int) -> Iterator[tuple[int, int]]:
    piece = text[left:right]
    begin = left + len(piece) - len(piece.lstrip())
    finish = left + len(piece.rstrip())
    if any(letter.isalnum() for letter in text[begin:finish]):
        yield begin, finish
