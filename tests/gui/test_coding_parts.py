"""The parts of the coding page that need no window: changes, remedies, cells, room, lists, marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.findings import Finding, Severity
from clinicbill.basics.identifiers import (
    CaseId,
    CoverageId,
    EncounterId,
    PatientId,
    PayerId,
    ProcedureId,
    ProviderId,
    ServiceLineId,
)
from clinicbill.basics.money import Money
from clinicbill.basics.people import PersonName
from clinicbill.encounters.encounter import Encounter, VisitStatus
from clinicbill.encounters.missing import missing
from clinicbill.encounters.store import VisitRow
from clinicbill.encounters.visit_facts import VisitFacts
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.case import Case
from clinicbill.patients.coverage import Coverage
from clinicbill.practice.procedure import Fee, Procedure
from clinicbill.ui.coding import changes
from clinicbill.ui.coding.diagnoses.code_source import Around, DiagnosisKey, is_header_typed, used_hits
from clinicbill.ui.coding.diagnoses.known_codes import CodeFact, KnownCodes
from clinicbill.ui.coding.diagnoses.used_codes import OfficeCodes, UsedCode, used_codes
from clinicbill.ui.coding.draft import Draft
from clinicbill.ui.coding.edits.remedies import diagnosis_of, line_of, remedy
from clinicbill.ui.coding.lines.cells import (
    CELLS,
    beside_cells,
    read_charge,
    read_from,
    read_minutes,
    read_modifiers,
    read_pos,
)
from clinicbill.ui.coding.lines.procedures import ProcedureList, is_code, procedure_list
from clinicbill.ui.coding.note_edit import telling_words
from clinicbill.ui.coding.room import share
from clinicbill.ui.coding.visits.day_list import DayList, DayRow, Shown
from clinicbill.ui.coding.visits.last_visit import last_lines
from clinicbill.ui.undo import Undo
from clinicbill.ui.widgets.hits import Hit
from clinicbill.ui.widgets.runs import plain_text
from tests.support.practice import TODAY, a_line

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

EARLIER = date(2026, 11, 16)
LINES = (a_line("98940", "", "50.00", pointers=(1, 2)), a_line("97140", "GP", "48.00", pointers=(3,)))
VISIT = Encounter(
    patient_id=PatientId(1),
    case_id=CaseId(1),
    provider_id=ProviderId(1),
    service_on=TODAY,
    diagnoses=("M99.03", "M54.2", "M62.830"),
    lines=LINES,
)


def fee(code: int, charge: str, **fields: object) -> Fee:
    made = Fee(procedure_id=ProcedureId(code), from_on=date(2026, 1, 1), charge=Money.parse(charge))
    return replace(made, **fields)  # type: ignore[arg-type]


FACTS = VisitFacts(
    as_of=TODAY,
    birth_on=date(1979, 5, 5),
    case=Case(id=CaseId(1), name="Low back 2026", opened_on=date(2026, 1, 5)),
    coverages=(Coverage(id=CoverageId(1), payer_id=PayerId(7), from_on=date(2026, 1, 1)),),
    fees={
        "98940": [fee(1, "50.00")],
        "97140": [fee(2, "48.00"), fee(2, "40.00", payer_id=PayerId(7), modifier="59")],
    },
)


def letters(visit: Encounter) -> list[str]:
    return [line.pointer_letters for line in visit.lines]


# Changes -------------------------------------------------------------------------------------------------


def test_pointers_follow_their_diagnoses() -> None:
    assert letters(changes.remove_diagnosis(VISIT, 0)) == ["A", "B"]
    assert letters(changes.move_diagnosis(VISIT, 2, -2)) == ["BC", "A"]
    assert letters(changes.move_diagnosis(VISIT, 0, 9)) == ["CA", "B"]
    assert letters(changes.replace_diagnosis(VISIT, 1, "M54.12")) == ["AB", "C"]


@given(st.lists(st.integers(0, 11), max_size=12, unique=True), st.integers(0, 11), st.integers(-12, 12))
def test_moving_changes_no_code_a_line_points_at(pointed: list[int], at: int, by: int) -> None:
    codes = tuple(f"M{n:02}.1" for n in range(12))
    line = replace(LINES[0], pointers=tuple(place + 1 for place in pointed))
    visit = replace(VISIT, diagnoses=codes, lines=(line,))
    moved = changes.move_diagnosis(visit, at, by)
    assert sorted(moved.diagnoses) == sorted(codes)
    assert [moved.diagnoses[p - 1] for p in moved.lines[0].pointers] == [codes[place] for place in pointed]
    assert moved.diagnoses[min(max(at + by, 0), 11)] == codes[at]


def test_a_pointer_is_toggled_and_four_are_the_most() -> None:
    assert changes.toggled((1, 2), 2) == (1,)
    assert changes.toggled((1, 2), 4) == (1, 2, 4)
    assert changes.toggled((1, 2, 3, 4), 5) == (1, 2, 3, 4)
    assert changes.positions_of("b1Ca?bL") == (2, 3, 1, 12)


def test_a_new_line_points_as_it_did_last_time() -> None:
    last = replace(VISIT, diagnoses=("M54.2", "M99.03"), lines=(replace(LINES[1], pointers=(1, 2)),))
    assert changes.usual_pointers(VISIT, "97140", last) == (2, 1)
    assert changes.usual_pointers(VISIT, "98940", last) == ()
    assert changes.usual_pointers(replace(VISIT, diagnoses=("M54.2",)), "98940", None) == (1,)


def test_a_charge_keyed_by_hand_outlives_other_units_but_not_another_code() -> None:
    scheduled = LINES[1]
    by_hand = replace(scheduled, charge=Money(4500))
    assert changes.repriced(scheduled, replace(scheduled, units=2), FACTS).charge == Money(9600)
    assert changes.repriced(scheduled, replace(scheduled, modifiers=("59",)), FACTS).charge == Money(4000)
    assert changes.repriced(by_hand, replace(by_hand, units=2), FACTS).charge == Money(4500)
    assert changes.repriced(by_hand, replace(by_hand, procedure_code="98940"), FACTS).charge == Money(5000)


def test_details_take_the_lines_along() -> None:
    own = replace(LINES[0], pos="12", from_on=EARLIER, to_on=EARLIER)
    visit = replace(VISIT, lines=(own, LINES[1]))
    moved = changes.moved_to(visit, replace(visit, service_on=date(2026, 11, 24), pos="02"))
    assert [(line.pos, line.from_on) for line in moved.lines] == [
        ("12", date(2026, 11, 17)),
        ("02", date(2026, 11, 24)),
    ]


# Draft ---------------------------------------------------------------------------------------------------


def test_a_line_keeps_its_row_through_undo_and_a_new_one_gets_one(qtbot: QtBot) -> None:
    undo = Undo()
    draft = Draft(undo)
    saved = replace(VISIT, lines=(replace(LINES[0], id=ServiceLineId(5)),))
    draft.open(saved, FACTS)
    draft.change("adding 97140", changes.add_line(draft.visit, LINES[1]))
    assert [line.id for line in draft.to_save().lines] == [5, 0]
    sent = draft.visit
    kept = replace(draft.to_save(), lines=(saved.lines[0], replace(LINES[1], id=ServiceLineId(9))))
    draft.take_saved(sent, kept)
    assert not draft.dirty
    undo.undo()
    assert [line.id for line in draft.to_save().lines] == [5]
    draft.take_saved(draft.visit, draft.to_save())
    undo.redo()
    assert [line.id for line in draft.to_save().lines] == [5, 0]


def test_typing_is_one_step_and_a_state_from_elsewhere_is_kept(qtbot: QtBot) -> None:
    undo = Undo()
    draft = Draft(undo)
    draft.open(VISIT, FACTS)
    for text in ("O", "O:", "O: t"):
        draft.type(replace(draft.visit, note=text))
    draft.end_typing("typing in the note")
    draft.take_saved(draft.visit, replace(draft.to_save(), status=VisitStatus.ON_HOLD, hold_reason="note"))
    assert undo.count() == 1
    undo.undo()
    assert (draft.visit.note, draft.visit.status) == ("", VisitStatus.ON_HOLD)
    draft.type(replace(draft.visit, note="x"))
    draft.cancel_typing()
    assert draft.visit.note == ""


def test_facts_are_asked_for_when_case_day_or_authorization_change(qtbot: QtBot) -> None:
    draft = Draft(Undo())
    draft.open(VISIT, FACTS)
    with qtbot.waitSignal(draft.facts_asked):
        draft.change("changing the day", replace(VISIT, service_on=EARLIER))
    dearer = replace(FACTS, fees={"97140": [fee(2, "60.00")], "98940": [fee(1, "55.00")]})
    draft.take_facts(dearer)
    assert [line.charge for line in draft.visit.lines] == [Money(5500), Money(6000)]


# Remedies ------------------------------------------------------------------------------------------------


def found(visit: Encounter, rule: str, facts: VisitFacts = FACTS) -> Finding:
    return next(finding for finding in missing(visit, facts) if finding.rule == rule)


def mended(visit: Encounter, rule: str, facts: VisitFacts = FACTS) -> tuple[str, Encounter]:
    answer = remedy(found(visit, rule, facts), visit, facts)
    assert answer is not None
    assert answer.visit is not None
    return answer.text, answer.visit


def test_a_line_without_a_pointer_gets_the_first_free_diagnosis() -> None:
    visit = replace(VISIT, lines=(LINES[0], replace(LINES[1], pointers=())))
    text, after = mended(visit, "F17")
    assert (text, letters(after)) == ("Point to C", ["AB", "C"])
    beyond = replace(VISIT, lines=(replace(LINES[0], pointers=(1, 9)),))
    assert mended(beyond, "F17")[0] == "Point to A"
    nothing = replace(visit, diagnoses=())
    answer = remedy(found(nothing, "F17"), nothing, FACTS)
    assert answer is not None
    assert (answer.visit, answer.text) == (None, "Go to line 1")


def test_other_edits_are_mended_where_that_is_safe() -> None:
    twice = replace(VISIT, diagnoses=("M99.03", "M54.2", "M99.03"))
    assert mended(twice, "F14")[1].diagnoses == ("M99.03", "M54.2")
    same = replace(VISIT, lines=(replace(LINES[0], modifiers=("GP", "GP")),))
    assert mended(same, "X14")[1].lines[0].modifiers == ("GP",)
    span = replace(VISIT, lines=(replace(LINES[0], from_on=EARLIER, to_on=date(2026, 11, 18)),))
    text, after = mended(span, "F20")
    assert (text, after.lines[0].units, after.lines[0].charge) == ("Set 3 units", 3, Money(15000))
    by_hand = replace(VISIT, lines=(replace(LINES[0], charge=Money(4500)),))
    assert mended(by_hand, "V03") == ("Take 50.00", replace(by_hand, lines=(LINES[0],)))


def test_a_screening_of_a_grown_patient_is_taken_off() -> None:
    visit = replace(VISIT, lines=(LINES[0], replace(LINES[1], epsdt="NU")))
    grown = replace(FACTS, birth_on=date(1979, 2, 3))
    text, after = mended(visit, "V11", grown)
    assert (text, after.lines[1].epsdt) == ("Take NU off", "")


def test_the_authorization_that_fits_is_offered() -> None:
    authorization = Authorization(
        coverage_id=CoverageId(1), number="OPT-77120", visits_allowed=12, from_on=date(2026, 1, 1)
    )
    facts = replace(FACTS, authorizations=(authorization,))
    text, after = mended(VISIT, "V08", facts)
    assert (text, after.authorization_id) == ("Use OPT-77120", authorization.id)


def test_what_cannot_be_mended_here_goes_to_its_place_or_offers_nothing() -> None:
    finding = Finding(rule="F21", severity=Severity.MUST_FIX, message="no POS", field="lines.1.pos")
    answer = remedy(finding, VISIT, FACTS)
    assert answer is not None
    assert (answer.text, answer.visit, answer.field) == ("Go to line 2", None, "lines.1.pos")
    for rule, severity in (("V07", Severity.WARNING), ("H16", Severity.INFO)):
        assert (
            remedy(replace(finding, rule=rule, severity=severity, field="service_on"), VISIT, FACTS) is None
        )
    assert (line_of("lines.3.units"), line_of("lines"), line_of("diagnoses.1")) == (3, None, None)
    assert (diagnosis_of("diagnoses.11"), diagnosis_of("diagnoses")) == (11, None)


# Cells ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("gp59", ("GP", "59")),
        ("GP 59", ("GP", "59")),
        ("gp, 59 rt", ("GP", "59", "RT")),
        ("g", ("G",)),
        ("", ()),
    ],
)
def test_modifiers_are_typed_in_a_row_or_with_spaces(typed: str, read: tuple[str, ...]) -> None:
    assert read_modifiers(typed, LINES[0], TODAY).modifiers == read


def test_what_cannot_be_read_says_why() -> None:
    for read, text in (
        (read_modifiers, "aabbccddee"),
        (read_minutes, "-1"),
        (read_charge, "-5"),
        (read_pos, "office"),
    ):
        with pytest.raises(ValueError, match=r"\w+ \w+ "):
            read(text, LINES[0], TODAY)
    assert read_pos("2", LINES[0], TODAY).pos == "02"
    assert read_minutes("", LINES[0], TODAY).minutes is None


def test_a_line_of_one_day_stays_one_when_its_day_moves() -> None:
    moved = read_from("11/16/26", LINES[0], TODAY)
    assert (moved.from_on, moved.to_on) == (EARLIER, EARLIER)
    span = read_from("11/16/26", replace(LINES[0], to_on=date(2026, 11, 25)), TODAY)
    assert (span.from_on, span.to_on) == (EARLIER, date(2026, 11, 25))


def test_every_cell_names_its_item_and_only_shown_ones_cannot_be_typed() -> None:
    assert [cell.name for cell in CELLS if not cell.typed] == ["number", "service"]
    assert [cell.title for cell in CELLS if cell.typed and not cell.item] == ["Reg.", "Min"]


def test_what_has_no_cell_is_said_beside_the_service() -> None:
    assert beside_cells(LINES[0]) == ""
    full = replace(
        LINES[0],
        emergency=True,
        ndc="00003029305",
        narrative="wedge",
        epsdt="AV",
        family_planning=True,
        purchased=Money(0),
    )
    said = "emergency, NDC, narrative, EPSDT AV, family planning, purchased for $0.00"
    assert beside_cells(full) == said


# Room ----------------------------------------------------------------------------------------------------


@given(st.integers(560, 1400), st.integers(0, 12), st.integers(1, 12))
def test_searching_never_moves_the_lines(height: int, diagnoses: int, lines: int) -> None:
    quiet = share(height, diagnoses=diagnoses, lines=lines, searching=False)
    busy = share(height, diagnoses=diagnoses, lines=lines, searching=True)
    assert (quiet.block, quiet.lines) == (busy.block, busy.lines)
    more = share(height, diagnoses=min(diagnoses + 1, 12), lines=lines, searching=False)
    assert more.block == quiet.block


def test_a_low_screen_shows_four_results_and_two_edits() -> None:
    room = share(569, diagnoses=2, lines=3, searching=True)
    assert (room.diagnoses, room.hits, room.lines, room.tall) == (2, 4, 3, False)
    assert 569 - room.block - 34 - 26 - 3 * 27 >= 34 + 122
    assert share(958, diagnoses=2, lines=3, searching=True).tall


# Lists ---------------------------------------------------------------------------------------------------


def test_procedures_are_found_by_code_then_by_the_offices_words() -> None:
    own = [Procedure(code="98940", name="CMT, 1–2 regions"), Procedure(code="97140", name="Manual therapy")]
    listed = procedure_list(own, {}, {"98940": "50.00"})
    assert [hit.code for hit in listed.find("9")] == ["97140", "98940"]
    assert [hit.code for hit in listed.find("9", first=["98940"])] == ["98940", "97140"]
    assert [hit.code for hit in listed.find("ther man")] == ["97140"]
    assert [hit.right for hit in listed.find("cmt")] == ["50.00"]
    assert listed.find("zzz") == []
    assert (listed.name("98940"), listed.name("99999")) == ("CMT, 1–2 regions", "")
    assert ProcedureList().procedure("J1885") == Procedure(code="J1885", name="")
    assert is_code("g0283")
    assert not is_code("cmt")


def test_codes_of_earlier_visits_stand_before_the_offices() -> None:
    visits = [
        replace(VISIT, diagnoses=("M54.2", "M99.01")),
        replace(VISIT, diagnoses=("M54.2",), service_on=EARLIER),
    ]
    used = used_codes(visits)
    assert [(one.code, one.times, one.last_on) for one in used] == [("M54.2", 2, TODAY), ("M99.01", 1, TODAY)]
    office = OfficeCodes(
        used=(
            UsedCode(code="M99.03", times=41, last_on=TODAY),
            UsedCode(code="M54.2", times=9, last_on=TODAY),
        ),
        favourites=("M25.511",),
    )
    around = Around(listed=("M99.01",), favourites=frozenset(office.favourites))
    offered = used_hits(used, office, lambda code: f"title of {code}", around)
    assert [(hit.code, hit.right, hit.icon) for hit in offered] == [
        ("M54.2", "here 2 times, last 11/23", ""),
        ("M25.511", "", "star"),
        ("M99.03", "used 41 times", ""),
    ]
    assert office.weights == {"M99.03": 41, "M54.2": 9, "M25.511": 50}


def test_a_header_is_recognised_when_its_code_is_typed() -> None:
    header = Hit(
        DiagnosisKey(code="M54.5", title="Low back pain", billable=False),
        "Low back pain",
        code="M54.5",
        blocked="Header",
    )
    assert is_header_typed("m545", header)
    assert not is_header_typed("low back", header)
    assert not is_header_typed("M54.5", replace(header, blocked=""))


def test_unknown_codes_are_held_against_nobody_until_the_library_is_asked() -> None:
    codes = KnownCodes()
    assert codes.unknown(["M54.5"], TODAY) == ("M54.5",)
    assert codes.look_up("M54.5", TODAY).billable
    answer = replace(codes.look_up("M54.5", TODAY), billable=False)
    codes.learn([CodeFact(code="M54.5", on=TODAY, title="Low back pain", answer=answer)])
    assert codes.unknown(["M54.5"], TODAY) == ()
    assert not codes.look_up("M54.5", TODAY).billable
    assert codes.unknown(["M54.5"], EARLIER) == ("M54.5",)
    assert codes.title("M54.5") == "Low back pain"


def test_the_last_visit_is_compared_line_by_line() -> None:
    today = replace(VISIT, diagnoses=("M99.03",), lines=(replace(LINES[0], pointers=(1,)),))
    said = [plain_text(row.today) for row in last_lines(VISIT, today, lambda _code: "")]
    assert said == ["other pointers", "Not today"]
    assert [plain_text(row.today) for row in last_lines(VISIT, VISIT, lambda _code: "")] == ["Same", "Same"]
    changed = replace(VISIT, lines=(LINES[0], replace(LINES[1], modifiers=("59",), units=2, pointers=())))
    assert (
        plain_text(last_lines(VISIT, changed, lambda _code: "")[1].today)
        == "GP missing, 59 new, pointer missing, 2 units"
    )


def test_the_next_visit_to_code_is_the_one_below_then_from_the_top() -> None:
    rows = tuple(_row(n, status) for n, status in enumerate(("to_code", "coded", "to_code", "on_hold"), 1))
    listed = DayList(shown=Shown.DAY, day=TODAY, rows=rows)
    following = listed.next_to_code(rows[0].id)
    assert following is not None
    assert following.id == 3
    around = listed.next_to_code(rows[2].id)
    assert around is not None
    assert around.id == 1
    assert (listed.coded, listed.left, listed.entered) == (1, 2, Money(20000))
    assert DayList(shown=Shown.DAY, day=TODAY, rows=rows[:1]).next_to_code(rows[0].id) is None


def _row(number: int, status: str) -> DayRow:
    visit = VisitRow(
        id=EncounterId(number),
        patient_id=PatientId(number),
        patient=PersonName(last="Alvarez", first="Ruth"),
        chart_number="1001",
        service_on=TODAY,
        starts_at="09:00",
        case="Low back 2026",
        payer="Medicare B",
        total=Money(5000),
        line_count=1,
        status=VisitStatus(status),
        hold_reason="",
        charged=False,
        claimed=0,
    )
    return DayRow(visit=visit)


def test_only_words_that_tell_something_are_marked() -> None:
    words = telling_words("Segmental and somatic dysfunction of lumbar region, unspecified")
    assert words == {"dysfunction", "lumbar"}
