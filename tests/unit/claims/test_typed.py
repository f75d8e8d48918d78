from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.assets import asset
from clinicbill.claims.claim import OtherPayer, Subscriber
from clinicbill.claims.typed import Rows, Typed, typed_in
from tests.support.claims import (
    FACILITY,
    REFERRING,
    a_claim,
    a_coverage,
    auto_accident,
    secondary,
    workers_comp,
)
from tests.support.practice import open_memory_practice

if TYPE_CHECKING:
    from sqlite_utils import Database

ROWS = Rows(
    authorization_id=5,
    facility_id=6,
    referring_id=7,
    providers={1: 8, 2: 8, 3: 8},
    numbers={1: 9},
    diagnoses=(3, 4),
)
# Places that no record of the office holds: made by the program, or kept by the ledger.
NOT_TYPED = {"", "amount_paid", "others.0.paid", "patient_control_number"}
# Where the insured and the other insurance come from, beside the paths of the table.
FOUND = {
    "patient.name",
    "patient.address",
    "patient.birth_on",
    "case.employer",
    *(
        f"others.0.coverage.{last}"
        for last in (
            "subscriber.name",
            "subscriber.member_id",
            "group_number",
            "plan_name",
            "payer.name",
            "payer.payer_number",
        )
    ),
}


def paths() -> set[str]:
    """Every place the explanations of the form name."""
    boxes = tomllib.loads(asset("forms/cms1500_provenance.toml").read_text(encoding="utf-8"))["box"]
    found = set()
    for row in boxes.values():
        path = row["path"].format(coverage="coverage", line=0, event="onset_on", facility="facility")
        found.add(re.sub(r"^others(\.\d+)?$", "others.0.coverage", path))
    return found


@pytest.fixture(scope="module")
def db() -> Database:
    return open_memory_practice()


@pytest.mark.parametrize("path", sorted(paths() - NOT_TYPED | FOUND))
def test_every_place_of_the_form_lies_in_columns_that_exist(path: str, db: Database) -> None:
    claim = secondary(facility=FACILITY, referring=REFERRING)
    claim = replace(claim, lines=tuple(replace(line, encounter_id=1) for line in claim.lines))
    found = typed_in(claim, ROWS, path)
    assert found, path
    for place in found:
        assert set(place.columns) <= set(db.table(place.table).columns_dict), (path, place)


@pytest.mark.parametrize("path", sorted(NOT_TYPED))
def test_what_nobody_typed_lies_nowhere(path: str) -> None:
    assert typed_in(a_claim(), ROWS, path) == ()


def test_the_insured_is_the_patient_the_person_keyed_or_the_employer() -> None:
    own = a_claim()
    assert typed_in(own, ROWS, "coverage.subscriber.name")[0].table == "patient"
    other = a_claim(coverage=a_coverage(relationship="01"))
    assert typed_in(other, ROWS, "coverage.subscriber.birth_on") == (
        Typed(
            table="coverage",
            row_id=other.coverage.coverage_id,
            columns=("subscriber_birth_on", "subscriber_sex"),
        ),
    )
    injured = workers_comp()
    assert typed_in(injured, ROWS, "coverage.subscriber.organization") == (
        Typed(table="patient_case", row_id=injured.case.case_id, columns=("employer",)),
    )
    assert isinstance(injured.coverage.subscriber, Subscriber)


def test_a_line_its_provider_and_what_the_payer_calls_him() -> None:
    claim = a_claim()
    claim = replace(claim, lines=tuple(replace(line, encounter_id=1) for line in claim.lines))
    line = claim.lines[0]
    assert typed_in(claim, ROWS, "lines.0.procedure_code") == (
        Typed(table="service_line", row_id=line.service_line_id, columns=("procedure_code", "modifiers")),
    )
    assert typed_in(claim, ROWS, "lines.0.rendering.npi") == (
        Typed(table="provider", row_id=8, columns=("npi",)),
    )
    assert typed_in(claim, ROWS, "lines.0.rendering.other_id") == (Typed(table="provider_number", row_id=9),)
    assert typed_in(claim, ROWS, "lines.9.charge") == ()
    assert typed_in(claim, Rows(), "lines.0.rendering.npi") == ()


def test_another_insurance_by_its_place() -> None:
    claim = auto_accident(others=(OtherPayer(coverage=a_coverage(coverage_id=77)),))
    assert typed_in(claim, ROWS, "others.0.coverage.group_number") == (
        Typed(table="coverage", row_id=77, columns=("group_number",)),
    )
    assert typed_in(claim, ROWS, "others.3.coverage.group_number") == ()
