"""The hot path of suggestions: one visit note read, beside cutting the same note into sentences."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from clinicbill.bench.timing import Row, timed
from clinicbill.coding.notes.suggest import suggest

if TYPE_CHECKING:
    from datetime import date

    from clinicbill.codesets.library import CodeLibrary

_TIMES = 30
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
# Invented; as long as an ordinary note.
NOTE = """CHIEF COMPLAINT
Low back pain and right knee pain.

HISTORY OF PRESENT ILLNESS
A 52-year-old carpenter returns with low back pain for three weeks after lifting boards. The pain is worse when he
sits. He denies numbness, weakness, fever and loss of bladder control. His right knee has been stiff for a year. He
takes ibuprofen as needed. There is no history of back surgery. His father had gout.

PAST MEDICAL HISTORY
Hypertension, appendectomy in childhood.

REVIEW OF SYSTEMS
Musculoskeletal: back pain, knee stiffness. Neurological: denies headache. Cardiovascular: denies chest pain.

PHYSICAL EXAMINATION
Lumbar range of motion is reduced in flexion. Tender at L4 and L5 on the right. Straight leg raise is negative on both
sides. Right knee: crepitus, no effusion, stable to varus and valgus stress. Reflexes are symmetric.

RESULTS
X-rays of the right knee show narrowing of the medial joint space. No fracture.

ASSESSMENT
1. Lumbar strain.
2. Segmental dysfunction of L4, L5 and the sacrum.
3. Right knee osteoarthritis.
4. Hypertension, well controlled.
5. Possible lumbar disc herniation.

PLAN
Adjusted L4, L5 and sacrum. Ice, stretching twice a day. Return in one week, sooner if numbness develops.
"""


def note_reading(library: CodeLibrary, day: date) -> Row:
    """One note from its text to suggestions with evidence, beside a bare regular expression for sentences."""
    suggest(NOTE, library=library, on=day)
    return Row(
        name="Suggestions, per note",
        of=f"{len(NOTE):,} characters to codes with evidence",
        ours=timed(partial(suggest, NOTE, library=library, on=day), _TIMES),
        floor=timed(partial(_SENTENCE.findall, NOTE), _TIMES),
        floor_of="one regular expression for sentences",
    )
