"""Help and usage errors in the user's language."""

from __future__ import annotations

import gettext
import os
from importlib import resources
from typing import Any

from ansecurity_cli.formats.wording import DOMAIN, Words


def translate(command: Any, words: Words) -> Any:
    """The command with its help, and its options' help, in the language of `words`."""
    # click words its own texts (“Usage:”, “No such option”) with the process's gettext domain.
    os.environ["LANGUAGE"] = words.language
    gettext.bindtextdomain(DOMAIN, str(resources.files("ansecurity_cli") / "locale"))
    gettext.textdomain(DOMAIN)
    _translate(command, words)
    for one in getattr(command, "commands", {}).values():
        _translate(one, words)
    return command


def _translate(command: Any, words: Words) -> None:
    text = " ".join((command.help or "").split("\n\n")[0].split())
    more = [" ".join(part.split()) for part in (command.help or "").split("\n\n")[1:]]
    command.help = "\n\n".join(words.t(part) for part in (text, *more) if part)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = words.t(parameter.help)


def usage(error: Any, words: Words) -> str:
    """What was wrong with the command line, and where help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "ansecurity"
    see = words.say("see: {command}", command=f"{path} --help")
    return f"ansecurity: {error.format_message()}\n  {see}\n"
