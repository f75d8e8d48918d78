from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.taxonomy import get_taxonomy, taxonomies

if TYPE_CHECKING:
    from tests.unit.codesets.conftest import LoadsFiles

DAY = date(2026, 10, 5)


def test_names_come_with_their_notice(load_file: LoadsFiles) -> None:
    assert taxonomies(DAY) == {}
    heading = "Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section"
    load_file("nucc_taxonomy_261.csv", f"{heading}\n111N00000X,Group,Back healer,,,,Back Healer,Individual\n")
    found = get_taxonomy("111n00000x", DAY)
    assert found is not None
    assert (found.name, found.section, found.release) == ("Back Healer", "Individual", "7/2026")
    assert "NUCC" in found.notice
    assert get_taxonomy("999N00000X", DAY) is None
