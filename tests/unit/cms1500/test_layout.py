from __future__ import annotations

import csv
from pathlib import Path

import pytest

from clinicbill.cms1500.layout import area_of, box_areas, box_at, layout
from tests.unit.cms1500.golden import SAMPLES

ALIGN = {"left": "left", "right": "right", "center-X": "mark"}
# Shorter than their box, whose last character would touch the border of the form.
PRINT_SAFE = {("11b", "other_claim_id"): 26, ("33b", "other_id"): 16}
OWN = {("sheet", "page_of_pages"), ("31", "license")}


@pytest.mark.skipif(not SAMPLES, reason="CLINICBILL_SAMPLES is not set")
def test_positions_equal_the_reference_table() -> None:
    table = Path(SAMPLES).parent / "reference" / "cms1500_fields.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = {(row["item"], row["subfield"]): row for row in csv.DictReader(file)}
    fields = layout().fields
    assert fields.keys() - OWN == rows.keys()
    for place, row in rows.items():
        field = fields[place]
        assert (field.x, field.y) == (float(row["x_pt"]), float(row["y_pt"])), place
        longest = PRINT_SAFE.get(place, int(row["maxlen"]))
        assert (field.longest, field.align) == (longest, ALIGN[row["align"]]), place
        assert longest <= int(row["maxlen"]), place


def test_six_service_lines_twenty_four_points_apart() -> None:
    fields = layout().fields
    for line in range(1, 6):
        upper, lower = fields[f"24.{line}", "D_cpt"], fields[f"24.{line + 1}", "D_cpt"]
        assert (upper.x, round(upper.y - lower.y, 1)) == (lower.x, 24.0)


def test_columns_and_rows_of_the_grid() -> None:
    """Ten characters and six lines to the inch; the few nudged fields are named."""
    nudged = {("21", "icd_indicator"), ("12", "signature"), ("12", "date"), ("13", "signature")}
    for place, field in layout().fields.items():
        if place in nudged or place[1] == "H_shaded_epsdt":
            continue
        column = (field.x - 21.6) / 7.2
        row = (771.6 - field.y) / 12
        assert abs(column - round(column)) < 1e-6, place
        assert abs(row - round(row)) < 1e-6, place


def test_every_field_starts_in_an_area_of_its_item() -> None:
    for place, field in layout().fields.items():
        if place[0] == "sheet":
            continue
        middle = (field.x + 1, layout().height - field.y - 3)
        areas = [area for area in box_areas() if area.contains(*middle)]
        assert [(area.item, area.line) for area in areas] == [area_of(place)], place


def test_areas_do_not_overlap() -> None:
    areas = box_areas()
    for number, one in enumerate(areas):
        for other in areas[number + 1 :]:
            apart = (
                one.right <= other.left
                or other.right <= one.left
                or one.bottom <= other.top
                or other.bottom <= one.top
            )
            assert apart, (one, other)


def test_areas_come_in_reading_order_with_the_lines_before_25() -> None:
    items = [area.item for area in box_areas()]
    assert items[0] == "carrier"
    assert items.index("24") < items.index("24J") < items.index("25") < items.index("33b")
    assert {area.line for area in box_areas() if area.item == "24D"} == {1, 2, 3, 4, 5, 6}


def test_box_at_a_point() -> None:
    found = box_at(100, 400)
    assert found is not None
    assert found.item == "14"
    line = box_at(200, 600 - 5)
    assert line is not None
    assert (line.item, line.line) == ("24D", 3)
    assert box_at(5, 5) is None


def test_right_alignment_keeps_the_last_column_until_it_is_needed() -> None:
    field = layout().fields["28", "dollars"]
    assert field.start("1", 7.2) == pytest.approx(field.x + 5 * 7.2)
    assert field.start("123456", 7.2) == pytest.approx(field.x)
    assert field.start("1234567", 7.2) == pytest.approx(field.x)
    charges = layout().fields["20", "charges_no_decimal"]
    assert charges.start("6500", 7.2) == pytest.approx(charges.x + 4 * 7.2)
