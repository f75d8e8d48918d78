from __future__ import annotations

from dataclasses import replace
from datetime import date

from clinicbill.claims.office_profile import (
    OfficeProfile,
    changed_settings,
    completed,
    goes_in_circles,
    key_for,
    overlapping,
    resolved,
)
from clinicbill.claims.profile import DateRule
from clinicbill.claims.profiles import ProfileBook, built_in, profile_for

ON = date(2026, 11, 23)
OWN = OfficeProfile(
    id=1,
    key="own_larch",
    name="Larch PPO",
    extends="commercial",
    from_on=date(2026, 1, 1),
    settings={"pointers": 1, "amount_paid": ["patient"], "other_dates": [["accident", "439"]]},
    source="Provider manual 2026, page 12",
)
SECOND = replace(OWN, id=2, key="own_second", name="Second", extends="own_larch", settings={"phones": True})


def test_the_key_comes_from_the_name() -> None:
    assert key_for("Larch PPO, Gold") == "own_larch_ppo_gold"
    assert key_for("  ") == "own_"


def test_only_what_differs_is_changed() -> None:
    [profile] = resolved([OWN], built_in())
    base = profile_for("commercial", ON)
    assert (profile.key, profile.name, profile.from_on, profile.to_on) == (
        "own_larch", "Larch PPO", date(2026, 1, 1), None,
    )  # fmt: skip
    assert (profile.pointers, profile.amount_paid) == (1, ("patient",))
    assert profile.other_dates == (DateRule(event="accident", qualifier="439"),)
    assert (profile.insured, profile.frequencies) == (base.insured, base.frequencies)
    assert profile.sources[:2] == ("Provider manual 2026, page 12", "Based on “Commercial”")
    note = profile.notes["29"]
    assert note.text == "Amount paid: by the patient, as the office set it up."
    assert note.source == "Provider manual 2026, page 12"
    assert profile.notes["22"] == base.notes["22"]


def test_one_may_extend_another_of_the_office_whatever_their_order() -> None:
    for order in ([OWN, SECOND], [SECOND, OWN]):
        book = built_in().with_own(resolved(order, built_in()))
        found = book.on("own_second", ON)
        assert (found.pointers, found.phones) == (1, True)


def test_what_cannot_be_resolved_is_left_out() -> None:
    circle = [replace(OWN, extends="own_second"), SECOND]
    assert resolved(circle, built_in()) == ()
    assert resolved([replace(OWN, extends="moon")], built_in()) == ()
    assert resolved([replace(OWN, active=False)], built_in()) == ()
    [odd] = resolved([replace(OWN, settings={"nothing": 1, "pointers": 9, "phones": True})], built_in())
    assert (odd.pointers, odd.phones) == (4, True)


def test_a_profile_follows_another_version_of_its_base() -> None:
    old = profile_for("commercial", ON)
    new = replace(old, from_on=date(2027, 1, 1), overflow="continued")
    later = replace(old, from_on=date(2028, 1, 1), overflow="split")
    own = replace(OWN, to_on=date(2027, 12, 31))
    made = resolved([own], ProfileBook((old, new, later)))
    assert [(one.from_on, one.to_on, one.overflow) for one in made] == [
        (date(2026, 1, 1), date(2026, 12, 31), "split"),
        (date(2027, 1, 1), date(2027, 12, 31), "continued"),
    ]


def test_a_profile_of_the_office_counts_as_it_is_in_every_state() -> None:
    own = completed(replace(OWN, extends="auto"), profile_for("auto", ON))
    assert (own.states, own.conditions) == ({}, {})


def test_circles() -> None:
    assert goes_in_circles(replace(OWN, extends="own_larch"), [])
    assert goes_in_circles(replace(OWN, extends="own_second"), [SECOND])
    assert not goes_in_circles(SECOND, [OWN])
    assert not goes_in_circles(OWN, [SECOND])
    # a circle that others form is theirs, and asking ends
    others = [replace(OWN, key="a", extends="b"), replace(OWN, key="b", extends="a")]
    assert goes_in_circles(replace(OWN, extends="a"), others)


def test_overlapping_versions() -> None:
    other = replace(OWN, id=5, from_on=date(2025, 1, 1), to_on=date(2025, 12, 31))
    assert overlapping(OWN, [OWN, other]) is None
    assert overlapping(OWN, [replace(other, to_on=date(2026, 1, 1))]) is not None
    assert overlapping(OWN, [replace(other, to_on=None)]) is not None
    assert overlapping(OWN, [replace(other, to_on=None, active=False)]) is None
    assert (
        overlapping(
            replace(OWN, to_on=date(2026, 2, 1)), [replace(other, from_on=date(2026, 2, 2), to_on=None)]
        )
        is None
    )
    assert overlapping(OWN, [replace(other, to_on=None, key="own_other")]) is None


def test_what_is_stored_of_what_was_chosen() -> None:
    texts = {
        "pointers": "1",
        "amount_paid": "",
        "phones": None,
        "own_form": "",
        "goes_with": "A letter.",
        "moon": "1",
    }
    assert changed_settings(texts) == {"pointers": 1, "amount_paid": [], "goes_with": "A letter."}
