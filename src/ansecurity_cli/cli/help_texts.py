"""Help and usage errors in the user's language."""

from __future__ import annotations

import difflib
import gettext
import os
import re
from importlib import resources
from typing import Any

from ansecurity_cli.formats.wording import DOMAIN, Words


def translate(command: Any, words: Words) -> Any:
    """The command with its help, and its options' help, in the language of `words`."""
    # click words its own texts (“Usage:”, “No such option”) with the process's gettext domain.
    os.environ["LANGUAGE"] = words.language
    gettext.bindtextdomain(DOMAIN, str(resources.files("ansecurity_cli") / "locale"))
    gettext.textdomain(DOMAIN)
    _with_subcommands(command, words)
    return command


def _with_subcommands(command: Any, words: Words) -> None:
    _translate(command, words)
    for one in getattr(command, "commands", {}).values():
        _with_subcommands(one, words)


def _translate(command: Any, words: Words) -> None:
    text = " ".join((command.help or "").split("\n\n")[0].split())
    more = [" ".join(part.split()) for part in (command.help or "").split("\n\n")[1:]]
    command.help = "\n\n".join(words.t(part) for part in (text, *more) if part)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = words.t(parameter.help)
        if getattr(parameter, "metavar", None):
            parameter.metavar = words.t(parameter.metavar)
    option = command.get_help_option

    def help_option(context: Any) -> Any:
        found = option(context)
        if found is not None:
            found.help = words.t("Show this message and exit.")
        return found

    def format_usage(context: Any, formatter: Any) -> None:
        pieces = " ".join(words.t(piece) for piece in command.collect_usage_pieces(context))
        formatter.write_usage(context.command_path, pieces, prefix=f"{words.t('Usage:')} ")

    command.get_help_option, command.format_usage = help_option, format_usage


def usage(error: Any, words: Words) -> str:
    """What was wrong with the command line, and where help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "ansecurity"
    lines = [f"ansecurity: {_wrong(error, words)}"]
    close = sorted(getattr(error, "possibilities", None) or ())
    unknown = _unknown_command(error)
    if context and unknown:
        lines = ["ansecurity: " + words.say("no command {name}", name=unknown)]
        close = difflib.get_close_matches(unknown, context.command.commands, n=1)
    lines += ["  " + words.say("did you mean “{name}”?", name=name) for name in close[:1]]
    lines.append("  " + words.say("see: {command}", command=f"{path} --help"))
    return "\n".join(lines) + "\n"


def _unknown_command(error: Any) -> str:
    """The name that is no command; click tells it only in a sentence."""
    context = getattr(error, "ctx", None)
    group = type(error).__name__ == "UsageError" and hasattr(
        getattr(context, "command", None), "commands"
    )
    found = re.search(r"'([^']*)'", error.format_message()) if group else None
    return found[1] if found else ""


def _wrong(error: Any, words: Words) -> str:
    parameter = getattr(error, "param", None)
    name = (
        (
            parameter.opts[0]
            if parameter.opts[0].startswith("-")
            else parameter.make_metavar(error.ctx)
        )
        if parameter
        else ""
    )
    match type(error).__name__:
        case "NoSuchOption":
            return words.say("no option {name}", name=error.option_name)
        case "MissingParameter":
            return words.say("{name} is missing", name=name)
        case "BadOptionUsage":
            return words.say("{name} needs a value", name=error.option_name)
        case "BadParameter" if parameter and hasattr(parameter.type, "choices"):
            names = ", ".join(str(getattr(one, "value", one)) for one in parameter.type.choices)
            return words.say("{name}: choose one of: {names}", name=name, names=names)
        case "BadParameter":
            return words.say("{name}: this value doesn't fit", name=name)
        case _:
            return str(error.format_message())
