"""`status`, `unmet`, `explain` and `report`: what the criteria amount to."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ansecurity_cli.cli import clock
from ansecurity_cli.cli.choosing import choose, take
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Asked, FailOn, Narrow, PageFormat, Paper, Table, Wish
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.model.periods import later
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.reports import explanation, worklist
from ansecurity_cli.reports import status as overview
from ansecurity_cli.reports import whole as as_whole
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import StatusReport
from ansecurity_cli.reports.tasks import Filter
from ansecurity_cli.schema import suggest
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.outcome import Outcome
from ansecurity_cli.verdicts.results import Result

if TYPE_CHECKING:
    from ansecurity_cli.cli.rendering import Way


def status(session: Session, asked: Asked, shown: Table) -> int:
    """Show the overview."""
    from ansecurity_cli.formats import csv, json, terminal

    snapshot = take(session, clock.as_of(asked.as_of))
    report = overview.build(snapshot, choose(snapshot, asked).selection)
    show = {Table.TABLE: terminal.status, Table.JSON: json.status, Table.CSV: csv.status}[shown]
    session.show(show, report, asked.target)
    return code(report, asked.fail_on)


def unmet(session: Session, asked: Asked, shown: Table, narrow: Narrow) -> int:
    """Show the worklist."""
    from ansecurity_cli.formats import worklist_data, worklists

    snapshot = take(session, clock.as_of(asked.as_of))
    selection = choose(snapshot, asked).selection
    report = worklist.build(snapshot, selection, _wanted(narrow, snapshot.as_of))
    show = {
        Table.TABLE: worklists.table,
        Table.JSON: worklist_data.as_json,
        Table.CSV: worklist_data.as_csv,
    }[shown]
    session.show(show, report, asked.target)
    return code(overview.build(snapshot, selection), asked.fail_on)


def _wanted(narrow: Narrow, as_of: date) -> Filter:
    within = None
    if narrow.due_within is not None:
        if not re.fullmatch(r"P[0-9]{1,3}[YMD]", narrow.due_within):
            message = say("“{text}” is not a length of time", text=narrow.due_within)
            raise AnsecurityError(message, say("write P30D (days), P2M (months) or P1Y (years)"))
        within = later(as_of, narrow.due_within)
    return Filter(tuple(one.value for one in narrow.kinds), narrow.overdue, within, narrow.owner)


def report(
    session: Session, asked: Asked, shown: PageFormat | None, paper: Paper, wish: Wish
) -> int:
    """Write the page, or compare it with what stands in the file."""
    from ansecurity_cli.cli import binaries, rechecking, rendering, shelf

    meant = rendering.format_of(shown, asked.target)
    if meant is not PageFormat.DOCX and paper.used:
        raise AnsecurityError(
            say("{option} is for Word drafts only", option=paper.used), say("add --format docx")
        )
    if wish.each:
        return shelf.report(session, asked, shown, paper.template, wish)
    if meant in binaries.BINARY:
        return _binary(session, asked, meant, paper, wish)
    if wish.check:
        return rechecking.recheck(session, asked, shown, paper.template, wish)
    how = rendering.way(shown, asked.target, paper.template)
    return write(session, take(session, clock.as_of(asked.as_of)), asked, how, wish)


def write(session: Session, snapshot: Snapshot, asked: Asked, how: Way, wish: Wish) -> int:
    """Show the page or write it; 1 where files can't be used, or the gate is not met."""
    from ansecurity_cli.cli import rendering

    view, made = rendering.built(session, snapshot, asked, how, wish)
    session.emit(rendering.render(view, session.words, how, made), asked.target)
    return code(view.status, asked.fail_on)


def _binary(session: Session, asked: Asked, shown: PageFormat, paper: Paper, wish: Wish) -> int:
    from ansecurity_cli.cli import binaries, rendering, word

    binaries.ready(shown, asked.target, wish, paper.template)
    snapshot = take(session, clock.as_of(asked.as_of))
    template = paper.template if shown is PageFormat.PDF else None
    how = rendering.way(PageFormat.HTML, None, template)
    view, made = rendering.built(session, snapshot, asked, how, wish)
    if shown is PageFormat.DOCX:
        data = word.draft(session, snapshot, choose(snapshot, asked).selection, view, paper)
    elif shown is PageFormat.XLSX:
        data = binaries.xlsx(view, session.words)
    else:
        data = binaries.pdf(rendering.render(view, session.words, how, made))
    if wish.check and asked.target is not None:
        return compare(session, asked.target, data)
    session.emit(data, asked.target)
    return code(view.status, asked.fail_on)


def compare(session: Session, target: Path, data: bytes, *, gone: bool = False) -> int:
    """1 unless the file is these bytes; one of several may be `gone`, and is told of alike."""
    try:
        same = not (gone and not target.exists()) and target.read_bytes() == data
    except OSError as error:
        raise AnsecurityError(say("there is no file or folder “{path}”", path=target)) from error
    if not same:
        session.tell(say("{path} is not what would be written now; run report again", path=target))
    return Exit.DONE if same else Exit.NOT_SO


def code(report: StatusReport, fail_on: FailOn) -> int:
    """1 where files can't be used, or the gate is not met."""
    if report.provenance.unreadable:
        return Exit.NOT_SO
    failing = {
        FailOn.NEVER: (),
        FailOn.UNMET: (Outcome.UNMET,),
        FailOn.UNKNOWN: (Outcome.UNMET, Outcome.UNKNOWN),
    }[fail_on]  # fmt: skip
    return Exit.NOT_SO if any(row.result.outcome in failing for row in report.rows) else Exit.DONE


def explain(session: Session, asked: Asked, query: str, *, blame: bool) -> int:
    """Show how one result comes about."""
    from ansecurity_cli.formats import explaining

    snapshot = take(session, clock.as_of(asked.as_of))
    wanted = choose(snapshot, asked)
    unit = wanted.named[0]
    whole = _set(snapshot, wanted.selection, unit, query)
    if whole is not None:
        if blame:
            message = say("--blame is for one criterion, not for a whole set")
            raise AnsecurityError(message, say("write {form}", form=f"{whole.set}:…"))
        from ansecurity_cli.formats import wholes

        report = as_whole.build(snapshot, unit, whole)
        session.show(wholes.whole, report, asked.target)
        return Exit.NOT_SO if report.provenance.unreadable else Exit.DONE
    key, name = _criterion(snapshot, wanted.selection, unit, query)
    found = explanation.explain(snapshot, unit, key, name)
    if found is None:  # it was in the list a moment ago
        raise AssertionError(query)
    if blame:
        from ansecurity_cli.cli.blaming import blamed

        found = blamed(session, snapshot, found)
    session.show(explaining.explanation, found, asked.target)
    return Exit.NOT_SO if found.provenance.unreadable else Exit.DONE


def _set(snapshot: Snapshot, selection: Selection, unit: Unit, query: str) -> Key | None:
    """The latest period of a set, where its id was typed instead of a criterion's."""
    keys = [
        key for key in selection.keys(snapshot.repository, unit) if key.set == query.rstrip(":")
    ]
    return max(keys, key=lambda key: key.period.order, default=None)


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
    if query.rstrip(":") in snapshot.repository.sets:
        raise AnsecurityError(
            say("“{unit}” has no result by “{set}” here", unit=unit.name, set=query.rstrip(":")),
            code=Exit.NOTHING,
        )
    broken = [one for one in results if one.criteria_set and one.criteria_set.find(name)]
    if broken:  # the set has it, but nothing could be decided
        raise AnsecurityError(
            say("“{name}” of “{set}” is not decided", name=name, set=broken[-1].key.set),
            *broken[-1].notes, code=Exit.NOTHING,
        )  # fmt: skip
    raise AnsecurityError(
        say("“{unit}” has no criterion “{name}”", unit=unit.name, name=query),
        *suggest(name, _ids(results))[:1], code=Exit.NOTHING,
    )  # fmt: skip


def _ids(results: list[Result]) -> list[str]:
    every = (one for result in results for verdict in result.verdicts for one in verdict.walk())
    return list(dict.fromkeys(one.criterion.id for one in every))
