"""Who is liable: GA, GZ and GX against the notices (ABN) on file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.coding.abn import BILL, OPTION_WORDS, abn_for
from clinicbill.coding.edits.coded_day import at_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.coding.edits.coded_day import CodedDay
    from clinicbill.coding.edits.rules import Problem

_WAIVER, _NO_NOTICE, _VOLUNTARY = "GA", "GZ", "GX"


def notice_for_ga(day: CodedDay) -> Iterator[Problem]:
    """C06: GA stops without a notice signed on or before the date of service; N19: one on an outdated form."""
    for index, line in enumerate(day.lines):
        if not line.has(_WAIVER):
            continue
        abn = abn_for(day.around.abns, line.procedure, line.on)
        if abn is None:
            message = f"No ABN for {line.procedure} was signed by {slashed(line.on)}"
            yield at_line("C06", index, line, message)
        elif not abn.current_edition:
            message = (
                f"The ABN of {slashed(abn.given_on)} is on the form that says {abn.edition or 'no expiry'}"
            )
            yield at_line("N19", index, line, message)


def wrong_liability(day: CodedDay) -> Iterator[Problem]:
    """C07: GZ says that no notice was given, but one is on file; GX without any."""
    for index, line in enumerate(day.lines):
        abn = abn_for(day.around.abns, line.procedure, line.on)
        if line.has(_NO_NOTICE) and abn is not None:
            message = (
                f"GZ says there is no ABN, but one was signed on {slashed(abn.answered_on or abn.given_on)}"
            )
            yield at_line("C07", index, line, message, fix="Use GA instead of GZ.")
        elif line.has(_VOLUNTARY) and abn is None:
            message = f"GX says there is a voluntary ABN for {line.procedure}, but none is on file"
            yield at_line("C07", index, line, message, fix="Record the notice, or take GX off.")


def chosen_option(day: CodedDay) -> Iterator[Problem]:
    """N24: the patient chose that Medicare is not billed, or did not want the service."""
    for index, line in enumerate(day.lines):
        abn = abn_for(day.around.abns, line.procedure, line.on)
        if abn is not None and abn.option not in (None, BILL) and line.has(_WAIVER, _VOLUNTARY):
            message = f"On the ABN the patient chose option {OPTION_WORDS[abn.option or BILL]}"
            yield at_line("N24", index, line, message)


def plan_without_notices(day: CodedDay) -> Iterator[Problem]:
    """N23: a Medicare Advantage plan takes no ABN (its own advance decision takes that place)."""
    for index, line in enumerate(day.lines):
        if line.has(_WAIVER, _NO_NOTICE, _VOLUNTARY):
            yield at_line("N23", index, line, "GA, GZ and GX belong to original Medicare")


RULES = (notice_for_ga, wrong_liability, chosen_option, plan_without_notices)
