"""Print the one command line of a README section, so that CI runs what newcomers are told to run."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def command_line(readme: str, section: str) -> str:
    """The first fenced line of the section.

    Raises:
        ValueError: the section or its fenced line is missing.
    """
    match = re.search(rf"^## {re.escape(section)}$.*?^```sh\n(.+?)\n```$", readme, re.MULTILINE | re.DOTALL)
    if match is None or "\n" in match[1]:
        raise ValueError(f"README.md has no section “{section}” with one fenced line")
    return match[1]


if __name__ == "__main__":
    readme = Path(__file__).resolve().parent.parent / "README.md"
    sys.stdout.write(command_line(readme.read_text(encoding="utf-8"), sys.argv[1]) + "\n")
