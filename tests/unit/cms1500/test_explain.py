from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.money import Money
from clinicbill.cms1500.explain import BoxExplanation, explain
from clinicbill.cms1500.layout import box_areas
from clinicbill.x12.claim_837p_loops import claim_segments
from tests.support.claims import (
    a_claim,
    a_line,
    auto_accident,
    medicare_chiropractic,
    secondary,
    six_lines,
    with_ndc,
)
from tests.unit.cms1500 import paper_stories, stories

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim


def told(claim: Claim, item: str, line: int = 0, sheet: int = 1) -> BoxExplanation:
    return explain(claim, item, line=line, sheet=sheet, segments=claim_segments(claim))


def test_box_14_of_medicare_chiropractic() -> None:
    assert told(medicare_chiropractic(), "14") == BoxExplanation(
        item="14",
        line=0,
        title="Date of current illness",
        value="11 02 26",
        rule="The date alone, without a qualifier. For spinal manipulation it is the start of this course of "
        "treatment; a qualifier brings CO-16 with MA130.",
        source="CPM 26 item 14; Noridian, chiropractic dates",
        read_on=date(2026, 11, 23),
        record="Case",
        field="Initial treatment date",
        path="case.initial_treatment_on",
        origin="11/02/2026",
        loop="2300",
        segments=("DTP*454*D8*20261102~",),
        note="Same date, other rule: the file needs 454.",
    )


def test_box_14_and_15_of_blue_cross() -> None:
    onset, treatment = (told(stories.bcbs(), item) for item in ("14", "15"))
    assert (onset.value, onset.segment, onset.note) == ("10 28 26 431", "DTP*431*D8*20261028~", "")
    assert (treatment.value, treatment.segment, treatment.note) == (
        "454 11 02 26",
        "DTP*454*D8*20261102~",
        "",
    )


def test_an_injury_is_an_onset_on_paper_and_an_accident_in_the_file() -> None:
    injury = told(paper_stories.EVERY["workers_comp"], "14")
    assert (injury.value, injury.segment) == ("10 07 26 431", "DTP*439*D8*20261007~")
    assert injury.note == "Same date, other rule: the file needs 439."


@pytest.mark.parametrize("story", paper_stories.EVERY)
def test_every_box_of_every_story_can_be_explained(story: str) -> None:
    claim = paper_stories.EVERY[story]
    segments = claim_segments(claim)
    for area in box_areas():
        if area.line <= len(claim.lines):
            shown = explain(claim, area.item, line=area.line, segments=segments)
            assert shown.rule
            assert shown.source
            assert bool(shown.loop) == bool(shown.segment)
            for text in shown.segments:
                assert any((one.loop, one.text) == (shown.loop, text) for one in segments)


@pytest.mark.parametrize(
    ("claim", "item", "line", "value", "loop", "segment"),
    [
        (a_claim(), "1", 0, "Other", "2000B", "SBR*P*18*88100******CI~"),
        (a_claim(), "3", 0, "03 14 1951 F", "2010BA", "DMG*D8*19510314*F~"),
        (a_claim(), "10a", 0, "No", "2300", "CLM*C000417R*65***11:B:1*Y*A*Y*Y~"),
        (a_claim(), "25", 0, "123456789 EIN", "2010AA", "REF*EI*123456789~"),
        (a_claim(), "28", 0, "65 00", "2300", "CLM*C000417R*65***11:B:1*Y*A*Y*Y~"),
        (with_ndc(), "24", 2, "N400003029305   ML1", "2410", "LIN**N4*00003029305~ CTP****1*ML~"),
        (with_ndc(), "24D", 1, "20610 LT", "2400", "SV1*HC:20610:LT*180*UN*1***1~"),
        (secondary(), "9d", 0, "MEDICARE PART B", "2330B", "NM1*PR*2*MEDICARE PART B*****PI*02102~"),
        (paper_stories.comp_california_review(), "10d", 0, "BGW3", "2300", "HI*BG:W3~"),
        (paper_stories.pregnancy(), "14", 0, "06 01 26 484", "2300", "DTP*484*D8*20260601~"),
        (paper_stories.pregnancy(), "15", 0, "304 11 09 26", "2300", "DTP*304*D8*20261109~"),
        (paper_stories.other_ids(), "17a", 0, "0B MD55120", "2310A", "REF*0B*MD 55120~"),
        (paper_stories.other_ids(), "24I", 1, "G2", "2310B", "REF*G2*PX 0077-1~"),
        (paper_stories.other_ids(), "32b", 0, "LUSITE9", "2310C", "REF*LU*SITE 9~"),
        (paper_stories.other_ids(), "33b", 0, "G2GRP44120", "2010BB", "REF*G2*GRP-44120~"),
        (stories.medicaid(), "24I", 1, "ZZ", "2310B", "PRV*PE*PXC*111N00000X~"),
        (paper_stories.purchased(), "20", 0, "Yes 6250", "2400", "PS1*1666000025*62.5~"),
        (paper_stories.screening(), "24H", 1, "S2", "2300", "CRC*ZZ*Y*S2~"),
        (
            paper_stories.EVERY["dependent_child"],
            "2",
            0,
            "HADDAD, NOOR",
            "2010CA",
            "NM1*QC*1*HADDAD*NOOR~",
        ),
    ],
)
def test_value_and_element(claim: Claim, item: str, line: int, value: str, loop: str, segment: str) -> None:
    shown = told(claim, item, line)
    assert (shown.value, shown.loop, shown.segment) == (value, loop, segment)


def test_a_box_of_several_segments_shows_them_all() -> None:
    claim = medicare_chiropractic()
    assert told(claim, "5").segment == "N3*418 ALDER CT~ N4*BEND*OR*977015512~"
    begins = {
        item: [one.split("*")[0] for one in told(claim, item).segment.split("~ ")]
        for item in ("32", "33", "carrier")
    }
    assert begins["32"] == begins["33"] == ["NM1", "N3", "N4"]
    assert begins["carrier"][0] == "NM1"
    unable = told(paper_stories.EVERY["workers_comp"], "16").segment
    assert unable == "DTP*314*RD8*20261008-20261014~"
    stay = told(stories.assistant_surgeon(), "18").segment
    assert stay == "DTP*435*D8*20261123~ DTP*096*D8*20261124~"
    again = told(stories.corrected(), "22").segment.split("~ ")
    assert [again[0][:4], again[1]] == ["CLM*", "REF*F8*2026-1123 0045X~"]


def test_the_element_of_what_was_paid_before() -> None:
    assert (told(secondary(), "29").loop, told(secondary(), "29").segment) == ("2320", "AMT*D*32.3~")
    patient = told(medicare_chiropractic(amount_paid=Money(2000)), "29")
    assert (patient.loop, patient.segment) == ("2300", "AMT*F5*20~")


def test_the_element_of_the_other_insurances_number() -> None:
    assert told(secondary(), "9a").segment.startswith("NM1*IL*1*ALVAREZ*RUTH")


def test_the_place_of_service_stands_where_the_file_says_it() -> None:
    claim = a_claim(lines=(a_line(1), a_line(2, pos="12")))
    assert told(claim, "24B", 1).segment.startswith("CLM*")
    assert told(claim, "24B", 2).segment.startswith("SV1*HC:98941*65*UN*1*12")


def test_each_line_finds_its_own_provider() -> None:
    claim = stories.assistant_surgeon()
    surgeon, assistant = (told(claim, "24J", line) for line in (1, 2))
    assert (surgeon.loop, assistant.loop) == ("2310B", "2420A")
    assert surgeon.value in surgeon.segment
    assert assistant.value in assistant.segment


def test_pointers_that_only_the_file_carries() -> None:
    assert told(medicare_chiropractic(), "24E", 1).note == "The file carries all 4 pointers."
    assert told(a_claim(), "24E", 1).note == ""


def test_lines_of_the_second_sheet() -> None:
    shown = told(six_lines(8), "24A", 2, sheet=2)
    assert (shown.line, shown.path) == (8, "lines.7.from_on")
    assert shown.value == "11 23 26 11 23 26"


def test_an_empty_box_has_no_segment() -> None:
    shown = told(a_claim(), "16")
    assert (shown.value, shown.segment, shown.note) == ("", "", "")


def test_without_a_file_nothing_is_said_of_it() -> None:
    shown = explain(medicare_chiropractic(), "14")
    assert (shown.value, shown.loop, shown.segment, shown.note) == ("11 02 26", "", "", "")


def test_family_planning_stands_on_its_line() -> None:
    shown = told(paper_stories.screening(), "24H", 2)
    assert (shown.value, shown.path, shown.loop) == ("Y", "lines.1.family_planning", "2400")
    assert shown.segment.startswith("SV1*")


def test_letters_of_a_form_parted_by_diagnoses() -> None:
    shown = told(paper_stories.EVERY["thirteen_diagnoses"], "24E", 1, sheet=2)
    assert (shown.line, shown.value, shown.origin) == (4, "BA", "13, 1")


def test_what_patient_and_payers_paid_stands_apart_in_the_file() -> None:
    claim = auto_accident(others=secondary().others, amount_paid=Money(1500))
    shown = told(claim, "29")
    assert (shown.value, shown.segment) == ("47 30", "AMT*D*32.3~")
    assert shown.note == "What the patient paid is not in this segment."
