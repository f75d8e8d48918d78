"""Where a file of resources/ lies: in the installed package, or in the checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def asset(name: str) -> Path:
    """The path of a shipped file, such as asset("forms/cms1500.toml").

    Raises:
        FileNotFoundError: the program was installed without it, which is our bug.
    """
    package = Path(str(files("clinicbill")))
    for root in (package / "resources", package.parent / "resources"):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(f"resources/{name} is missing from this installation")
