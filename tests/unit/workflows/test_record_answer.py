from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import claims_with_status, events_of, get_claim
from clinicbill.db.practice_file import open_practice
from clinicbill.demo.clock import Clock
from clinicbill.demo.make import PASSWORD, make_demo
from clinicbill.demo.script import DemoKind
from clinicbill.practice.store import get_user
from clinicbill.workflows.record_answer import answers_for, record_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("answers"), DemoKind.CHIRO, as_of=DAY, days=12)


@pytest.fixture
def office(path: Path) -> Iterator[tuple[Database, Stamp]]:
    with open_practice(path, PASSWORD) as opened, opened.connect() as db:
        yield db, Clock(get_user(db, opened.user_id)).stamp(DAY)


def test_an_answer_moves_the_claim_and_keeps_its_words(office: tuple[Database, Stamp]) -> None:
    db, stamp = office
    claim = claims_with_status(db, ClaimStatus.FILE_CREATED)[0]
    outcome = record_answer(db, stamp, claim.id, ClaimStatus.PAYER_ACCEPTED, text="Portal, ref. 44821")
    assert outcome.done
    assert get_claim(db, claim.id).status is ClaimStatus.PAYER_ACCEPTED
    assert events_of(db, claim.id)[-1].text == "Portal, ref. 44821"


def test_a_rejection_needs_its_reason(office: tuple[Database, Stamp]) -> None:
    db, stamp = office
    claim = claims_with_status(db, ClaimStatus.PAYER_ACCEPTED)[0]
    outcome = record_answer(db, stamp, claim.id, ClaimStatus.REJECTED, text="  ")
    assert [finding.rule for finding in outcome.findings] == ["L24"]
    assert get_claim(db, claim.id).status is ClaimStatus.PAYER_ACCEPTED


def test_what_was_never_sent_has_no_answer(office: tuple[Database, Stamp]) -> None:
    db, stamp = office
    claim = claims_with_status(db, ClaimStatus.READY)[0]
    assert answers_for(ClaimStatus.READY) == ()
    with pytest.raises(CannotDo):
        record_answer(db, stamp, claim.id, ClaimStatus.REJECTED, text="x")


def test_the_front_desk_does_not_record_answers(office: tuple[Database, Stamp]) -> None:
    db, stamp = office
    claim = claims_with_status(db, ClaimStatus.READY)[0]
    with pytest.raises(NotAllowed):
        record_answer(db, replace(stamp, role="front_desk"), claim.id, ClaimStatus.REJECTED, text="x")
