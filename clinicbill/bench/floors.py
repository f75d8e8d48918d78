"""Floors: the least that a bare library or plain Python does for the same answer."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from clinicbill.db.connect import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.codesets.library import CodeLibrary

_QT_WINDOW = (
    "from PySide6.QtWidgets import QApplication, QLabel; app = QApplication([]); label = QLabel('x'); "
    "label.show(); app.processEvents()"
)


def bare_fts(library: CodeLibrary, text: str) -> object:
    """One FTS5 query over the library's words, nothing understood and nothing ranked."""
    words = " ".join(f'"{word}"*' for word in re.findall(r"[a-z0-9]+", text.lower()))
    return library.read(_match_words, words) if words else []


def _match_words(db: Database, words: str) -> list[object]:
    return list(db.execute("select rowid from icd10_words where icd10_words match ? limit 20", [words]))


def bare_patient_query(db: Database, expression: str) -> object:
    """One FTS5 query for row numbers."""
    return rows(db, "select rowid from patient_search where terms match ? limit 50", [expression])


def join_segments(segments: Sequence[Sequence[str]]) -> str:
    """The same 837P text put together from pieces that are ready."""
    return "~\n".join(["*".join(elements) for elements in segments])


def split_and_add(data: bytes) -> Decimal:
    """An 835 split into elements, its paid amounts as Decimal added up; nothing kept, nothing proved."""
    total = Decimal(0)
    for segment in data.decode().split("~"):
        elements = segment.strip().split("*")
        if elements[0] in ("CLP", "SVC", "CAS"):
            total += sum((Decimal(one) for one in elements[3:4] if one), Decimal(0))
    return total


def draw_strings(pages: Iterable[Iterable[tuple[float, float, str]]]) -> bytes:
    """Bare reportlab: the same strings at the same places in a font that needs no embedding."""
    target = io.BytesIO()
    canvas = Canvas(target, invariant=True)
    for page in pages:
        canvas.setFont("Courier", 12)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def add_up_in_memory(entries: Sequence[tuple[str, int, str, int]], as_of: date) -> dict[tuple[str, int], int]:
    """The aging in plain Python over ledger rows that lie in memory already."""
    sums: dict[tuple[str, int], int] = {}
    today = as_of.toordinal()
    for account, payer, aged_from, cents in entries:
        age = today - (int(aged_from[:4]) * 365 + int(aged_from[5:7]) * 30 + int(aged_from[8:]))
        key = (f"{account}{payer}", min(max(age, 0) // 30, 4))
        sums[key] = sums.get(key, 0) + cents
    return sums


def ledger_rows(db: Database) -> list[tuple[str, int, str, int]]:
    """The rows of `add_up_in_memory`."""
    found = db.execute(
        """select account, coalesce(payer_id, 0), aged_from, amount_cents from entry
           where aged_from is not null and account in ('payer_receivable', 'patient_receivable', 'unapplied')"""
    )
    return [tuple(row) for row in found.fetchall()]


def qt_alone() -> str:
    """A program that shows one empty label and ends."""
    return _QT_WINDOW


def seconds_of(code: str) -> float:
    """How long a fresh Python takes to run a program to its end."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)  # noqa: S603  # our own text
    return perf_counter() - start
