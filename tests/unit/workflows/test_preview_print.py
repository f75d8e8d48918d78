"""A printing looked at before it happens."""

from __future__ import annotations

from datetime import date

from clinicbill.claims.status import ClaimStatus
from clinicbill.workflows.preview_print import in_envelope_order, preview_print
from clinicbill.workflows.print_claims import print_claims
from tests.support.practice import STAMP, TODAY
from tests.unit.workflows.test_print_claims import MedicarePaper, pages
from tests.unit.workflows.test_read_decisions import TwoInsurances


def test_sheets_stand_by_payer_then_patient_then_date() -> None:
    at = MedicarePaper()
    later = at.claim("Ruiz")
    first = at.claim("abel", on=date(2026, 11, 9))
    medicare = at.medicare("Aaron")
    wanted = [first.id, later.id, medicare.id]
    preview = preview_print(at.db, [medicare.id, later.id, first.id], background=False)
    assert [row.claim_id for row in preview.rows] == wanted
    assert in_envelope_order(at.db, [later.id, medicare.id, first.id]) == wanted
    payer = preview.rows[2].payer
    assert preview.words == f"3 claims, 3 sheets: Harbor Mutual PPO 2, {payer} 1"
    assert preview.drawing is not None
    texts = pages(preview.drawing.content)
    assert ["ABEL" in texts[0], "RUIZ" in texts[1], "AARON" in texts[2]] == [True] * 3
    assert [row.first_service_on for row in preview.rows] == [date(2026, 11, 9), TODAY, TODAY]


def test_what_the_paper_does_not_suit_stays_out_and_says_why() -> None:
    at = MedicarePaper()
    red, plain = at.medicare(), at.claim("Ruiz")
    preview = preview_print(at.db, [red.id, plain.id], background=True)
    assert [(row.claim_id, row.refused) for row in preview.rows] == [(plain.id, False), (red.id, True)]
    assert preview.words == "1 claim, 1 sheet: Harbor Mutual PPO 1"
    alone = preview_print(at.db, [red.id], background=True)
    assert (alone.words, alone.drawing, alone.sheets) == ("Nothing to print on this paper", None, 0)
    copies = preview_print(at.db, [red.id], background=True, copies_only=True)
    assert copies.sheets == 1
    assert not copies.rows[0].original


def test_looking_changes_nothing_and_shows_what_will_be_printed() -> None:
    at = MedicarePaper()
    claim = at.claim("Ruiz")
    preview = preview_print(at.db, [claim.id], background=False)
    assert at.record(claim.id).status is ClaimStatus.READY
    assert at.count("print_job") == 0
    assert preview.drawing is not None
    assert preview.drawing.content == print_claims(at.db, STAMP, [claim.id], background=False).content


def test_it_tells_how_far_it_is() -> None:
    at = MedicarePaper()
    ids = [at.claim("Ruiz").id, at.claim("Cole").id]
    told: list[tuple[int, int, str]] = []
    preview_print(at.db, ids, background=False, tell=lambda *what: told.append(what))
    assert told[:2] == [(0, 2, "claims read"), (1, 2, "claims read")]
    assert told[-1] == (1, 2, "sheets drawn")


def test_a_missing_remittance_is_said_beforehand() -> None:
    at = TwoInsurances()
    record = at.secondary()
    at.db.execute("update claim set status = 'ready', delivery = 'paper' where id = ?", [record.id])
    (row,) = preview_print(at.db, [record.id], background=False).rows
    assert [finding.rule for finding in row.findings] == ["P21"]
    assert not row.refused
