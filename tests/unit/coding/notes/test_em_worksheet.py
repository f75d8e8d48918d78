from __future__ import annotations

from clinicbill.basics.identifiers import EncounterId
from clinicbill.coding.notes.em_level import Chosen
from clinicbill.coding.notes.em_worksheet import EmWorksheet, worksheet_findings

MODERATE = (Chosen(key="chronic_worse", evidence="Worse."), Chosen(key="prescription", evidence="Meloxicam."))


def sheet(chosen: tuple[Chosen, ...] = MODERATE, minutes: int | None = None) -> EmWorksheet:
    return EmWorksheet(encounter_id=EncounterId(1), chosen=chosen, minutes=minutes)


def test_it_knows_its_level() -> None:
    assert (sheet().level.code, sheet().level.basis) == ("99214", "MDM")
    assert sheet(minutes=41).level.code == "99215"
    assert worksheet_findings(sheet()) == []


def test_a_sheet_that_reaches_nothing_is_not_kept() -> None:
    assert [one.rule for one in worksheet_findings(sheet(()))] == ["em.nothing"]


def test_minutes_beyond_a_day_are_a_slip() -> None:
    assert [one.field for one in worksheet_findings(sheet(minutes=3000))] == ["minutes"]
    assert [one.field for one in worksheet_findings(sheet(minutes=0))] == ["minutes"]
