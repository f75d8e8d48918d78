"""The short list of accounts, what each one holds, and the words the screen has for them.

Debit is positive. Each posting sums to zero, so money can only move; what is owed to the practice stands as a
positive balance, what the practice owes (unapplied patient money, prepaid plans) as a negative one.
"""

from __future__ import annotations

from enum import StrEnum


class Account(StrEnum):
    """Where money stands.

    Members:
        PAYER_RECEIVABLE: what an insurance owes for a service line.
        PATIENT_RECEIVABLE: what the patient owes for a service line.
        UNAPPLIED: patient money that pays no service line yet (negative: it is the patient's).
        PROVIDER_LEVEL: money between a payer and the practice that belongs to no line (835 PLB, withholds).
        CASH: what came in, by method.
        PREPAID_PLAN: care plans paid in advance (negative: a liability).
        CHARGES: what was billed (negative: income).
        ADJUSTMENTS: what was written off, by kind.
        INTEREST: interest from payers (negative: income).
        REFUNDS: money given back.
    """

    PAYER_RECEIVABLE = "payer_receivable"
    PATIENT_RECEIVABLE = "patient_receivable"
    UNAPPLIED = "unapplied"
    PROVIDER_LEVEL = "provider_level"
    CASH = "cash"
    PREPAID_PLAN = "prepaid_plan"
    CHARGES = "charges"
    ADJUSTMENTS = "adjustments"
    INTEREST = "interest"
    REFUNDS = "refunds"


class PostingKind(StrEnum):
    """What a posting is about. A restored posting puts back what a payer's reversal had undone, once that falls."""

    CHARGE = "charge"
    INSURANCE_PAYMENT = "insurance_payment"
    PATIENT_PAYMENT = "patient_payment"
    APPLIED = "applied"
    PROVIDER_ADJUSTMENT = "provider_adjustment"
    TRANSFER = "transfer"
    PAYER_REVERSAL = "payer_reversal"
    REVERSAL = "reversal"
    RESTORED = "restored"


# Owed to the practice per service line: together with unapplied money this is A/R.
RECEIVABLES = (Account.PAYER_RECEIVABLE, Account.PATIENT_RECEIVABLE)
AGED = (*RECEIVABLES, Account.UNAPPLIED)

ACCOUNT_WORDS = {
    Account.PAYER_RECEIVABLE: "Insurance owes",
    Account.PATIENT_RECEIVABLE: "Patient owes",
    Account.UNAPPLIED: "Unapplied credits",
    Account.PROVIDER_LEVEL: "Payer takeback / interest (PLB)",
    Account.CASH: "Payment",
    Account.PREPAID_PLAN: "Prepaid plan",
    Account.CHARGES: "Charge",
    Account.ADJUSTMENTS: "Write-off",
    Account.INTEREST: "Interest from payer",
    Account.REFUNDS: "Refund",
}

POSTING_WORDS = {
    PostingKind.CHARGE: "Charge",
    PostingKind.INSURANCE_PAYMENT: "Insurance payment",
    PostingKind.PATIENT_PAYMENT: "Patient payment",
    PostingKind.APPLIED: "Unapplied credit applied",
    PostingKind.PROVIDER_ADJUSTMENT: "Payer takeback / interest (PLB)",
    PostingKind.TRANSFER: "Moved to patient",
    PostingKind.PAYER_REVERSAL: "Taken back by the payer",
    PostingKind.REVERSAL: "Reversal",
    PostingKind.RESTORED: "Stands again",
}

# How patients pay, and how payers do (835 BPR04), with the screen's words.
METHOD_WORDS = {
    "cash": "Cash",
    "check": "Check",
    "card": "Card",
    "ACH": "EFT",
    "CHK": "Check",
    "FWT": "Wire",
    "BOP": "Payer's choice",
    "NON": "No payment",
    "": "",
}
PATIENT_METHODS = ("cash", "check", "card")
