from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clinicbill.codesets.files.read_release import TABLES
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from clinicbill.codesets.files.table import Table


def test_names_are_the_columns_without_their_types() -> None:
    table = TABLES[System.MUE]
    assert table.columns[1] == "value integer"
    assert table.names == ("code", "value", "indicator", "rationale")


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: str(table.system))
def test_every_table_names_only_its_own_columns(table: Table) -> None:
    used = {*table.key, *table.codes, *table.text, *table.entry, *(table.days or ())}
    assert used <= set(table.names)
