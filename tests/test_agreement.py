"""Code, schemas, data, words and docs agree."""

from __future__ import annotations

import json
import re
import string
import sys
from pathlib import Path

import pytest

from ansecurity_cli import schema
from ansecurity_cli.checks import CHECKS
from ansecurity_cli.formats import wording
from ansecurity_cli.formats.wording import BODIES, UNIT_TYPES
from ansecurity_cli.verdicts.rules import RULES
from catalogue import translated, used
from conftest import ROOT

SCHEMAS = sorted((ROOT / "schemas").glob("*.json"))
FILES = sorted([*(ROOT / "criteria").rglob("*.yaml"), *(ROOT / "units").rglob("*.yaml")])


def _holes(text: str) -> set[str]:
    return {name.partition("!")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


def test_whatever_is_active_cannot_be_printed() -> None:
    active = (one for one in map(chr, range(sys.maxunicode + 1)) if wording._ACTIVE.match(one))
    assert not [hex(ord(one)) for one in active if one.isprintable()]


def test_every_text_has_its_vietnamese() -> None:
    known = translated()
    assert not [text for text in used() if not known.get(text)]


def test_the_catalogue_holds_nothing_that_is_not_used() -> None:
    assert not set(translated()) - set(used())


def test_translations_fill_the_same_holes() -> None:
    texts = used()
    odd = [
        one for one, vietnamese in translated().items()
        if _holes(vietnamese) != (_holes(texts[one]) if texts[one] else _holes(one))
    ]  # fmt: skip
    assert not odd


def test_vietnamese_is_composed() -> None:
    import unicodedata

    assert not [
        text for text in translated().values() if not unicodedata.is_normalized("NFC", text)
    ]


def test_checks_are_named_once_and_explained() -> None:
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert not [check.name for check in CHECKS if not (check.find.__doc__ or "").strip()]


def test_rule_kinds_agree_with_the_schema_and_the_tables() -> None:
    kinds = {row.kind for row in RULES.values()}
    listed = schema.load("criteria-set")["$defs"]["rule"]["properties"]["kind"]["enum"]
    tables = {path.stem for path in (ROOT / "tests" / "rules").glob("*.yaml")}
    assert kinds == set(listed)
    assert kinds <= tables


def test_words_agree_with_the_schema() -> None:
    assert set(UNIT_TYPES) == set(schema.load("common")["$defs"]["unit_type"]["enum"])
    assert set(BODIES) == set(schema.load("criteria-set")["properties"]["body"]["enum"])


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_schemas_are_sound_and_without_alternatives(path: Path) -> None:
    import jsonschema

    text = path.read_text(encoding="utf-8")
    loaded = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(loaded)
    assert loaded["$id"] == path.name
    assert not re.search(r'"(oneOf|anyOf|not|uniqueItems)":', text)
    assert not re.search(r'"pattern": "[^"]*\\\\[dws]', text)  # engines differ on these


@pytest.mark.parametrize("kind", schema.KINDS)
def test_every_key_of_an_input_schema_is_described_in_vietnamese(kind: str) -> None:
    for part in (schema.load(kind), schema.load("common")):
        assert not _untitled(part)


def _untitled(part: object, name: str = "") -> list[str]:
    if not isinstance(part, dict):
        return []
    found = []
    for key, one in {**part.get("properties", {}), **part.get("$defs", {})}.items():
        if isinstance(one, dict) and "title" not in one and "$ref" not in one:
            found.append(f"{name}/{key}")
        found += _untitled(one, f"{name}/{key}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_editors_find_the_schema(path: Path) -> None:
    first, rest = path.read_text(encoding="utf-8").split("\n", 1)
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found
    kind = next(line for line in rest.split("\n") if line.startswith("kind: ")).partition(" ")[2]
    assert (path.parent / found[1]).resolve() == ROOT / "schemas" / f"{kind}.schema.json"


def test_the_readme_tells_the_exit_codes_and_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for word in (
        "make report",
        "make test",
        "ansecurity check",
        "ansecurity unmet",
        "ansecurity report",
    ):
        assert word in readme
