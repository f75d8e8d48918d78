"""Where every shipped code file comes from, as resources/codes/SOURCES.toml says; a test compares the hashes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One code file.

    Attributes:
        file: its name in resources/codes, or inside the package named by `package`.
        release: the edition as screens name it.
        released_on: the first day of that edition, or the day our own words were written.
        sha256: of the file's bytes, in hexadecimal.
    """

    file: str
    package: str
    title: str
    origin: str
    release: str
    released_on: date
    licence: str
    sha256: str


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """Every row of SOURCES.toml by its file's name."""
    rows = tomllib.loads(asset("codes/SOURCES.toml").read_text("utf-8"))["source"]
    return MappingProxyType({row["file"]: Source(package=row.pop("package", ""), **row) for row in rows})
