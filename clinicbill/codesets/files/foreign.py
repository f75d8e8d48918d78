"""Files that are no code list at all, told by their first bytes, each with what to do instead."""

from __future__ import annotations

from clinicbill.basics.errors import UnreadableFile

_LOOKED_AT = 2_048
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_STARTS = {
    b"%PDF": "a PDF; choose the text, CSV, XML or Excel file of the same release",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file; open it there and save it as CSV or .xlsx",
    b"\x1f\x8b": "packed with gzip; unpack it first",
    b"7z\xbc\xaf": "packed with 7-Zip; unpack it first",
    b"Rar!": "packed with RAR; unpack it first",
    b"{\\rtf": "a word processor's document; choose the text, CSV, XML or Excel file of the same release",
    b"\x89PNG": "a picture; choose the text, CSV, XML or Excel file",
    b"\xff\xd8\xff": "a picture; choose the text, CSV, XML or Excel file",
    b"SQLite format 3": "a database; choose the file as it was published",
}
_WEB = (b"<!doctype html", b"<html", b"<head", b"<body")


class NotACodeList(UnreadableFile):
    """The file is sound as far as anybody knows, but it is no code list; in a zip it is passed over."""


def refuse_foreign(name: str, head: bytes) -> None:
    """Refuse what can be told from its first bytes.

    Raises:
        NotACodeList: empty, a web page, a PDF, another packing, a picture, or no text.
    """
    if not head.strip():
        raise NotACodeList(f"{name} is empty; nothing was changed; download it again.")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:_LOOKED_AT].lower()
    if start.startswith(_WEB) or (start.startswith((b"<!--", b"<?xml")) and b"<html" in start):
        raise NotACodeList(
            f"{name} is a web page, not a code file: often the page that asks to accept the licence; nothing was "
            "changed; accept it in the browser and choose the file that comes then."
        )
    for mark, what in _STARTS.items():
        if head.startswith(mark):
            raise NotACodeList(f"{name} is {what}; nothing was changed.")
    if b"\0" in head and not head.startswith((*_UTF16, b"PK")):
        raise NotACodeList(
            f"{name} is no text; nothing was changed; choose the file as it is published, or the zip it came in."
        )
