"""`history`: how results ran, by period as the files say now, by month as git remembers."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ansecurity_cli.cli import clock
from ansecurity_cli.cli.choosing import Wanted, choose, take
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Asked, Every, HistoryFormat, PageFormat, Wish
from ansecurity_cli.cli.revisions import git_at
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.reports import course
from ansecurity_cli.reports.course import Step
from ansecurity_cli.snapshot import Memo, Snapshot, read
from ansecurity_cli.sources.git import GitTrouble, History, Revision, opened
from ansecurity_cli.verdicts.evaluation import Evaluation

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3}
_STEPS = {Every.MONTH: 12, Every.QUARTER: 8}  # where --since doesn't say how far back
_MOST = 240


def history(session: Session, asked: Asked, shown: HistoryFormat, wish: Wish) -> int:
    """Show the courses; 1 if one of the files that they rest on can't be used."""
    snapshot = take(session, clock.as_of(asked.as_of), Memo())
    asked = _sorted_out(snapshot, asked)
    if shown in (HistoryFormat.HTML, HistoryFormat.MARKDOWN):
        from ansecurity_cli.cli import rendering, reporting

        how = rendering.way(PageFormat(shown.value), None, None)
        return reporting.write(session, snapshot, asked, how, wish)
    from ansecurity_cli.formats import courses

    found = traced(session, snapshot, choose(snapshot, asked), wish)
    show = {
        HistoryFormat.TABLE: courses.table,
        HistoryFormat.JSON: courses.as_json,
        HistoryFormat.CSV: courses.as_csv,
    }[shown]
    session.show(show, found, asked.target)
    return Exit.NOT_SO if found.provenance.unreadable else Exit.DONE


def _sorted_out(snapshot: Snapshot, asked: Asked) -> Asked:
    """The names that are ids of sets, taken as such."""
    sets = tuple(one for one in asked.units if one in snapshot.repository.sets)
    units = tuple(one for one in asked.units if one not in sets)
    return replace(asked, units=units, sets=(*asked.sets, *sets))


def traced(session: Session, snapshot: Snapshot, wanted: Wanted, wish: Wish) -> course.History:
    """The courses of the units that were named, else of all units together."""
    selection = wanted.selection
    asked = course.Asked(tuple(one.id for one in wanted.named), selection.sets, selection.periods)
    since = clock.day(wish.since, "--since") if wish.since is not None else None
    try:
        with opened(git_at(session.find_root())) as store:
            past = [
                (step, course.reading(one, asked))
                for step, one in _past(store, snapshot, wish.every, since)
            ]
            lacking = [_CUT_SHORT] if store.shallow else []
    except GitTrouble as trouble:
        if since:
            raise AnsecurityError(trouble.message, *trouble.hints) from trouble
        past, lacking = [], [trouble.message]
    return course.build(snapshot, asked, past, lacking)


_CUT_SHORT = say(
    "this clone holds only the last commits: what was before them is not shown ({command})",
    command="git fetch --unshallow",
)


@dataclass(frozen=True, slots=True)
class _Stand:
    """A commit of the main line, and its day in Việt Nam."""

    commit: str
    day: date


def _past(
    store: History, now: Snapshot, every: Every, since: date | None
) -> Iterator[tuple[Step, Snapshot]]:
    """The files as they stood at the end of each month or quarter before the day."""
    memo, last = now.memo or Memo(), None
    line = [_Stand(name, clock.day_of(seconds)) for name, seconds in store.main_line()]
    for end in _ends(line[-1].day, now.as_of, every, since):
        stand = next((one for one in line if one.day <= end), None)
        if stand is not None:
            if last is None or last[0] != stand:
                tree = store.tree(Revision(stand.commit, stand.commit))
                last = stand, read(tree, end, memo)
            # In a silent month only the day is another.
            judged = Evaluation(last[1].repository, end)
            yield Step(end, stand.commit[:10]), replace(last[1], as_of=end, evaluation=judged)


def _ends(first: date, as_of: date, every: Every, since: date | None) -> list[date]:
    """The last days of months or quarters from the first commit on, before the day."""
    months = _MONTHS[every]
    start, most = (max(first, since), _MOST) if since else (first, _STEPS[every])
    found: list[date] = []
    year, month = start.year, start.month + (-start.month) % months
    while (end := date(year, month, calendar.monthrange(year, month)[1])) < as_of:
        found.append(end)
        year, month = year + (month + months > 12), (month + months - 1) % 12 + 1
    return found[-most:]
