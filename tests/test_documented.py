"""Everything a user meets has its sentence: actions, keys, commands, options, preferences, findings, help.

The window's code is read, never run: no test here needs a screen.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from clinicbill.cli.app import COMMANDS, clinicbill
from clinicbill.preferences import PREFERENCES
from clinicbill.ui.actions import ACTIONS, EVERYWHERE, UNLOCK, WIZARD, Action
from clinicbill.ui.places import PLACES, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "clinicbill"
UI = PACKAGE / "ui"
HELP = ROOT / "resources" / "help"
TOPICS = (
    "unlock",
    "keys",
    "first-week",
    "insurance-by-date",
    "remittance-proof",
    "reversal",
    "backup",
    "recovery-key",
)


def text(name: str) -> str:
    """One file of the repository."""
    return (ROOT / name).read_text("utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


# Actions and keys ------------------------------------------------------------------------------------


def key_line(row: Action) -> str:
    """The line of docs/keys.md."""
    return f"| {row.key or '–'} | {row.text} | {row.tip} |"


def test_every_action_stands_in_the_list_of_keys_and_nothing_else_does() -> None:
    heads = {
        EVERYWHERE: "Everywhere",
        UNLOCK: "Before a practice is open",
        WIZARD: "While a practice is set up",
    }
    heads |= {place.id: place.title for place in PLACES}
    expected = {
        title: [key_line(row) for row in ACTIONS if row.page == page]
        for page, title in heads.items()
        if any(row.page == page for row in ACTIONS)
    }

    found = {
        section.partition("\n")[0]: [line for line in section.splitlines() if line.startswith("| ")][1:]
        for section in text("docs/keys.md").split("\n## ")[1:]
    }

    assert found == expected


def bindings(path: Path) -> Iterator[str]:
    """The action ids a module binds, as regular expressions: `bind("a.b")`, `bind(f"go.{name}")`, and the keys of
    a table `slots = {"a.b": …}` that is bound in a loop.
    """
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            if node.func.attr in ("bind", "_bind"):
                yield from _patterns(node.args[0])
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if [target.id for target in targets if isinstance(target, ast.Name)] == ["slots"]:
                for key in node.value.keys:
                    yield from _patterns(key)


def _patterns(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in node.values
        )


def bound_in() -> dict[str, list[str]]:
    """Action id → which page or window binds it, once for each time it does."""
    found: dict[str, list[str]] = defaultdict(list)
    windows = {
        UI / "main_window.py": "main window",
        UI / "unlock.py": UNLOCK,
        UI / "setup" / "wizard.py": WIZARD,  # a window of its own, before there is a practice
    }
    places = {path: place.id for place in PLACES for path in (UI / place.id).rglob("*.py")}
    for path, where in {**places, **windows}.items():
        for pattern in bindings(path):
            for row in ACTIONS:
                if re.fullmatch(pattern, row.id):
                    found[row.id].append(where)
    return found


BOUND = bound_in()


@pytest.mark.parametrize("row", ACTIONS, ids=lambda row: row.id)
def test_every_action_is_bound_once_and_where_it_belongs(row: Action) -> None:
    assert BOUND.get(row.id, []) == [row.page or "main window"]


def test_nothing_is_bound_that_is_no_action() -> None:
    known = {row.id for row in ACTIONS}
    strange = {
        f"{path.relative_to(UI)}: {pattern}"
        for path in UI.rglob("*.py")
        for pattern in bindings(path)
        if not any(re.fullmatch(pattern, action_id) for action_id in known)
    }

    assert strange == set()


def test_the_reading_of_bindings_can_fail(tmp_path: Path) -> None:
    planted = tmp_path / "page.py"
    planted.write_text('class P:\n    def f(self):\n        self.bind("today.nothing", self.f)\n')

    assert list(bindings(planted)) == [r"today\.nothing"]


# The command line ------------------------------------------------------------------------------------


def commands(
    group: click.Group, words: tuple[str, ...] = ("clinicbill",)
) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))
        else:
            yield " ".join((*words, name)), command


ALL_COMMANDS = dict(commands(clinicbill))


def readme_row(call: str) -> str:
    """The row of README.md's table that tells of a command; `claims check\\|export\\|print` tells of three."""
    *words, last = call.split()
    pattern = rf"\| `{re.escape(' '.join(words))} (?:[\w|\\]+\\\|)?{re.escape(last)}(?:[\s\\`])"
    return next((line for line in text("README.md").splitlines() if re.match(pattern, line)), "")


def options(command: click.Command) -> list[str]:
    """The long names of a command's options."""
    return [
        max(option.opts, key=len)
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden
    ]


@pytest.mark.parametrize("call", sorted(ALL_COMMANDS))
def test_every_command_and_option_stands_in_the_readme(call: str) -> None:
    row = readme_row(call)

    assert row, f"README.md has no row for {call}"
    assert [name for name in options(ALL_COMMANDS[call]) if name not in row] == []


@pytest.mark.parametrize("call", sorted(ALL_COMMANDS))
def test_every_command_and_option_explains_itself(call: str) -> None:
    command = ALL_COMMANDS[call]

    assert (command.help or "").strip()
    unsaid = [
        option.name
        for option in command.params
        if isinstance(option, click.Option) and not option.help and not isinstance(option.type, click.Choice)
    ]
    assert unsaid == []


def test_the_global_options_stand_in_the_readme() -> None:
    after = text("README.md").partition("## The command line")[2]

    assert [name for name in options(clinicbill) if name != "--version" and name not in after] == []


def test_the_table_of_commands_is_the_one_that_is_read() -> None:
    assert {call.split()[1] for call in ALL_COMMANDS} == set(COMMANDS)


# Preferences and environment -------------------------------------------------------------------------


def test_every_preference_has_its_sentence() -> None:
    table = text("docs/install.md").partition("## Preferences")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \| \S.*\|$", table, re.MULTILINE)

    assert told == [preference.name for preference in PREFERENCES]
    assert all(preference.meaning for preference in PREFERENCES)


def test_every_environment_variable_is_told_of() -> None:
    sources = [*PACKAGE.rglob("*.py"), ROOT / "build_installer.py"]
    used = {name for path in sources for name in re.findall(r"CLINICBILL_[A-Z_]+", path.read_text("utf-8"))}
    told = text("README.md") + text("docs/install.md") + text("CONTRIBUTING.md")

    assert sorted(name for name in used if name not in told) == []


# Findings --------------------------------------------------------------------------------------------

RULE = re.compile(r"[A-Z]\d\d")
# Which parts of the program may say a rule of which letter, so that no number means two things. Visits say rules
# of claims under the claims' own number; the window names rules to offer a remedy.
LETTERS = {
    **dict.fromkeys("ACMWX", ("claims/checks", "coding")),
    "E": ("x12",),
    **dict.fromkeys("FH", ("claims/checks", "coding", "encounters")),
    **dict.fromkeys("DNO", ("coding",)),
    "L": ("remits", "workflows"),
    "P": ("cms1500", "ui/setup"),
    "Q": ("coding", "workflows"),
    "R": ("patients", "coding"),
    "S": ("practice", "workflows", "coding"),
    "V": ("encounters", "workflows", "coding"),
}
SHARED = {"X14": "encounters", "X15": "encounters"}
REMEDIES = {
    **dict.fromkeys("CFNOVX", ("ui/coding/edits/remedies.py",)),
    "L": ("ui/payments/proof_strip.py",),
    "R": ("ui/patients/registration.py",),
}


def rules_said() -> dict[str, set[str]]:
    """Rule id → the modules it stands in."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        if "Finding" not in path.read_text("utf-8") and "Problem" not in path.read_text("utf-8"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and RULE.fullmatch(node.value):
                found[node.value].add(path.relative_to(PACKAGE).as_posix())
    return found


SAID = rules_said()


def documented(name: str) -> list[str]:
    """The rule ids with a row in a document."""
    return re.findall(r"^\| ([A-Z]\d\d) \|", text(name), re.MULTILINE)


@pytest.mark.parametrize("rule", sorted(SAID))
def test_every_rule_is_documented(rule: str) -> None:
    assert rule in documented("docs/checks.md") + documented("docs/findings.md"), sorted(SAID[rule])


def test_no_rule_is_documented_that_is_not_said() -> None:
    assert sorted(set(documented("docs/findings.md")) - set(SAID)) == []


def test_no_number_stands_for_two_rules() -> None:
    twice = [rule for rule, count in Counter(documented("docs/findings.md")).items() if count > 1]

    assert twice == []
    assert sorted(set(documented("docs/checks.md")) & set(documented("docs/findings.md"))) == []


@pytest.mark.parametrize("rule", sorted(SAID))
def test_a_rule_is_said_by_the_part_that_owns_its_letter(rule: str) -> None:
    owners = (
        *LETTERS[rule[0]],
        *REMEDIES.get(rule[0], ()),
        *([SHARED[rule]] if rule in SHARED else []),
    )

    assert sorted(name for name in SAID[rule] if not name.startswith(owners)) == []


def test_the_reading_of_rules_finds_some_of_every_kind() -> None:
    assert {rule[0] for rule in SAID} == set(LETTERS)


# Help ------------------------------------------------------------------------------------------------

PAGES = tuple(place.id for place in PLACES)
KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)+\S+|F\d\d?|Esc")
KEY_LINE = re.compile(r"^- \*\*([^*]+)\*\* (.+)$", re.MULTILINE)


def keys_for(page: str) -> dict[str, str]:
    """Key → the action's words, of what works on a page; topics speak of what works everywhere."""
    own = page if page in (*PAGES, UNLOCK) else EVERYWHERE
    rows = [row for row in ACTIONS if row.page in (EVERYWHERE, own)]
    return {row.key: row.text for row in sorted(rows, key=lambda row: row.page) if row.key}


@pytest.mark.parametrize("page", [*PAGES, *TOPICS])
def test_every_page_and_topic_has_a_help_that_begins_with_its_title(page: str) -> None:
    assert re.match(r"# \S.*\n\n\S", (HELP / f"{page}.md").read_text("utf-8"))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.id)
def test_the_help_of_a_page_bears_its_name(place: Place) -> None:
    assert (HELP / f"{place.id}.md").read_text("utf-8").partition("\n")[0] == f"# {place.title}"


@pytest.mark.parametrize("path", sorted(HELP.glob("*.md")), ids=lambda path: path.stem)
def test_every_key_in_a_help_works_there(path: Path) -> None:
    known = keys_for(path.stem)
    named = re.findall(r"\*\*([^*]+)\*\*", path.read_text("utf-8"))

    assert [key for key in named if KEY.fullmatch(key) and key not in known] == []


@pytest.mark.parametrize("path", sorted(HELP.glob("*.md")), ids=lambda path: path.stem)
def test_a_key_in_a_help_stands_with_the_words_of_its_action(path: Path) -> None:
    known = keys_for(path.stem)
    wrong = [
        f"{key} {words}"
        for key, words in KEY_LINE.findall(path.read_text("utf-8"))
        if not words.startswith(f"{known.get(key)}:")
    ]

    assert wrong == []


def test_nothing_in_a_help_says_a_word_that_stands_never_on_the_screen() -> None:
    banned = re.compile(r"\b(drift|frozen|slot|migration|schema|encounter|coverage)\b", re.IGNORECASE)

    assert [path.name for path in HELP.glob("*.md") if banned.search(path.read_text("utf-8"))] == []
