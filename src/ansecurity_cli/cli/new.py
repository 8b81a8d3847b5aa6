"""`new …`, as it is typed."""

from __future__ import annotations

from typing import Annotated

import typer

Query = Annotated[
    str | None,
    typer.Argument(
        metavar="UNIT", help="The unit: id, name or part of a name.", show_default=False
    ),
]
SetId = Annotated[
    str | None, typer.Argument(metavar="SET", help="The criteria set.", show_default=False)
]
PeriodText = Annotated[
    str | None,
    typer.Argument(
        metavar="PERIOD", help="The period, such as 2026 or 2026-h1.", show_default=False
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="NAME", help="Which body: no name of a person.", show_default=False
    ),
]
Day = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="DATE", help="The day; default: today in Việt Nam.", show_default=False
    ),
]
Id = Annotated[
    str,
    typer.Option(
        "--id", metavar="ID", help="The id; default: made from the name.", show_default=False
    ),
]


def group() -> typer.Typer:
    """The commands that make new files."""
    app = typer.Typer(name="new", rich_markup_mode=None, no_args_is_help=False)
    app.callback()(_new)
    app.command("unit")(unit)
    app.command("assessment")(assessment)
    app.command("appraisal")(appraisal)
    app.command("inspection")(inspection)
    app.command("plan")(plan)
    app.command("criteria-set")(criteria_set)
    return app


def _new() -> None:
    """A new file with the right name in the right place, every criterion in it as a comment.

    Nothing is decided in it, and a file that is there is never touched. On a terminal, what is
    missing is asked for.
    """


def unit(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="Its full name: Phường Hòa Hiếu.", show_default=False),
    ] = None,
    type_: Annotated[
        str | None,
        typer.Option(
            "--type", metavar="TYPE", help="Its type; default: what its name begins with.",
            show_default=False,
        ),
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option("--parent", metavar="UNIT", help="The unit above it.", show_default=False),
    ] = None,
    code: Annotated[
        str,
        typer.Option("--code", metavar="CODE", help="Its official code.", show_default=False),
    ] = "",
    id_: Id = "",
    illustrative: Annotated[
        bool, typer.Option("--illustrative", help="It is made up, to illustrate.")
    ] = False,
) -> int:  # fmt: skip
    """A unit: a ward, a residential area, an agency, a school."""
    from ansecurity_cli.cli import making

    wanted = making.Wanted(name, type_, parent, code, id_, illustrative)
    return making.unit(context.obj, wanted)


def assessment(
    context: typer.Context,
    query: Query = None,
    set_: SetId = None,
    period: PeriodText = None,
    past: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="PERIOD", show_default=False,
            help="Carry over what may still hold, as unknown until somebody confirms it.",
        ),
    ] = None,
    day: Day = None,
) -> int:  # fmt: skip
    """A self-assessment: every criterion with its text, rule and evidence, none answered."""
    from ansecurity_cli.cli import making

    return making.assessment(context.obj, (query, set_, period), past, day)


def appraisal(
    context: typer.Context,
    query: Query = None,
    set_: SetId = None,
    period: PeriodText = None,
    by: By = None,
    day: Day = None,
    round_: Annotated[
        str,
        typer.Option(
            "--round", metavar="NAME", help="Name of a further round, such as cap-tinh.",
            show_default=False,
        ),
    ] = "",
) -> int:  # fmt: skip
    """The appraisal of a self-assessment: every criterion unknown until it is appraised."""
    from ansecurity_cli.cli import making

    return making.appraisal(context.obj, (query, set_, period), by, day, round_)


def inspection(
    context: typer.Context,
    query: Query = None,
    by: By = None,
    day: Day = None,
    set_: Annotated[
        str | None,
        typer.Option(
            "--set", metavar="SET", help="With a line for each criterion of this set.",
            show_default=False,
        ),
    ] = None,
) -> int:  # fmt: skip
    """A visit or inspection: what was seen, what is wanting, what is proposed."""
    from ansecurity_cli.cli import making

    return making.inspection(context.obj, query, by, day, set_)


def plan(
    context: typer.Context,
    query: Query = None,
    title: Annotated[
        str | None, typer.Argument(metavar="TITLE", help="Its title.", show_default=False)
    ] = None,
    id_: Id = "",
) -> int:
    """A roadmap: targets by year, working groups."""
    from ansecurity_cli.cli import making

    return making.plan(context.obj, query, title, id_)


def criteria_set(
    context: typer.Context,
    title: Annotated[
        str | None, typer.Argument(metavar="TITLE", help="Its full name.", show_default=False)
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--for", metavar="TYPE", help="For which type of unit; may be repeated.",
            show_default=False,
        ),
    ] = None,
    document: Annotated[
        str,
        typer.Option(
            "--document", metavar="NUMBER", help="The document it stands in.", show_default=False
        ),
    ] = "",
    id_: Id = "",
) -> int:  # fmt: skip
    """A criteria set: a form of every kind of rule as a comment; nobody can meet it yet."""
    from ansecurity_cli.cli import making

    return making.criteria_set(context.obj, title, tuple(types or ()), document, id_)
