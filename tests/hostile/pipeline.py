"""Everything that the command does with files, in this process: for property tests and for fuzzing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import import_module

from ansecurity_cli.cli import showing
from ansecurity_cli.cli.options import ProblemFormat
from ansecurity_cli.formats import baseline as baseline_format
from ansecurity_cli.formats import (
    criteria,
    criteria_impact,
    csv,
    explaining,
    html,
    markdown,
    patch,
    problems,
    terminal,
    worklist_data,
    worklists,
)
from ansecurity_cli.formats import json as json_format
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.places import is_yaml
from ansecurity_cli.repair import repair
from ansecurity_cli.reports import baseline, criteria_sets, explanation, impact, page, worklist
from ansecurity_cli.reports import problems as problem_report
from ansecurity_cli.reports import status as overview
from ansecurity_cli.reports.impact import Side
from ansecurity_cli.reports.page import Page
from ansecurity_cli.reports.problems import ProblemReport
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.reports.status import StatusReport
from ansecurity_cli.snapshot import Snapshot, take
from ansecurity_cli.sources import MemoryTree, parse
from hostile.process import ACTIVE, MOST_OUTPUT

AS_OF = date(2026, 11, 24)
LANGUAGES = (Words("vi"), Words("en"))
SCREENS = (Screen(), Screen(color=True, width=40), Screen(width=1))
_COLOUR = re.compile("\x1b\\[[0-9;]*m|\r(?=\n)")


def understood(files: Mapping[str, bytes], as_of: date = AS_OF) -> Snapshot:
    """The files read, bound, decided and checked."""
    return take(MemoryTree(files), as_of)


def outputs(snapshot: Snapshot, words: Words, screen: Screen) -> Mapping[str, Callable[[], str]]:
    """Every output on a snapshot, by name, made when it is called for."""
    chosen = Selection(in_order(snapshot.repository))

    def status() -> StatusReport:
        return overview.build(snapshot, chosen)

    def found() -> ProblemReport:
        return problem_report.build(snapshot, lambda _path: True)

    def whole() -> Page:
        return page.build(snapshot, chosen, chosen.units[:1])

    def check(module: str, name: str) -> Callable[[], str]:
        show = getattr(import_module(f"ansecurity_cli.formats.{module}"), name)
        return lambda: str(show(found(), words, screen))

    return {
        **{f"check {one}": check(*showing._FORMATS[one]) for one in ProblemFormat},
        "statistics": lambda: problems.statistics(found(), words) + problems.summary(found(), words),
        "status": lambda: terminal.status(status(), words, screen),
        "status json": lambda: json_format.status(status(), words, screen),
        "status csv": lambda: csv.status(status(), words, screen),
        "unmet": lambda: worklists.table(worklist.build(snapshot, chosen), words, screen),
        "unmet json": lambda: worklist_data.as_json(worklist.build(snapshot, chosen), words, screen),
        "unmet csv": lambda: worklist_data.as_csv(worklist.build(snapshot, chosen), words, screen),
        "html": lambda: html.page(whole(), words, "1"),
        "markdown": lambda: markdown.page(whole(), words, "1"),
        "explain": lambda: "".join(_explained(snapshot, chosen, words, screen)),
        **_about_sets(snapshot, words, screen),
        "baseline": lambda: baseline_format.baseline(baseline.of(found().diagnostics), words),
    }  # fmt: skip


def _about_sets(
    snapshot: Snapshot, words: Words, screen: Screen
) -> Mapping[str, Callable[[], str]]:
    """The sets, each in full, and the first weighed against the last."""
    raw = list(snapshot.repository.raw.items())

    def weighed(render: Callable[..., str]) -> str:
        if not raw:
            return "{}"
        sides = (Side(key[0], one) for key, one in (raw[0], raw[-1]))
        return render(impact.build(snapshot, *sides), words, screen)

    def shown() -> str:
        known = criteria_sets.named(snapshot.repository).values()
        trees = (criteria_sets.show(snapshot, one) for one in known)
        return "".join(criteria.tree(one, words, screen) for one in list(trees)[:3])

    return {
        "criteria": lambda: criteria.table(criteria_sets.build(snapshot), words, screen),
        "criteria json": lambda: criteria.as_json(criteria_sets.build(snapshot), words, screen),
        "criteria csv": lambda: criteria.as_csv(criteria_sets.build(snapshot), words, screen),
        "criteria show": shown,
        "impact": lambda: weighed(criteria_impact.table),
        "impact json": lambda: weighed(criteria_impact.as_json),
        "impact csv": lambda: weighed(criteria_impact.as_csv),
    }


def _explained(
    snapshot: Snapshot, chosen: Selection, words: Words, screen: Screen
) -> Iterator[str]:
    for unit in chosen.units[:3]:
        for key in list(chosen.keys(snapshot.repository, unit))[:2]:
            for verdict in snapshot.evaluation.result(key).verdicts[:3]:
                found = explanation.explain(snapshot, unit, key, verdict.criterion.id)
                if found:
                    yield explaining.explanation(found, words, screen)


def repaired(files: Mapping[str, bytes], words: Words) -> str:
    """What `--diff` shows; a repair is a repair, and done twice changes nothing the second time."""
    found = []
    for path, raw in files.items():
        one = repair(path, raw, lambda _code: True) if is_yaml(path) else None
        if one:
            found.append(one)
            assert parse(path, one.after).text
            assert repair(path, one.after, lambda _code: True) is None, "a second repair"
    return patch.patch(found, words)


def inert(name: str, text: str) -> None:
    """No output moves the cursor, hides text, is a flood, or can't be written and read."""
    assert len(text.encode("utf-8")) < MOST_OUTPUT, f"{name}: a flood"
    active = ACTIVE.search(_COLOUR.sub("", text))
    assert not active, (name, active, text[max(active.start() - 60, 0) : active.end() + 60])
    if name.endswith(("json", "sarif", "gitlab")):
        json.loads(text)


def everything(
    files: Mapping[str, bytes],
    words: Words,
    screen: Screen,
    as_of: date = AS_OF,
    wanted: Callable[[str], bool] = lambda _name: True,
) -> None:
    """All of it; raises where something is wrong with the tool, never for what is in the files."""
    snapshot = understood(files, as_of)
    assert {*snapshot.unreadable} <= {one.path for one in snapshot.diagnostics}
    for name, make in outputs(snapshot, words, screen).items():
        if wanted(name):
            inert(name, make())
    if wanted("diff"):
        inert("diff", repaired(files, words))
