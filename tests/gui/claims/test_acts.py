"""What can be done with a claim: hold, answer, correct, void, refuse, follow its history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from clinicbill.basics.errors import NotWritable
from clinicbill.basics.identifiers import ClaimId
from clinicbill.claims.second_review import ReviewTerm
from clinicbill.claims.sent_store import submissions_of
from clinicbill.claims.status import ClaimGroup, ClaimStatus, change_status
from clinicbill.claims.store import claims_of_patient, events_of, get_claim
from clinicbill.practice.store import save_payer
from clinicbill.practice.user import Role as UserRole
from clinicbill.ui.claims import acts
from clinicbill.ui.claims import page as claims_page
from clinicbill.ui.widgets.overlay import Overlay
from clinicbill.workflows.bill_visits import bill_visits
from clinicbill.workflows.correct_claim import correct_claim
from clinicbill.workflows.print_claims import print_claims
from clinicbill.workflows.submit_claims import submit_claims
from tests.support.claims_desk import Claims, names
from tests.support.keyboard import CTRL, SHIFT
from tests.support.practice import STAMP, WORKERS_COMP, a_case, a_coverage, a_patient, a_visit
from tests.support.window import said

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.ui.clinic import Clinic

K = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
SENT_ON = date(2026, 11, 10)


def test_hold_asks_the_reason_and_release_takes_it_up_again(
    at: Claims, db: Database, open_window: Any
) -> None:
    claim = at.claim()
    page, keys = open_window()
    keys.press(K.Key_H, CTRL)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY, "a hold needs its reason"
    keys.type("query to Dr. Lindqvist")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.ON_HOLD
    assert page.list.table.current().state == "On hold: query to Dr. Lindqvist"
    keys.press(K.Key_H, CTRL)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY
    assert events_of(db, claim.id)[-1].after is ClaimStatus.READY


def test_sent_answered_rejected_and_taken_up_again(at: Claims, db: Database, open_window: Any) -> None:
    claim = at.claim()
    submit_claims(db, STAMP, [claim.id])
    page, keys = open_window()
    keys.press(K.Key_M, CTRL)
    keys.type("portal receipt 7781")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.SENT
    assert events_of(db, claim.id)[-1].text == "portal receipt 7781"
    keys.press(K.Key_R, CTRL)
    keys.type("Rejected")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.SENT, "a rejection needs its reason"
    keys.tab_to("Words")
    keys.type("No NPI in 24J")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.REJECTED
    assert page.list.table.current().group is ClaimGroup.NEEDS_YOU
    keys.press(K.Key_U, CTRL)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY


def test_void_ends_a_claim_with_a_reason(at: Claims, open_window: Any) -> None:
    claim = at.claim()
    page, keys = open_window()
    keys.press(K.Key_V, CTRL | SHIFT)
    keys.type("billed twice")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.VOID
    assert "is void" in said(page)
    assert names(page) == []


def test_a_corrected_claim_names_the_one_it_replaces(at: Claims, db: Database, open_window: Any) -> None:
    claim = at.claim()
    submit_claims(db, STAMP, [claim.id])
    change_status(db, STAMP, claim.id, ClaimStatus.DENIED, text="CO-16")
    page, keys = open_window()
    keys.press(K.Key_E, CTRL)
    keys.tab_to("Payer claim no. (ICN)")
    keys.type("26323002072")
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.REPLACED
    new = claims_of_patient(db, claim.patient_id)[0]
    assert (new.frequency, new.original_reference, new.replaces_id) == ("7", "26323002072", claim.id)
    assert new.patient_control_number in said(page)


def test_a_correction_without_the_payers_number_asks_for_it(
    at: Claims, db: Database, open_window: Any
) -> None:
    claim = at.claim()
    submit_claims(db, STAMP, [claim.id])
    change_status(db, STAMP, claim.id, ClaimStatus.DENIED, text="CO-16")
    new = correct_claim(db, STAMP, claim.id)
    page, keys = open_window()
    page.show_record(new.row_id)
    keys.wait()
    assert page.panel.file.record.status is ClaimStatus.DRAFT
    page.first_focus().setFocus()
    keys.press(K.Key_F7)
    assert keys.field == "Payer claim no. (ICN)"
    keys.type("26323002072")
    keys.press(K.Key_Return, CTRL)
    assert new.row_id is not None
    assert get_claim(db, ClaimId(new.row_id)).status is ClaimStatus.READY
    assert page.panel.file.claim.original_reference == "26323002072"


@pytest.mark.parametrize(
    ("key", "modifier", "words"),
    [
        (K.Key_M, CTRL, "only a file that was created"),
        (K.Key_R, CTRL, "no clearinghouse or payer has it"),
        (K.Key_E, CTRL, "the payer does not have it"),
        (K.Key_B, CTRL, "post its remittance first"),
        (K.Key_U, CTRL, "nothing to take up again"),
    ],
)
def test_what_cannot_be_done_says_why(
    at: Claims, open_window: Any, key: Qt.Key, modifier: Qt.KeyboardModifier, words: str
) -> None:
    at.claim()
    page, keys = open_window()
    keys.press(key, modifier)
    assert Overlay.of(page.window()) is None
    assert words in said(page)


def test_a_front_desk_is_told_whom_to_ask(at: Claims, clinic: Clinic, open_window: Any) -> None:
    claim = at.claim()
    clinic.set_facts(replace(clinic.facts, role=UserRole.FRONT_DESK.value))
    page, keys = open_window()
    keys.press(K.Key_H, CTRL)
    assert "ask a biller" in said(page)
    keys.press(K.Key_Return, CTRL)
    assert at.status(claim) is ClaimStatus.READY


def test_the_history_shows_evidence_and_leads_to_the_remittance(
    at: Claims, db: Database, open_window: Any
) -> None:
    claim = at.claim(on_paper=True)
    print_claims(db, STAMP, [claim.id], background=False)
    page, keys = open_window()
    keys.press(K.Key_F9)
    states = [event.after for event in page.panel.history.events.records()]
    assert states[0] is ClaimStatus.PRINTED
    (sending,) = page.panel.history.sendings.records()
    assert sending.sha256 == submissions_of(db, claim.id)[0].sha256
    assert keys.focus is page.panel.history.events


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_greys_out_what_cannot_be_done(at: Claims, open_window: Any) -> None:
    at.claim()
    page, _ = open_window()
    page._open_menu(QPoint(300, 300))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    enabled = {act.text().split("\t")[0]: act.isEnabled() for act in menu.actions() if act.text()}
    menu.close()
    assert enabled["Hold"]
    assert enabled["Void"]
    assert not enabled["Mark as sent"]
    assert not enabled["Correct claim"]


def test_a_claim_that_cannot_be_read_says_so(
    at: Claims, open_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at.claim()

    def fail(*_: object) -> None:
        raise NotWritable("This claim cannot be read; nothing was changed; try again.")

    monkeypatch.setattr(claims_page, "read_claim", fail)
    page, _ = open_window()
    assert "cannot be read" in page.panel.states.message


def test_every_action_of_the_page_is_bound_and_every_control_has_a_name(at: Claims, open_window: Any) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    from clinicbill.ui.actions import actions_of

    at.claim()
    page, _ = open_window()
    assert set(page.bound()) == {row.id for row in actions_of("claims")}
    for kind in (QAbstractButton, QLineEdit):
        for widget in page.findChildren(kind):
            assert widget.accessibleName() or not widget.isVisible(), widget


def test_other_claims_follow_the_cursor(at: Claims, open_window: Any) -> None:
    first, second = at.claim("Abel"), at.claim("Baker")
    page, keys = open_window()
    assert page.panel.file.record.id == first.id
    keys.press(K.Key_Down)
    assert page.panel.file.record.id == second.id
    page.panel.paper.form.choose(("26", 0))
    keys.press(K.Key_Up)
    assert page.box.explanation.value == first.patient_control_number, "the same box of the other claim"


def test_a_view_shows_the_claim_it_is_first_looked_at_with(at: Claims, open_window: Any) -> None:
    claim = at.claim()
    at.lose_card(claim)
    page, keys = open_window()
    made = set(vars(page.panel)) & {"segments", "edits", "history"}
    assert not made
    keys.press(K.Key_F9)
    assert page.panel.history.events.records()
    assert page.panel.edits.findings.findings
    assert page.panel.segments.table.records() or page.panel.file.file_problem


def test_details_of_the_claim_are_typed_where_their_box_stands(at: Claims, open_window: Any) -> None:
    claim = at.claim()
    page, keys = open_window()
    keys.press(K.Key_Return)
    keys.type("19")
    keys.press(K.Key_Return)
    assert keys.field == "Additional info"
    keys.type("Seen after hours")
    keys.press(K.Key_Return, CTRL)
    assert page.panel.file.claim.additional_information == "Seen after hours"
    keys.press(K.Key_D, CTRL)
    assert keys.field == "Payer claim no. (ICN)"
    keys.tab_to("Condition codes")
    keys.type("w3 w4")
    keys.press(K.Key_Return, CTRL)
    kept = get_claim(at.db, claim.id)
    assert kept.condition_codes == ("W3", "W4")
    assert kept.additional_information == "Seen after hours"


def test_a_second_review_of_a_work_injury_in_california(at: Claims, db: Database, open_window: Any) -> None:
    payer = save_payer(db, WORKERS_COMP, STAMP)
    patient = a_patient(db, "Ruiz", "Karla")
    injury = a_case(
        db,
        patient,
        "workers_comp",
        accident_on=date(2026, 10, 2),
        accident_state="CA",
        claim_number="WC-77120",
        employer="Baxter Roofing",
    )
    a_coverage(db, patient, payer, case_id=injury)
    visit = a_visit(db, patient, case_id=injury, lines=[("98941", "", "65.00")], diagnoses=("M54.59",))
    made = bill_visits(db, STAMP, [visit]).claims[0]
    for status in (ClaimStatus.PRINTED, ClaimStatus.MAILED, ClaimStatus.DENIED):
        change_status(db, STAMP, made.claim_id, status, text="told")
    page, keys = open_window()
    page.show_record(made.claim_id)
    keys.wait()
    page.first_focus().setFocus()
    keys.press(K.Key_E, CTRL)
    assert keys.field == "With the payer"
    told = " ".join(label.text() for label in page.window().findChildren(QLabel))
    assert "A second review is due within 90 days of the explanation of review" in told
    keys.press(K.Key_End)
    keys.tab_to("Payer claim no. (ICN)")
    keys.type("77120-01")
    keys.press(K.Key_Return, CTRL)
    new = claims_of_patient(db, patient)[0]
    assert (new.frequency, new.condition_codes) == ("7", ("W3",))
    page.show_record(new.id)
    keys.wait()
    [sheet] = page.panel.file.sheets
    assert sheet["10d", "claim_codes"] == "BGW3"
    assert (sheet["22", "resubmission_code"], sheet["22", "original_ref"]) == ("7", "7712001")


def test_the_offer_names_the_last_day_of_a_second_review(clinic: Clinic) -> None:
    row = SimpleNamespace(id=1, number="C000417R")
    term = ReviewTerm(days=90, explained_on=date(2026, 9, 4))
    ask = acts.replace_(clinic, cast("Any", row), "EOR1", injury=True, review=term)
    assert ask.note.endswith("is 12/03/2026, in 10 days: 90 days after the explanation of 09/04/2026.")
    assert "second review" not in acts.replace_(clinic, cast("Any", row), "EOR1", review=term).note
