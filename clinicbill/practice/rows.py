"""Rows: how a frozen record lies in its table, read off its annotations, and how only what differs is written.

A `name` becomes last_name, first_name …; an `address` street, street2 …; `subscriber_address` and `pay_to` carry
their own prefix. Money lies in `…_cents`, a date as ISO text, a tuple of texts with spaces between, pointers as
letters. A field whose metadata says `saved: False` has no column.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from clinicbill.basics.errors import NotFound
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.db import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp

Value = str | int | None
T = TypeVar("T")

_LETTERS = "ABCDEFGHIJKL"
_ADDRESS = ("street", "street2", "city", "state", "zip")
_NAME = ("last", "first", "middle", "suffix")


@dataclass(frozen=True, slots=True)
class _Part:
    """One field: the columns it lies in, and the way there and back."""

    field: str
    columns: tuple[str, ...]
    write: Callable[[Any], tuple[Value, ...]]
    read: Callable[..., Any]


def _plain(value: Value) -> tuple[Value]:
    return (value,)


def _same(value: Value) -> Value:
    return value


def _write_day(day: date | None) -> tuple[Value]:
    return (day.isoformat() if day else None,)


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _write_money(amount: Money | None) -> tuple[Value]:
    return (None if amount is None else amount.cents,)


def _read_money(cents: int | None) -> Money | None:
    return None if cents is None else Money(cents)


def _write_letters(positions: tuple[int, ...]) -> tuple[Value]:
    return ("".join(_LETTERS[position - 1] for position in positions),)


def _read_letters(text: str) -> tuple[int, ...]:
    return tuple(_LETTERS.index(letter) + 1 for letter in text)


def _name_columns(field: str) -> tuple[str, ...]:
    prefix = field.removesuffix("name")
    return tuple(prefix + (part if part == "suffix" else f"{part}_name") for part in _NAME)


def _address_columns(field: str) -> tuple[str, ...]:
    prefix = "" if field == "address" else field.removesuffix("_address") + "_"
    return tuple(prefix + part for part in _ADDRESS)


def _parts_of(value: Any, names: tuple[str, ...]) -> tuple[Value, ...]:  # noqa: ANN401  # a name or an address
    return tuple(getattr(value, name) for name in names)


def _bare(hint: Any) -> Any:  # noqa: ANN401  # a type expression
    """A hint without its None and without its NewType."""
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(option for option in get_args(hint) if option is not types.NoneType)
    return getattr(hint, "__supertype__", hint)


def _part(field: str, hint: Any) -> _Part:  # noqa: ANN401  # a type expression
    bare = _bare(hint)
    if bare is PersonName:
        return _Part(
            field,
            _name_columns(field),
            lambda name: _parts_of(name, _NAME),
            lambda *texts: PersonName(**dict(zip(_NAME, texts, strict=True))),
        )
    if bare is Address:
        return _Part(
            field,
            _address_columns(field),
            lambda place: _parts_of(place, _ADDRESS),
            lambda *texts: Address(**dict(zip(_ADDRESS, texts, strict=True))),
        )
    if bare is Money:
        return _Part(field, (f"{field}_cents",), _write_money, _read_money)
    if bare is date:
        return _Part(field, (field,), _write_day, _read_day)
    if bare is bool:
        return _Part(field, (field,), lambda flag: (int(flag),), bool)
    if get_origin(bare) is tuple:
        if get_args(bare)[0] is int:
            return _Part(field, (field,), _write_letters, _read_letters)
        return _Part(field, (field,), lambda texts: (" ".join(texts),), lambda text: tuple(text.split()))
    if issubclass(bare, StrEnum):
        return _Part(field, (field,), lambda member: (str(member),), bare)
    return _Part(field, (field,), _plain, _same)


_plans: dict[type, tuple[_Part, ...]] = {}


def _plan(kind: type) -> tuple[_Part, ...]:
    """How a record class lies in its table, worked out once."""
    if kind not in _plans:
        hints = get_type_hints(kind)
        saved = [field.name for field in fields(kind) if field.metadata.get("saved", True)]
        _plans[kind] = tuple(_part(name, hints[name]) for name in saved)
    return _plans[kind]


def columns_of(record: object) -> dict[str, Value]:
    """The record as its table's columns, `id` among them."""
    row: dict[str, Value] = {}
    for part in _plan(type(record)):
        row.update(zip(part.columns, part.write(getattr(record, part.field)), strict=True))
    return row


def record_of(kind: type[T], row: Mapping[str, Any], **unsaved: object) -> T:
    """The record of one row; `unsaved` are the fields that have no column."""
    values = {part.field: part.read(*(row[column] for column in part.columns)) for part in _plan(kind)}
    return kind(**values, **unsaved)


def save(db: Database, table: str, record: object, stamp: Stamp, **others: Value) -> int:
    """Insert the record where its id is 0, else update only the columns that differ.

    `others` are columns the record does not carry, such as the parent's id. Nothing is written where nothing
    differs, so the history stays readable. Returns the id of the row.

    Raises:
        NotFound: the record has an id, but there is no such row.
    """
    row: dict[str, Value] = columns_of(record) | others
    row_id = cast("int", row.pop("id", 0))
    if not row_id:
        return rows.insert(db, table, {**row, **stamp.columns()})
    old = row_of(db, table, row_id)
    differing = {column: value for column, value in row.items() if old[column] != value}
    if differing:
        rows.update(db, table, row_id, {**differing, **stamp.columns()})
    return row_id


def row_of(db: Database, table: str, row_id: int) -> dict[str, Any]:
    """One row by its id.

    Raises:
        NotFound: there is no such row.
    """
    row = rows.find(db, table, row_id)
    if row is not None:
        return row
    raise NotFound(
        f"This {table.replace('_', ' ')} is not in the practice file any more; nothing was changed: look at the list again."
    )
