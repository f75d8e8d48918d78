"""Reads an X12 file segment by segment, in bounded memory, whatever delimiters and line ends it has."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from clinicbill.basics.errors import UnreadableFile
from clinicbill.x12.segments import STANDARD, Delimiters, Position, find_delimiters

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from clinicbill.x12.segments import Segment

Source: TypeAlias = bytes | str | BinaryIO
Loop: TypeAlias = "tuple[int, list[Segment]]"
"""The index of the first segment in the file, and the segments."""

CHUNK = 1 << 16
# No segment of a HIPAA transaction comes near these; what passes them is not X12, or was made to fill the memory.
MOST_CHARACTERS = 1 << 16
MOST_ELEMENTS = 100
MOST_SEGMENTS_IN_LOOP = 100_000

_BLANKS = " \t\r\n"
# Blanks, NUL, the end mark of old systems, and a UTF-8 byte order mark read byte by byte.
_BEFORE_ISA = _BLANKS + "\x00\x1a\xef\xbb\xbf"
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_CONTROL_LETTERS = frozenset(map(chr, [*range(32), *range(127, 160)]))
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_KINDS = (
    ("%PDF", "a PDF, not the 835; the clearinghouse has that as a text file"),
    ("PK\x03\x04", "a ZIP archive; unpack it first"),
    ("\x1f\x8b", "a compressed file; unpack it first"),
    ("<", "a web page or XML, not an 835"),
    ("{", "JSON, not an 835"),
    ("UNA", "EDIFACT, not X12"),
    ("UNB", "EDIFACT, not X12"),
    ("GS", "X12 without its envelope (ISA); ask the clearinghouse for the whole file"),
    ("ST", "X12 without its envelope (ISA); ask the clearinghouse for the whole file"),
)
_BROKEN_ENVELOPE = (
    "The file begins like X12 (ISA) but its envelope is cut off or broken; "
    "nothing was changed: get it from the payer or clearinghouse again."
)


class SegmentReader:
    """Iterates over the segments of a file, of all its interchanges; each ISA brings its own delimiters.

    Attributes:
        delimiters: those of the interchange now read.
    """

    def __init__(self, source: Source) -> None:
        if isinstance(source, str):
            source = source.encode("utf-8", "surrogatepass")
        self._stream: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source
        self._odd = False
        self._index = 0
        self._offset = 0
        self._begin = 0
        self._segment: Segment = []
        self.delimiters = STANDARD

    @property
    def position(self) -> Position:
        """Where the segment given last stands."""
        return Position(index=self._index, tag="".join(self._segment[:1]), offset=self._offset)

    def __iter__(self) -> Iterator[Segment]:
        """Give segment after segment.

        Raises:
            UnreadableFile: this is no X12, or a segment is longer than any can be.
        """
        text = self._beginning()
        while text:
            text = yield from self._interchange(text)

    def _beginning(self) -> str:
        """The first piece of the file, from its ISA on."""
        head = self._stream.read(CHUNK)
        if head.startswith(_UTF_16):
            # Windows calls this "Unicode". It is read whole, since its bytes are not its characters.
            self._stream = io.BytesIO((head + self._stream.read()).decode("utf-16", "replace").encode())
            head = self._stream.read(CHUNK)
        text = self._decoded(head)
        found = text.lstrip(_BEFORE_ISA)
        if not found.startswith("ISA"):
            raise UnreadableFile(_what_it_is(found))
        self._begin = len(text) - len(found)
        return found

    def _chunk(self) -> str:
        return self._decoded(self._stream.read(CHUNK))

    def _decoded(self, data: bytes) -> str:
        """One character per byte, so that places stay bytes; what is not plain text is mended per element."""
        if not data.isascii() or data.translate(None, _CONTROLS) != data:
            self._odd = True
        return data.decode("latin-1")

    def _interchange(self, text: str) -> Generator[Segment, None, str]:
        """Give the segments of a text that begins with ISA; return the text from the next ISA on, or nothing."""
        if len(text) < CHUNK:
            text += self._chunk()
        delimiters = find_delimiters(text)
        if delimiters is None:
            raise UnreadableFile(_BROKEN_ENVELOPE)
        self.delimiters = delimiters
        search_from = 1
        while text:
            following = _next_isa(text, search_from, delimiters.terminator)
            if following:
                yield from self._segments(text[:following])
                return text[following:]
            chunk = self._chunk()
            cut = text.rfind(delimiters.terminator) + 1 if chunk else len(text)
            yield from self._segments(text[:cut])
            text = text[cut:]
            if len(text) > MOST_CHARACTERS:
                raise UnreadableFile(_endless(self._index + 1))
            text += chunk
            search_from = 0
        return ""

    def _segments(self, text: str) -> Iterator[Segment]:
        """Cut a text of whole segments; blanks and line ends around a segment are no part of it."""
        separator = self.delimiters.element
        place = self._begin
        for piece in text.split(self.delimiters.terminator):
            raw = piece.strip(_BLANKS)
            if raw:
                segment = raw.split(separator, MOST_ELEMENTS)
                if self._odd or "\n" in raw:
                    segment = [_mended(element, self.delimiters) for element in segment]
                self._index += 1
                self._offset = place
                self._segment = segment
                yield segment
            place += len(piece) + 1
        self._begin += len(text)


def loops(segments: Iterable[Segment], starts: frozenset[str]) -> Iterator[Loop]:
    """Chop a stream of segments before each segment whose tag is in `starts`.

    Raises:
        UnreadableFile: a loop has more segments than any can have.
    """
    first = 1
    loop: list[Segment] = []
    for index, segment in enumerate(segments, 1):
        if segment[0] in starts:
            if loop:
                yield first, loop
            first, loop = index, [segment]
        else:
            loop.append(segment)
            if len(loop) > MOST_SEGMENTS_IN_LOOP:
                raise UnreadableFile(_endless(first))
    if loop:
        yield first, loop


def _next_isa(text: str, start: int, terminator: str) -> int:
    """Where the next interchange begins; 0 for nowhere. The letters ISA inside a name are no interchange."""
    blanks = _BLANKS.replace(terminator, "")
    place = text.find("ISA", start)
    while place >= 0:
        before = text[max(0, place - 256) : place].rstrip(blanks)
        if before.endswith(terminator) and not text[place + 3 : place + 4].isalnum():
            return place
        place = text.find("ISA", place + 3)
    return 0


def _mended(element: str, delimiters: Delimiters) -> str:
    """An element with its letters right (UTF-8, else Windows-1252) and without control characters."""
    if not element.isascii():
        data = element.encode("latin-1")
        try:
            element = data.decode("utf-8")
        except UnicodeDecodeError:
            element = data.decode("cp1252", "replace")
    if element.isprintable():
        return element
    kept = delimiters.all()
    return "".join(letter for letter in element if letter in kept or letter not in _CONTROL_LETTERS)


def _what_it_is(text: str) -> str:
    """The sentence for a file that does not begin with ISA."""
    if not text:
        return "The file is empty; nothing was changed: get it from the payer or clearinghouse again."
    for beginning, kind in _OTHER_KINDS:
        if text.startswith(beginning):
            return f"This is {kind}; nothing was changed."
    return "This is no X12 file, which begins with ISA; nothing was changed: choose the 835 the clearinghouse sent."


def _endless(index: int) -> str:
    return (
        f"Segment {index} is longer than any of an 835, so the file is damaged or something else; "
        "nothing was changed: get it from the payer or clearinghouse again."
    )
