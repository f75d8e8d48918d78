"""Where the code library and the loaded releases lie."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

FOLDER_VARIABLE = "CLINICBILL_CODES_DIR"
_LOADED = "loaded"


def codes_folder() -> Path:
    """The folder of everything about codes: CLINICBILL_CODES_DIR, else in this user's data folder."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_data_path("clinicbill", appauthor=False) / "codes"


def loaded_folder(folder: Path | None = None) -> Path:
    """Where the register and the files of the loaded releases lie; `folder` is the one of the library."""
    return (folder or codes_folder()) / _LOADED
