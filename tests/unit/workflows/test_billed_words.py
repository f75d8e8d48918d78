from __future__ import annotations

import pytest

from clinicbill.basics.money import Money
from clinicbill.workflows.billed_words import BilledVisit, billed_words

NEW = BilledVisit(total=Money(6500), payer="Harbor Mutual")
OLD = BilledVisit(total=Money(4000), payer="Harbor Mutual", charged_before=True)
PAID = BilledVisit(total=Money(4000), payer="Cascade Health", charged_before=True, patient_paid=Money(1500))


@pytest.mark.parametrize(
    ("visits", "words"),
    [
        ([], "Charged $0.00 for 0 visits; no claim"),
        ([NEW, NEW], "Charged $130.00 for 2 visits; no claim"),
        ([OLD], "Billed to Harbor Mutual; already charged, nothing charged again; no claim"),
        (
            [NEW, OLD, OLD],
            "Charged $65.00 for 1 visit; 2 visits were charged already, nothing charged again; no claim",
        ),
        (
            [OLD, PAID],
            (
                "Billed to Harbor Mutual and Cascade Health; already charged, nothing charged again; the patient has "
                "paid $15.00 of it, which becomes a credit if Cascade Health pays; no claim"
            ),
        ),
        (
            [BilledVisit(total=Money(4000), payer="", charged_before=True)],
            "Billed to the patient; already charged, nothing charged again; no claim",
        ),
    ],
)
def test_the_sentence_says_what_was_done(visits: list[BilledVisit], words: str) -> None:
    assert billed_words(visits, []) == words
