"""The command line: parsing, the one place that catches, and the exit code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from ansecurity_cli import __version__
from ansecurity_cli.cli import (
    commands,
    criteria,
    help_texts,
    new,
    output,
    setup,
    templates,
)
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.session import Color, Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.wording import Language, Words

_GLOBAL = {"--lang": True, "--color": True, "-C": True, "--root": True, "--debug": False}
# typer keeps click to itself; its exceptions are reached through the one it exports.
_UsageError: Any = next(
    one for one in typer.BadParameter.__mro__ if one.__name__ == "ClickException"
)


def _build(words: Words) -> Any:
    app = typer.Typer(
        name="ansecurity", rich_markup_mode=None, pretty_exceptions_enable=False,
        add_completion=False, no_args_is_help=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )  # fmt: skip
    app.callback()(_global)
    for command in (
        setup.init,
        commands.check,
        commands.status,
        commands.unmet,
        commands.explain,
        commands.report,
        commands.compare,
        commands.diff,
        commands.proposals,
        commands.rollup,
        commands.history,
        commands.export,
        commands.checks,
    ):
        app.command()(command)
    app.command()(setup.schema)
    app.command()(setup.codeowners)
    app.command()(setup.doctor)
    app.add_typer(criteria.group())
    app.add_typer(templates.group())
    app.add_typer(new.group())
    return help_texts.translate(typer.main.get_command(app), words)


def _version(wanted: bool) -> None:
    if wanted:
        output.to_stdout(f"ansecurity {__version__}\n")
        raise typer.Exit


def _global(
    context: typer.Context,
    root: Annotated[
        Path | None,
        typer.Option(
            "-C",
            "--root",
            metavar="DIR",
            help="The repository; default: this folder or one above it.",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[
        str,
        typer.Option(
            "--lang",
            metavar="vi|en",
            help="Language; else ANSECURITY_LANG, else Vietnamese.",
            show_default=False,
        ),
    ] = "",
    color: Annotated[Color, typer.Option("--color", help="Colour on a terminal.")] = Color.AUTO,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where a bug in this tool happened.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Criteria sets and self-assessments in YAML: check them, see what is unmet, make reports.

    Exit codes: 0 done; 1 done, but problems, unreadable files or a gate not met; 2 could not run;
    3 nothing matched; 4 a bug in this tool.
    """
    del debug, version  # known before parsing, as the language is: see `run`
    context.obj = Session(context.find_root().obj, root, color, lang)


def run(arguments: list[str]) -> int:
    """Run the command; every way out of it is an exit code."""
    output.prepare_streams()
    arguments = _hoist(arguments) or ["--help"]
    words, wrong = _language(arguments)
    debug = "--debug" in arguments
    try:
        if wrong:
            message = say("“{value}” is not one of the values that stand here", value=wrong)
            raise AnsecurityError(message, say("choose one of: {names}", names="vi, en"))
        result = _build(words).main(
            arguments, prog_name="ansecurity", standalone_mode=False, obj=words
        )
        return int(result or 0)
    except AnsecurityError as error:
        return _stopped(error, words)
    except OSError as error:  # a name too long, a current folder that is gone
        return _stopped(output.unusable(error), words)
    except _UsageError as error:
        output.to_stderr(help_texts.usage(error, words))
        return Exit.NOT_RUN
    except (KeyboardInterrupt, typer.Abort):
        output.to_stderr(f"ansecurity: {words.t('interrupted')}\n")
        return Exit.INTERRUPTED
    except Exception as error:  # a bug must never look like a result
        return _bug(error, words, debug=debug)


def _stopped(error: AnsecurityError, words: Words) -> int:
    lines = [words(error.message), *(f"  {words(hint)}" for hint in error.hints)]
    output.to_stderr("ansecurity: " + "\n".join(lines) + "\n")
    return error.code


def _bug(error: Exception, words: Words, *, debug: bool) -> int:
    if debug:
        import traceback

        output.to_stderr("".join(traceback.format_exception(error)))
    name = type(error).__name__
    told = say(
        "this is a bug in ansecurity {version} ({name}), not in your files. "
        "Please report it, with what --debug shows.",
        version=__version__,
        name=name,
    )
    output.to_stderr(f"ansecurity: {words(told)}\n")
    return Exit.BUG


def _hoist(arguments: list[str]) -> list[str]:
    """Global options may stand anywhere: bring them to the front."""
    front: list[str] = []
    rest: list[str] = []
    todo = list(arguments)
    while todo:
        one = todo.pop(0)
        name, equals, _value = one.partition("=")
        if one == "--":
            rest += [one, *todo]
            break
        if name not in _GLOBAL:
            rest.append(one)
            continue
        front.append(one)
        if _GLOBAL[name] and not equals and todo:
            front.append(todo.pop(0))
    return front + rest


def _language(arguments: list[str]) -> tuple[Words, str]:
    chosen = os.environ.get("ANSECURITY_LANG", "")
    chosen = chosen if chosen in get_args(Language) else ""
    for index, one in enumerate(arguments):
        if one == "--lang" and index + 1 < len(arguments):
            chosen = arguments[index + 1]
        elif one.startswith("--lang="):
            chosen = one.partition("=")[2]
    wrong = "" if not chosen or chosen in get_args(Language) else chosen
    return Words("en" if chosen == "en" else "vi"), wrong
