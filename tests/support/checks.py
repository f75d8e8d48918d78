"""What the checks say of a claim, for tables of good and bad claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from clinicbill.claims.checks import check_claim
from clinicbill.claims.checks.context import CheckContext
from clinicbill.claims.claim import Claim
from clinicbill.codesets import store
from clinicbill.codesets.library import CodeLibrary
from clinicbill.codesets.look_up import CodeAnswer
from tests.support.claims import AS_OF

if TYPE_CHECKING:
    from pathlib import Path

    from clinicbill.basics.findings import Finding


@dataclass
class Case:
    """A rule, a claim that breaks it, one that does not, and what else the checks must know."""

    rule: str
    bad: Claim
    good: Claim
    context: dict[str, Any] = field(default_factory=dict)
    good_context: dict[str, Any] | None = None

    def __str__(self) -> str:
        return self.rule


class FewCodes:
    """A code library of a handful of codes, in force for one period."""

    billable = frozenset({"M54.59", "M54.2", "M99.03"})
    headers = frozenset({"M54.5"})

    def __init__(self, from_on: date = date(2026, 10, 1), to_on: date = date(2027, 3, 31)) -> None:
        self.from_on, self.to_on = from_on, to_on

    def look_up(self, code: str, on: date) -> CodeAnswer:
        return CodeAnswer(
            known=code in self.billable | self.headers,
            billable=code in self.billable,
            covers=self.from_on <= on <= self.to_on,
            said="checked against code set 10/2026",
            instead=("M54.50", "M54.51", "M54.59") if code in self.headers else (),
        )

    def release_on(self, on: date) -> str:
        return "10/2026"


def findings(claim: Claim, **context: Any) -> dict[str, Finding]:
    """What the checks find, by rule (the last one of each)."""
    values: dict[str, Any] = {"as_of": AS_OF} | context
    return {found.rule: found for found in check_claim(claim, CheckContext(**values))}


def assert_case(case: Case) -> None:
    """The rule speaks of the bad claim, with everything a biller needs, and is silent on the good one."""
    found = findings(case.bad, **case.context)
    assert case.rule in found, f"{case.rule} is silent; found {sorted(found)}"
    told = found[case.rule]
    assert told.message.endswith(".")
    assert told.where
    assert told.field
    assert told.why
    assert told.source
    assert told.fix
    good_context = case.context if case.good_context is None else case.good_context
    assert case.rule not in findings(case.good, **good_context)


_CODES = (
    ("M54", 0),
    ("M545", 0),
    ("M5450", 1),
    ("M5451", 1),
    ("M5459", 1),
    ("M542", 1),
    ("M9903", 1),
)
_APRIL = {"release": "4/2026", "from_on": "2026-04-01", "to_on": "2026-09-30"}


def a_small_library(path: Path) -> CodeLibrary:
    """A code library of a few codes, in force from April to September 2026; the whole one takes seconds to build."""
    db = store.create(path)
    release = {"number": 1, "system": "ICD-10-CM", "name": "4/2026", "origin": "test", "sha256": ""}
    db.table("release").insert(release | {"from_on": _APRIL["from_on"], "to_on": _APRIL["to_on"]})
    db.table("icd10").insert_all(
        {
            "id": place,
            **_APRIL,
            "flat": flat,
            "code": f"{flat[:3]}.{flat[3:]}".rstrip("."),
            "title": "Title",
            "billable": billable,
            "parent": "",
            "section": "",
            "chapter": "13",
            "seventh": "",
        }
        for place, (flat, billable) in enumerate(_CODES, 1)
    )
    db.conn.commit()
    db.close()
    return CodeLibrary(path)
