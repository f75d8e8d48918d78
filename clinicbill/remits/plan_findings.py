"""What stops a remittance from being posted, and what the biller should know about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding, Severity
from clinicbill.remits.identity import is_test, lacks_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.basics.money import Money
    from clinicbill.remits.balance import Proof
    from clinicbill.remits.line_match import Reason
    from clinicbill.remits.match import ClaimMatch
    from clinicbill.remits.remittance import Adjustment, ClaimPayment, Remittance

ENVELOPE = "L26"
_BALANCING = "ASC X12N 005010X221A1, section 1.10.2, balancing"
_REVERSALS = "ASC X12N 005010X221A1, section 1.10.2.8, reversals and corrections"


def proof_findings(proof: Proof) -> Iterator[Finding]:
    """What cannot be read, then every rule of the proof that does not hold, with its difference.

    An amount that cannot be read comes first: the differences count it as nothing and may only follow from it.
    """
    for text in proof.unread:
        yield Finding(
            rule="L02",
            severity=Severity.MUST_FIX,
            message=f"An amount of the file cannot be read: {text.rstrip('.')}.",
            fix="Ask the payer for the file again.",
        )
    if proof.payment_difference:
        yield _off(
            "payment",
            proof.payment_difference,
            "BPR02",
            f"The payment is {proof.paid}, its claims and provider-level money make {proof.paid - proof.payment_difference}",
        )
    for claim in (*proof.claim_differences, *proof.charge_differences):
        yield _off(f"claim {claim.claim}", claim.amount, "CLP", f"Claim {claim.claim} does not add up")
    for line in proof.line_differences:
        place = f"claim {line.claim}, line {line.line}"
        yield _off(place, line.amount, "SVC", f"Line {line.line} of claim {line.claim} does not add up")
    if not proof.complete:
        yield Finding(
            rule="L03",
            severity=Severity.MUST_FIX,
            message="The file breaks off before the end of this payment.",
            fix="Fetch the whole file again and import that.",
        )


def _off(where: str, amount: Money, segment: str, message: str) -> Finding:
    return Finding(
        rule="L01",
        severity=Severity.MUST_FIX,
        where=f"{where}, {segment}",
        value=str(amount),
        message=f"{message}: out of balance by {abs(amount)}.",
        why="Nothing is invented to close a difference; what does not add up waits.",
        source=_BALANCING,
        fix="Compare with the paper remittance, and ask the payer.",
    )


def unmatched_claim(payment: ClaimPayment, match: ClaimMatch) -> Finding:
    """No claim of ours is meant for certain."""
    candidates = ", ".join(claim.number for claim in match.candidates[:3])
    hint = f" Candidates: {candidates}." if candidates else ""
    return Finding(
        rule="L04",
        severity=Severity.MUST_FIX,
        where=f"claim {payment.patient_control_number}",
        value=str(payment.paid),
        message=f"Claim {payment.patient_control_number} of {_patient(payment)} is no claim of ours for certain.{hint}",
        why="A payment is posted only to the claim it pays.",
        fix="Enter the claim if it is missing, or set the remittance aside if it is another office’s.",
    )


def unmatched_line(payment: ClaimPayment, place: int) -> Finding:
    """A service that none of the claim's lines stands for."""
    service = payment.services[place]
    return Finding(
        rule="L05",
        severity=Severity.MUST_FIX,
        where=f"claim {payment.patient_control_number}, line {place + 1}",
        value=str(service.procedure),
        message=f"{service.procedure} for {abs(service.charge)} is on no line of claim {payment.patient_control_number}.",
        why="Each amount is posted to the service line it belongs to.",
        fix="Compare the claim’s lines with the remittance.",
    )


def loosely_matched(number: str, line: str, reason: Reason) -> Finding:
    """A line that was found although something of it differs."""
    return Finding(
        rule="L23",
        severity=Severity.WARNING,
        where=f"claim {number}, {line}",
        value=reason.value,
        message=f"The payer states {line} of claim {number} differently: matched by {reason.value}.",
        why="Payers change procedures and charges when they correct or bundle; the amounts are theirs.",
        fix="Compare the line with the remittance.",
    )


def nothing_to_reverse(payment: ClaimPayment) -> Finding:
    """A reversal whose original is not posted here."""
    return Finding(
        rule="L06",
        severity=Severity.MUST_FIX,
        where=f"claim {payment.patient_control_number}",
        value=str(payment.paid),
        message=(
            f"The payer takes back {abs(payment.paid)} for claim {payment.patient_control_number}, "
            "but no such payment is posted."
        ),
        why="A reversal undoes the payment it repeats; it is never a negative payment on something else.",
        source=_REVERSALS,
        fix="Post the original remittance first.",
    )


def never_posted(payment: ClaimPayment) -> Finding:
    """Money under a status that is never posted."""
    return Finding(
        rule="L07",
        severity=Severity.MUST_FIX,
        where=f"claim {payment.patient_control_number}, CLP02",
        value=payment.status,
        message=f"Claim {payment.patient_control_number} has status {payment.status}, which is never posted, but pays {payment.paid}.",
        why="A predetermination (25) promises and pays nothing; other numbers are unknown.",
        fix="Ask the payer what this payment is for.",
    )


def cash_differs(posted: Money, paid: Money) -> Finding:
    """The postings would not bring in what the payer pays."""
    return Finding(
        rule="L08",
        severity=Severity.MUST_FIX,
        where="payment, BPR02",
        value=str(paid),
        message=f"What can be posted makes {posted}, the payment is {paid}.",
        why="Cash that is posted equals the check or EFT to the cent.",
        fix="Solve the lines above first.",
    )


def other_party_owes(number: str, line: str, payer: str) -> Finding:
    """The ledger has the line under another party than the one that pays."""
    return Finding(
        rule="L09",
        severity=Severity.WARNING,
        where=f"claim {number}, {line}",
        message=f"{line} stands open with somebody else; {payer}’s payment will stand as a credit beside it.",
        why="A payment is booked to the payer that sends it.",
        fix="Move the balance to the insurance that pays.",
    )


def paid_too_much(number: str, line: str, credit: Money) -> Finding:
    """The payer pays more than it owes."""
    return Finding(
        rule="L10",
        severity=Severity.WARNING,
        where=f"claim {number}, {line}",
        value=str(credit),
        message=f"{line} of claim {number} is paid {credit} beyond what was open: a credit of the payer stays.",
        why="The line was paid before, or the charge differs from ours.",
        fix="Look at the line’s account; the payer may take it back.",
    )


def asks(number: str, line: str, adjustment: Adjustment) -> Finding:
    """An adjustment the policy does not decide."""
    reason = f"{adjustment.group}-{adjustment.reason}"
    return Finding(
        rule="L11",
        severity=Severity.WARNING,
        where=f"claim {number}, {line}",
        value=f"{reason} {adjustment.amount}",
        message=f"{reason} {adjustment.amount} stays open: it is for you to decide whose it is.",
        why="Only deductible, coinsurance and copay (PR-1, PR-2, PR-3) go to the patient by themselves.",
        fix="Move it to the patient, or work it with the payer.",
    )


def payment_findings(remittance: Remittance) -> Iterator[Finding]:
    """What stops a payment that may well add up: it is only a test, or nothing tells it from a copy of itself."""
    if is_test(remittance):
        yield Finding(
            rule="L12",
            severity=Severity.MUST_FIX,
            where="ISA15",
            value=remittance.usage,
            message="The payer marks this file as a test.",
            why="A test pays nothing, however real its claims look.",
            source="ASC X12 interchange control header, ISA15",
            fix="Ask the payer for the production file.",
        )
    if lacks_number(remittance):
        yield Finding(
            rule="L25",
            severity=Severity.MUST_FIX,
            where="payment, TRN02",
            value=str(remittance.paid),
            message=f"The payment of {remittance.paid} has no check or EFT number.",
            why="Without its number it cannot be told from a second copy, and would be posted twice.",
            source="ASC X12N 005010X221A1, TRN02, reassociation trace number",
            fix="Ask the payer for the file with the number.",
        )


def file_notes(remittance: Remittance) -> Iterator[Finding]:
    """What is odd about the file and does no harm to the sums.

    Wrong counts and control numbers warn: every segment that is there was read and the four sums prove its money, but
    something else may be missing.
    """
    for text in remittance.envelope:
        yield Finding(
            rule=ENVELOPE,
            severity=Severity.WARNING,
            where="file",
            message=text,
            why="The sums prove the money that was read; a count that differs says that something else may be missing.",
            source="ASC X12.6, control segments ST to SE, GS to GE, ISA to IEA",
            fix="Compare the payments and claims with what the payer lists, or fetch the file again.",
        )
    for text in remittance.notes:
        yield Finding(rule="L13", severity=Severity.INFO, where="file", message=text)


def _patient(payment: ClaimPayment) -> str:
    return str(payment.patient) or "an unnamed patient"
