"""Whether the payer's profile fits the payer, and what it will leave out of this claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import NotFound
from clinicbill.claims.checks.rules import Problem, line_item
from clinicbill.claims.profiles import built_in, claim_profile
from clinicbill.claims.second_review import ReviewTerm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.checks.context import CheckContext
    from clinicbill.claims.claim import Claim
    from clinicbill.claims.profile import PayerProfile

_FIELD = "coverage.payer.profile"
# What item 11 may say for Medicare: NONE, or the policy that pays first.
_MEDICARE_ITEM_11 = frozenset({"none", "earlier_payer"})


def known(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X38: the payer names a profile that exists."""
    if _profile(claim) is None:
        yield Problem(
            rule="X38",
            message=f"{claim.coverage.payer.name} has no payer profile known to this program.",
            where="Setup, Payers",
            value=claim.coverage.payer.profile,
            field=_FIELD,
        )


def medicare_item_11(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """M01: a Medicare form never leaves item 11 blank."""
    profile = _profile(claim)
    if profile and profile.policy_group not in _MEDICARE_ITEM_11:
        yield Problem(
            rule="M01",
            message=f"The profile “{profile.name}” leaves item 11 without NONE.",
            where="item 11",
            value=profile.name,
            field=_FIELD,
        )


def medicare_dates(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """M03: no qualifier in item 14, nothing in item 15."""
    profile = _profile(claim)
    if profile is None:
        return
    qualified = any(rule.qualifier for rule in (*profile.illness_dates, *profile.manipulation_dates))
    if qualified or profile.other_dates:
        yield Problem(
            rule="M03",
            message=f"The profile “{profile.name}” prints a qualifier in item 14 or a date in item 15.",
            where="items 14 and 15",
            value=profile.name,
            field=_FIELD,
        )


def pointers_on_paper(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """M04, H04: letters that Medicare does not read, or that the form leaves out."""
    profile = _profile(claim)
    if profile is None:
        return
    for n, line in enumerate(claim.lines):
        if len(line.pointers) > 1:
            printed = min(profile.pointers, len(line.pointers))
            left_out = len(line.pointers) - printed
            yield Problem(
                rule="H04" if left_out else "M04",
                message=f"The form prints the first {printed} of {len(line.pointers)} pointers."
                if left_out
                else "The form prints more than one letter.",
                where=line_item(n, "24E"),
                value=str(len(line.pointers)),
                field=f"lines.{n}.pointers",
            )


def takes_corrections(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X34: whether the payer takes a replacement or a void at all; the profile says why not, and what to do."""
    profile = _profile(claim)
    if profile and claim.frequency not in profile.frequencies:
        refused = f"{claim.coverage.payer.name} does not take corrected claims."
        yield Problem(
            rule="X34",
            message=f"{refused} {profile.correction_refused}".strip(),
            where="item 22, CLM05-3",
            value=claim.frequency,
            field="frequency",
            fix=profile.correction_instead,
        )


def illness_date(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X43: item 14 is empty, and the payer wants it."""
    profile = _profile(claim)
    if profile is None or not profile.illness_date_required:
        return
    rules = profile.illness_rules([line.procedure_code for line in claim.lines])
    if rules and not any(getattr(claim.case, f"{rule.event}_on") for rule in rules):
        yield Problem(
            rule="X43",
            message=f"Item 14 is empty, and {claim.coverage.payer.name} wants a date there.",
            where="item 14",
            field=f"case.{rules[0].event}_on",
        )


def state_of_injury(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X44: the profile differs by state, and the case has none."""
    profile = _profile(claim)
    if profile is None or claim.case.accident_state.strip():
        return
    if states := _states(profile, claim):
        yield Problem(
            rule="X44",
            message=f"Which state’s rules apply? The case has no state, and some have their own: {', '.join(states)}.",
            where="case",
            value=profile.name,
            field="case.accident_state",
        )


def second_review(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X45, X46: until when a second review may be asked for; its days run from the explanation of review."""
    profile = _profile(claim)
    if profile is None or not profile.review_days:
        return
    term = ReviewTerm(days=profile.review_days, explained_on=claim.explained_on)
    yield Problem(
        rule="X45" if term.is_near(context.as_of) else "X46",
        message=term.words(context.as_of),
        where="item 10d",
        value=slashed(term.last_on),
        field="condition_codes",
    )


def own_form(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X40: the payer may ask for a form of its own instead of the CMS-1500."""
    profile = _profile(claim)
    if profile and profile.own_form:
        yield Problem(
            rule="X40", message=profile.own_form, where="the form", value=profile.name, field=_FIELD
        )


def goes_with(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X41: what has to go with the claim, and until when."""
    profile = _profile(claim)
    if profile and profile.goes_with:
        yield Problem(
            rule="X41", message=profile.goes_with, where="the form", value=profile.name, field=_FIELD
        )


def license_number(claim: Claim, context: CheckContext) -> Iterator[Problem]:
    """X42: item 31 wants the licence number of who signs, and none is known."""
    profile = _profile(claim)
    signer = claim.lines[0].rendering if claim.lines else None
    if profile and profile.signature == "name_and_license" and signer and not signer.license_number:
        yield Problem(
            rule="X42",
            message=f"{signer.name} has no licence number.",
            where="item 31",
            field="lines.0.rendering.license_number",
        )


def _states(profile: PayerProfile, claim: Claim) -> list[str]:
    """The states whose rules are their own; a frozen profile has lost them, so the program's own is asked."""
    try:
        return sorted(profile.states or built_in().on(profile.key, claim.created_on).states)
    except NotFound:
        return []


def _profile(claim: Claim) -> PayerProfile | None:
    try:
        return claim_profile(claim)
    except NotFound:
        return None


CHECKS = (
    known,
    medicare_item_11,
    medicare_dates,
    pointers_on_paper,
    takes_corrections,
    illness_date,
    state_of_injury,
    second_review,
    own_form,
    goes_with,
    license_number,
)
