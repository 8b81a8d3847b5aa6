"""The examples of `explain CODE` are real: their lines stand in the cases of their code."""

from __future__ import annotations

import re

import pytest

from ansecurity_cli.formats.codes import examples
from ansecurity_cli.snapshot import CODES
from test_cases import CASES, expected

# Bytes, characters and folders can't be shown as lines of a file: a person sees signs for them.
SHOWN_BY_SIGNS = {
    "unreadable-file", "link-not-followed", "too-large", "not-utf8", "byte-order-mark", "garbled-text",
    "text-not-composed", "bidirectional-control", "no-break-space", "misplaced-file", "too-deep",
    "appraisal-without-assessment", "allowed-data",  # told of what is right, so the other way round
}  # fmt: skip


def lines(code: str, *, fails: bool) -> set[str]:
    """The lines of the cases that fail with a code, or of those that pass."""
    found: set[str] = set()
    for case in (CASES / code).iterdir():
        if any(one[2] == code for one in expected(case)) is fails:
            for file in case.glob("*/**/*.yaml"):
                text = file.read_bytes().decode("utf-8", "replace")
                found |= {re.sub(r"\s*# expect:.*", "", line).strip() for line in text.split("\n")}
    return found


def _shown(text: str) -> list[str]:
    """The lines of an example; a comment says where it stands or what it is held against."""
    return [line.strip() for line in text.split("\n") if line.strip() and not line.startswith("# ")]


def test_every_code_has_a_wrong_and_a_right_example_in_order() -> None:
    assert list(examples()) == list(CODES)
    assert all(set(pair) == {"wrong", "right"} for pair in examples().values())


@pytest.mark.parametrize("code", sorted(CODES.keys() - SHOWN_BY_SIGNS))
@pytest.mark.parametrize("kind", ["wrong", "right"])
def test_example_stands_in_the_cases(code: str, kind: str) -> None:
    known = lines(code, fails=kind == "wrong")
    missing = [line for line in _shown(examples()[code][kind]) if line not in known]
    assert not missing, (kind, code)


def test_nothing_in_the_examples_is_invisible() -> None:
    text = "".join(one for pair in examples().values() for one in pair.values())
    assert not re.search(
        "[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u200b-\u200f\u202a-\u202e\ufeff]", text
    )
