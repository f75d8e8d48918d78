"""What an ICD-10-CM XML file says of itself before its codes begin: root, version, title, kind of index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicbill.codesets.files.safe_xml import XmlEvents, pieces_of_xml

if TYPE_CHECKING:
    from clinicbill.codesets.files.supplied import SuppliedFile

_DEEP_ENOUGH = 5
_PARTS = {"neoplasm": "neoplasm", "substance": "drug", "drug": "drug", "external cause": "external cause"}
_BODY = frozenset({"chapter", "letter", "diag", "mainTerm"})


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlHead:
    """The beginning of a file.

    Attributes:
        part: "main", "external cause", "neoplasm" or "drug" of an index.
    """

    root: str
    version: str
    title: str
    part: str


def xml_head(file: SuppliedFile) -> XmlHead:
    """Read the file up to its first chapter or letter.

    Raises:
        UnreadableFile: it is no sound XML so far.
    """
    events = _Head()
    with file.open() as stream:
        for _ in pieces_of_xml(stream, events, name=file.name):
            if events.finished:
                break
    told = f"{events.title} {events.heading}".casefold()
    part = next((part for word, part in _PARTS.items() if word in told), "main")
    return XmlHead(root=events.root, version=events.version, title=events.title, part=part)


class _Head(XmlEvents):
    def __init__(self) -> None:
        self.root = self.version = self.title = self.heading = ""
        self.finished = False
        self._path: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.root = self.root or tag
        self._path.append(tag)
        self.finished = self.finished or tag in _BODY

    def end(self, tag: str) -> None:
        self._path.pop()

    def text(self, text: str) -> None:
        if self.finished or not text.strip() or len(self._path) > _DEEP_ENOUGH:
            return
        if self._path[-1] == "version":
            self.version = (self.version + text).strip()
        elif self._path[-1] == "title" and not self.title:
            self.title = " ".join(text.split())
        elif self._path[-1] == "head":
            self.heading = f"{self.heading} {text.strip()}"
