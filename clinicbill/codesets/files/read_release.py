"""The rows of a release from its recognised files: which reader reads which list in which form."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from clinicbill.codesets.files import (
    add_on_file,
    cpt_file,
    fee_file,
    hcpcs_file,
    locality_file,
    place_file,
    ptp_file,
    reason_file,
    taxonomy_file,
    unit_file,
)
from clinicbill.codesets.files.grid import decoded
from clinicbill.codesets.files.recognise import FIXED, GRID, Recognised
from clinicbill.codesets.register import System

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from clinicbill.codesets.files.supplied import Watch
    from clinicbill.codesets.files.table import Row, Table

TABLES: dict[System, Table] = {
    module.TABLE.system: module.TABLE
    for module in (
        add_on_file, cpt_file, fee_file, hcpcs_file, locality_file, place_file, ptp_file, reason_file, taxonomy_file,
        unit_file,
    )
}  # fmt: skip
_GRID_READERS: dict[System, Callable[[Iterable[list[str]], str], Iterator[Row]]] = {
    System.ADD_ON: add_on_file.read,
    System.MPFS: fee_file.read,
    System.HCPCS: hcpcs_file.read_grid,
    System.GPCI: locality_file.read,
    System.POS: place_file.read,
    System.X12: reason_file.read,
    System.TAXONOMY: taxonomy_file.read,
    System.MUE: unit_file.read,
}
# The files of one release are read together only for these; of the others one file is the release.
IN_SEVERAL_FILES = frozenset({System.NCCI_PTP, System.CPT})


def read_rows(files: Sequence[Recognised], watch: Watch, *, on: date) -> Iterator[Row]:
    """The rows of the system's table.

    Args:
        files: those of one release.
        watch: is told how far the reading is.
        on: the day of the load, from which two years of NCCI pairs are counted back.

    Raises:
        UnreadableFile: a file is damaged or not as published.
        Stopped: the work was cancelled.
    """
    system = files[0].system
    if system == System.CPT:
        yield from _cpt_rows(files, watch)
    elif system == System.NCCI_PTP:
        for one in files:
            yield from _pairs(one, watch, on)
    else:
        yield from _one_file(files[0], watch)


def _one_file(one: Recognised, watch: Watch) -> Iterator[Row]:
    if one.form == FIXED:
        with _lines(one, watch) as lines:
            yield from hcpcs_file.read_fixed(lines, one.file.name)
    else:
        yield from _GRID_READERS[one.system](one.grid.rows(watch), one.file.name)


def _pairs(one: Recognised, watch: Watch, on: date) -> Iterator[Row]:
    if one.grid.sheet:
        yield from ptp_file.read_grid(one.grid.rows(watch), one.file.name, on=on)
        return
    with one.file.open(watch) as file:
        if b"\t" in one.file.head(1 << 14):
            yield from ptp_file.read(file, one.file.name, on=on)
        else:
            yield from ptp_file.read_grid(one.grid.rows(watch), one.file.name, on=on)


def _cpt_rows(files: Sequence[Recognised], watch: Watch) -> Iterator[Row]:
    texts: dict[str, dict[str, str]] = {}
    for one in files:
        if one.form == GRID:
            yield from cpt_file.read_list(one.grid.rows(watch), one.file.name)
            continue
        with _lines(one, watch) as lines:
            if one.part == cpt_file.MODIFIERS:
                yield from cpt_file.read_modifiers(lines)
            else:
                texts[one.part] = cpt_file.read_lines(lines)
    if texts:
        yield from cpt_file.joined(texts)


@contextmanager
def _lines(one: Recognised, watch: Watch) -> Iterator[Iterator[str]]:
    with one.file.open(watch) as file:
        yield decoded(file, one.file.name)
