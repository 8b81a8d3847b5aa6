"""The quick ways through sound files against the thorough ones: the same values, the same verdict.

What is quick may doubt, never differ: `sources.quick` against `sources.events`, with libyaml and
without; jsonschema-rs against jsonschema; and all that is found in every case, both ways.
"""

from __future__ import annotations

import copy
import json
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ansecurity_cli import schema
from ansecurity_cli.checks import Scope
from ansecurity_cli.model.places import place_of
from ansecurity_cli.schema import deciding
from ansecurity_cli.schema.loading import COMMON, KINDS, load, validator
from ansecurity_cli.sources import characters, events, parse, quick, spots
from test_cases import CASES, cases, understood
from test_properties import FRAGMENTS

ROOT = Path(__file__).parents[1]
SUITE = [
    one["yaml"] for one in json.loads((ROOT / "tests/yaml_suite/suite.json").read_text("utf-8"))
]
MANY = settings(max_examples=400, deadline=None)
LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]
engine = pytest.mark.skipif(deciding._engine() is None, reason="no jsonschema-rs here")


def files() -> Iterator[tuple[str, bytes]]:
    """Every YAML file there is, by its place in a repository."""
    for top in (ROOT, *(CASES / one for one in cases())):
        for folder in ("criteria", "units"):
            for path in sorted((top / folder).rglob("*.yaml")):
                yield path.relative_to(top).as_posix(), path.read_bytes()


TEXTS = [raw.decode("utf-8", "replace").lstrip("\ufeff") for _path, raw in files()]


def assert_equal(text: str) -> bool:
    """Whether the quick way took it; if so, the thorough one has no more to say."""
    if characters.FORBIDDEN.search(text):  # `parse` reads no further
        return False
    clean = quick.read(text)
    if clean is None:
        return False
    tree = events.read("x.yaml", text, places=True)
    assert (tree.whole, tree.troubles) == (True, [])
    assert repr(clean.data) == repr(tree.value)
    places = spots.read(text)
    assert {at: places.of_value(at) for at in places.values} == tree.values
    assert {at: places.of_key(at) for at in places.keys} == tree.keys
    assert clean.exact == (not any(_whole(one) for one in _leaves(clean.data)))
    return True


def _leaves(data: Any) -> Iterator[Any]:
    for one in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _leaves(one)
    if not isinstance(data, (dict, list)):
        yield data


def _whole(value: object) -> bool:
    return isinstance(value, float) and value.is_integer()


# --- Reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize("loader", LOADERS)
def test_every_file_has_the_same_values_both_ways(
    loader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_LOADER", loader)
    taken = sum(map(assert_equal, (TEXTS + SUITE) if loader is LOADERS[-1] else TEXTS[::7] + SUITE))
    assert taken > 100


def test_what_is_clean_is_read_once() -> None:
    thorough = [
        path
        for path, raw in files()
        if not parse(path, raw).diagnostics and quick.read(raw.decode()) is None
    ]
    assert len(thorough) < 5, thorough  # joined lines with a hyphen in them may doubt


@pytest.mark.parametrize("loader", LOADERS)
def test_changed_files_have_the_same_values_both_ways(
    loader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_LOADER", loader)
    chance, taken = random.Random(1), 0
    for _ in range(1500 if loader is LOADERS[-1] else 150):
        text = list(chance.choice(TEXTS)[:1500])
        for _ in range(chance.choice((1, 1, 2, 5))):
            at = chance.randrange(len(text) + 1)
            text[at : at + chance.choice((0, 0, 1, 5))] = chance.choice(PIECES)
        taken += assert_equal("".join(text))
    assert taken


PIECES = (
    *FRAGMENTS, " #x", "\t#x", "a #", "?x", "? x", "[?a]", "{?a: 1}", "x?", '"?', "\u00a0", '"\u00a0a"', '"\\u00a0"', "\\u0301",
    '"a\\\n  \u0301b"', "\u0301", "1.234", "17.0", "0.0", "-0.0", "1e3", "1e16", "- a\n  - b", "a\n  - b\n", "x\n    -\n", "yes", "~:", "null:",
    "1:", '"1":', "<<:", '"<<": x', "{a, b}", "[a: b]", "[a,,b]", "!!str 1", "! a", "--- x\n", "...\nx", "%TAG ! x\n", "|2-\n", "''", "\"\"",
)  # fmt: skip


@MANY
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_anything_has_the_same_values_both_ways(text: str) -> None:
    assert_equal(text)
    assert_equal(f"a: {text}")
    assert_equal(f"a:\n  {text}\nb: 1\n")


def test_limits_hold_both_ways() -> None:
    for text in (
        "a: " + "[" * 31 + "]" * 31, "a: " + "[" * 32 + "]" * 32, "a: [" + "x," * 49_995 + "]", "a: [" + "x," * 49_996 + "]",
        "a: [" + "x," * 49_997 + "]", "a: [" + "x," * 49_998 + "]", "a: {" + "".join(f"k{n}: 1, " for n in range(24_998)) + "}",
        "a: {" + "".join(f"k{n}: 1, " for n in range(24_999)) + "}",
    ):  # fmt: skip
        assert assert_equal(text) == (not events.read("x", text).troubles)


def test_what_was_met_before_changes_nothing() -> None:
    """Values are remembered from file to file: as a key, as a value, plain and in quotes."""
    for text in (
        "a: no\n",
        "no: a\n",
        "a: 'no'\n",
        "a: 1\n1: a\n",
        "'1': 1\n",
        "a: true\ntrue: a\n",
        "a: ''\n'': a\n",
        "? \n: a\n",
    ):
        for _ in range(2):
            assert assert_equal(text) == (not events.read("x", text).troubles)


# --- Schemas --------------------------------------------------------------------------------------


def documents() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path, raw in files():
        place, document = place_of(path), parse(path, raw).document
        if place and document:
            found.append((place.kind, document.data))
    return found


def told(errors: Any) -> list[tuple[Any, ...]]:
    return [
        (one.validator, repr(one.validator_value), repr(one.instance), tuple(one.absolute_path), "propertyNames" in one.absolute_schema_path)
        for one in errors
    ]  # fmt: skip


def assert_judged_alike(kind: str, data: Any) -> bool:
    """The same errors from the reference and from the quick way; whether there were none."""
    reference = told(validator(kind).iter_errors(data))
    exact = not any(_whole(one) for one in _leaves(data))
    assert sorted(map(repr, told(deciding.errors(kind, data, exact=exact)))) == sorted(
        map(repr, reference)
    )
    assert told(deciding.errors(kind, data, exact=False)) or not reference
    return not reference


@engine
def test_every_document_is_judged_alike() -> None:
    assert {assert_judged_alike(kind, data) for kind, data in documents()} == {True, False}


VALUES: tuple[Any, ...] = (
    None, True, False, 0, 0.0, -0.0, 1, 1.0, -1.0, 1.5, 17.0, 100, 100.0, 100.5, 99.99999999999999, -999999999.0, 999999999.0, 999999999.5, 1e9, 1e15, 1e16, 1e300,
    5e-324, 10**15, 10**30, -(10**30), math.nan, math.inf, -math.inf, "", " ", "x", "k1", "a\n", "phuong-x\n", "2026", "2026\n", "٢٠٢٦", "2026-02-29", "2024-02-29",
    "0000-01-01", "0001-01-01", "9999-12-31", "2026-13-01", "2026-1-1", "20260101", "2026-W01-1", "2026-01-01\n", "02-29", "02-30", "2-3", "P6M", "P٦M", "é" * 500,
    "😀" * 500, "😀" * 501, "x" * 1000, "x" * 1001, "o\u0302\u0301", "\ud800", "https://a.vn", "https://a.vn/ x", "https://a.vn\n", "HTTP://a", "met", "đ", "ĐÃ", "a_b",
    [], [None], ["x"], ["x", "x"], {}, {"a": 1}, {"": 1}, {"a\n": 1}, {"đ": True}, {"\ud800": 1}, "x" * 100000,
)  # fmt: skip


def places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, one in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*at, key)
        if isinstance(one, (dict, list)):
            yield from places(one, (*at, key))


def put(data: Any, at: tuple[Any, ...], value: Any) -> Any:
    data = copy.deepcopy(data)
    node = data
    for step in at[:-1]:
        node = node[step]
    node[at[-1]] = value
    return data


@engine
def test_changed_documents_are_judged_alike() -> None:
    chance, pool = random.Random(7), documents()
    small = [one for one in pool if len(repr(one[1])) < 6000]
    for _ in range(1500):
        kind, data = chance.choice(small)
        at = chance.choice(list(places(data)))
        value = chance.choice(VALUES)
        if chance.random() < 0.3:
            at = (
                (*at[:-1], chance.choice(("x", "kind", "period", "đ", "", "a\n")))
                if isinstance(at[-1], str)
                else at
            )
        assert_judged_alike(kind, put(data, at, value))


@engine
def test_every_part_of_the_schemas_judges_every_value_alike() -> None:
    """Also what no document holds: each `$defs` of the common schema, on its own."""
    for name, part in load(COMMON)["$defs"].items():
        judge = validator("unit").evolve(schema={"$ref": f"common.schema.json#/$defs/{name}"})
        for value in VALUES:
            if deciding._fits(f"common.schema.json#/$defs/{name}", value):
                assert judge.is_valid(value), (name, value, part)


# What `deciding` and `_nudged` rest on. A keyword that is new here has to be thought of there.
KNOWN = {
    "$defs", "$id", "$ref", "$schema", "additionalProperties", "allOf", "const", "description", "enum", "exclusiveMinimum", "format",
    "if", "items", "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "pattern",
    "properties", "propertyNames", "required", "then", "title", "type",
}  # fmt: skip


def keywords(part: Any) -> Iterator[tuple[str, Any]]:
    for key, one in part.items() if isinstance(part, dict) else ():
        yield key, one
        inner = one.values() if key in ("properties", "$defs") else one if key == "allOf" else [one]
        for each in inner if key not in ("const", "enum") else ():
            yield from keywords(each)


def test_schemas_say_only_what_both_engines_read_alike() -> None:
    every = [pair for name in (*KINDS, COMMON) for pair in keywords(load(name))]
    assert {key for key, _one in every} <= KNOWN
    limits = [one for key, one in every if key in ("maximum", "minimum", "exclusiveMinimum")]
    assert all(isinstance(one, int) for one in limits), "see _nudged"
    texts = [
        one
        for key, some in every
        if key in ("const", "enum")
        for one in (some if key == "enum" else [some])
    ]
    assert all(isinstance(one, (str, bool)) for one in texts), "1 and 1.0 and true"
    patterns = [one for key, one in every if key == "pattern"]
    assert not any(
        bad in one for one in patterns for bad in (r"\d", r"\w", r"\s", r"\b", r"\p", "(?", r"\Z")
    )
    assert all(one.startswith("^") and one.endswith("$") and one.isascii() for one in patterns)
    assert {one for key, one in every if key == "format"} == {"date", "month-day"}


# --- All of it ------------------------------------------------------------------------------------


def test_every_case_finds_the_same_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    names = cases()
    first = [understood(CASES / one) for one in names]
    monkeypatch.setattr(quick, "read", lambda _text: None)
    monkeypatch.setattr(deciding, "_engine", lambda: None)
    for name, quickly in zip(names, first, strict=True):
        thorough = understood(CASES / name)
        assert quickly.diagnostics == thorough.diagnostics, name
        assert quickly.unreadable == thorough.unreadable
        assert quickly.repository == thorough.repository, name


def test_as_if_sound_only_what_errors_touch_is_decided_anew() -> None:
    for name in cases():
        snapshot = understood(CASES / name)
        scope = Scope(snapshot.repository, snapshot.evaluation, snapshot.as_of)
        for result in scope.results(as_if_sound=True):
            assert result == scope._provisional.result(result.key), name


def test_what_is_forbidden_cannot_be_printed() -> None:
    """`letters.examined` passes over text that can be."""
    every = map(chr, range(0x110000))
    assert not [
        one for one in every if characters.FORBIDDEN.search(f"a{one}") and one.isprintable()
    ]
    assert not any(one.isprintable() for one in "\u00a0\u3000\r")


def test_without_an_engine_the_reference_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "_engine", lambda: None)
    unit = {"kind": "unit", "id": "a", "name": "A", "type": "xa"}
    assert not list(deciding.errors("unit", unit, exact=True))
    assert list(deciding.errors("unit", {**unit, "x": 1}, exact=True))
    assert schema.KINDS == KINDS
