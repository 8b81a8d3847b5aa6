"""The decision tables in `rules/`: each row is a small repository, judged as the command would.

The keys on top of a table are defaults, and a row overrides them one by one (null: none). Unit `u` has set `s`
with one criterion, `k`. What may stand in a row:

    rule, criterion, children   k's rule; its further keys; its children by outcome, named a, b, c …
    scales, set, sets           of s; further keys of s (`criteria` replaces k); other sets, by id
    answer, assessment          the answer to k; further keys of the assessment (`answers` …)
    appraised, appraisal        the appraiser's result for k; further keys of the appraisal
    unit, units, kinds          further keys of u; its child units, each a kind; what a kind is
    also, earlier               what u has filed under other sets, and in other years
    files                       files as they are: text, or data
    outcome, why, shortfall     what k must amount to (`of`: another id)
    self, whole, counts, standing, cites, unreadable    further things that must hold, where given
    score, total, class, blocked    points of k (low, high, maximum) and of the whole; the class it gives
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key
from ansecurity_cli.snapshot import Snapshot, take
from ansecurity_cli.sources import MemoryTree, parse
from ansecurity_cli.verdicts.outcome import Score
from ansecurity_cli.verdicts.rules import RULES

Row = Mapping[str, Any]
TABLES = sorted((Path(__file__).parent / "rules").glob("*.yaml"))
CHILD = {"met": {"met": True}, "unmet": {"met": False}, "n/a": {"not_applicable": "vắng"}}


def table(path: Path) -> Row:
    parsed = parse(path.name, path.read_bytes())
    assert parsed.document, parsed.diagnostics
    assert not parsed.diagnostics
    return parsed.document.data


def rows() -> Iterator[Any]:
    for path in TABLES:
        defaults = dict(table(path))
        for row in defaults.pop("rows"):
            yield pytest.param({**defaults, **row}, id=f"{path.stem}: {row['name']}")


def criteria_set(name: str, given: Row) -> Row:
    return {
        "kind": "criteria-set", "id": name, "title": name, "version": 1,
        "source": {"document": "124/2021/TT-BCA"}, "applies_to": ["phuong"],
        "window": {"from": "11-16", "to": "11-15"}, "completeness": "full",
        "rule": {"kind": "all"}, **given,
    }  # fmt: skip


def criterion(row: Row) -> Row:
    return {"id": "k", "title": "K", "rule": row.get("rule"), **row.get("criterion", {})}


def with_children(row: Row) -> Row:
    """`children: [met, unknown]` written out: criteria a, b … and the answers to them."""
    named = dict(zip("abcdefgh", row.get("children", ()), strict=False))
    some = {"rule": {"kind": "attested"}, "not_applicable": {"allowed": True}}
    nodes = [{"id": name, "title": name, **some} for name in named]
    answers = {name: CHILD[said] for name, said in named.items() if said in CHILD}
    given = row.get("assessment") or {}
    return {
        **row,
        "criterion": {**({"criteria": nodes} if nodes else {}), **row.get("criterion", {})},
        "assessment": {**given, "answers": {**answers, **given.get("answers", {})}},
    }


def filed(unit: str, name: str, period: str, spec: Row) -> Iterator[tuple[str, Row]]:
    """The assessment and the appraisal of one unit, set and period, as far as there are any."""
    said = {"unit": unit, "set": name, "set_version": 1, "period": period}
    place, year = f"units/{unit}/{period}/{name}", period[:4]
    if spec.get("assessment") is not None or spec.get("answer") is not None:
        given = dict(spec.get("assessment") or {})
        if spec.get("answer") is not None:
            given["answers"] = {**given.get("answers", {}), "k": spec["answer"]}
        day = {"assessed_on": f"{year}-01-10"}
        yield f"{place}.yaml", {"kind": "assessment", **said, **day, **given}
    if spec.get("appraisal") is not None or "appraised" in spec:
        given = dict(spec.get("appraisal") or {})
        if "appraised" in spec:
            given["results"] = {**given.get("results", {}), "k": spec["appraised"]}
        by = {"by": "Thường trực Ban Chỉ đạo", "date": f"{year}-01-20"}
        yield f"{place}.appraisal.yaml", {"kind": "appraisal", **said, **by, **given}


def unit(name: str, given: Row) -> tuple[str, Row]:
    whole = {"kind": "unit", "id": name, "name": name, "type": "phuong", **given}
    return f"units/{name}/unit.yaml", whole


def files(row: Row) -> Iterator[tuple[str, Any]]:
    row = with_children(row) if "children" in row else row
    period, own = row.get("period", "2023"), {"criteria": [criterion(row)], **row.get("set", {})}
    if "scales" in row:
        own["scales"] = row["scales"]
    for name, given in {**row.get("sets", {}), "s": own}.items():
        yield f"criteria/{name}.yaml", criteria_set(name, given)
    yield unit("u", row.get("unit", {}))
    yield from filed("u", "s", period, row)
    for name, spec in row.get("also", {}).items():
        yield from filed("u", name, period, spec)
    for year, spec in row.get("earlier", {}).items():
        yield from filed("u", "s", year, spec)
    for number, kind in enumerate(row.get("units", ()), 1):
        spec = row["kinds"][kind]
        yield unit(f"c{number}", {"type": "khu-dan-cu", "parent": "u", **spec.get("unit", {})})
        yield from filed(f"c{number}", spec.get("of", "kdc"), period, spec)
    yield from row.get("files", {}).items()


def judged(row: Row) -> tuple[Snapshot, Key]:
    """JSON is YAML in which nothing is ambiguous."""
    texts = {
        path: one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)
        for path, one in files(row)
    }
    period = Period.parse(row.get("period", "2023"))
    return take(MemoryTree(texts), date.fromisoformat(row["as_of"])), Key("u", "s", period)


def seen(row: Row, snapshot: Snapshot, key: Key, words: Words) -> Row:
    result = snapshot.evaluation.result(key)
    verdict = result.find(row.get("of", "k"))
    found: dict[str, Any] = {"unreadable": list(snapshot.unreadable)}
    if "outcome" in row:
        found["outcome"] = verdict.outcome.value if verdict else result.outcome.value
        found["why"] = words(verdict.ruling.why) if verdict else words(result.notes[0])
        short = verdict.ruling.shortfall if verdict else None
        found["shortfall"] = words(short) if short else None
    further = {
        "self": verdict.self_outcome.value if verdict and verdict.self_outcome else None,
        "cites": verdict.criterion.cite if verdict else None,
        "whole": result.outcome.value,
        "standing": result.standing.value,
        "counts": {
            name: getattr(result.counts, name)
            for name in ("met", "unmet", "not_applicable", "unknown")
            if getattr(result.counts, name)
        },
    }
    total = result.total
    further |= {
        "score": _score(verdict.score) if verdict else None,
        "total": _score(total.score) if total else None,
        "class": total.held.id if total and total.held else None,
        "blocked": words(total.blocked.text) if total and total.blocked else None,
        "arithmetic": words(total.why) if total else None,
    }
    return {**found, **{name: one for name, one in further.items() if name in row}}


def _score(score: Score | None) -> list[float | None] | None:
    return score and [
        one if one is None else float(one) for one in (score.low, score.high, score.maximum)
    ]


@pytest.mark.parametrize("row", list(rows()))
def test_row(row: Row, english: Words) -> None:
    found = seen(row, *judged(row), english)
    absent = {"unreadable": [], "shortfall": None}
    assert found == {name: row.get(name, absent.get(name)) for name in found}


@pytest.mark.parametrize("kind", [one.kind for one in RULES.values()])
def test_every_kind_has_a_table_of_its_own(kind: str) -> None:
    path = Path(__file__).parent / "rules" / f"{kind}.yaml"
    whole = table(path)
    kinds = {row.get("rule", whole.get("rule"))["kind"] for row in whole["rows"]}
    assert kinds == {kind}


@pytest.mark.parametrize("path", TABLES, ids=[path.stem for path in TABLES])
def test_rows_are_told_apart_and_say_what_they_expect(path: Path) -> None:
    listed = table(path)["rows"]
    names = [row["name"] for row in listed]
    assert len(set(names)) == len(names)
    assert all({"outcome", "whole", "standing"} & {*row} for row in listed)
    assert all("why" in row for row in listed if "outcome" in row)
