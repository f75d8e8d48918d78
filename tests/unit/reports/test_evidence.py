from __future__ import annotations

from datetime import date

from clinicbill.basics.money import Money
from clinicbill.reports.evidence import Evidence, Ground, Part, Proof


def test_evidence_may_be_empty_and_its_parts_may_have_no_amount_yet() -> None:
    assert Evidence() == Evidence(grounds=(), proofs=(), parts=(), payer=None)
    part = Part(words="Manual therapy", code="97140", modifiers=("59",))
    made = Evidence(
        about=("Harbor Mutual PPO",),
        grounds=(Ground(icon="clock", role="red", title="Late"),),
        proofs=(Proof(on=date(2026, 11, 9), icon="plane", role="text2", text="Sent"),),
        parts_title="Lines",
        parts=(part, Part(words="CMT", amount=Money(5000))),
    )
    assert made.parts[0].amount is None
    assert made.grounds[0].text == ""
