"""A schema for one criteria set, so that editors complete and explain its criteria."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ansecurity_cli import schema
from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.scaffolds.asking import asked
from ansecurity_cli.formats.terminal import title_of
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model import rules as c
from ansecurity_cli.model.criteria import CriteriaSet, Criterion
from ansecurity_cli.model.periods import Period
from ansecurity_cli.verdicts.rules import RULES, asks

# By kind of file: where its answers stand, and which definition of `common` they follow.
KINDS = {"assessment": ("answers", "answer"), "appraisal": ("results", "result")}
_ALWAYS = ("evidence", "note", "claim", "confirmed_on", "carried_from", "outcome", "reason")
_SHARED = re.compile(r"^common\.schema\.json(?=#)")


def text(known: CriteriaSet, kind: str, period: Period, words: Words) -> str:
    """The schema; deadlines are told for the period's year. It needs no other file."""
    made = copy.deepcopy(schema.load(kind))
    shared = copy.deepcopy(schema.load("common")["$defs"])
    place, definition = KINDS[kind]
    made["$id"] = f"{known.id}.{kind}.schema.json"
    made["title"] = f"{made['title']}: {known.name}"
    properties = made["properties"]
    properties["set"] = {**shared["id"], "const": known.id}
    properties["set_version"]["description"] = words.say("now: {n}", n=known.version)
    given = {
        one.id: _answer(one, known, period, shared[definition]["properties"], words)
        for one in known.walk()
    }
    if known.completeness == "full":
        properties[place] = {
            **{key: properties[place][key] for key in ("title", "description", "type")},
            "additionalProperties": False, "properties": given,
        }  # fmt: skip
        shared["criterion_reference"]["enum"] = list(given)
    else:  # not all its criteria are here: what isn't known may be answered too
        properties[place]["properties"] = given
    _local(made)
    made["$defs"] = shared
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _local(part: Any) -> None:
    """References to the shared definitions lead into this very file."""
    for one in part.values() if isinstance(part, dict) else part:
        if isinstance(one, (dict, list)):
            _local(one)
    if isinstance(part, dict) and "$ref" in part:
        part["$ref"] = _SHARED.sub("", part["$ref"])


def _answer(
    one: Criterion, known: CriteriaSet, period: Period, every: dict[str, Any], words: Words
) -> dict[str, Any]:
    rules = (one.rule, *one.by_group.values())
    keys = {key for rule in rules for key in _keys(rule, one)}
    if one.not_applicable_allowed:
        keys.add("not_applicable")
    properties = {key: every[key] for key in every if key in {*keys, *_ALWAYS}}
    return {
        "title": " · ".join(part for part in (one.cite, one.short) if part) or one.id,
        "description": "\n\n".join(_told(one, known, period, words)),
        "type": "object", "additionalProperties": False, "minProperties": 1,
        "properties": {**properties, **_narrowed(one, rules, words)},
    }  # fmt: skip


def _keys(rule: c.Rule, one: Criterion) -> Iterator[str]:
    if not one.children:
        yield from (key for group in asks(rule) for key in group)
        yield from RULES[type(rule)].may


def _told(one: Criterion, known: CriteriaSet, period: Period, words: Words) -> Iterator[str]:
    yield title_of(one, words)
    ways = "; ".join(words(each) for each in asked(one, known, period))
    if ways:
        yield words.say("rule: {text}", text=ways)
    if one.evidence_required:
        yield words(say("evidence is required; without it the criterion stays unknown"))
    if one.evidence_hint:
        yield words.say("evidence: {list}", list=one.evidence_hint)
    yield from (words.say("note: {text}", text=each) for each in one.notes)


def _narrowed(one: Criterion, rules: Iterable[c.Rule], words: Words) -> dict[str, Any]:
    """Where only some values are possible, which."""
    found: dict[str, Any] = {}
    for rule in rules:
        if isinstance(rule, c.Graded):
            scales = [one.scales[name] for name in rule.at_least if name in one.scales]
            titles = {
                grade: each.titles.get(grade, grade) for each in scales for grade in each.grades
            }
            found["grade"] = {"title": words.t("Grade"), **_choice(titles)}
        elif isinstance(rule, c.Discipline) and rule.scale in one.scales:
            scale = one.scales[rule.scale]
            severity = _choice({grade: scale.titles.get(grade, grade) for grade in scale.grades})
            found["cases"] = {
                **schema.load("common")["$defs"]["answer"]["properties"]["cases"],
                "items": _item("discipline_case", "severity", severity),
            }
        elif isinstance(rule, c.Issued) and rule.required:
            named = _choice({each.id: each.title for each in rule.required})
            found["documents"] = {
                **schema.load("common")["$defs"]["documents"],
                "items": _item("document", "for", named),
            }
    return copy.deepcopy(found)


def _item(definition: str, key: str, values: dict[str, Any]) -> dict[str, Any]:
    """A shared definition in which one key has only some values."""
    known = schema.load("common")["$defs"][definition]
    title = known["properties"][key].get("title", key)
    return {**known, "properties": {**known["properties"], key: {"title": title, **values}}}


def _choice(titles: dict[str, str]) -> dict[str, Any]:
    told = "; ".join(f"{name}: {title}" for name, title in titles.items())
    return {"enum": list(titles), "description": told}
