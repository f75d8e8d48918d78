from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicbill.basics.errors import CannotDo, NotAllowed
from clinicbill.basics.identifiers import UserId
from clinicbill.basics.money import Money
from clinicbill.practice import store
from clinicbill.practice.facility import Facility
from clinicbill.practice.practice import Practice
from clinicbill.practice.procedure import Procedure
from clinicbill.practice.provider import ProviderKind
from clinicbill.practice.user import Role, User
from clinicbill.workflows.set_up_practice import (
    NewFee,
    NewProcedure,
    PracticeSetup,
    set_up_practice,
    setup_findings,
)
from tests.support.practice import (
    COMMERCIAL,
    LINDQVIST,
    MEDICARE,
    OFFICE,
    OKAFOR,
    PRACTICE,
    STAMP,
    TODAY,
    open_memory_practice,
    stamp_on,
)

CMT = NewProcedure(
    procedure=Procedure(code="98941", name="CMT, 3–4 regions"),
    fees=(
        NewFee(charge=Money(6500), from_on=date(2026, 1, 1)),
        NewFee(charge=Money(6000), from_on=date(2026, 1, 1), payer=MEDICARE.name, modifier="AT"),
    ),
)
HOSPITAL = Facility(name="St. Brigid Hospital", pos="21", address=OFFICE.address)
SETUP = PracticeSetup(
    practice=PRACTICE,
    providers=(LINDQVIST, OKAFOR),
    facilities=(OFFICE, HOSPITAL),
    payers=(COMMERCIAL, MEDICARE),
    procedures=(CMT,),
    users=(User(name="Al Front", role=Role.FRONT_DESK),),
)


def test_the_whole_wizard_at_one_stroke() -> None:
    db = open_memory_practice()
    outcome = set_up_practice(db, STAMP, SETUP)
    assert outcome.findings == ()
    assert outcome.changed == {"setup"}
    assert outcome.message == "Cedar Spine and Wellness PLLC is set up"
    assert store.get_practice(db) == PRACTICE
    assert [one.kind for one in store.list_providers(db)] == [ProviderKind.RENDERING, ProviderKind.REFERRING]
    places = [(place.name, place.pos) for place in store.list_facilities(db)]
    assert places == [(OFFICE.name, "11"), ("St. Brigid Hospital", "21")]
    assert [payer.name for payer in store.list_payers(db)] == [COMMERCIAL.name, MEDICARE.name]
    medicare = store.list_payers(db)[1]
    assert [(fee.payer_id, fee.modifier, fee.charge.cents) for fee in store.fees_by_code(db)["98941"]] == [
        (None, "", 6500),
        (medicare.id, "AT", 6000),
    ]
    assert [user.name for user in store.list_users(db)] == ["Al Front", "Dana Reyes"]


def test_a_new_file_knows_its_name_already() -> None:
    db = open_memory_practice()
    store.save_practice(db, Practice(name="Cedar Spine"), STAMP)
    assert set_up_practice(db, STAMP, SETUP).done
    assert store.get_practice(db) == PRACTICE


def test_only_once() -> None:
    db = open_memory_practice()
    set_up_practice(db, STAMP, SETUP)
    with pytest.raises(CannotDo, match="set up already"):
        set_up_practice(db, STAMP, SETUP)
    assert len(store.list_providers(db)) == 2


def test_one_thing_to_fix_and_nothing_is_written() -> None:
    db = open_memory_practice()
    wrong = replace(SETUP, payers=(COMMERCIAL, replace(MEDICARE, payer_number="")))
    outcome = set_up_practice(db, STAMP, wrong)
    assert not outcome.done
    assert [(finding.rule, finding.field) for finding in outcome.findings] == [
        ("S10", "payers.1.payer_number")
    ]
    assert store.find_practice(db) is None
    assert store.list_providers(db) == []


def _found(setup: PracticeSetup, *users: User) -> list[tuple[str, str]]:
    return [(finding.rule, finding.field) for finding in setup_findings(setup, users)]


def test_findings_lead_to_the_page_of_the_wizard() -> None:
    assert _found(replace(SETUP, practice=replace(PRACTICE, tax_id=""))) == [("S04", "practice.tax_id")]
    assert _found(replace(SETUP, providers=(OKAFOR,))) == [("S16", "providers")]
    assert _found(replace(SETUP, providers=(LINDQVIST, replace(OKAFOR, npi="1")))) == [
        ("S02", "providers.1.npi")
    ]
    assert _found(replace(SETUP, facilities=(replace(OFFICE, pos=""),))) == [("S08", "facilities.0.pos")]
    assert _found(replace(SETUP, procedures=(replace(CMT, fees=()),))) == [("S13", "procedures.0.fees")]


def test_a_payer_profile_is_one_of_the_rules() -> None:
    strange = replace(SETUP, payers=(COMMERCIAL, replace(MEDICARE, profile="nobody")))
    assert _found(strange) == [("S19", "payers.1.profile")]


def test_lists_without_twins() -> None:
    assert _found(replace(SETUP, payers=(COMMERCIAL, MEDICARE, MEDICARE))) == [("S17", "payers.2")]
    assert _found(replace(SETUP, procedures=(CMT, CMT))) == [("S17", "procedures.1")]
    assert _found(replace(SETUP, users=(*SETUP.users, *SETUP.users))) == [("S17", "users.1")]
    assert _found(SETUP, User(id=UserId(7), name="al front")) == [("S15", "users.0.name")]


def test_a_fee_of_a_payer_nobody_keyed() -> None:
    stray = replace(CMT, fees=(*CMT.fees, NewFee(charge=Money(1), from_on=TODAY, payer="Nobody")))
    assert _found(replace(SETUP, procedures=(stray,))) == [("S18", "procedures.0.fees")]
    twice = replace(CMT, fees=CMT.fees[:1] * 2)
    assert _found(replace(SETUP, procedures=(twice,))) == [("S14", "procedures.0.fees")]


def test_who_may() -> None:
    db = open_memory_practice()
    with pytest.raises(NotAllowed):
        set_up_practice(db, stamp_on(TODAY, role=Role.FRONT_DESK), SETUP)
    with pytest.raises(NotAllowed):
        set_up_practice(db, stamp_on(TODAY, role=Role.BILLER), SETUP)
    assert set_up_practice(db, stamp_on(TODAY, role=Role.BILLER), replace(SETUP, users=())).done
