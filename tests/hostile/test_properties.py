"""What holds whatever the input: nothing raises, from bytes to every output."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from datetime import date
from functools import cache, reduce
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansecurity_cli import schema
from ansecurity_cli.model.places import place_of
from ansecurity_cli.sources import Document, parse
from conftest import ROOT
from hostile import sample
from hostile.content import CONTENT
from hostile.pipeline import LANGUAGES, SCREENS, everything

SOME = settings(max_examples=150, deadline=None)
FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

texts = st.one_of(
    st.sampled_from(sorted(CONTENT.values())),
    st.sampled_from(["", " ", "k1", "mini", "phuong-x", "2026", "2026-02-30", "0001-01-01", "9999-12-31", "P999Y", "all", "met", "no", "95,5", "\n", "\t"]),
    st.text(max_size=20),
)  # fmt: skip
numbers = st.one_of(
    st.integers(), st.sampled_from([0, -1, 1, 10**9, 10**15, -(10**20), 1.5, 1e308, 5e-324, 0.1]),
    st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip
leaves = st.one_of(st.none(), st.booleans(), numbers, texts)
anything = st.recursive(
    leaves, lambda some: st.lists(some, max_size=3) | st.dictionaries(texts, some, max_size=3), max_leaves=8
)  # fmt: skip


@cache
def _keys(kind: str) -> tuple[str, ...]:
    """The names that stand anywhere in a schema."""

    def names(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            yield from (str(name) for name in part.get("properties", ()))
            for one in part.values():
                yield from names(one)
        elif isinstance(part, list):
            for one in part:
                yield from names(one)

    return tuple(sorted({*names(schema.load(kind)), *names(schema.load("common"))}))


@st.composite
def like(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Something that uses the right names for anything."""
    names = st.sampled_from(_keys(kind)) | texts
    some = st.recursive(
        leaves, lambda one: st.lists(one, max_size=3) | st.dictionaries(names, one, max_size=4), max_leaves=12
    )  # fmt: skip
    return draw(st.dictionaries(names, some, max_size=8))


@SOME
@given(st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.sampled_from([b"a: ", b"\n", b"  ", b"- ", b"[", b"]", b"{", b"}", b"'", b'"', b"|", b"? ", b": ", b"\t", b"\xff", b"\xef\xbb\xbf", b"\0", b"\xe2\x80\xae", b"#", b"*a", b"&a ", b"!!x ", b"<<: ", b"---\n", b"...\n", b"%YAML 1.1\n", b"95,5", b"\\u202e", b"~", b"\r"]), max_size=40).map(b"".join),
))  # fmt: skip
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    parsed = parse("units/a/unit.yaml", raw)
    assert parsed.document or parsed.diagnostics


@pytest.mark.parametrize("kind", schema.KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_data_is_examined(kind: str, data: st.DataObject) -> None:
    some = data.draw(st.one_of(like(kind), st.dictionaries(texts, anything, max_size=5)))
    found = schema.examine(Document("x.yaml", "", some), kind)
    assert found.data is None or isinstance(found.data, dict)


def _places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, one in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*at, key)
        if isinstance(one, (dict, list)):
            yield from _places(one, (*at, key))


@cache
def _real() -> dict[str, dict[str, Any]]:
    """This repository's own files, read once."""
    found = {}
    for folder in ("criteria", "units"):
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            document = parse(path.name, path.read_bytes()).document
            assert document
            found[path.relative_to(ROOT).as_posix()] = dict(document.data)
    return found


@st.composite
def changed(draw: st.DrawFn, data: dict[str, Any]) -> dict[str, Any]:
    """The data with a few of its parts exchanged, dropped, doubled or moved."""
    data = copy.deepcopy(data)
    chance = draw(st.randoms(use_true_random=False))
    for _ in range(draw(st.integers(1, 4))):
        places = list(_places(data))
        if not places:
            break
        at = chance.choice(places)
        holder: Any = reduce(lambda node, step: node[step], at[:-1], data)
        match draw(st.sampled_from(["exchange", "drop", "double", "move"])):
            case "exchange":
                holder[at[-1]] = draw(anything)
            case "drop":
                del holder[at[-1]]
            case "double" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[at[-1]]))
            case "double":
                holder[draw(texts)] = copy.deepcopy(holder[at[-1]])
            case _:
                other = chance.choice(places)
                found: Any = (
                    reduce(lambda node, step: node[step], other, data)
                    if other[: len(at)] == at
                    else None
                )
                holder[at[-1]] = copy.deepcopy(found)
    return data


def _bytes(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")


days = st.sampled_from([date(1, 1, 1), date(2023, 12, 31), date(2026, 11, 24), date(9999, 12, 31)])


@FEW
@given(st.data(), st.sampled_from(LANGUAGES), st.sampled_from(SCREENS), days)
def test_any_mixture_is_told_of_in_every_format(
    data: st.DataObject, words: Any, screen: Any, day: date
) -> None:
    files = {path: sample.as_bytes(content) for path, content in sample.files().items()}
    for path in data.draw(
        st.lists(st.sampled_from(sorted(files)), min_size=1, max_size=3, unique=True)
    ):
        place = place_of(path)
        assert place
        whole = json.loads(files[path])
        files[path] = _bytes(data.draw(st.one_of(changed(whole), changed(whole), like(place.kind))))
    everything(files, words, screen, day)


@settings(parent=FEW, max_examples=12)
@given(st.data(), st.integers(0, 1 << 30), st.sampled_from(LANGUAGES))
def test_real_files_in_pieces_are_told_of_in_every_format(
    data: st.DataObject, seed: int, words: Any
) -> None:
    chance = random.Random(seed)
    real = _real()
    files = {path: _bytes(real[path]) for path in chance.sample(sorted(real), 12)}
    for path in list(files)[:3]:
        files[path] = _bytes(data.draw(changed(real[path])))
    everything(files, words, SCREENS[0])
