"""The examples of `explain CODE` are real: their lines stand in a case of their code, in that order.

The wrong ones stand in a case that fails, and one of their lines is marked there; the right ones
stand in a case that passes. `# units/…` heads lines of that file; without it one file holds them all.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansecurity_cli.formats.codes import examples
from ansecurity_cli.snapshot import CODES
from ansecurity_cli.sources import parse
from test_cases import CASES, ON_THE_SPOT, SOURCE, expected

# What no case can hold, and why.
NOT_TIED = {
    "unreadable-file": "permissions are not kept in a repository",
    "link-not-followed": "links are made on the spot",
    "too-large": "a file of more than 1 MiB is made on the spot",
}
# A note that tells of what is right: it is the wrong example that draws none.
OTHER_WAY_ROUND = {"allowed-data"}

KINDS = ("wrong", "right")
LINES, WIDTH = 6, 76  # explained on a screen of 80 columns, indented by 4
_PLACE = re.compile(r"# ((?:criteria|units)/\S+\.ya?ml)")
_SIGN = re.compile(r"⟨U\+([0-9A-F]{4})⟩")


def sections(example: str) -> list[tuple[str, list[str]]]:
    """The lines of an example as they stand in files, each part with its file if it names one."""
    parts: list[tuple[str, list[str]]] = []
    for line in example.strip("\n").split("\n"):
        place = _PLACE.fullmatch(line)
        if place or not parts:
            parts.append((place[1] if place else "", []))
        if not place:
            parts[-1][1].append(_SIGN.sub(lambda sign: chr(int(sign[1], 16)), line))
    return parts


def found_in(case: Path, code: str, example: str) -> set[bool]:
    """In which ways an example stands in a case: over a line marked with the code, past all of them."""
    marks = {(path, number) for path, number, one in expected(case) if one == code}
    over = {False}
    for path, shown in sections(example):
        files = [case / path] if path else sorted(case.glob("*/**/*.y*ml"))
        ways = {way for file in files for way in _found_in_file(file, case, marks, shown)}
        over = {one or way for one in over for way in ways}
    return over


def _found_in_file(
    file: Path, case: Path, marks: set[tuple[str, int]], shown: list[str]
) -> Iterator[bool]:
    if not file.is_file():
        return
    path, text = file.relative_to(case).as_posix(), file.read_bytes().decode("utf-8", "replace")
    lines = [re.sub(r"\s*# expect:.*", "", line).rstrip() for line in text.split("\n")]
    for indent in range(0, 9, 2):  # what stands deep in a file may be shown further to the left
        wanted = [" " * indent + line for line in shown]
        # How many lines are found so far, and whether a marked one is among them.
        states = {(0, False)}
        for number, line in enumerate(lines, 1):
            states |= {
                (n + 1, over or (path, number) in marks)
                for n, over in states
                if n < len(wanted) and wanted[n] == line
            }
        yield from (over for n, over in states if n == len(wanted))


def test_every_code_has_a_wrong_and_a_right_example_in_order() -> None:
    assert list(examples()) == list(CODES)
    for code, pair in examples().items():
        assert tuple(pair) == KINDS, code
        assert pair["wrong"] != pair["right"], code


def test_only_what_is_made_on_the_spot_is_not_tied_to_a_case() -> None:
    assert NOT_TIED.keys() == ON_THE_SPOT


@pytest.mark.parametrize("code", [code for code in CODES if code not in NOT_TIED])
@pytest.mark.parametrize("kind", KINDS)
def test_example_stands_in_a_case(code: str, kind: str) -> None:
    fails = (kind == "wrong") is (code not in OTHER_WAY_ROUND)
    cases = [
        case
        for case in (CASES / code).iterdir()
        if any(one == code for _path, _number, one in expected(case)) is fails
    ]
    assert any(fails in found_in(case, code, examples()[code][kind]) for case in cases)


@pytest.mark.parametrize("code", [code for code in CODES if code not in NOT_TIED])
def test_right_example_can_be_read_by_itself(code: str) -> None:
    for _path, shown in sections(examples()[code]["right"]):
        text = "".join(f"{line}\n" for line in shown)
        assert not parse("vi-du.yaml", text.encode()).diagnostics


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_example_is_short(code: str, kind: str) -> None:
    lines = examples()[code][kind].strip("\n").split("\n")
    assert 1 <= len(lines) <= LINES
    assert all(line and len(line) <= WIDTH for line in lines)


def test_nothing_in_the_file_is_invisible() -> None:
    text = (SOURCE / "formats" / "examples.toml").read_bytes().decode("utf-8")
    assert tomllib.loads(text) == examples()
    assert unicodedata.is_normalized("NFC", text)
    seen = {one for one in text if unicodedata.category(one)[0] in "CMZ"} - {"\n", " "}
    assert not seen


def test_an_example_that_does_not_stand_in_a_case_is_noticed() -> None:
    case = CASES / "duplicate-key" / "criterion-answered-twice"
    twice = "answers:\n  k1: {value: 1}\n  k1: {value: 0}"
    assert found_in(case, "duplicate-key", twice) == {True}
    assert found_in(case, "duplicate-key", f"# units/phuong-x/2026/mini.yaml\n{twice}") == {True}
    assert found_in(case, "duplicate-key", "answers:\n  k1: {value: 1}") == {False}  # not marked
    assert not found_in(case, "duplicate-key", f"# units/phuong-x/unit.yaml\n{twice}")
    assert not found_in(case, "duplicate-key", "  k1: {value: 0}\n  k1: {value: 1}")  # the order
    assert not found_in(case, "duplicate-key", "answers:\n    k1: {value: 1}")  # the indentation
    assert not found_in(case, "duplicate-key", "kind: unit\nanswers:")  # of two files
