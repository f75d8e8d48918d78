"""RecordKind: a kind of record that Setup and the wizard keep in a list: its columns, its fields, its rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from clinicbill.basics.findings import Finding, Severity
from clinicbill.ui.colours import Role
from clinicbill.ui.widgets.columns import Column
from clinicbill.ui.widgets.kept_form import KeptForm
from clinicbill.ui.widgets.list_form import ListForm
from clinicbill.ui.widgets.record_form import Part, RecordForm, Turn
from clinicbill.ui.widgets.runs import Run

if TYPE_CHECKING:
    from clinicbill.ui.undo import Undo

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind(Generic[R]):
    """Everything a list with a form needs to know.

    Attributes:
        noun: as in "Add provider"; `plural` is the section's name.
        check: what the rules find in a record, given the others of the list.
        blank: a record nobody has typed into, begun on a day.
        empty: what stands in the list while there is nothing, and why.
        sizes: list and form, in pixels at 1366.
    """

    noun: str
    plural: str
    columns: tuple[Column[R], ...]
    parts: tuple[Part, ...]
    title: Callable[[R], str]
    check: Callable[[R, Sequence[R]], list[Finding]]
    blank: Callable[[date], R]
    empty: tuple[str, str]
    turns: Mapping[str, Turn] = field(default_factory=dict)
    tips: Mapping[str, str] = field(default_factory=dict)
    sizes: tuple[int, int] = (420, 550)


def make_list(
    kind: RecordKind[R], others: Callable[[], Sequence[R]], *, as_of: date, undo: Undo | None
) -> ListForm[R]:
    """The list and form of a kind; `others` are the records of the list as they are stored."""

    def check(record: R) -> list[Finding]:
        return kind.check(record, [other for other in others() if id_of(other) != id_of(record)])

    def worst(record: R) -> Run:
        return _mark(check(record))

    form = RecordForm(kind.parts, as_of=as_of, undo=undo, turns=kind.turns, tips=kind.tips)
    marked: tuple[Column[R], ...] = (Column("", worst, width=20), *kind.columns)
    made: ListForm[R] = ListForm(
        kind.plural,
        marked,
        KeptForm(form, title=lambda record: _title(kind, record), check=check),
        identity=id_of,
        record_of=lambda record: record,
        sizes=kind.sizes,
        upright=False,
    )
    made.set_empty(*kind.empty)
    return made


def id_of(record: Any) -> int:  # noqa: ANN401 - any record with an id
    """The record's row; 0 until it is saved."""
    return int(record.id)


def _title(kind: RecordKind[R], record: R) -> str:
    return kind.title(record) if id_of(record) else f"New {kind.noun}"


def _mark(findings: Sequence[Finding]) -> Run:
    """The worst finding as an icon with a word for screen readers; nothing for none."""
    if any(finding.severity is Severity.MUST_FIX for finding in findings):
        return Run(icon="circle-x", role=Role.RED)
    if any(finding.severity is Severity.WARNING for finding in findings):
        return Run(icon="warning", role=Role.AMBER)
    return Run()


def active_state(record: Any) -> Run | str:  # noqa: ANN401 - any record that can be ended
    """Nothing while it is in use."""
    return "" if record.active else Run("Not used", Role.TEXT3)
