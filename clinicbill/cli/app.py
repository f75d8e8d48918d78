"""The `clinicbill` command: global options, lazily loaded commands, exit codes."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicbill import __version__
from clinicbill.basics.errors import ClinicBillError
from clinicbill.cli.session import Choices, WindowRequest, refuse_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinicbill.cli.session import CheckWindow, OpenWindow

EXIT_DONE, EXIT_FINDINGS, EXIT_CANNOT = 0, 1, 2

# Command name → where it is made. Loaded when called, so that `codes search` does not pay for reportlab.
COMMANDS = {
    "aging": "clinicbill.cli.aging:aging",
    "backup": "clinicbill.cli.backup:backup",
    "backups": "clinicbill.cli.backup:backups",
    "bench": "clinicbill.cli.bench:bench",
    "claims": "clinicbill.cli.claims:claims",
    "codes": "clinicbill.cli.codes:codes",
    "demo": "clinicbill.cli.demo:demo",
    "doctor": "clinicbill.cli.doctor:doctor",
    "era": "clinicbill.cli.era:era",
    "restore": "clinicbill.cli.backup:restore",
}

_FULL = "The disk is full; what was finished before stays: make room and run the command again."

# Options that may stand before or after the command; each takes one word.
_GLOBAL_OPTIONS = ("--practice", "--user")


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, for the help page."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; None for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101  # the table above is ours
        return command


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"max_content_width": 100})
@click.option(
    "--practice", type=click.Path(path_type=Path), envvar="CLINICBILL_PRACTICE", help="The practice file."
)
@click.option("--user", envvar="CLINICBILL_USER", help="Who works; by default the practice's only user.")
@click.version_option(__version__, prog_name="clinicbill")
@click.pass_context
def clinicbill(ctx: click.Context, practice: Path | None, user: str | None) -> None:
    """Coding, claims and ledger for a small office: one encrypted file, offline.

    Without a command the window opens. --practice and --user may stand before or after the command. The password
    comes from CLINICBILL_PASSWORD or is asked for.

    Exit codes: 0 done, 1 findings that stop the work, 2 cannot (one sentence on stderr).
    """
    choices: Choices = ctx.obj
    choices.practice, choices.user = practice, user
    if ctx.invoked_subcommand is None:
        if practice is not None:
            refuse_folder(practice)
        ctx.exit(choices.open_window(WindowRequest(practice=practice, user=user)))


def hoist(arguments: Sequence[str]) -> list[str]:
    """Move the global options to the front, wherever they were typed; words after `--` stay where they are.

    Raises:
        click.UsageError: the last word is an option without its value.
    """
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in _GLOBAL_OPTIONS:
            following = next(words, None)
            if following is None:
                raise click.UsageError(f"Option '{word}' needs a value")
            front += [word, following]
        elif word.startswith(tuple(f"{option}=" for option in _GLOBAL_OPTIONS)):
            front.append(word)
        else:
            rest.append(word)
    return front + rest


def run(
    arguments: Sequence[str], *, open_window: OpenWindow, check_window: CheckWindow = lambda _request: None
) -> int:
    """Run one command and give its exit code; a user never sees a traceback.

    CLINICBILL_DEBUG shows the trace of our own bugs instead of the sentence.
    """
    stdout = sys.stdout
    try:
        result: Any = clinicbill.main(
            hoist(arguments),
            prog_name="clinicbill",
            standalone_mode=False,
            obj=Choices(open_window=open_window, check_window=check_window),
        )
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.exceptions.Abort:
        click.echo("Stopped; nothing was changed.", err=True)
        return EXIT_CANNOT
    except click.ClickException as error:
        click.echo(usage_sentence(error), err=True)
        return EXIT_CANNOT
    except ClinicBillError as error:
        click.echo(str(error), err=True)
        return EXIT_CANNOT
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  # the reader has left; say nothing more
        return EXIT_DONE
    except SystemExit:  # click took stdout away and says 1, which means findings here
        if sys.stdout is stdout:
            raise
        return EXIT_DONE
    except Exception as error:  # our bug: one sentence, no patient data
        if os.environ.get("CLINICBILL_DEBUG"):
            raise
        full = isinstance(error, OSError) and error.errno == errno.ENOSPC
        click.echo(_FULL if full else bug_sentence(error), err=True)
        return EXIT_CANNOT
    return result if isinstance(result, int) else EXIT_DONE


def usage_sentence(error: click.ClickException) -> str:
    """What was typed wrong, and where the help is."""
    where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "clinicbill"
    # click's guesses at what was meant would make a second sentence
    message = error.message if isinstance(error, click.NoSuchOption) else error.format_message()
    return f"{message.rstrip('.')}; nothing was done: {where} --help tells how."


def bug_sentence(error: Exception) -> str:
    """One sentence for our own mistakes: type and place only, never values, which may be patient data."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name} line {last.lineno}"
    return (
        f"clinicbill made a mistake ({type(error).__name__} in {place}); what it had finished "
        "stays, nothing is half done. Please report this line; your practice file is safe."
    )
