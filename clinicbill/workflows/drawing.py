"""Drawing: the sheets of a printing as bytes, what each of them is, and how the work on them is told of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from clinicbill.cms1500.boxes import Texts

Tell: TypeAlias = Callable[[int, int, str], None]
"""tell(done, of, words): says how far the work is; raises where it was cancelled."""


def say_nothing(_done: int, _of: int, _words: str) -> None:
    """A `Tell` for work nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A PDF of claims and what its pages are.

    Attributes:
        content: the PDF, at true size unless it was drawn with an offset.
        pages: of each page the texts of its form; None for a remittance page, or where the bytes were kept from
            a program that drew otherwise.
        forms: how many pages are forms; on red forms they come first, for the rest belongs on plain paper.
    """

    content: bytes
    pages: tuple[Texts | None, ...]
    forms: int

    @property
    def sheets(self) -> int:
        """How many sheets of paper it takes."""
        return len(self.pages)
