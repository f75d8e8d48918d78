"""Try a payer profile on a claim: what would stand differently in which box, and which findings come and go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from clinicbill.basics.findings import Finding
from clinicbill.claims.claim import Claim
from clinicbill.claims.current_store import load_office
from clinicbill.claims.profile import PayerProfile
from clinicbill.claims.profiles import claim_profile, frozen
from clinicbill.claims.store import get_claim
from clinicbill.cms1500.boxes import claim_texts
from clinicbill.cms1500.layout import area_of, layout
from clinicbill.workflows.check_claims import claim_now, findings_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlite_utils import Database

    from clinicbill.basics.identifiers import ClaimId
    from clinicbill.cms1500.boxes import Texts
    from clinicbill.codesets.look_up import DiagnosisCodes

_CROSS = "X"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxChange:
    """A box that would say something else; empty text for an empty box.

    Attributes:
        item: as the form calls it; `line` is the service line of the sheet, 0 outside item 24; `sheet` from 1.
    """

    item: str
    line: int
    sheet: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileTrial:
    """What a profile would do to one claim; nothing of it is kept.

    Attributes:
        before: the profile the claim has now; None where its payer's is not known.
        gone, new: findings that the profile takes away and brings.
    """

    claim: Claim
    before: PayerProfile | None
    after: PayerProfile
    boxes: tuple[BoxChange, ...]
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]


def try_profile(
    db: Database,
    claim_id: ClaimId,
    profile: PayerProfile,
    *,
    as_of: date,
    codes: DiagnosisCodes | None = None,
) -> ProfileTrial:
    """The claim as it is now beside the same claim made by this profile. Writes nothing.

    Raises:
        NotFound: there is no such claim, it has no lines, or its payer's profile is not known.
    """
    record = get_claim(db, claim_id)
    claim = claim_now(db, record, load_office(db), codes=codes)
    other = replace(claim, profile=frozen(profile))
    now = findings_of(db, record, claim, as_of=as_of, codes=codes)
    then = findings_of(db, record, other, as_of=as_of, codes=codes)
    return ProfileTrial(
        claim=claim,
        before=claim.profile,
        after=profile,
        boxes=tuple(_box_changes(claim_texts(claim, claim_profile(claim)), claim_texts(other, profile))),
        gone=tuple(finding for finding in now if finding not in then),
        new=tuple(finding for finding in then if finding not in now),
    )


def _box_changes(before: list[Texts], after: list[Texts]) -> Iterator[BoxChange]:
    none: Texts = {}
    for sheet, (old, new) in enumerate(zip_longest(before, after, fillvalue=none), 1):
        was, will = _boxes(old), _boxes(new)
        for box in dict.fromkeys((*_in_order(), *was, *will)):
            texts = was.get(box, ""), will.get(box, "")
            if texts[0] != texts[1]:
                yield BoxChange(item=box[0], line=box[1], sheet=sheet, before=texts[0], after=texts[1])


def _in_order() -> Iterator[tuple[str, int]]:
    return (area_of(place) for place in layout().fields)


def _boxes(texts: Texts) -> dict[tuple[str, int], str]:
    """Each box in one text, its parts in the order of the form; a cross by the name of what is crossed."""
    found: dict[tuple[str, int], list[str]] = {}
    for place in [
        *(place for place in layout().fields if place in texts),
        *(texts.keys() - layout().fields.keys()),
    ]:
        words = texts[place]
        crossed = words == _CROSS and place in layout().fields and layout().fields[place].align == "mark"
        found.setdefault(area_of(place), []).append(_cross(place[1]) if crossed else words)
    return {box: " ".join(parts) for box, parts in found.items()}


def _cross(name: str) -> str:
    return f"X {name.replace('_', ' ')}"
