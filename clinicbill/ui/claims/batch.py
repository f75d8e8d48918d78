"""Batch: claims that are printed together."""

from __future__ import annotations

from dataclasses import dataclass

from clinicbill.basics.identifiers import ClaimId


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Claims in the order of their sheets; `originals` of them become printed, the others print as copies."""

    words: str
    claim_ids: tuple[ClaimId, ...]
    originals: int = 0
