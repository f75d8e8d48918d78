"""The parts of the Claims page that need no window: ways to fields, boxes by number, the lens, files."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicbill.basics.errors import NotWritable
from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.words import counted
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.typed import Rows
from clinicbill.cms1500.layout import box_areas, layout
from clinicbill.cms1500.provenance import box_row
from clinicbill.ui.claims import acts
from clinicbill.ui.claims.captions import caption
from clinicbill.ui.claims.columns import moment
from clinicbill.ui.claims.lens import BANDS, LEFT, RIGHT, Lens, fitting
from clinicbill.ui.claims.paper_form import find_box
from clinicbill.ui.claims.reads import ClaimFile, lines_on
from clinicbill.ui.claims.sending import require_folder, write_file
from clinicbill.ui.claims.ways import Way, box_of_finding, way_to
from clinicbill.ui.target import Target
from clinicbill.ui.widgets.runs import Run, width
from clinicbill.ui.widgets.tall_table import packed
from tests.support.claims import a_claim, six_lines, thirteen_diagnoses

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

ITEMS = sorted({area.item for area in box_areas()})


class Record:
    """A claim's row as far as the ways need it."""

    id, patient_id, status = 7, 12, ClaimStatus.READY


def a_file(**claim: Any) -> ClaimFile:
    made = a_claim(**claim)
    visits: Any = (made.lines[0].encounter_id,)
    record: Any = Record()
    return ClaimFile(
        record=record,
        claim=made,
        visits=visits,
        sheets=(),
        boxes={},
        segments=(),
        file_problem="",
        file_note="",
        events=(),
        sendings=(),
        typed={},
        rows=Rows(facility_id=5, referring_id=6, providers={made.lines[0].encounter_id: 4}),
    )


def way(path: str) -> Way:
    found = way_to(path, a_file())
    assert found is not None, path
    return found


@pytest.mark.parametrize("item", ITEMS)
def test_every_box_that_comes_from_a_record_leads_there(item: str) -> None:
    path = box_row(item).path.format(line=0, coverage="coverage", event="onset_on", facility="facility")
    if not path or path == "patient_control_number":
        assert way_to(path, a_file()) is None
    else:
        assert way(path).words.split()[0] == "Open"


def test_a_way_names_record_and_field() -> None:
    made = a_claim()
    line, payer = made.lines[0], made.coverage.payer.payer_id
    assert (way("lines.0.pointers").place, way("lines.0.pointers").key) == (
        "coding",
        Target(record=line.encounter_id, row=line.service_line_id, field="pointers"),
    )
    assert way("lines.0.rendering.npi").key == Target(part="providers", row=4, field="npi")
    assert way("coverage.payer.payer_number").key == Target(part="payers", row=payer, field="payer_number")
    assert way("billing.other_id").key == Target(part="payers", row=payer, field="billing_id")
    name = Target(record=12, part="details", row=made.patient.patient_id, field="name.last")
    assert (way("patient.name").place, way("patient.name").key) == ("patients", name)
    assert way("facility.other_id").key == Target(part="facilities", row=5, field="other_id")
    assert way("referring.npi").key == Target(part="referring", row=6, field="npi")
    assert way_to("nobody.knows", a_file()) is None


def test_what_the_claim_does_not_have_is_typed_at_its_place() -> None:
    assert way("authorization_number").key == Target(record=12, part="authorizations")
    assert way("amount_paid").key == Target(record=12, part="account")
    assert way("others").key == Target(record=12, part="insurance")
    bare = replace(a_file(), rows=Rows())
    visit = a_claim().lines[0].encounter_id
    for path, inside in (("facility.npi", "facility_id"), ("referring", "referring_id")):
        found = way_to(path, bare)
        assert found is not None
        assert (found.key, found.words) == (
            Target(record=visit, field="details", inside=inside),
            "Open visit",
        )


@pytest.mark.parametrize(
    ("where", "box"),
    [
        ("item 1a", (1, ("1a", 0))),
        ("line 2, item 24E", (1, ("24E", 2))),
        ("line 8, item 24D", (2, ("24D", 2))),
        ("item 21C", (1, ("21", 0))),
        ("items 14 and 15, DTP*439", (1, ("14", 0))),
        ("item 22, REF*F8", (1, ("22", 0))),
        ("2010BB NM109", None),
        ("case", None),
    ],
)
def test_an_edit_names_its_box(where: str, box: object) -> None:
    finding = Finding(rule="X", severity=Severity.MUST_FIX, message="m", where=where)
    assert box_of_finding(finding, (range(6), range(6, 8))) == box


def test_a_box_is_found_by_its_number() -> None:
    boxes = list(dict.fromkeys((area.item, area.line) for area in box_areas()))
    assert find_box("1", boxes) == ("1", 0)
    assert find_box("1A", boxes) == ("1a", 0)
    assert find_box("24d", boxes, ("24E", 3)) == ("24D", 3)
    assert find_box("24d", boxes) == ("24D", 1)
    assert find_box("33", boxes) == ("33", 0)
    assert find_box("99", boxes) is None
    assert find_box(" ", boxes) is None


@given(st.floats(0.5, 3), st.floats(LEFT, RIGHT), st.floats(BANDS[0][0], BANDS[-1][1]))
def test_the_lens_finds_its_way_back(zoom: float, x: float, top: float) -> None:
    lens = Lens(zoom)
    back_x, back_top = lens.points(lens.across(x), lens.down(top))
    lowest = min(factor for _, _, factor in BANDS)
    assert abs(back_x - x) <= 0.51 / zoom
    assert abs(back_top - top) <= 0.51 / zoom / lowest


def test_the_bands_cover_the_sheet_without_a_gap() -> None:
    assert all(end == start for (_, end, _), (start, _, _) in itertools.pairwise(BANDS))
    assert all(BANDS[0][0] <= area.top and area.bottom <= BANDS[-1][1] for area in box_areas())


@pytest.mark.parametrize(("wide", "high"), [(545, 600), (545, 500), (750, 920)])
def test_the_form_fits_the_width_of_its_view(wide: int, high: int, qapp: QApplication) -> None:
    assert Lens(fitting(wide, high)).size[0] <= wide


def test_every_box_outside_item_24_has_a_caption() -> None:
    assert all(caption(area) for area in box_areas() if not area.line)
    assert not any(caption(area) for area in box_areas() if area.line)


def test_lines_on_each_sheet() -> None:
    claim, room = six_lines(8), layout().lines
    assert [lines_on(claim, sheet) for sheet in (1, 2, 3)] == [room, 8 - room, 0]
    parted = thirteen_diagnoses()
    assert sum(lines_on(parted, sheet) for sheet in (1, 2)) == len(parted.lines)
    assert lines_on(parted, 1) < room


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 12), max_size=12), st.integers(20, 200))
def test_wrapping_loses_nothing_and_cuts_nothing(qapp: QApplication, lengths: list[int], room: int) -> None:
    pieces = [(Run("x" * length),) for length in lengths]
    lines = packed(pieces, room, 6)
    assert [piece for line in lines for piece in line] == pieces
    for line in lines:
        together = sum(width(piece) + 6 for piece in line) - 6
        assert len(line) == 1 or together <= room + 0.01


def test_another_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    first = write_file(tmp_path / "837P-1.837", b"one")
    assert write_file(tmp_path / "837P-1.837", b"one") == first, "the same bytes are the same file"
    assert write_file(tmp_path / "837P-1.837", b"two").name == "837P-1-2.837"
    assert first.read_bytes() == b"one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["837P-1-2.837", "837P-1.837"]


def test_a_folder_is_looked_at_before_anything_is_made(tmp_path: Path) -> None:
    require_folder(tmp_path)
    with pytest.raises(NotWritable, match="choose another folder"):
        require_folder(tmp_path / "gone")


def test_no_claim_no_act_and_counts_in_words() -> None:
    assert acts.refusal("claims.hold", None, "owner") == "No claim is selected."
    assert (counted(1, "claim"), counted(1200, "claim")) == ("1 claim", "1,200 claims")


def test_moments_are_the_practices_own() -> None:
    assert moment(datetime(2026, 11, 23, 16, 4, tzinfo=UTC), "America/Los_Angeles") == "11/23/2026 08:04"
