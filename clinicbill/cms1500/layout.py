"""Where each box of the CMS-1500 sits on the sheet, read from resources/forms/cms1500.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from clinicbill.basics.assets import asset

Place: TypeAlias = tuple[str, str]
"""Item and sub-field, such as ("14", "mm") or ("24.3", "D_cpt") for the third service line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """Room for one text.

    Attributes:
        x: points from the left edge of the sheet to the first character; of the whole room where `align` is right.
        y: the baseline, in points from the bottom of the sheet.
        longest: characters that stay inside the rules.
        align: left, right, or mark for an X in a small box.
        keeps_blank: the last column is used only by a text as long as the room.
    """

    item: str
    name: str
    x: float
    y: float
    longest: int
    align: str
    keeps_blank: bool = False

    def start(self, text: str, advance: float) -> float:
        """Where the first character of `text` stands, in points from the left edge."""
        if self.align != "right":
            return self.x
        blank = 1 if self.keeps_blank and len(text) < self.longest else 0
        return self.x + (self.longest - len(text) - blank) * advance


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxArea:
    """A rectangle of the form that belongs to one box, in points from the top left corner of the sheet.

    Attributes:
        item: the item as it is called: 14, 24D, carrier.
        part: what of the item stands here where it has several rectangles: city, zip, shaded.
        line: the service line, 1 to 6; 0 outside item 24.
    """

    item: str
    part: str
    line: int
    left: float
    top: float
    right: float
    bottom: float

    def contains(self, x: float, top: float) -> bool:
        """Whether a point of the sheet lies inside."""
        return self.left <= x < self.right and self.top <= top < self.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The whole sheet in points; `lines` counts service lines, `line_step` is the distance from one to the next."""

    width: float
    height: float
    font_size: float
    advance: float
    lines: int
    line_step: float
    fields: Mapping[Place, FormField]
    areas: tuple[BoxArea, ...]


@cache
def layout() -> Layout:
    """The sheet as data; read once."""
    data = tomllib.loads(asset("forms/cms1500.toml").read_text(encoding="utf-8"))
    sheet, places = data["sheet"], data["layout"]
    return Layout(
        width=sheet["width"],
        height=sheet["height"],
        font_size=sheet["font_size"],
        advance=sheet["advance"],
        lines=sheet["lines"],
        line_step=sheet["line_step"],
        fields={(field.item, field.name): field for field in _fields(sheet, places)},
        areas=_areas(sheet, places),
    )


def box_areas() -> tuple[BoxArea, ...]:
    """Every rectangle in reading order, so that a window can mark the box under the cursor or walk through them."""
    return layout().areas


def box_at(x: float, top: float) -> BoxArea | None:
    """The rectangle under a point of the sheet (points from the top left corner); None outside the boxes."""
    return next((area for area in layout().areas if area.contains(x, top)), None)


def area_of(place: Place) -> tuple[str, int]:
    """The item and service line (0 outside item 24) whose rectangle holds a field: ("24D", 3)."""
    item, name = place
    if not item.startswith("24."):
        return item, 0
    letter = "" if name.startswith("supplemental") else name[0]
    return f"24{letter}", int(item[3:])


def _fields(sheet: dict[str, Any], places: dict[str, Any]) -> list[FormField]:
    blanks = {tuple(place) for place in places["keeps_blank"]}
    made = [
        _field(item, rest, keeps_blank=(item, rest[0]) in blanks)
        for item, *rest in [*places["fields"], *places["own_fields"]]
    ]
    for line in range(sheet["lines"]):
        down = line * sheet["line_step"]
        made += [
            _field(f"24.{line + 1}", rest, keeps_blank=("24", rest[0]) in blanks, down=down)
            for rest in places["line_fields"]
        ]
    return made


def _field(item: str, rest: list[Any], *, keeps_blank: bool, down: float = 0.0) -> FormField:
    name, x, y, longest, align = rest
    return FormField(
        item=item, name=name, x=x, y=round(y - down, 1), longest=longest, align=align, keeps_blank=keeps_blank
    )


def _areas(sheet: dict[str, Any], places: dict[str, Any]) -> tuple[BoxArea, ...]:
    above = [_area(row, 0, 0.0) for row in places["areas"]]
    lines = [
        _area(row, line + 1, line * sheet["line_step"])
        for line in range(sheet["lines"])
        for row in places["line_areas"]
    ]
    split = next(place for place, area in enumerate(above) if area.item == "25")
    return (*above[:split], *lines, *above[split:])


def _area(row: list[Any], line: int, down: float) -> BoxArea:
    item, part, left, top, right, bottom = row
    return BoxArea(
        item=item, part=part, line=line, left=left, top=top + down, right=right, bottom=bottom + down
    )
