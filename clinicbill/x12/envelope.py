"""The envelope of an X12 file: its control numbers and counts checked when read, and built when written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from clinicbill.x12.segments import STANDARD, Delimiters, Segment, add_note, at
from clinicbill.x12.writer import SegmentWriter, UnwritableElement

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTROL_TAGS = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})


@dataclass
class _Level:
    """One open level of the envelope: its number, what it holds, and where it began."""

    opener: str
    number: str
    index: int
    children: int = 0


# Closing tag: opening tag, element that holds the number in the opener, what the closer counts.
_CLOSES = {
    "SE": ("ST", "segments"),
    "GE": ("GS", "transactions (ST)"),
    "IEA": ("ISA", "groups (GS)"),
}
_NUMBER_ELEMENT = {"ISA": 13, "GS": 6, "ST": 2}
_DEPTH = {"ISA": 0, "GS": 1, "ST": 2}
_CLOSER_OF = {opener: closer for closer, (opener, _) in _CLOSES.items()}


@dataclass
class EnvelopeCheck:
    """Compares what the end of each level says with what its beginning said and what was counted.

    Checks ISA13 with IEA02, GS06 with GE02, ST02 with SE02, and the counts SE01, GE01 and IEA01
    (ASC X12.5 and X12.6 control segments). Give it every control segment in order, then call `finish`.

    Attributes:
        notes: what is wrong, one sentence each.
    """

    notes: list[str] = field(default_factory=list)
    _open: list[_Level] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Tell something else about the envelope."""
        add_note(self.notes, sentence)

    def take(self, segment: Segment, index: int) -> None:
        """Look at one control segment; `index` counts the segments of the file from 1."""
        if segment[0] in _CLOSES:
            self._close(segment, index)
        else:
            self._begin(segment, index)

    def finish(self) -> None:
        """The file has ended: whatever is still open was never closed."""
        self._leave(0)

    def _begin(self, segment: Segment, index: int) -> None:
        tag = segment[0]
        self._leave(_DEPTH[tag])
        if len(self._open) < _DEPTH[tag]:
            self.note(f"Segment {index}, {tag}, stands outside its envelope.")
        if self._open:
            self._open[-1].children += 1
        self._open.append(_Level(tag, at(segment, _NUMBER_ELEMENT[tag]), index))

    def _leave(self, depth: int) -> None:
        """Give up the levels from `depth` down that were not closed."""
        while self._open and _DEPTH[self._open[-1].opener] >= depth:
            level = self._open.pop()
            closer = _CLOSER_OF[level.opener]
            add_note(
                self.notes,
                f"{level.opener} {level.number} has no {closer}: the file is cut off or damaged there.",
            )

    def _close(self, segment: Segment, index: int) -> None:
        closer = segment[0]
        opener, counted = _CLOSES[closer]
        if not any(level.opener == opener for level in self._open):
            self.note(f"Segment {index}, {closer}, closes nothing: its {opener} is missing.")
            return
        self._leave(_DEPTH[opener] + 1)
        level = self._open.pop()
        found = index - level.index + 1 if opener == "ST" else level.children
        name = f"{opener} {_shown(level.number)}"
        if at(segment, 2) != level.number:
            self.note(
                f"{closer}02 is {_shown(at(segment, 2))}, but it closes {name}: the control numbers differ."
            )
        if _count(at(segment, 1)) != found:
            self.note(
                f"{closer}01 says {_shown(at(segment, 1))} {counted}, but {found} were counted ({name})."
            )


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else None


def _shown(text: str) -> str:
    return text[:40] or "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionKind:
    """What one kind of transaction writes into its envelope: GS01, ST01, GS08, and whether ST03 repeats GS08."""

    functional_id: str
    number: str
    version: str
    has_st03: bool = True


CLAIM_837P = TransactionKind(functional_id="HC", number="837", version="005010X222A1")
REMITTANCE_835 = TransactionKind(functional_id="HP", number="835", version="005010X221A1", has_st03=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interchange:
    """Everything ISA and GS say (ASC X12.5; 005010X222A1 appendix C).

    Attributes:
        sender_id, receiver_id: ISA06 and ISA08, at most 15 characters, with their qualifiers ISA05 and ISA07.
        control_number: ISA13 and IEA02, 1 to 999999999, never used twice with one receiver.
        group_number: GS06 and GE02; the control number where None.
        made_at: ISA09–10 and GS04–05, in the practice's local time.
        usage: ISA15, P for production or T for test.
        application_sender, application_receiver: GS02 and GS03 where they differ from the ISA.
        wants_ta1: ISA14.
        line_end: what follows each terminator for the reader's eye; empty for receivers that want one line.
    """

    kind: TransactionKind
    sender_id: str
    receiver_id: str
    control_number: int
    made_at: datetime
    usage: str = "P"
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    group_number: int | None = None
    application_sender: str = ""
    application_receiver: str = ""
    wants_ta1: bool = False
    delimiters: Delimiters = STANDARD
    line_end: str = "\n"

    def writer(self) -> SegmentWriter:
        """An empty writer with these delimiters."""
        return SegmentWriter(self.delimiters, self.line_end)

    def group_control_number(self) -> int:
        """GS06: no leading zeros."""
        return self.control_number if self.group_number is None else self.group_number


class InterchangeWriter:
    """Writes one interchange with one group of transactions; counts and closing numbers are its own work.

    with out.transaction("0001") as w: w.add("BHT", "0019", …); then out.text().
    """

    def __init__(self, interchange: Interchange) -> None:
        self._interchange = interchange
        self._parts = [_isa(interchange), _gs(interchange)]
        self._transactions = 0

    @contextmanager
    def transaction(self, number: str) -> Iterator[SegmentWriter]:
        """Open ST, give the writer for what stands inside, close with SE. `number` is ST02, 4 to 9 characters.

        Raises:
            UnwritableElement: an element cannot be written; the transaction is left out.
        """
        kind = self._interchange.kind
        writer = self._interchange.writer()
        writer.add("ST", kind.number, number, kind.version if kind.has_st03 else None)
        yield writer
        writer.add("SE", writer.count + 1, number)
        self._parts.append(writer.text())
        self._transactions += 1

    def text(self) -> str:
        """The whole file, from ISA to IEA."""
        tail = self._interchange.writer()
        tail.add("GE", self._transactions, self._interchange.group_control_number())
        tail.add("IEA", 1, f"{self._interchange.control_number:09d}")
        return "".join((*self._parts, tail.text()))


def _isa(interchange: Interchange) -> str:
    """ISA: 106 characters with the terminator, every element at its fixed width (X12.5 I01–I16)."""
    marks = interchange.delimiters
    if not 1 <= interchange.control_number <= 999_999_999:
        raise UnwritableElement("ISA", 13, str(interchange.control_number), "is not between 1 and 999999999")
    elements = (
        "ISA", "00", " " * 10, "00", " " * 10,
        interchange.sender_qualifier, _fixed(interchange, interchange.sender_id, 6),
        interchange.receiver_qualifier, _fixed(interchange, interchange.receiver_id, 8),
        interchange.made_at.strftime("%y%m%d"), interchange.made_at.strftime("%H%M"),
        marks.repetition, "00501", f"{interchange.control_number:09d}",
        "1" if interchange.wants_ta1 else "0", interchange.usage, marks.component,
    )  # fmt: skip
    return marks.element.join(elements) + marks.terminator + interchange.line_end


def _fixed(interchange: Interchange, identifier: str, element: int) -> str:
    """ISA06 and ISA08: fifteen characters, filled with blanks."""
    written = interchange.writer().element("ISA", element, identifier)
    if not 2 <= len(written) <= 15:
        raise UnwritableElement("ISA", element, identifier, "needs 2 to 15 characters")
    return written.ljust(15)


def _gs(interchange: Interchange) -> str:
    """GS: functional group header (005010X222A1 appendix C.2)."""
    writer = interchange.writer()
    writer.add(
        "GS",
        interchange.kind.functional_id,
        interchange.application_sender or interchange.sender_id,
        interchange.application_receiver or interchange.receiver_id,
        interchange.made_at.strftime("%Y%m%d"),
        interchange.made_at.strftime("%H%M"),
        interchange.group_control_number(),
        "X",
        interchange.kind.version,
    )
    return writer.text()
