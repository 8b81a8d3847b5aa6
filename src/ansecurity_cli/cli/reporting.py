"""`status`, `unmet`, `explain` and `report`: what the criteria amount to."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ansecurity_cli import __version__
from ansecurity_cli.cli import clock
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import (
    Alone,
    AsOf,
    FailOn,
    Gate,
    Output,
    Periods,
    Sets,
    Table,
    Units,
)
from ansecurity_cli.cli.session import Session, choose, choose_units
from ansecurity_cli.diagnostics import say
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.reports import explanation, page, worklist
from ansecurity_cli.reports import status as overview
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import StatusReport
from ansecurity_cli.schema import suggest
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.evaluation import Result
from ansecurity_cli.verdicts.outcome import Outcome


def status(
    context: typer.Context,
    units: Units = None,
    sets: Sets = None,
    periods: Periods = None,
    format_: Annotated[Table, typer.Option("--format", help="How it is shown.")] = Table.TABLE,
    as_of: AsOf = None,
    alone: Alone = False,
    fail_on: Gate = FailOn.NEVER,
    target: Output = None,
) -> int:
    """The overview: how many criteria are met."""
    session: Session = context.obj
    snapshot = session.snapshot(clock.as_of(as_of))
    wanted = choose(snapshot, units or (), sets or (), periods or (), alone=alone)
    report = overview.build(snapshot, wanted.selection)
    from ansecurity_cli.formats import csv, json, terminal

    show = {Table.TABLE: terminal.status, Table.JSON: json.status, Table.CSV: csv.status}[format_]
    session.emit(show(report, session.words, session.screen(to_file=target is not None)), target)
    return _code(report, fail_on)


def unmet(
    context: typer.Context,
    units: Units = None,
    sets: Sets = None,
    periods: Periods = None,
    format_: Annotated[Table, typer.Option("--format", help="How it is shown.")] = Table.TABLE,
    as_of: AsOf = None,
    alone: Alone = False,
    fail_on: Gate = FailOn.NEVER,
    target: Output = None,
) -> int:
    """What is unmet or unknown, and why."""
    session: Session = context.obj
    snapshot = session.snapshot(clock.as_of(as_of))
    wanted = choose(snapshot, units or (), sets or (), periods or (), alone=alone)
    report = worklist.build(snapshot, wanted.selection)
    from ansecurity_cli.formats import csv, json, terminal

    show = {Table.TABLE: terminal.worklist, Table.JSON: json.worklist, Table.CSV: csv.worklist}[
        format_
    ]
    session.emit(show(report, session.words, session.screen(to_file=target is not None)), target)
    return _code(overview.build(snapshot, wanted.selection), fail_on)


class PageFormat(StrEnum):
    """Formats of `report`."""

    MARKDOWN = "markdown"
    HTML = "html"


def report(
    context: typer.Context,
    units: Units = None,
    sets: Sets = None,
    periods: Periods = None,
    format_: Annotated[
        PageFormat | None,
        typer.Option(
            "--format",
            help="Markdown or HTML; default: by the ending of the file, else Markdown.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    alone: Alone = False,
    fail_on: Gate = FailOn.NEVER,
    target: Output = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Write nothing; exit with 1 unless the file is what would be written now.",
        ),
    ] = False,
) -> int:
    """The report, as Markdown or HTML.

    A page to read, print and paste from. Files that can't be read are named on top.
    """
    session: Session = context.obj
    if check and target is None:
        raise AnsecurityError(say("--check needs the file to compare with: -o FILE"))
    snapshot = session.snapshot(clock.as_of(as_of))
    wanted = choose(snapshot, units or (), sets or (), periods or (), alone=alone)
    view = page.build(snapshot, wanted.selection, wanted.named)
    html = target is not None and target.suffix.lower() in (".html", ".htm")
    if (format_ or (PageFormat.HTML if html else PageFormat.MARKDOWN)) is PageFormat.HTML:
        from ansecurity_cli.formats import html as shown
    else:
        from ansecurity_cli.formats import markdown as shown  # type: ignore[no-redef]
    text = shown.page(view, session.words, __version__)
    if check and target is not None:
        return _compare(session, target, text)
    session.emit(text, target)
    return _code(view.status, fail_on)


def _compare(session: Session, target: Path, text: str) -> int:
    try:
        same = target.read_bytes() == text.encode("utf-8")
    except OSError as error:
        raise AnsecurityError(say("there is no file or folder “{path}”", path=target)) from error
    if not same:
        session.tell(say("{path} is not what would be written now; run report again", path=target))
    return Exit.DONE if same else Exit.NOT_SO


def _code(report: StatusReport, fail_on: FailOn) -> int:
    if report.provenance.unreadable:
        return Exit.NOT_SO
    failing = {
        FailOn.NEVER: (),
        FailOn.UNMET: (Outcome.UNMET,),
        FailOn.UNKNOWN: (Outcome.UNMET, Outcome.UNKNOWN),
    }[fail_on]  # fmt: skip
    return Exit.NOT_SO if any(row.result.outcome in failing for row in report.rows) else Exit.DONE


def explain(
    context: typer.Context,
    unit: Annotated[
        str,
        typer.Argument(
            metavar="UNIT", help="The unit: id, name or part of a name.", show_default=False
        ),
    ],
    criterion: Annotated[
        str,
        typer.Argument(
            metavar="[SET:]CRITERION",
            help="The criterion; with its set where several sets have it.",
            show_default=False,
        ),
    ],
    periods: Periods = None,
    as_of: AsOf = None,
    target: Output = None,
) -> int:
    """How one result comes about.

    The whole calculation, with its citations and its places in the files.
    """
    session: Session = context.obj
    snapshot = session.snapshot(clock.as_of(as_of))
    chosen = choose_units(snapshot, [unit])[0]
    wanted = choose(snapshot, [chosen.id], (), periods or (), alone=True)
    key, name = _criterion(snapshot, wanted.selection, chosen, criterion)
    found = explanation.explain(snapshot, chosen, key, name)
    if found is None:  # it was in the list a moment ago
        raise AssertionError(criterion)
    from ansecurity_cli.formats import explaining

    session.emit(
        explaining.explanation(found, session.words, session.screen(to_file=target is not None)),
        target,
    )
    return Exit.DONE


def _criterion(snapshot: Snapshot, selection: Selection, unit: Unit, query: str) -> tuple[Key, str]:
    set_id, _, name = query.rpartition(":")
    keys = [
        key for key in selection.keys(snapshot.repository, unit) if not set_id or key.set == set_id
    ]
    results = [snapshot.evaluation.result(key) for key in keys]
    having = [one for one in results if one.find(name)]
    filed = [one for one in having if one.assessment or one.appraisal] or having
    latest = [
        one
        for one in filed
        if one.key.period == max((each.key.period for each in filed), key=lambda each: each.order)
    ]
    if len(latest) == 1:
        return latest[0].key, name
    if latest:
        hints = (say("write {form}", form=f"{one.key.set}:{name}") for one in latest)
        raise AnsecurityError(
            say("several sets have a criterion “{name}”", name=name), *hints, code=Exit.NOTHING
        )
    raise AnsecurityError(
        say("“{unit}” has no criterion “{name}”", unit=unit.name, name=query),
        *suggest(name, _ids(results))[:1], code=Exit.NOTHING,
    )  # fmt: skip


def _ids(results: list[Result]) -> list[str]:
    every = (one for result in results for verdict in result.verdicts for one in verdict.walk())
    return list(dict.fromkeys(one.criterion.id for one in every))
