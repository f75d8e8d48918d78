from __future__ import annotations

import sqlcipher3
import sqlite_utils

from clinicbill.db import migrations


def test_authorizations_count_visits_here_and_before() -> None:
    db = sqlite_utils.Database(sqlcipher3.connect(":memory:", isolation_level=None))
    migrations.apply(db)
    kept = {"user_id": 1, "changed_at": "2026-11-23T15:00:00Z"}
    db.table("user").insert({"id": 1, "name": "Dana", "role": "owner", **kept})
    db.table("patient").insert(
        {"id": 1, "chart_number": "1", "last_name": "Nair", "birth_on": "1990-01-02", "sex": "F", **kept}
    )
    db.table("payer").insert({"id": 1, "name": "UHC", **kept})
    db.table("coverage").insert(
        {"id": 1, "patient_id": 1, "payer_id": 1, "priority": 1, "from_on": "2026-01-01", **kept}
    )
    db.table("patient_case").insert(
        {"id": 1, "patient_id": 1, "name": "Neck", "kind": "health", "opened_on": "2026-01-01", **kept}
    )
    db.table("provider").insert({"id": 1, "kind": "rendering", "last_name": "Lindqvist", **kept})
    db.table("authorization").insert(
        {
            "id": 1,
            "patient_id": 1,
            "coverage_id": 1,
            "number": "OPT-77120",
            "visits_allowed": 12,
            "visits_used_before": 10,
            "from_on": "2026-01-01",
            **kept,
        }
    )
    for day in ("2026-11-16", "2026-11-23"):
        db.table("encounter").insert(
            {
                "patient_id": 1,
                "case_id": 1,
                "provider_id": 1,
                "service_on": day,
                "authorization_id": 1,
                **kept,
            }
        )
    assert list(db.query("select * from authorization_use")) == [{"authorization_id": 1, "visits_used": 12}]
