"""XML read piece by piece with what no code list needs refused: document types, entities, deep nesting.

Python's expat expands entities that a file declares for itself, which is how a small file grows without end; a file
that declares none cannot do that, so a document type is refused at its first character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from clinicbill.basics.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

MOST_DEEP = 64
_CHUNK = 1 << 16
_SPACE = " "


class XmlEvents:
    """What a reader of one XML stream wants to be told; every hook may be left as it is."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; the tag has no namespace."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text of the innermost element, perhaps a part of it."""


def read_xml(file: BinaryIO, events: XmlEvents, *, name: str) -> None:
    """Tell `events` of everything in the stream.

    Raises:
        UnreadableFile: it is damaged, cut off, nested too deeply or has a document type; names the file.
    """
    for _ in pieces_of_xml(file, events, name=name):
        pass


def pieces_of_xml(file: BinaryIO, events: XmlEvents, *, name: str) -> Iterator[None]:
    """The same, with a pause after each piece of the stream, so that the reader's memory stays bounded.

    Raises:
        UnreadableFile: as `read_xml`.
    """
    parser = _parser(events, name)
    try:
        while piece := file.read(_CHUNK):
            parser.Parse(piece, False)  # noqa: FBT003  # expat takes it by position
            yield
        parser.Parse(b"", True)  # noqa: FBT003
        yield
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableFile(
            f"{name} is damaged or cut off ({error}); nothing was changed; download the file again."
        ) from error


def _parser(events: XmlEvents, name: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=_SPACE)
    parser.buffer_text = True
    depth = 0

    def refuse(*_declared: object) -> NoReturn:
        raise UnreadableFile(
            f"{name} declares a document type or entities, which no published code list does; nothing was changed; "
            "download the file again from where it is published."
        )

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEEP:
            raise UnreadableFile(
                f"{name} is nested more than {MOST_DEEP} levels deep, which no published code list is; nothing was "
                "changed; download the file again from where it is published."
            )
        events.start(tag.rpartition(_SPACE)[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        events.end(tag.rpartition(_SPACE)[2])

    refusing: Callable[..., NoReturn] = refuse
    parser.StartDoctypeDeclHandler = refusing
    parser.EntityDeclHandler = refusing
    parser.ExternalEntityRefHandler = refusing
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = events.text
    return parser
