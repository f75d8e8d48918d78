"""What can be done with a claim besides checking and sending it: each act as a sheet, and why one cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from clinicbill.basics.words import counted
from clinicbill.claims.second_review import SECOND_REVIEW
from clinicbill.claims.status import ANSWERED, MOVES, ON_ITS_WAY, UNSENT, ClaimStatus, words
from clinicbill.ui.claims.reads import codes_of
from clinicbill.ui.widgets.ask_sheet import AskSheet
from clinicbill.ui.widgets.form import Field, Input
from clinicbill.workflows.bill_secondary import bill_secondary
from clinicbill.workflows.correct_claim import REPLACEMENT, VOID, correct_claim
from clinicbill.workflows.hold_claim import hold_claim, release_claim
from clinicbill.workflows.keep_claim_details import ClaimDetails, condition_codes_of, keep_claim_details
from clinicbill.workflows.mark_sent import mark_sent
from clinicbill.workflows.outcome import Outcome
from clinicbill.workflows.permissions import Act, may
from clinicbill.workflows.record_answer import answers_for, record_answer
from clinicbill.workflows.void_claim import void_claim

if TYPE_CHECKING:
    from sqlite_utils import Database

    from clinicbill.basics.stamp import Stamp
    from clinicbill.claims.second_review import ReviewTerm
    from clinicbill.claims.worklist_store import ClaimRow
    from clinicbill.ui.claims.reads import ClaimFile
    from clinicbill.ui.clinic import Clinic

_S = ClaimStatus
_REASON = Field("Reason", "text", Input.LONG, required=True, lines=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One sheet: its words, its fields and the work that finishes it, work(db, stamp, values)."""

    title: str
    verb: str
    work: Callable[..., Outcome]
    note: str = ""
    fields: Sequence[Field] = ()
    values: Mapping[str, object] = field(default_factory=dict)

    def sheet(self, clinic: Clinic) -> AskSheet:
        """The content of the sheet."""
        return AskSheet(clinic, self.fields, self.values, self.work)


# What comes next for a claim in each state: the one button beside its name.
NEXT_STEP: dict[ClaimStatus, str] = {
    _S.DRAFT: "claims.fix",
    _S.ON_HOLD: "claims.release",
    _S.FILE_CREATED: "claims.sent",
    _S.PRINTED: "claims.sent",
    _S.SENT: "claims.answer",
    _S.MAILED: "claims.answer",
    _S.CLEARINGHOUSE_ACCEPTED: "claims.answer",
    _S.PAYER_ACCEPTED: "claims.answer",
    _S.REJECTED: "claims.release",
    _S.PART_PAID: "claims.replace",
    _S.DENIED: "claims.replace",
    _S.PAID: "claims.secondary",
}


def next_step(file: ClaimFile) -> str:
    """The action that comes next for a claim; empty where it only waits, or is done."""
    step = NEXT_STEP.get(file.record.status, "")
    return "" if step == "claims.secondary" and not file.claim.others else step


# Where each act may begin, and what to say elsewhere. The workflows decide; this saves typing a reason in vain.
_BEGINS: dict[str, tuple[frozenset[ClaimStatus], str]] = {
    "claims.hold": (
        UNSENT | {_S.FILE_CREATED, _S.PRINTED, _S.REJECTED},
        "holding it here would not stop the payer",
    ),
    "claims.release": (ON_ITS_WAY | {_S.ON_HOLD, _S.REJECTED}, "there is nothing to take up again"),
    "claims.sent": (
        frozenset({_S.FILE_CREATED, _S.PRINTED}),
        "only a file that was created or a form that was printed can be marked as sent",
    ),
    "claims.answer": (
        frozenset(status for status in _S if answers_for(status) and status not in ANSWERED),
        "no clearinghouse or payer has it",
    ),
    "claims.void": (frozenset(status for status in _S if _S.VOID in MOVES[status]), "correct it instead"),
    "claims.replace": (
        ANSWERED | ON_ITS_WAY,
        "the payer does not have it; fix it and send it as an original",
    ),
    "claims.secondary": (ANSWERED, "post its remittance first"),
    "claims.details": (UNSENT, "what was sent stays as it was; make a corrected claim instead"),
}


def refusal(action: str, row: ClaimRow | None, role: str) -> str:
    """Why an act cannot begin with this claim, as a sentence; empty if it can."""
    if row is None:
        return "No claim is selected."
    if not may(role, Act.WORK_CLAIM):
        return "Your role does not include work on claims; ask a biller."
    begins, instead = _BEGINS.get(action, (frozenset(_S), ""))
    if row.status in begins:
        return ""
    return f"Claim {row.number} is “{words(row.status)}”: {instead}."


def hold(row: ClaimRow) -> Ask:
    """Let a claim wait, with the reason that stands beside its state."""

    def work(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
        return hold_claim(db, stamp, row.id, reason=values["text"])

    note = "The payer does not get it until you release it."
    return Ask(
        title=f"Hold claim {row.number}",
        verb="Hold claim",
        work=work,
        note=note,
        fields=(_REASON,),
        values={"text": ""},
    )


def release(clinic: Clinic, row: ClaimRow) -> Ask:
    """Take a claim up again, to be checked and sent anew."""

    def work(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
        return release_claim(db, stamp, row.id, text=values["text"], codes=codes_of(clinic))

    note = "It is checked on today’s records: ready with nothing to fix, a draft otherwise."
    if row.status in ON_ITS_WAY:
        note += " What was sent stays in its history; the payer may still answer it."
    reason = Field("Why", "text", Input.LONG, lines=2, help="May stay empty")
    return Ask(
        title=f"Take claim {row.number} up again",
        verb="Take up again",
        work=work,
        note=note,
        fields=(reason,),
        values={"text": ""},
    )


def sent(rows: Sequence[ClaimRow]) -> Ask:
    """Note that files were sent, or forms mailed, with what proves it."""

    def work(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
        return mark_sent(db, stamp, [row.id for row in rows], text=values["text"])

    mailed = all(row.status is _S.PRINTED for row in rows)
    verb = "Mark as mailed" if mailed else "Mark as sent"
    proof = Field("Proof", "text", help="Tracking no., fax report, portal receipt; may stay empty")
    return Ask(
        title=f"{verb}: {_named(rows)}",
        verb=verb,
        work=work,
        note="What proves it stops the filing clock if the payer says it never came.",
        fields=(proof,),
        values={"text": ""},
    )


def answer(row: ClaimRow) -> Ask:
    """Record what the clearinghouse or the payer said."""

    def work(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
        return record_answer(db, stamp, row.id, values["answer"], text=values["text"])

    offered = answers_for(row.status)
    fields = (
        Field("Answer", "answer", Input.CHOICE, choices=[(one, words(one)) for one in offered]),
        Field(
            "Words",
            "text",
            Input.LONG,
            lines=2,
            help="What was said; a rejection needs its reason",
        ),
    )
    return Ask(
        title=f"Answer to claim {row.number}",
        verb="Record answer",
        work=work,
        fields=fields,
        values={"answer": offered[0] if offered else None, "text": ""},
    )


def void(row: ClaimRow) -> Ask:
    """End a claim on our side."""

    def work(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
        return void_claim(db, stamp, row.id, reason=values["text"])

    note = "It ends here and its visits can be billed again. Charges nobody has paid or moved are reversed."
    if row.status in ON_ITS_WAY:
        note = "The payer has it and does not learn of this; its charges stay, and an answer may still come."
    return Ask(
        title=f"Void claim {row.number}",
        verb="Void claim",
        work=work,
        note=note,
        fields=(_REASON,),
        values={"text": ""},
    )


# What a corrected claim asks of the payer: CLM05-3 and the condition codes of item 10d.
_CORRECTIONS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "replace": (REPLACEMENT, (), "Replace it (7): the lines as the visits say them now"),
    "void": (VOID, (), "Void it (8): take it back"),
    "review": (REPLACEMENT, (SECOND_REVIEW,), "Second review (SBR-1): look at the bill once more (7, W3)"),
}
_FOR_INJURIES = frozenset({"review"})
_REPLACED = "A new claim with its own number names this one; this one then stands as replaced."


def replace_(
    clinic: Clinic, row: ClaimRow, reference: str, *, injury: bool = False, review: ReviewTerm | None = None
) -> Ask:
    """Make the claim that replaces or voids this one; of a work injury also one that asks for a second review.

    `review` is the term of that, where the payer's rules have one: its last day stands above the fields.
    """

    def work(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
        frequency, conditions, _ = _CORRECTIONS[values["wish"]]
        return correct_claim(
            db,
            stamp,
            row.id,
            frequency=frequency,
            original_reference=values["reference"],
            condition_codes=conditions,
            codes=codes_of(clinic),
        )

    fields = (
        Field(
            "With the payer",
            "wish",
            Input.CHOICE,
            choices=tuple(
                (wish, words)
                for wish, (_, _, words) in _CORRECTIONS.items()
                if injury or wish not in _FOR_INJURIES
            ),
        ),
        Field(
            "Payer claim no. (ICN)",
            "reference",
            Input.CODE,
            help="From the remittance; without it the claim waits as a draft",
        ),
    )
    return Ask(
        title=f"Correct claim {row.number}",
        verb="Make corrected claim",
        work=work,
        note=f"{_REPLACED} {review.words(clinic.as_of)}" if injury and review else _REPLACED,
        fields=fields,
        values={"wish": "replace", "reference": reference},
    )


def details(clinic: Clinic, row: ClaimRow, known: ClaimDetails, first: str = "reference") -> Ask:
    """What is typed at the claim itself; the cursor begins in the field named `first`."""

    def work(db: Database, stamp: Stamp, values: dict[str, Any]) -> Outcome:
        typed = ClaimDetails(
            original_reference=values["reference"],
            condition_codes=condition_codes_of(values["conditions"]),
            additional_information=values["information"],
        )
        return keep_claim_details(db, stamp, row.id, typed, codes=codes_of(clinic))

    fields = (
        Field(
            "Payer claim no. (ICN)",
            "reference",
            Input.CODE,
            help="Item 22: a correction names the original by the payer’s number",
        ),
        Field("Condition codes", "conditions", Input.CODE, help="Item 10d: W3 is a second review"),
        Field(
            "Additional info",
            "information",
            Input.LONG,
            lines=2,
            help="Item 19 and the note of the file, for the whole claim",
        ),
    )
    ordered = sorted(fields, key=lambda one: one.name != first)
    return Ask(
        title=f"Details of claim {row.number}",
        verb="Keep details",
        work=work,
        note="What stands on this claim and in no other record.",
        fields=ordered,
        values={
            "reference": known.original_reference,
            "conditions": " ".join(known.condition_codes),
            "information": known.additional_information,
        },
    )


def secondary(clinic: Clinic, row: ClaimRow) -> Ask:
    """Bill the next insurance with what this payer decided."""

    def work(db: Database, stamp: Stamp, _values: dict[str, Any]) -> Outcome:
        return bill_secondary(db, stamp, row.id, codes=codes_of(clinic))

    return Ask(
        title=f"Bill the insurance after {row.payer}",
        verb="Make claim",
        work=work,
        note="The new claim carries the same lines with what the posted remittance decided on them.",
    )


def _named(rows: Sequence[ClaimRow]) -> str:
    return f"claim {rows[0].number}" if len(rows) == 1 else counted(len(rows), "claim")
