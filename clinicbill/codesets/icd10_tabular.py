"""The official ICD-10-CM tabular list, read from its XML into rows: one per code, after 7th characters.

Source: CDC/NCHS and CMS, "ICD-10-CM Tabular List of Diseases and Injuries", XML edition; US government work.
"""

from __future__ import annotations

import gzip
import importlib.util
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from clinicbill.basics.errors import UnreadableFile
from clinicbill.codesets.files.safe_xml import XmlEvents, read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

NOTE_TAGS = {
    "inclusionTerm": "inclusion",
    "includes": "includes",
    "notes": "note",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "sevenChrNote": "seventh_note",
}
_PLACEHOLDER_LENGTH = 6
# "7th characters D and S do not apply to codes in category S06 with 6th character 7 … or 8": note at S06.
_INITIAL_ONLY = re.compile(r"S06\.\w\w[78]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One instruction of the tabular list; `kind` is a value of `NOTE_TAGS` or "seventh"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A chapter ("13") or a section ("M50-M54"); `chapter` is the section's chapter, or its own label."""

    kind: str
    label: str
    title: str
    chapter: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TabularCode:
    """One row of the list: a header or a billable code.

    Attributes:
        parent: the code above it, with its dot; empty for a category.
        seventh: the 7th character of an expanded code; empty for a code that stands in the list itself.
        sevenths: for a code that takes one, its 7th characters and their meaning; else empty.
    """

    code: str
    title: str
    billable: bool
    parent: str
    section: str
    chapter: str
    seventh: str
    sevenths: Mapping[str, str]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabular:
    """The whole list: chapters and sections, and every code in the list's own order."""

    blocks: tuple[Block, ...]
    codes: tuple[TabularCode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the walk stands: what lies above the next `diag`."""

    chapter: str
    section: str
    parent: str
    sevenths: Mapping[str, str]


def packaged_tabular() -> Path:
    """The April 2026 file inside the dependency simple-icd-10-cm, whose code is never imported.

    Raises:
        UnreadableFile: the dependency is not installed.
    """
    spec = importlib.util.find_spec("simple_icd_10_cm")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        for path in sorted(Path(folder, "data").glob("*tabular*.xml")):
            return path
    raise UnreadableFile(
        "The list of diagnosis codes is missing from this installation; your practice file is not touched; "
        "install clinicbill again."
    )


def read_tabular(path: Path) -> Tabular:
    """Every chapter, section and code of a tabular XML file, 7th characters expanded.

    Raises:
        UnreadableFile: the file cannot be read, or is no tabular list.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            read_xml(cast(BinaryIO, file), XmlEvents(), name=path.name)
            file.seek(0)
            root = defusedxml.ElementTree.parse(file, forbid_dtd=True).getroot()
    except (
        OSError,
        EOFError,
        zlib.error,
        SyntaxError,
        ValueError,
        LookupError,
        DefusedXmlException,
    ) as error:
        raise UnreadableFile(
            f"{path.name} cannot be read as the ICD-10-CM tabular list; nothing has changed; "
            "download the file again."
        ) from error
    if root is None or root.tag != "ICD10CM.tabular":
        raise UnreadableFile(
            f"{path.name} is not the ICD-10-CM tabular list; nothing has changed; choose the tabular XML file."
        )
    blocks: list[Block] = []
    codes: list[TabularCode] = []
    for chapter in root.iterfind("chapter"):
        _read_chapter(chapter, blocks, codes)
    return Tabular(blocks=tuple(blocks), codes=tuple(codes))


def expanded_code(stem: str, seventh: str) -> str:
    """The full code: S33.6 and A give S33.6XXA."""
    flat = stem.replace(".", "").ljust(_PLACEHOLDER_LENGTH, "X") + seventh
    return f"{flat[:3]}.{flat[3:]}"


def _read_chapter(chapter: Element, blocks: list[Block], codes: list[TabularCode]) -> None:
    label = _text(chapter, "name")
    blocks.append(_block(chapter, "chapter", label, label))
    for section in chapter.iterfind("section"):
        # 39 sections bear the id of their only category, so blocks and codes are kept apart.
        blocks.append(_block(section, "section", section.get("id", ""), label))
        place = _Place(chapter=label, section=section.get("id", ""), parent="", sevenths=_sevenths(section))
        for diag in section.iterfind("diag"):
            codes.extend(_walk(diag, place))


def _block(element: Element, kind: str, label: str, chapter: str) -> Block:
    return Block(
        kind=kind, label=label, title=_text(element, "desc"), chapter=chapter, notes=tuple(_notes(element))
    )


def _walk(diag: Element, place: _Place) -> Iterator[TabularCode]:
    code = _text(diag, "name")
    below = diag.findall("diag")
    sevenths = _sevenths(diag) or place.sevenths
    own = {} if below else _allowed(code, sevenths)
    yield TabularCode(
        code=code,
        title=_text(diag, "desc"),
        billable=not below and not own,
        parent=place.parent,
        section=place.section,
        chapter=place.chapter,
        seventh="",
        sevenths=own,
        notes=tuple(_notes(diag)),
    )
    yield from _expanded(code, _text(diag, "desc"), own, place)
    inner = _Place(chapter=place.chapter, section=place.section, parent=code, sevenths=sevenths)
    for child in below:
        yield from _walk(child, inner)


def _expanded(stem: str, title: str, sevenths: Mapping[str, str], place: _Place) -> Iterator[TabularCode]:
    for seventh, meaning in sevenths.items():
        yield TabularCode(
            code=expanded_code(stem, seventh),
            title=f"{title}, {meaning}",
            billable=True,
            parent=stem,
            section=place.section,
            chapter=place.chapter,
            seventh=seventh,
            sevenths={},
            notes=(),
        )


def _allowed(code: str, sevenths: Mapping[str, str]) -> Mapping[str, str]:
    if _INITIAL_ONLY.fullmatch(code) and "A" in sevenths:
        return {"A": sevenths["A"]}
    return sevenths


def _sevenths(element: Element) -> Mapping[str, str]:
    return {
        extension.get("char", ""): _squeezed(extension.text)
        for extension in element.iterfind("sevenChrDef/extension")
    }


def _notes(element: Element) -> Iterator[Note]:
    for child in element:
        if kind := NOTE_TAGS.get(child.tag):
            for note in child.iterfind("note"):
                yield Note(kind=kind, text=_squeezed(note.text))
        elif child.tag == "sevenChrDef":
            yield from _seventh_notes(child)


def _seventh_notes(definition: Element) -> Iterator[Note]:
    """One note per character; a loose note between two characters belongs to the one before it."""
    lines: list[str] = []
    for part in definition:
        if part.tag == "extension":
            lines.append(f"{part.get('char', '')}: {_squeezed(part.text)}")
        elif part.tag == "note" and lines:
            lines[-1] += f" ({_squeezed(part.text)})"
    return (Note(kind="seventh", text=line) for line in lines)


def _text(element: Element, tag: str) -> str:
    return _squeezed(element.findtext(tag))


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").split())
