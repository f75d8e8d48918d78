"""Which way imports point, as a table; ARCHITECTURE.md prints the same table."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "clinicbill"

CORE = (
    "basics",
    "codesets",
    "db",
    "practice",
    "patients",
    "ledger",
    "encounters",
    "coding",
    "claims",
    "remits",
)
FORMATS = ("cms1500", "x12")

# package → the packages it may import, beside itself.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "basics": (),
    "codesets": ("basics",),
    "db": ("basics",),
    "practice": ("basics", "db"),
    "patients": ("basics", "db", "practice"),
    "ledger": ("basics", "db"),
    "encounters": ("basics", "db", "practice", "patients", "codesets"),
    "coding": ("basics", "db", "practice", "patients", "encounters", "codesets"),
    "claims": ("basics", "db", "codesets", "practice", "patients", "encounters", "coding"),
    "remits": ("basics", "db", "codesets", "claims", "ledger"),
    "cms1500": ("basics", "codesets", "claims", "remits", "x12"),
    "x12": ("basics", "codesets", "claims", "remits"),
    "reports": CORE,
    "letters": (*CORE, "coding", "reports"),
    "workflows": (*CORE, *FORMATS, "reports", "letters"),
    "demo": (*CORE, *FORMATS, "reports", "workflows"),
    "bench": (*CORE, *FORMATS, "reports", "workflows", "demo"),
    "cli": (*CORE, *FORMATS, "reports", "workflows", "demo", "bench", "preferences"),
    "ui": (*CORE, *FORMATS, "reports", "workflows", "demo", "preferences"),
    "preferences": ("basics",),
    "__main__": ("cli", "ui"),
    "__init__": (),
}
EVERYONE_MAY = {"clinicbill"}  # the version

# Pure formats never meet the database.
NO_STORE = FORMATS
# The only modules that may import these outside packages.
ONLY_IN = {
    "PySide6": ("ui",),
    "shiboken6": ("ui",),
    "reportlab": ("cms1500", "reports", "letters", "bench"),
    "pypdf": ("coding",),
    "sqlcipher3": ("db",),
    "click": ("cli",),
}


def _package(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[0] if len(parts) > 1 else path.stem


@cache
def _imports(path: Path) -> frozenset[str]:
    """Every module a file imports, also inside functions and under TYPE_CHECKING."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(
                f"{node.module}.{alias.name}" if node.module == "clinicbill" else node.module
                for alias in node.names
            )
            found.update(f"{node.module}.{alias.name}" for alias in node.names if node.module.count(".") == 1)
    return frozenset(found)


MODULES = sorted(ROOT.rglob("*.py"))


def _wrong_imports(path: Path) -> list[str]:
    package = _package(path)
    allowed = {package, *MAY_IMPORT[package]}
    wrong = []
    for name in sorted(_imports(path)):
        parts = name.split(".")
        if (
            parts[0] == "clinicbill"
            and len(parts) > 1
            and parts[1] not in allowed
            and parts[1] != "__version__"
        ):
            wrong.append(f"{package} may not import {name}")
        if parts[0] == "clinicbill" and package in NO_STORE and parts[-1] == "store":
            wrong.append(f"{package} may not import {name}: formats never meet the database")
        if parts[0] in ONLY_IN and package not in ONLY_IN[parts[0]]:
            wrong.append(f"{package} may not import {parts[0]}")
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    assert _wrong_imports(path) == []


def test_every_package_is_in_the_table() -> None:
    assert {_package(path) for path in MODULES} == set(MAY_IMPORT)


def test_the_rule_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = tmp_path / "ledger" / "oops.py"
    planted.parent.mkdir()
    planted.write_text("from clinicbill.ui.page import Page\nimport PySide6.QtCore\n")
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    assert (
        _wrong_imports(planted)
        == [
            "ledger may not import PySide6",
            "ledger may not import clinicbill.ui.page",
            "ledger may not import clinicbill.ui.page.Page",
        ]
        or len(_wrong_imports(planted)) >= 2
    )


SQL_WORDS = ("select ", "insert into ", "update ", "delete from ")


def _has_sql(path: Path) -> bool:
    """Whether a string literal other than a docstring begins like SQL."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and node.value.lstrip().lower().startswith(SQL_WORDS)
        and (
            " from " in node.value.lower() or " into " in node.value.lower() or " set " in node.value.lower()
        )
        for node in ast.walk(tree)
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sql_stands_in_its_places(path: Path) -> None:
    allowed = (
        _package(path) in ("db", "reports", "bench")
        or (_package(path) != "ui" and (path.stem == "store" or path.stem.endswith("_store")))
        or (_package(path) == "codesets" and path.stem in ("library", "search", "icd10"))
    )
    assert allowed or not _has_sql(path)
