from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinicbill.claims.checks.context import CheckContext
from tests.support.checks import FewCodes

if TYPE_CHECKING:
    from clinicbill.codesets.look_up import DiagnosisCodes


def test_a_context_needs_only_its_day() -> None:
    context = CheckContext(as_of=date(2026, 11, 23))
    assert (context.delivery, context.codes, context.billed, context.authorization) == (
        "electronic",
        None,
        (),
        None,
    )


def test_anybody_who_answers_may_be_asked() -> None:
    codes: DiagnosisCodes = FewCodes()
    assert codes.look_up("M54.59", date(2026, 11, 23)).billable
    assert codes.release_on(date(2026, 11, 23)) == "10/2026"
