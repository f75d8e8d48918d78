"""CMS's own form CMS-R-131 as a PDF that the office adds: recognised, and filled without being redrawn.

Where the file has form fields they are filled; else the text is laid over the page at places the office can adjust.
Blanks A to J as CMS's form instructions name them: A notifier, B patient, C identification number, D items or
services, E reason, F estimated cost, G options, H additional information, I signature, J date. G, I and J are the
patient's own.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from clinicbill.basics.errors import UnreadableFile
from clinicbill.basics.findings import Finding, Severity
from clinicbill.coding.abn import editions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Blank → what it holds; those the patient fills in are left alone.
BLANKS = {"A": "Notifier", "B": "Patient name", "C": "Identification number", "D": "Services", "E": "Reason",
          "F": "Estimated cost", "H": "Additional information"}  # fmt: skip
_MOST_BYTES = 5_000_000
_MOST_PAGES = 4
_NUMBER = "CMS-R-131"
_EXPIRES = re.compile(r"Exp(?:ires|\.)?:?\s*(\d{2}/\d{2}/\d{4})", re.IGNORECASE)
# Words by which a field of the file is known to be a blank, most telling first.
_FIELD_WORDS = {
    "A": ("notifier",), "B": ("patient name", "patientname", "patient"), "C": ("identification", "id number", "mrn"),
    "D": ("items", "services", "item", "blank d"), "E": ("reason",), "F": ("cost", "estimate"),
    "H": ("additional", "information"),
}  # fmt: skip
# Points from the lower left corner of a letter page, until the office adjusts them.
START_PLACES = {"A": "72 738", "B": "108 712", "C": "400 712", "D": "60 600", "E": "240 600", "F": "450 600",
                "H": "60 210"}  # fmt: skip
_PLACE = re.compile(r"(\d{1,3}) (\d{1,3})")
_FONT, _SIZE = "/Helv", 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFile:
    """What a PDF says of itself.

    Attributes:
        is_notice: it says CMS-R-131.
        edition: the expiry printed on it, such as 03/31/2029; empty where its text cannot be read.
        size: width and height of the first page in points.
        fields: names of its text fields.
    """

    is_notice: bool
    edition: str
    pages: int
    size: tuple[int, int]
    fields: tuple[str, ...]

    def places(self) -> dict[str, str]:
        """Blank → the field it goes into, or the start of its text on the page as "x y"."""
        return guessed_fields(self.fields) if self.fields else dict(START_PLACES)


def read_form(content: bytes) -> FormFile:
    """Look at a PDF.

    Raises:
        UnreadableFile: it is no PDF, is locked with a password, or is far larger than the form.
    """
    reader = _reader(content)
    try:
        text = "\n".join(page.extract_text() for page in reader.pages)
        box = reader.pages[0].mediabox
        fields = tuple((reader.get_form_text_fields() or {}).keys())
        size = (round(float(box.width)), round(float(box.height)))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise _unreadable() from error
    expires = _EXPIRES.search(text)
    return FormFile(
        is_notice=_NUMBER in text.upper().replace(" ", ""),
        edition=expires[1] if expires else "",
        pages=len(reader.pages),
        size=size,
        fields=fields,
    )


def form_findings(form: FormFile, edition: str) -> Iterator[Finding]:
    """R65: a form without an edition, or an old one; R66: a file that does not say CMS-R-131."""
    latest = editions()[-1]
    if not edition:
        message, fix = "The file does not say its edition", "Key the expiry printed at its lower edge."
        yield _finding("R65", Severity.MUST_FIX, message, fix, latest.source)
    elif edition != latest.expires:
        message = f"The form says {edition}; the one of {latest.expires} is required now"
        yield _finding("R65", Severity.WARNING, message, "Add the current one.", latest.source)
    if not form.is_notice:
        fix = "Look whether it is the form of CMS, unaltered."
        yield _finding("R66", Severity.WARNING, "The file does not say CMS-R-131", fix, latest.source)


def place_findings(form: FormFile, places: Mapping[str, str]) -> Iterator[Finding]:
    """R67: a blank whose place is neither a field of the file nor a point of its page; `field` is the blank."""
    for blank, place in places.items():
        if place not in form.fields and not _on_page(place, form.size):
            message = f"Blank {blank}: {place} is no place on the page and no field of the form"
            fix = "Key two numbers in points, such as 72 738, or the name of a field."
            yield Finding(
                rule="R67", severity=Severity.MUST_FIX, message=message, where="form", fix=fix, field=blank,
                source="house rule",
            )  # fmt: skip


def _on_page(place: str, size: tuple[int, int]) -> bool:
    found = _PLACE.fullmatch(place)
    return found is not None and int(found[1]) < size[0] and int(found[2]) < size[1]


def _finding(rule: str, severity: Severity, message: str, fix: str, source: str) -> Finding:
    return Finding(
        rule=rule, severity=severity, message=message, where="form", source=source, fix=fix, field="edition"
    )


def _reader(content: bytes) -> PdfReader:
    try:
        if len(content) > _MOST_BYTES or not content.startswith(b"%PDF-"):
            raise _unreadable()
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _unreadable()
        if not 1 <= len(reader.pages) <= _MOST_PAGES:
            raise _unreadable()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable() from error
    return reader


def _unreadable() -> UnreadableFile:
    return UnreadableFile(
        "This file is not the notice form as CMS publishes it; nothing was kept: "
        "download form CMS-R-131 from cms.gov and choose that PDF."
    )


def guessed_fields(names: Iterable[str]) -> dict[str, str]:
    """Blank → field, by the words in the names; blanks that no name tells of are left out."""
    left = list(names)
    found: dict[str, str] = {}
    for blank, words in _FIELD_WORDS.items():
        name = next((one for word in words for one in left if word in one.lower()), "")
        if name:
            found[blank] = name
            left.remove(name)
    return found


def fill(content: bytes, places: Mapping[str, str], values: Mapping[str, str]) -> bytes:
    """The form with the blanks filled: its fields where a place names one, else text over its first page.

    Args:
        content: the form as it was added.
        places: blank → name of a field, or "x y" in points from the lower left corner.
        values: blank → text; several lines go down from the place.

    Raises:
        UnreadableFile: the file kept is damaged.
    """
    writer = PdfWriter(clone_from=_reader(content))
    named = set(writer.get_form_text_fields() or ())
    into = {places[blank]: text for blank, text in values.items() if blank in places and text}
    fields = {name: text for name, text in into.items() if name in named or not _PLACE.fullmatch(name)}
    over = {place: text for place, text in into.items() if place not in fields}
    page = writer.pages[0]
    if fields:
        writer.update_page_form_field_values(None, fields, auto_regenerate=False)
    if over:
        page.merge_page(_overlay(page, over))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _overlay(page: PageObject, texts: Mapping[str, str]) -> PageObject:
    box = page.mediabox
    overlay = PageObject.create_blank_page(width=float(box.width), height=float(box.height))
    stream = DecodedStreamObject()
    stream.set_data(b"\n".join(_text_block(place, text) for place, text in texts.items()))
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject(_FONT): font})})
    overlay[NameObject("/Resources")] = resources
    overlay[NameObject("/Contents")] = stream
    return overlay


def _text_block(place: str, text: str) -> bytes:
    found = cast("re.Match[str]", _PLACE.fullmatch(place))
    rows = []
    for number, line in enumerate(text.splitlines()):
        safe = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        move = f"{found[1]} {found[2]} Td" if number == 0 else f"0 -{_SIZE + 2} Td"
        rows.append(f"{move} ({safe}) Tj")
    return f"BT {_FONT} {_SIZE} Tf {' '.join(rows)} ET".encode("cp1252", "replace")
