"""What the 835 tests share: our own sample files, small files made from lines, and pyx12 as an independent judge."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pyx12.params
import pyx12.x12n_document

SAMPLES = Path(__file__).parents[2] / "data" / "835"
ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261120*0615*^*00501*000000001*0*P*:"
GS = "GS*HP*SENDER*RECEIVER*20261120*0615*1*X*005010X221A1"
BPR = "BPR*I*100*C*CHK************20261120"
TRN = "TRN*1*5561*1410000001"


def sample(name: str) -> bytes:
    """The bytes of one of our files."""
    return (SAMPLES / name).read_bytes()


def file_835(*body: str, head: tuple[str, ...] = (BPR, TRN)) -> str:
    """A file with one payment: `head` and `body` between ST and SE, the counts right."""
    inside = (*head, *body)
    closing = (f"SE*{len(inside) + 2}*0001", "GE*1*1", "IEA*1*000000001")
    return "~\n".join((ISA, GS, "ST*835*0001", *inside, *closing)) + "~\n"


def passes_pyx12(text: str) -> bool:
    """Whether pyx12 finds nothing wrong; what it finds is in the assertion's captured log otherwise."""
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    found = io.StringIO()
    passed = pyx12.x12n_document.x12n_document(
        param=pyx12.params.params(),
        src_file=io.StringIO(text),
        fd_997=io.StringIO(),
        fd_html=None,
        fd_json=found,
    )
    if not passed:
        print(found.getvalue())  # noqa: T201
    return bool(passed)
