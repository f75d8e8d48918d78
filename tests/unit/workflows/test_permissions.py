from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from clinicbill.basics.errors import NotAllowed
from clinicbill.practice.user import Role
from clinicbill.workflows.permissions import PERMISSIONS, ROLE_WORDS, Act, may, require
from tests.support.practice import STAMP

WORKFLOWS = Path(__file__).parents[3] / "clinicbill" / "workflows"
EVERYBODY = {Act.SAVE_PATIENT, Act.SAVE_VISIT, Act.TAKE_PAYMENT}
OWNER_ONLY = {
    Act.REFUND,
    Act.CHANGE_USERS,
    Act.REOPEN_PERIOD,
    Act.EXPORT_EVERYTHING,
    Act.RESTORE_BACKUP,
    Act.SEE_HISTORY,
}


def allowed(role: Role) -> set[Act]:
    return {act for act in Act if may(role, act)}


def test_every_act_has_words_and_roles() -> None:
    assert set(PERMISSIONS) == set(Act)
    assert all(one.words and one.roles for one in PERMISSIONS.values())
    assert set(ROLE_WORDS) == set(Role)


def test_the_front_desk_registers_and_takes_payments_and_nothing_else() -> None:
    assert allowed(Role.FRONT_DESK) == EVERYBODY


def test_a_biller_does_everything_but_what_the_owner_keeps() -> None:
    assert allowed(Role.BILLER) == set(Act) - OWNER_ONLY


def test_the_owner_may_do_everything() -> None:
    assert allowed(Role.OWNER) == set(Act)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", list(Act))
def test_require_agrees_with_the_table(role: Role, act: Act) -> None:
    stamp = replace(STAMP, role=role.value)
    if may(role, act):
        require(stamp, act)
        return
    with pytest.raises(NotAllowed, match="nothing was changed: ask somebody who is"):
        require(stamp, act)


def test_the_sentence_names_who_may() -> None:
    stamp = replace(STAMP, role="front_desk")
    with pytest.raises(NotAllowed) as error:
        require(stamp, Act.POST_REMITTANCE)
    assert str(error.value) == (
        "As front desk you may not post remittances; nothing was changed: ask somebody who is biller or owner."
    )


def asks_first(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "require"
        for node in ast.walk(function)
    )


def undeclared(path: Path) -> list[str]:
    """Public functions of a workflow that write with a stamp and never ask whether they may."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    named_as_module = [
        node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == path.stem
    ]
    return [
        node.name
        for node in named_as_module
        if "stamp" in {argument.arg for argument in node.args.args}
        and not asks_first(node)
        # A part of other acts, which ask for it.
        and "needs no permission of its own" not in (ast.get_docstring(node) or "")
    ]


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.py")), ids=lambda path: path.stem)
def test_every_workflow_asks_whether_it_may(path: Path) -> None:
    assert undeclared(path) == []


def test_a_workflow_that_does_not_ask_is_noticed(tmp_path: Path) -> None:
    planted = tmp_path / "give_away.py"
    planted.write_text("def give_away(db, stamp):\n    return db\n")
    assert undeclared(planted) == ["give_away"]
