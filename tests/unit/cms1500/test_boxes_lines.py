from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from clinicbill.basics.money import Money
from clinicbill.claims.profiles import claim_profile
from clinicbill.cms1500.boxes_lines import LINE_BOXES
from tests.support.claims import RENDERING, a_claim, a_line, medicare_chiropractic, with_ndc
from tests.unit.cms1500 import paper_stories, stories

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim, ServiceLine


def filled(claim: Claim, number: int = 0) -> dict[str, str]:
    profile = claim_profile(claim)
    line: ServiceLine = claim.lines[number]
    parts: dict[str, str] = {}
    for box in LINE_BOXES:
        parts |= box(line, claim, profile)
    return {name: text for name, text in parts.items() if text}


def test_a_line() -> None:
    claim = a_claim(
        lines=(
            a_line(
                from_on=date(2026, 11, 21),
                to_on=date(2026, 11, 23),
                modifiers=("AT", "59"),
                units=3,
                charge=Money(19500),
            ),
        )
    )
    assert filled(claim) == {
        "A_from_mm": "11",
        "A_from_dd": "21",
        "A_from_yy": "26",
        "A_to_mm": "11",
        "A_to_dd": "23",
        "A_to_yy": "26",
        "B_pos": "11",
        "D_cpt": "98941",
        "D_mod1": "AT",
        "D_mod2": "59",
        "E_pointer": "AB",
        "F_dollars": "195",
        "F_cents": "00",
        "G_units": "3",
        "J_npi": "1234567893",
    }


def test_drug_code_unit_and_quantity() -> None:
    shaded = filled(with_ndc(), 1)["supplemental_AtoG"]
    assert shaded == "N400003029305   ML1"
    # The unit begins in position 17, as Medicare counts.
    assert shaded.index("ML") == 16


def test_narrative_after_the_drug_code() -> None:
    line = a_line(ndc="00003029305", ndc_unit="ML", ndc_quantity="1", narrative="Knee")
    assert filled(a_claim(lines=(line,)))["supplemental_AtoG"] == "N400003029305   ML1   ZZKNEE"
    assert filled(medicare_chiropractic(lines=(line,)))["supplemental_AtoG"] == "N400003029305   ML1"


def test_one_pointer_for_medicare() -> None:
    assert filled(medicare_chiropractic())["E_pointer"] == "A"


def test_emergency() -> None:
    assert filled(a_claim(lines=(a_line(emergency=True),)))["C_emg"] == "Y"


def test_taxonomy_above_the_npi_where_the_payer_wants_it() -> None:
    parts = filled(stories.medicaid())
    assert (parts["I_qualifier"], parts["J_shaded_id"]) == ("ZZ", "111N00000X")


def test_the_payers_number_above_the_npi() -> None:
    parts = filled(paper_stories.other_ids())
    assert (parts["I_qualifier"], parts["J_shaded_id"]) == ("G2", "PX00771")
    medicaid = replace(paper_stories.other_ids(), coverage=stories.medicaid().coverage)
    assert (filled(medicaid)["I_qualifier"], filled(medicaid)["J_shaded_id"]) == ("ZZ", "111N00000X")
    medicare = replace(paper_stories.other_ids(), coverage=medicare_chiropractic().coverage)
    assert "I_qualifier" not in filled(medicare)


def test_screening_and_family_planning() -> None:
    assert filled(paper_stories.screening(), 0)["H_shaded_epsdt"] == "S2"
    assert filled(paper_stories.screening(), 1)["H_family_plan"] == "Y"
    assert not {"H_shaded_epsdt", "H_family_plan"} & filled(a_claim()).keys()


def test_every_line_names_its_own_provider() -> None:
    claim = stories.assistant_surgeon()
    assert filled(claim, 0)["J_npi"] != filled(claim, 1)["J_npi"]
    assert filled(a_claim())["J_npi"] == RENDERING.npi


def test_a_fifth_modifier_is_not_dropped() -> None:
    parts = filled(a_claim(lines=(a_line(modifiers=("A1", "B2", "C3", "D4", "E5")),)))
    assert parts["D_mod5"] == "E5"
