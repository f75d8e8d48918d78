from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicbill.basics.errors import NotFound
from clinicbill.basics.identifiers import PayerId, ProviderId
from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.db.history import changes_of
from clinicbill.encounters.encounter import Encounter, EncounterLine
from clinicbill.patients.authorization import Authorization
from clinicbill.patients.case import Case
from clinicbill.patients.coverage import Coverage
from clinicbill.patients.patient import Guarantor, Patient, PatientNote
from clinicbill.practice.facility import Facility
from clinicbill.practice.payer import Payer
from clinicbill.practice.practice import Practice
from clinicbill.practice.procedure import Fee, Procedure
from clinicbill.practice.provider import Provider, ProviderKind
from clinicbill.practice.rows import columns_of, record_of, row_of, save
from clinicbill.practice.user import User
from tests.support.practice import LINDQVIST, PRACTICE, STAMP, a_line, open_memory_practice, stamp_on

TABLES: dict[str, tuple[type, tuple[str, ...]]] = {
    "practice": (Practice, ("id",)),
    "provider": (Provider, ()),
    "facility": (Facility, ()),
    "payer": (Payer, ()),
    "procedure": (Procedure, ()),
    "fee": (Fee, ()),
    "user": (User, ("shares_figures",)),
    "guarantor": (Guarantor, ()),
    "patient": (Patient, ()),
    "patient_note": (PatientNote, ()),
    "patient_case": (Case, ()),
    "coverage": (Coverage, ()),
    "authorization": (Authorization, ()),
    "encounter": (Encounter, ()),
    "service_line": (EncounterLine, ("encounter_id", "position")),
}


def _any_record(kind: type) -> Any:
    required = {
        "name": PersonName(last="A") if kind in (Provider, Guarantor, Patient) else "A",
        "code": "98940",
        "text": "A",
        "number": "A",
        "from_on": date(2026, 1, 1),
        "to_on": date(2026, 1, 1),
        "birth_on": date(1980, 1, 1),
        "opened_on": date(2026, 1, 1),
        "service_on": date(2026, 1, 1),
        "procedure_code": "98940",
        "charge": Money(1),
        "payer_id": PayerId(1),
        "coverage_id": 1,
        "patient_id": 1,
        "case_id": 1,
        "provider_id": 1,
    }
    return kind(**{field.name: required[field.name] for field in fields(kind) if field.name in required})


@pytest.mark.parametrize("table", TABLES)
def test_every_record_has_exactly_the_columns_of_its_table(table: str) -> None:
    kind, others = TABLES[table]
    db = open_memory_practice()
    columns = {row[1] for row in db.conn.execute("select * from pragma_table_info(?)", [table])}
    assert {*columns_of(_any_record(kind)), *others, "user_id", "changed_at"} == columns


def test_a_record_lies_in_plain_columns() -> None:
    row = columns_of(replace(LINDQVIST, active=False))
    assert row["last_name"] == "Lindqvist"
    assert row["kind"] == "rendering"
    assert type(row["kind"]) is str
    assert row["signature_on_file_on"] == "2026-01-02"
    assert row["active"] == 0


def test_addresses_carry_their_own_prefix() -> None:
    row = columns_of(PRACTICE)
    assert row["street"] == "1200 NW Wall St"
    assert row["pay_to_street"] == "PO Box 611"
    coverage = Coverage(
        payer_id=PayerId(1),
        from_on=date(2026, 1, 1),
        subscriber_name=PersonName(last="Bell", suffix="Jr"),
        subscriber_address=Address(zip="97701"),
    )
    columns = columns_of(coverage)
    assert columns["subscriber_last_name"] == "Bell"
    assert columns["subscriber_suffix"] == "Jr"
    assert columns["subscriber_zip"] == "97701"
    assert columns["copay_cents"] == 0


names = st.builds(PersonName, last=st.text(), first=st.text(), middle=st.text(), suffix=st.text())
providers = st.builds(
    Provider,
    id=st.integers(0, 10**9).map(ProviderId),
    kind=st.sampled_from(ProviderKind),
    name=names,
    signature_on_file_on=st.none() | st.dates(),
    active=st.booleans(),
)
lines = st.builds(
    EncounterLine,
    id=st.just(0),
    from_on=st.dates(),
    to_on=st.dates(),
    procedure_code=st.text("0123456789", min_size=5, max_size=5),
    modifiers=st.lists(st.sampled_from(["AT", "GP", "59", "25"]), max_size=4).map(tuple),
    pointers=st.lists(st.integers(1, 12), max_size=4).map(tuple),
    units=st.integers(1, 999),
    charge=st.integers(0, 10**9).map(Money),
    minutes=st.none() | st.integers(0, 600),
    emergency=st.booleans(),
)


@given(record=providers | lines)
def test_there_and_back(record: Provider | EncounterLine) -> None:
    assert record_of(type(record), columns_of(record)) == record


def test_pointers_lie_as_letters() -> None:
    assert columns_of(a_line(pointers=(1, 3, 12)))["pointers"] == "ACL"
    assert columns_of(a_line(modifiers="AT 59"))["modifiers"] == "AT 59"


def test_only_what_differs_is_written_and_kept_in_the_history() -> None:
    db = open_memory_practice()
    provider_id = save(db, "provider", LINDQVIST, STAMP)
    later = stamp_on(date(2026, 12, 1))
    changed = replace(LINDQVIST, id=ProviderId(provider_id), credential="DC, CCSP")
    assert save(db, "provider", changed, later) == provider_id
    assert save(db, "provider", changed, stamp_on(date(2026, 12, 2))) == provider_id
    changes = changes_of(db, "provider", provider_id)
    assert [(change.field, change.before, change.after) for change in changes] == [
        ("", None, None),
        ("credential", "DC", "DC, CCSP"),
    ]
    assert row_of(db, "provider", provider_id)["changed_at"] == "2026-12-01T12:00:00Z"


def test_a_row_that_is_not_there_is_told_in_a_sentence() -> None:
    db = open_memory_practice()
    with pytest.raises(NotFound, match="nothing was changed"):
        row_of(db, "patient_case", 99)
    with pytest.raises(NotFound):
        save(db, "provider", replace(LINDQVIST, id=ProviderId(5)), STAMP)
