from __future__ import annotations

from dataclasses import replace

import pytest
import sqlcipher3

from clinicbill.basics.errors import CannotDo, NotAllowed, NotFound
from clinicbill.basics.identifiers import AuditId, AuditItemId
from clinicbill.coding.audits import audit_store
from clinicbill.coding.audits.audit import Audit, AuditItem, SampleKind, Subject, Verdict
from clinicbill.coding.audits.pace_sharing_store import save_sharing
from clinicbill.encounters.encounter import VisitStatus
from tests.support.coders import CODER, OWNER, Coders, at, moved, some_coders
from tests.support.practice import TODAY, a_visit

ME = CODER.user_id


def kept(made: Coders) -> AuditId:
    audit = Audit(
        made_on=TODAY, kind=SampleKind.RANDOM, from_on=TODAY, to_on=TODAY, seed=1, population=3,
        coder_id=ME, auditor_id=ME,
    )  # fmt: skip
    items = [
        AuditItem(audit_id=AuditId(0), encounter_id=made.visits[0], subject=subject, position=1, coded="x")
        for subject in (Subject.MODIFIER, Subject.DIAGNOSIS)
    ]
    return audit_store.add_audit(made.db, audit, items, CODER)


def test_the_visits_whose_codes_are_this_coders() -> None:
    made = some_coders()
    moved(made.db, made.visits[1], VisitStatus.TO_CODE, at(19, 0))
    moved(made.db, made.visits[2], VisitStatus.TO_CODE, at(19, 0))
    moved(made.db, made.visits[2], VisitStatus.CODED, at(19, 5, OWNER))
    assert audit_store.coded_between(made.db, CODER, ME, TODAY, TODAY) == {made.visits[0]: TODAY}
    assert audit_store.coded_between(made.db, OWNER, OWNER.user_id, TODAY, TODAY) == {made.visits[2]: TODAY}
    with pytest.raises(NotAllowed):
        audit_store.coded_between(made.db, OWNER, ME, TODAY, TODAY)


def test_what_the_weights_look_at() -> None:
    made = some_coders()
    first = audit_store.audit_visits(made.db, {made.visits[0]: TODAY})[0]
    assert (first.procedures, first.modifiers, first.copied, first.overrides) == (
        frozenset({"98941"}),
        frozenset({"AT"}),
        False,
        0,
    )
    assert first.first_used_on["98941"] == TODAY
    patient = made.db.execute("select patient_id from encounter where id = ?", [made.visits[0]]).fetchone()[0]
    again = a_visit(made.db, patient, starts_at="11:00", stamp=at(20, 0))
    assert audit_store.audit_visits(made.db, {again: TODAY})[0].copied
    made.db.table("edit_override").insert(
        {
            "encounter_id": again, "rule": "N01", "subject": "x", "message": "x", "reason": "seen",
            "user_id": 2, "changed_at": "2026-11-23T17:00:00Z",
        }
    )  # fmt: skip
    assert audit_store.audit_visits(made.db, {again: TODAY})[0].overrides == 1


def test_items_come_by_subject_and_only_to_who_may_see() -> None:
    made = some_coders()
    audit_id = kept(made)
    subjects = [item.subject for item in audit_store.items_of(made.db, CODER, audit_id)]
    assert subjects == [Subject.DIAGNOSIS, Subject.MODIFIER]
    assert audit_store.list_audits(made.db, OWNER, TODAY, TODAY) == []
    item = audit_store.items_of(made.db, CODER, audit_id)[0]
    for read in (audit_store.get_audit, audit_store.items_of):
        with pytest.raises(NotAllowed):
            read(made.db, OWNER, audit_id)
    with pytest.raises(NotAllowed):
        audit_store.get_item(made.db, OWNER, item.id)
    save_sharing(made.db, CODER, shared=True)
    assert [one.id for one in audit_store.list_audits(made.db, OWNER, TODAY, TODAY)] == [audit_id]
    with pytest.raises(NotFound):
        audit_store.get_audit(made.db, CODER, AuditId(99))
    with pytest.raises(NotFound):
        audit_store.get_item(made.db, CODER, AuditItemId(99))


def test_a_finished_audit_is_never_changed() -> None:
    made = some_coders()
    audit_id = kept(made)
    audit, item = (
        audit_store.get_audit(made.db, CODER, audit_id),
        audit_store.items_of(made.db, CODER, audit_id)[0],
    )
    audit_store.save_item(made.db, replace(item, verdict=Verdict.RIGHT), CODER)
    for attack in ("coding_audit set seed = 2", "coding_audit set coder_id = 1"):
        with pytest.raises(sqlcipher3.IntegrityError, match="how it was drawn"):
            made.db.execute(f"update {attack}")
    with pytest.raises(sqlcipher3.IntegrityError, match="what was coded"):
        made.db.execute("update coding_audit_item set coded = 'M54.50'")
    audit_store.save_audit(made.db, replace(audit, finished_on=TODAY), CODER)
    for attack in ("coding_audit set finished_on = null", "coding_audit set note = 'x'"):
        with pytest.raises(sqlcipher3.IntegrityError, match="coding_audit: it is finished"):
            made.db.execute(f"update {attack}")
    with pytest.raises(CannotDo, match="its audit is finished"):
        audit_store.save_item(made.db, replace(item, verdict=Verdict.EXTRA), CODER)
    with pytest.raises(CannotDo, match="its audit is finished"):
        audit_store.save_item(made.db, replace(item, id=AuditItemId(0), position=9), CODER)
    with pytest.raises(sqlcipher3.IntegrityError, match="never deleted"):
        made.db.execute("delete from coding_audit_item")
