"""CODEOWNERS: who is asked about a change to whose files, from the contacts of the units.

A unit keeps its own files. What others write of it, appraisals and visits, is kept by the unit
above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.escaping import one_line
from ansecurity_cli.formats.scaffolds.writing import note
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.model.records import Unit
from ansecurity_cli.model.repository import Repository

# An account or a team, as GitHub and GitLab write it.
_ACCOUNT = re.compile(r"(?<![\w.@/-])@[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*")


def codeowners(repository: Repository, units: Iterable[Unit], words: Words) -> str:
    """The file; where no account is named, the contact stands in a comment."""
    lines = [
        note(words.t("Made by ansecurity codeowners from the contacts of the units.")),
        note(words.t("Of several lines that fit a file, the last one counts.")),
        "",
    ]
    # Folders before those inside them, so that the inner one counts.
    for unit in sorted(units, key=lambda one: one.at.path.split("/")[:-1]):
        lines += [*_unit(repository, unit, words), ""]
    return "\n".join(lines)


def _unit(repository: Repository, unit: Unit, words: Words) -> Iterator[str]:
    folder = _escaped(unit.at.path.rpartition("/")[0])
    above = repository.units.get(unit.parent)
    yield note(unit.name)
    yield _line(f"/{folder}/", unit.contact, words)
    if above is not None:
        yield _line(f"/{folder}/*/*.appraisal*.yaml", above.contact, words)
        yield _line(f"/{folder}/inspections/", above.contact, words)


def _line(pattern: str, contact: str, words: Words) -> str:
    owners = " ".join(dict.fromkeys(_ACCOUNT.findall(contact)))
    if owners:
        return f"{pattern} {owners}"
    told = say("no account (@…) is named in: {text}", text=contact or words.t("contact"))
    return f"# {pattern}  {one_line(words(told))}"


def _escaped(path: str) -> str:
    return re.sub(r"([\\ #!\[\]*?])", r"\\\1", inert(path))
