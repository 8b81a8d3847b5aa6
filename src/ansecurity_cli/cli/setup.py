"""`init` and `schema`, as they are typed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ansecurity_cli.cli.options import Health, Output


class Service(StrEnum):
    """Where a repository is hosted."""

    GITHUB = "github"
    GITLAB = "gitlab"


class SheetKind(StrEnum):
    """Which file a schema is for."""

    ASSESSMENT = "assessment"
    APPRAISAL = "appraisal"


def init(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The folder; made if it isn't there.")
    ] = Path(),
    example: Annotated[
        bool, typer.Option("--example", help="With an illustrative commune to look at.")
    ] = False,
    service: Annotated[
        Service | None,
        typer.Option("--ci", help="With the workflow file of this service.", show_default=False),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Also in a folder that isn't empty: add what is missing."),
    ] = False,
) -> int:
    """A repository to begin with: criteria sets, a page that explains, what editors need.

    A file that is there is never changed or replaced, with --force neither.
    """
    from ansecurity_cli.cli import starting

    return starting.init(
        context.obj, folder, example=example, service=service.value if service else "", force=force
    )


def schema(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="SET", help="The criteria set.")],
    kind: Annotated[
        SheetKind, typer.Option("--for", help="For which kind of file.", show_default=True)
    ] = SheetKind.ASSESSMENT,
    target: Output = None,
) -> int:
    """A JSON Schema with the criteria of one set, for editors.

    With it an editor completes and explains the criteria, the keys of their answers, and the values
    that are possible. Put it in schemas/sets/.
    """
    from ansecurity_cli.cli import sketching

    return sketching.schema(context.obj, name, kind.value, target)


def doctor(
    context: typer.Context,
    format_: Annotated[
        Health, typer.Option("--format", help="How it is shown.", show_default=True)
    ] = Health.TABLE,
    target: Output = None,
) -> int:
    """Is everything on this machine as it should be? What is wrong, and what to do.

    Python, git, encodings, the terminal, the right to write, schemas, and what reports for Word,
    Excel and PDF need. Exits with 1 if something is wrong; nothing is changed.
    """
    from ansecurity_cli.cli import doctoring

    return doctoring.doctor(context.obj, format_, target)


def codeowners(context: typer.Context, target: Output = None) -> int:
    """The file CODEOWNERS, from the contacts of the units.

    An account or a team (@…) in a unit's contact keeps the unit's files; that of the unit above
    keeps its appraisals and visits. Write it to CODEOWNERS, or to .github/CODEOWNERS.
    """
    from ansecurity_cli.cli import sketching

    return sketching.codeowners(context.obj, target)
