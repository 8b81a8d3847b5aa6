"""`criteria list`, `criteria show` and `criteria impact`, as they are typed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ansecurity_cli.cli.options import AsOf, Output, Shown, by_ending


class FailOnFlip(StrEnum):
    """When `criteria impact` ends with exit code 1."""

    FLIP = "flip"
    NEVER = "never"


def group() -> typer.Typer:
    """The commands about criteria sets."""
    app = typer.Typer(name="criteria", rich_markup_mode=None, no_args_is_help=False)
    app.callback()(_criteria)
    app.command("list")(listed)
    app.command("show")(show)
    app.command("impact")(impact)
    return app


def _criteria() -> None:
    """The criteria sets: which there are, what they ask, who would flip under a changed one."""


def listed(
    context: typer.Context,
    format_: Shown = None,
    as_of: AsOf = None,
    target: Output = None,
) -> int:
    """Every criteria set and older version.

    When it is in force, for whom, how many of its criteria are here and how many
    self-assessments follow it.
    """
    from ansecurity_cli.cli import weighing

    return weighing.listed(context.obj, by_ending(format_, target), as_of, target)


def show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="SET", help="The criteria set: id, or id@version.")
    ],
    format_: Shown = None,
    as_of: AsOf = None,
    target: Output = None,
) -> int:
    """One criteria set in full, with its seal.

    The tree of its criteria, those copied from other sets too, and what each of them asks.
    """
    from ansecurity_cli.cli import weighing

    return weighing.show(context.obj, name, by_ending(format_, target), as_of, target)


def impact(
    context: typer.Context,
    old: Annotated[
        str,
        typer.Argument(metavar="OLD", help="The set as it is: id, id@version, or a YAML file."),
    ],
    new: Annotated[
        str,
        typer.Argument(metavar="NEW", help="The set as it would be: id, id@version, or a file."),
    ],
    format_: Shown = None,
    as_of: AsOf = None,
    fail_on: Annotated[
        FailOnFlip,
        typer.Option(
            "--fail-on", help="Exit with 1 if any result comes out otherwise.", show_default=True
        ),
    ] = FailOnFlip.NEVER,
    target: Output = None,
) -> int:
    """Who would flip under a changed criteria set.

    Every answer to the old set is judged by both sets, and so is what rests on it above. The new
    set may be a draft: a YAML file outside criteria/. Nothing is written into the repository.
    """
    from ansecurity_cli.cli import weighing

    return weighing.impact(
        context.obj,
        (old, new),
        by_ending(format_, target),
        as_of,
        target,
        fail=fail_on is FailOnFlip.FLIP,
    )  # fmt: skip
