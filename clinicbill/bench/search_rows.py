"""Rows on the screen: from a key in the diagnosis search to its painted results, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from clinicbill.bench.timing import Row, summed_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_CHILD = (
    "import json, sys; from clinicbill.ui.coding.diagnoses.search_pace import print_pace; "
    "print_pace(json.loads(sys.argv[1]), sys.argv[2])"
)


def rows_on_screen(phrases: Sequence[str], day: date) -> Row:
    """Every beginning of the phrases, one key after the other, beside the same pause and painting without a search.

    Raises:
        subprocess.CalledProcessError: Qt cannot start here.
    """
    asked = [sys.executable, "-c", _CHILD, json.dumps(list(phrases)), day.isoformat()]
    made = subprocess.run(asked, check=True, capture_output=True, text=True)  # noqa: S603  # our own text
    found = json.loads(made.stdout)
    ours, floor = summed_up(found["ours"]), summed_up(found["floor"])
    return Row(
        name="Code search, on screen",
        of=f"{ours.calls} keys to painted rows, with the pause of {found['pause']} ms; worst {ours.worst_ms:.1f} ms",
        ours=ours,
        floor=floor,
        floor_of="the same pause, the same rows painted again",
    )
