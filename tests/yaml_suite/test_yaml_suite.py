"""Every document of the YAML test suite: no exception, and no other value than YAML 1.2 gives."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansecurity_cli.diagnostics import Severity
from ansecurity_cli.sources import characters, events, parse

DOCUMENTS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("suite.json").read_text("utf-8")
)
LOADERS = [
    pytest.param(getattr(yaml, "CSafeLoader", None), id="libyaml"),
    pytest.param(yaml.SafeLoader, id="python"),
]

# No YAML by the letter, read all the same: slips that leave no doubt about what is meant.
LENIENT: Mapping[str, str] = {
    "9C9N": "lines of a list in brackets that are not indented",
    "9JBA": "no blank between a closing bracket and #",
    "CVW2": "no blank between a comma and #",
    "DK95/01": "a tab before the second line of a text in quotes",
    "G5U8": "hyphens alone as items of a list in brackets",
    "QB6E": "the second line of a text in quotes is not indented",
    "S98Z": "a blank line indented deeper than the text after it",
    "SU5Z": "no blank between a closing quotation mark and #",
    "X4QW": "no blank between > and #",
    "Y79Y/003": "a tab before an item of a list in brackets",
    "YJV2": "a hyphen alone as an item of a list in brackets",
}
STRICTER_IN_PYTHON = {"X4QW", "Y79Y/003"}


@pytest.fixture(params=LOADERS)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Reading through libyaml, or through PyYAML's own parser."""
    if request.param is None:
        pytest.skip("PyYAML is installed without libyaml")
    monkeypatch.setattr(events, "_LOADER", request.param)
    return "python" if request.param is yaml.SafeLoader else "libyaml"


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same kinds: 1 is not 1.0 is not true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def refused(raw: bytes) -> set[str]:
    """The errors that a document is refused for; what is no mapping is refused only as a file."""
    found = parse("x.yaml", raw).diagnostics
    return {one.code for one in found if one.severity is Severity.ERROR} - {"not-a-mapping"}


def test_the_suite_is_whole() -> None:
    assert len(DOCUMENTS) == 402
    assert sum(one["fails"] for one in DOCUMENTS) == 94


def test_every_document_is_read_as_it_is_meant_or_refused(
    loader: str, record_property: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    lenient, other, counts, codes = set(), set(), Counter[str](), Counter[str]()
    for one in DOCUMENTS:
        raw = one["yaml"].encode()
        errors = refused(raw)
        if errors:
            counts["refused, no YAML" if one["fails"] else "refused, YAML"] += 1
            codes.update(set() if one["fails"] else errors)
            continue
        tree = events.read("x.yaml", characters.decode(raw))
        assert tree.whole, one["id"]
        if one["fails"]:
            lenient.add(one["id"])
        elif one["json"] is None:
            counts["read, no JSON to compare"] += 1
        elif same([tree.value], one["json"] or [None]):
            counts["read, the same value"] += 1
        else:
            other.add(one["id"])
    counts["read, no YAML"], counts["read, another value"] = len(lenient), len(other)
    record_property(loader, json.dumps(counts))
    with capsys.disabled():
        sys.stdout.write(f"\n{loader}: {dict(sorted(counts.items()))}; refused for {dict(codes)}\n")
    assert lenient == LENIENT.keys() - (STRICTER_IN_PYTHON if loader == "python" else set())
    assert not other


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="one parser, nothing to compare")
def test_both_parsers_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def values(loader: type) -> dict[str, Any]:
        monkeypatch.setattr(events, "_LOADER", loader)
        return {
            one["id"]: events.read("x", characters.decode(one["yaml"].encode())).value
            for one in DOCUMENTS if not refused(one["yaml"].encode())
        }  # fmt: skip

    one, other = values(yaml.CSafeLoader), values(yaml.SafeLoader)
    assert all(same(one[name], other[name]) for name in one.keys() & other.keys())
    assert len(one.keys() ^ other.keys()) <= 21  # read by one only: tabs in odd places
