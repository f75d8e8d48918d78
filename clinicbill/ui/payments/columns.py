"""The lists of the Payments page as data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.money import ZERO, Money
from clinicbill.ledger.accounts import METHOD_WORDS
from clinicbill.ui.colours import Role
from clinicbill.ui.fonts import BOLD, Step, scaled
from clinicbill.ui.widgets.columns import Column, Group, Totals
from clinicbill.ui.widgets.record_list import Lines
from clinicbill.ui.widgets.runs import Run, Runs, Value, code, elided, quiet, small, state, strong

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clinicbill.remits.plan import What
    from clinicbill.remits.remittance import Adjustment
    from clinicbill.reports.taken_payments import AppliedRow, TakenRow
    from clinicbill.ui.payments.laid_open import LineRow, Move, Sums
    from clinicbill.ui.payments.reads import ListedRemittance, OpenRemittance, RemittanceList


_WHO_ROOM = 116  # pixels of the words for provider-level money


def looks(what: What) -> Run:
    """A state as the plan names it: icon, words, role."""
    return state(what.icon, what.words, Role(what.role))


def remittance_lines(one: ListedRemittance) -> Lines:
    """Payer and amount; number and state."""
    return Lines(
        title=one.row.payer_name,
        right=one.row.paid,
        # The number comes first: where there is no room, the word gives way and not the code.
        below=(small(one.row.trace_number), small(one.method)),
        state=looks(one.state),
    )


def by_month(found: Iterable[ListedRemittance]) -> list[Group[ListedRemittance]]:
    """Those that wait first, then month by month as they were paid, each with its sum."""
    groups: dict[str, list[ListedRemittance]] = {}
    for one in found:
        day = one.row.paid_on
        name = "To post" if one.waits else (f"{day:%B %Y}" if day else "Without a date")
        groups.setdefault(name, []).append(one)
    return [
        Group(name, Money.total(one.row.paid for one in rows).plain(), rows) for name, rows in groups.items()
    ]


def foot(found: RemittanceList) -> tuple[tuple[str, Money], ...]:
    """What waits, and what was posted this month."""
    return (("To post", found.to_post), (f"Posted in {found.as_of:%B}", found.posted))


def service(row: LineRow) -> Runs:
    """Code and modifiers; provider-level money has its reason further right."""
    if row.said.claim_place is None:
        return ()
    return tuple(code(part) for part in (row.said.procedure, *row.said.modifiers) if part)


def adjustments(row: LineRow) -> list[Runs]:
    """CO-45 23.80, each whole; for provider-level money its reason code and reference."""
    if row.said.claim_place is None:
        return [(code(row.said.procedure, Role.TEXT2), quiet(row.said.claim_number))]
    return [_adjustment(one) for one in row.said.adjustments]


def _adjustment(one: Adjustment) -> Runs:
    return (code(f"{one.group}-{one.reason}", Role.TEXT2), Run(one.amount.plain()))


def _who(row: LineRow) -> Value:
    """The patient; money that belongs to no claim is named by what it is, shortened where it must be."""
    if row.said.claim_place is None:
        short = row.said.patient.partition(" of ")[0].partition(" from ")[0]
        return elided((strong(short),), scaled(_WHO_ROOM))
    return strong(row.said.patient)


def _what(row: LineRow) -> Run:
    """What happens; of provider-level money only where it goes."""
    run = looks(row.what)
    return replace(run, text=run.text.partition(",")[0]) if row.said.claim_place is None else run


def _charge(row: LineRow) -> Money | None:
    return None if row.said.claim_place is None else row.said.charge


LINES: tuple[Column[LineRow], ...] = (
    Column("Patient", _who),
    Column("Visit", lambda row: slashed(row.said.visit_on)[:5], right=True, role=Role.TEXT2),
    Column("Service", service),
    Column("Charge", _charge, right=True),
    Column("Paid", lambda row: row.said.paid, right=True),
    Column(
        "Adjustments",
        lambda row: "  ".join(_words(piece) for piece in adjustments(row)),
        stretch=1,
        width=150,
    ),
    Column("Matched by", lambda row: row.said.match or None, role=Role.TEXT2),
    Column("What happens", _what),
)
WIDE_ONLY = {"Matched by": 1080}
"""Columns a narrow table leaves out, and the width in pixels from which it shows them."""


def _words(piece: Runs) -> str:
    return " ".join(run.text for run in piece)


def line_totals(sums: Sums) -> Totals:
    """The remittance altogether, below its rows."""
    parts = [f"written off {sums.written_off.plain()}"]
    if sums.denied:
        parts.append(f"denied {sums.denied.plain()}")
    return Totals(
        {
            "Patient": "Total",
            "Charge": sums.charge,
            "Paid": sums.paid,
            "Adjustments": (quiet(", ".join(parts)),),
            "What happens": (quiet(f"patient {sums.patient.plain()}"),),
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One row of what is posted: a move, or the balance before the moves."""

    words: str
    reason: str = ""
    why: str = ""
    payer: Money | None = None
    patient: Money | None = None
    is_balance: bool = False


def entry_rows(opened: OpenRemittance, row: LineRow) -> tuple[list[EntryRow], list[Totals]]:
    """What is posted for one line; while it waits, between what is owed before and after."""
    moves = [_entry(move) for move in row.moves]
    if opened.is_posted or row.line_id is None or not row.moves:
        return moves, []
    said = row.said
    before = EntryRow(
        words="Before posting",
        why=f"Charge of {slashed(said.visit_on)}",
        payer=said.payer_before,
        patient=said.patient_before,
        is_balance=True,
    )
    after = Totals(
        {
            "Entry": "After posting",
            "Why": (quiet(_left(row)),),
            "Payer owes": said.payer_after,
            "Patient owes": said.patient_after,
        }
    )
    return [before, *moves], [after]


def _entry(move: Move) -> EntryRow:
    return EntryRow(
        words=move.words,
        reason=move.reason,
        why=move.why,
        payer=move.payer or None,
        patient=move.patient or None,
    )


def _left(row: LineRow) -> str:
    if row.said.payer_after > ZERO:
        return f"{row.said.payer_after.plain()} left open"
    return "Nothing is left open with the payer" if not row.said.payer_after else ""


def _entry_words(row: EntryRow) -> Run:
    return quiet(row.words) if row.is_balance else Run(row.words)


def _entry_why(row: EntryRow) -> Runs:
    why = quiet(row.why)
    return (code(row.reason, Role.TEXT2), why) if row.reason else (why,)


def _owed(amount: Money | None, row: EntryRow) -> Value:
    return amount if amount is not None or not row.is_balance else ZERO


ENTRIES: tuple[Column[EntryRow], ...] = (
    Column("Entry", _entry_words, width=190),
    Column("Why", _entry_why, stretch=1, width=160),
    Column("Payer owes", lambda row: _owed(row.payer, row), right=True, width=92),
    Column("Patient owes", lambda row: _owed(row.patient, row), right=True, width=92),
)


# What patients paid ----------------------------------------------------------------------------------


def taken_lines(row: TakenRow) -> Lines:
    """Who and how much; when, how, and whether it stands."""
    how = METHOD_WORDS.get(row.method, row.method)
    shown: Run | None = None
    if row.reversed_on is not None:
        shown = state("undo", "Reversed", Role.BLUE)
    elif row.unapplied:
        shown = Run(f"{row.unapplied.plain()} unapplied", Role.AMBER, icon="dollar", gap=0)
    return Lines(
        title=str(replace(row.patient, middle="", suffix="")),
        right=row.paid,
        below=(small(f"{slashed(row.posted_on)[:5]}  {how}"),),
        state=shown,
    )


APPLIED: tuple[Column[AppliedRow], ...] = (
    Column("Visit", lambda row: row.visit_on, right=True, width=110),
    Column(
        "Service",
        lambda row: tuple(code(part) for part in (row.procedure, *row.modifiers.split())),
        stretch=1,
    ),
    Column("Paid", lambda row: row.amount, right=True, width=110),
)


def applied_totals(row: TakenRow, applied: Sequence[AppliedRow]) -> list[Totals]:
    """What went to lines and what stayed; together the payment."""
    paid = Money.total(one.amount for one in applied)
    rows = [Totals({"Service": (Run("Applied", weight=BOLD),), "Paid": paid})]
    if row.unapplied:
        rows.append(Totals({"Service": (quiet("Unapplied"),), "Paid": row.unapplied}, bold=False))
    return rows


def spoken(run: Run) -> Run:
    """The same words in the small size of a strip."""
    return replace(run, step=Step.SECONDARY)
