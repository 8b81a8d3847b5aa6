"""New files of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ansecurity_cli.diagnostics import Message, say
from ansecurity_cli.formats.phrases import PERIODS
from ansecurity_cli.formats.scaffolds.blocks import blocks
from ansecurity_cli.formats.scaffolds.writing import Made, flow, render
from ansecurity_cli.formats.wording import OUTCOMES, Words
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Answer, Evidence, Paper, Unit
from ansecurity_cli.reports.carrying import NOTHING, Carried
from ansecurity_cli.verdicts.outcome import Verdict


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an assessment or an appraisal is of; `schema` is where an editor finds its schema."""

    unit: Unit
    known: CriteriaSet
    period: Period
    schema: str = ""


def _shared(sheet: Sheet, words: Words) -> dict[str, Any]:
    known = sheet.known
    source = ", ".join(part for part in (known.article, known.document, known.issuer) if part)
    period = Message(PERIODS[sheet.period.part].msgid, {"year": str(sheet.period.year)})
    return {
        "unit": sheet.unit, "known": known, "period": sheet.period, "when": words(period),
        "schema": sheet.schema, "source": source, "illustrative": sheet.unit.illustrative,
    }  # fmt: skip


def assessment(sheet: Sheet, day: date, words: Words, carried: Carried | None = None) -> str:
    """A self-assessment in which nothing is answered, or only what is to be confirmed."""
    known = sheet.known
    carried = carried or NOTHING
    written = {name: _carried(name, one, carried) for name, one in carried.answers.items()}
    remarks = dict(_remarks(carried))
    facts = tuple(dict.fromkeys(one.fact for one in known.walk() if one.fact))
    papers = known.dossier
    return render(
        "assessment.yaml.j2", words, **_shared(sheet, words), assessed_on=day, facts=facts,
        dossier=(*papers.registration, *papers.recognition) if papers else (),
        blocks=blocks(known, sheet.period, words, written=written, remarks=remarks),
        evidence={name: _evidence(one) for name, one in carried.evidence.items()},
        remedies=[one.action for one in carried.remedies],
        past=carried.period,
    )  # fmt: skip


def _remarks(carried: Carried) -> Iterator[tuple[str, Message]]:
    period = str(carried.period)
    for name, verdict in carried.before.items():
        if verdict.criterion.children:
            continue
        yield name, _remark(period, verdict, taken=name in carried.answers)


def _remark(period: str, verdict: Verdict, *, taken: bool) -> Message:
    outcome, why = OUTCOMES[verdict.outcome], verdict.ruling.why
    if taken:
        return say(
            "{period}: {outcome} ({why}). Carried over and unknown until somebody confirms it: if "
            'it still holds, add confirmed_on: "…"; else correct it and drop carried_from',
            period=period, outcome=outcome, why=why,
        )  # fmt: skip
    return say("{period}: {outcome} ({why})", period=period, outcome=outcome, why=why)


def _carried(name: str, one: Answer, carried: Carried) -> str:
    told: dict[str, Any] = {}
    if one.not_applicable is not None:
        told["not_applicable"] = one.not_applicable
    else:
        values = {"met": one.met, "value": one.value}
        told |= {key: value for key, value in values.items() if value is not None}
        if one.documents:
            told["documents"] = [_paper(paper) for paper in one.documents]
    named = [each for each in one.evidence or () if each in carried.evidence]
    if named:
        told["evidence"] = named
    if one.note:
        told["note"] = one.note
    return f"{name}: {flow({**told, 'carried_from': _period(carried.period)})}"


def _period(period: Period) -> object:
    return str(period) if period.part else period.year


def _paper(one: Paper) -> Mapping[str, object]:
    told = {
        "for": one.for_, "number": one.number, "issued": one.issued, "issuer": one.issuer,
        "title": one.title, "note": one.note,
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}


def _evidence(one: Evidence) -> Mapping[str, object]:
    told = {
        "number": one.number, "issued": one.issued, "title": one.title, "file": one.file,
        "expires": one.expires,
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}


def appraisal(sheet: Sheet, by: str, day: date, words: Words) -> str:
    """An appraisal in which everything is still unknown."""
    reason = words.t("not appraised yet")

    def lines(one: Criterion) -> Iterator[str]:
        if not one.children:
            yield f"{one.id}: {flow({'value': '…', 'reason': '…'})}"

    open_ = {
        one.id: f"{one.id}: {flow({'outcome': 'unknown', 'reason': reason})}"
        for one in sheet.known.walk()
        if not one.children
    }
    return render(
        "appraisal.yaml.j2", words, **_shared(sheet, words), by=by, day=day,
        blocks=blocks(sheet.known, sheet.period, words, written=open_, lines=lines),
    )  # fmt: skip


def unit(values: Mapping[str, Any], words: Words) -> str:
    """A unit: id, name, type, perhaps its parent and code."""
    return render("unit.yaml.j2", words, **values, quoted_code=Made(f'"{values["code"]}"'))


def inspection(
    unit: Unit, by: str, day: date, schema: str, words: Words, sheet: Sheet | None
) -> str:
    """A visit; with a set, a line for each of its criteria."""

    def lines(one: Criterion) -> Iterator[str]:
        if not one.children and sheet:
            yield f'- {{set: {sheet.known.id}, criterion: {one.id}, outcome: …, note: "…"}}'

    shown = blocks(sheet.known, sheet.period, words, lines=lines) if sheet else ""
    return render(
        "inspection.yaml.j2", words, unit=unit, by=by, day=day, schema=schema, blocks=shown
    )


def plan(unit: Unit, title: str, sets: tuple[str, ...], schema: str, words: Words) -> str:
    """A roadmap without targets."""
    return render("plan.yaml.j2", words, unit=unit, title=title, sets=sets, schema=schema)


def criteria_set(values: Mapping[str, Any], words: Words) -> str:
    """A set without criteria, which nobody can meet."""
    return render("criteria-set.yaml.j2", words, **values)
