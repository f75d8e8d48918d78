"""PayerProfile: how one kind of payer wants its claims; a value that is frozen with each claim."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRule:
    """One date that may stand in item 14 or 15: the event of the case and the qualifier printed with it."""

    event: str
    qualifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileNote:
    """Why a box is filled as it is for this payer, in our own words, with its source and the day it was read."""

    text: str
    source: str
    read_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerProfile:
    """How one kind of payer wants its claims.

    Attributes:
        from_on: first day the profile is in force; `to_on` the last, None while it is.
        coverage_mark: which box of item 1 is crossed: a sub-field of item 1.
        when_secondary: the profile that takes over where the claim's insurance is not the first payer.
        insured: whose name stands in 4, 7, 11a, 11c: subscriber, employer, earlier_payer, blank.
        insured_same_word: printed in 4, 7 and 9 where the insured is the patient, such as SAME; else the name.
        names_payer_as_plan: item 11c takes the payer's name where the insurance has no plan name.
        other_insured: items 9, 9a, 9d: other, medigap, blank.
        another_plan: whether 11d is answered.
        policy_group: item 11: group_number, none (the word NONE), earlier_payer, claim_number, blank.
        property_claim: whether 11b takes the property and casualty claim number with Y4.
        claim_code: item 10d: empty, or medicaid_number for MCD and the patient's Medicaid number.
        condition_prefix: printed before each condition code of item 10d, without a blank: BG, or empty.
        phones: whether items 5 and 7 carry telephone numbers.
        supplements_medicare: a Medigap policy: a Medicare claim names it in items 9 and 13.
        zip_hyphen: nine-digit ZIP codes with a hyphen.
        benefits_signature: item 13: assigned, medigap, blank.
        illness_dates: item 14, the first known event wins; `manipulation_dates` instead where a line is one of
            `manipulation_codes`; `other_dates` for item 15. Events are fields of ClaimCase without `_on`.
        timed_units: item 24G: midpoint, or eight_minute (`coding.timed_units.TimedRule`).
        illness_date_required: whether a form with an empty item 14 is warned of.
        referring_name: item 17: full, or first_last.
        narrative: where a line's narrative stands: shaded (24 with ZZ) or item_19.
        outside_lab: item 20 where nothing was purchased: no, or blank.
        frequencies: claim frequencies the payer takes; 7 and 8 fill item 22.
        correction_refused, correction_instead: why it takes no 7 or 8 and what to do instead, a sentence each; empty
            where it takes them.
        pointers: letters in 24E at most.
        reference_numbers: item 23, the first known wins: authorization, referral.
        rendering_taxonomy: 24I/J shaded carry ZZ and the taxonomy; `billing_taxonomy`: 33b.
        other_ids: whether 17a, 24I and 24J shaded, 32b and 33b carry ids that are no NPI (a taxonomy goes before).
        rendering_npi: 24J: always, or when_different from 33a.
        amount_paid: item 29: patient, payers, both or none.
        facility: item 32: elsewhere (only another place than 33), or always_but_home.
        signature: item 31: on_file, name, or name_and_license.
        overflow: more than six lines: split (each form its own total) or continued (total on the last).
        numbered_sheets: several sheets are numbered at the top.
        red_form: the payer returns plain-paper copies.
        file_amount_paid: the 837P carries AMT*F5; `file_taxonomy`: PRV segments; `file_payer_address`: 2010BB N3/N4.
        own_form: what to know where the payer may ask for a form of its own instead, one sentence; empty for none.
        goes_with: what goes with the claim and until when, one sentence; empty for nothing.
        states: the profile that takes over where the accident happened in this state (its two letters).
        conditions: the profile that takes over where the claim carries this condition code.
        review_days: days from the explanation of review within which what this profile asks for is due; 0 counts none.
        notes: why, by item.
    """

    key: str
    name: str
    from_on: date
    sources: tuple[str, ...]
    coverage_mark: str
    when_secondary: str
    insured: str
    insured_same_word: str
    names_payer_as_plan: bool
    other_insured: str
    another_plan: bool
    policy_group: str
    property_claim: bool
    claim_code: str
    phones: bool
    zip_hyphen: bool
    benefits_signature: str
    illness_dates: tuple[DateRule, ...]
    manipulation_dates: tuple[DateRule, ...]
    manipulation_codes: tuple[str, ...]
    other_dates: tuple[DateRule, ...]
    referring_name: str
    narrative: str
    outside_lab: str
    frequencies: tuple[str, ...]
    pointers: int
    reference_numbers: tuple[str, ...]
    rendering_taxonomy: bool
    billing_taxonomy: bool
    rendering_npi: str
    amount_paid: tuple[str, ...]
    facility: str
    signature: str
    overflow: str
    numbered_sheets: bool
    red_form: bool
    file_amount_paid: bool
    file_taxonomy: bool
    file_payer_address: bool
    notes: Mapping[str, ProfileNote]
    # Settings that came later have a default, so that claims frozen before stay readable.
    correction_refused: str = ""
    correction_instead: str = ""
    own_form: str = ""
    goes_with: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    to_on: date | None = None
    condition_prefix: str = ""
    other_ids: bool = True
    supplements_medicare: bool = False
    illness_date_required: bool = False
    timed_units: str = "midpoint"
    review_days: int = 0

    def illness_rules(self, codes: Collection[str]) -> tuple[DateRule, ...]:
        """The events of item 14 for lines with these procedure codes, in their order.

        Source: CPM 26 item 14, which asks for another date where the spine is manipulated.
        """
        manipulation = not set(self.manipulation_codes).isdisjoint(codes)
        return self.manipulation_dates if manipulation and self.manipulation_dates else self.illness_dates
