from __future__ import annotations

import pytest
import sqlcipher3

from clinicbill.db import migrations, rows
from clinicbill.db.connect import in_memory

KEPT: dict[str, str | int] = {"user_id": 1, "changed_at": "2026-11-23T15:00:00Z"}


def test_rows_go_in_change_and_come_back() -> None:
    db = in_memory()
    migrations.apply(db)
    rows.insert(db, "user", {"name": "Dana", "role": "owner", **KEPT})
    number = rows.insert(db, "payer", {"name": "Medicare B", **KEPT})
    rows.update(db, "payer", number, {"name": "O'Brien; drop table payer", **KEPT})
    found = rows.find(db, "payer", number)
    assert found is not None
    assert found["name"] == "O'Brien; drop table payer"
    assert rows.find(db, "payer", 99) is None


@pytest.mark.parametrize("name", ["payer; drop", 'pay"er', "", "Payer", "1payer"])
def test_names_that_are_not_ours_never_reach_sql(name: str) -> None:
    db = in_memory()
    with pytest.raises(ValueError, match="not a name of our schema"):
        rows.find(db, name, 1)


def test_a_reserved_word_is_quoted() -> None:
    db = in_memory()
    migrations.apply(db)
    assert rows.find(db, "authorization", 1) is None


def test_what_the_schema_refuses_stays_refused() -> None:
    db = in_memory()
    migrations.apply(db)
    with pytest.raises(sqlcipher3.IntegrityError):
        rows.insert(db, "user", {"name": "Dana", "role": "king", **KEPT})
