"""`template check` and `template write`, as they are typed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ansecurity_cli.cli.options import Output


def group() -> typer.Typer:
    """The commands about templates."""
    app = typer.Typer(name="template", rich_markup_mode=None, no_args_is_help=False)
    app.callback()(_template)
    app.command("check")(check)
    app.command("write")(write)
    return app


def _template() -> None:
    """The template of the Word draft: get it to edit it, and check what was edited."""


def check(
    context: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="The template (.docx).", show_default=False)
    ],
    target: Output = None,
) -> int:
    """Can a template be filled in?

    It is filled in with made-up values. Names that are unknown and tags that are broken are shown,
    with the names that may be used.
    """
    from ansecurity_cli.cli import word

    return word.check(context.obj, path, target)


def write(
    context: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to write it.", show_default=False)
    ],
) -> int:
    """Write the template that comes with the tool to a file, to be edited in Word.

    A file that is there is left as it is.
    """
    from ansecurity_cli.cli import word

    return word.write(context.obj, path)
