"""Target: a record on another page, and the field of it the cursor goes to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What `Page.show_record` is given where a single field is asked for; the page goes there once it has read it.

    Attributes:
        record: the patient or the visit; 0 in Setup, which is one record.
        part: the view of a patient's file, or the section of Setup; empty in a visit.
        row: the record in that part; 0 for the part as a whole.
        field: as the form calls it; empty for its first one.
        whose: the provider a payer's number is of; 0 elsewhere.
        inside: the field of the sheet that `field` opens, such as the visit's details; empty for its first one.
    """

    record: int = 0
    part: str = ""
    row: int = 0
    field: str = ""
    whose: int = 0
    inside: str = ""
