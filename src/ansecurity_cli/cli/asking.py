"""What a command still needs: asked for on a terminal, else named all at once as missing."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import typer

from ansecurity_cli.cli import output
from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.wording import inert

_TRIES = 3
_LONGEST = 1000  # of a text, as the schemas say


def visible(text: str) -> str:
    """A text that was typed; what can't be seen in it, or is far too long, ends the run."""
    text = text.strip()
    if inert(text) != text:
        raise AnsecurityError(
            say("“{text}” holds characters that can't be seen", text=text), say("type it anew")
        )
    if len(text) > _LONGEST:
        message = say("a text may have {n} characters at most", n=_LONGEST)
        raise AnsecurityError(message, say("write less"))
    return text


class Form:
    """Answers that were typed as options, or are typed now."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.missing: list[str] = []
        streams = (sys.stdin, sys.stderr)
        self.talks = all(one is not None and one.isatty() for one in streams)

    def need(
        self, given: str | None, name: str, question: Message, choices: Iterable[str] = ()
    ) -> str:
        """What was given; else what somebody answers; `name` is what the option is called."""
        if given:
            return visible(given)
        if not self.talks:
            self.missing.append(self.session.words.t(name))
            return ""
        return self._ask(question, tuple(choices))

    def _ask(self, question: Message, choices: tuple[str, ...]) -> str:
        text = self.session.words(question)
        told = f"{text} ({', '.join(choices)}): " if choices else f"{text}: "
        for _try in range(_TRIES):
            output.to_stderr(told)
            line = sys.stdin.readline()
            if not line:
                raise typer.Abort
            answer = visible(line)
            if answer and (not choices or answer in choices):
                return answer
        raise AnsecurityError(say("no answer that could be used"))

    def done(self) -> None:
        """End the run where something is missing."""
        if self.missing:
            raise AnsecurityError(
                say("still missing: {names}", names=tuple(self.missing)),
                say("on a terminal these are asked for one by one"),
            )
