from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.codesets.cpt import cpt, find_cpt, get_cpt

if TYPE_CHECKING:
    from tests.unit.codesets.conftest import LoadsFiles

DAY = date(2027, 2, 1)


def test_nothing_is_shipped(load_file: LoadsFiles) -> None:
    assert cpt() == {}
    assert get_cpt("90001", DAY) is None


def test_the_offices_own_edition(load_file: LoadsFiles) -> None:
    load_file("MEDU.txt", "CPT 2027 Data Files\n90001 INVENTED SERVICE\n90002 INVENTED OTHER\n")
    found = get_cpt("90001 ", DAY)
    assert found is not None
    assert (found.name, found.release) == ("INVENTED SERVICE", "1/2027")
    assert [one.code for one in find_cpt("9000", on=DAY)] == ["90001", "90002"]
    assert [one.code for one in find_cpt("other invented", on=DAY)] == ["90002"]
    assert find_cpt(" ", on=DAY) == []
    assert len(find_cpt("9", on=DAY, limit=1)) == 1
