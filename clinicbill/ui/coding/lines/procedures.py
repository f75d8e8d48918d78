"""The office's procedure list as the code cell searches it: by code or by the office's own words, at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clinicbill.practice.procedure import Procedure
from clinicbill.practice.procedure_checks import PROCEDURE_CODE
from clinicbill.ui.widgets.hits import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clinicbill.codesets.code_list import ListedCode

MOST = 40
_WORDS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureList:
    """What can be billed.

    Attributes:
        own: the office's list, in use.
        names: words for codes of other lists (HCPCS), which have no fee here.
        fees: what one unit costs today, as words, by code.
    """

    own: Mapping[str, Procedure] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    fees: Mapping[str, str] = field(default_factory=dict)

    def name(self, code: str) -> str:
        """The office's words for a code, else the list's; empty for an unknown one."""
        mine = self.own.get(code)
        return mine.name if mine is not None else self.names.get(code, "")

    def procedure(self, code: str) -> Procedure:
        """The procedure of a code; one without a name where the office has none."""
        return self.own.get(code) or Procedure(code=code, name=self.names.get(code, ""))

    def is_timed(self, code: str) -> bool:
        """Whether minutes are keyed for it."""
        mine = self.own.get(code)
        return mine is not None and mine.timed

    def find(self, typed: str, *, first: Sequence[str] = ()) -> list[Hit]:
        """Best first: the code itself, codes that begin so, names with these words; `first` stand before equals."""
        text = typed.strip().casefold()
        order = {code: place for place, code in enumerate(first)}
        ranked = sorted(
            (rank, order.get(code, len(order)), code)
            for code, name in self._names()
            if (rank := _rank(text, code, name)) is not None
        )
        return [self._hit(code) for _, _, code in ranked[:MOST]]

    def _names(self) -> Iterable[tuple[str, str]]:
        yield from ((code, procedure.name) for code, procedure in self.own.items())
        yield from ((code, name) for code, name in self.names.items() if code not in self.own)

    def _hit(self, code: str) -> Hit:
        mine = code in self.own
        right = self.fees.get(code, "no fee yet") if mine else "not in your list"
        return Hit(code, self.name(code), code=code, right=right)


def _rank(text: str, code: str, name: str) -> int | None:
    if not text:
        return 0
    if code.casefold() == text:
        return 0
    if code.casefold().startswith(text):
        return 1
    words = [word for word in _WORDS.split(name.casefold()) if word]
    asked = [word for word in _WORDS.split(text) if word]
    if asked and all(any(word.startswith(part) for word in words) for part in asked):
        return 2 if words and words[0].startswith(asked[0]) else 3
    return 4 if text in name.casefold() else None


def is_code(typed: str) -> bool:
    """Whether the text has the form of a CPT or HCPCS code."""
    return bool(PROCEDURE_CODE.fullmatch(typed.strip().upper()))


def procedure_list(
    procedures: Iterable[Procedure], others: Mapping[str, ListedCode], fees: Mapping[str, str]
) -> ProcedureList:
    """The office's procedures with the starter list of HCPCS behind them."""
    own = {procedure.code: procedure for procedure in procedures}
    return ProcedureList(own=own, names={code: row.name for code, row in others.items()}, fees=fees)
