"""`check --fix` and `--diff`: what is repaired, what isn't, and that nothing else moves."""

from __future__ import annotations

import shutil
import subprocess  # noqa: TID251
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansecurity_cli.diagnostics import Edit, Position, Span
from ansecurity_cli.repair import repair
from ansecurity_cli.repair.splicing import spliced
from ansecurity_cli.sources import parse
from conftest import ROOT
from test_cases import CASES, cases

UNIT = "units/phuong-x/unit.yaml"
ANSWERS = "units/phuong-x/2026/mini.yaml"
HEAD = "kind: unit\nid: phuong-x\nname: Phường X\ntype: phuong\n"
ASKED = (
    "kind: assessment\nunit: phuong-x\nset: mini\nset_version: 1\nperiod: 2026\n"
    'assessed_on: "2026-10-01"\nanswers:\n'
)


def repaired(text: str | bytes, path: str = UNIT, *, reorder: bool = False) -> str | None:
    raw = text if isinstance(text, bytes) else text.encode()
    one = repair(path, raw, lambda _code: True, reorder=reorder)
    return one.after.decode() if one else None


# what stands behind the head of a unit, and what is made of it; None: left alone
UNITS: dict[str, tuple[str, str | None]] = {
    "number for a text": ("code: 16939\n", 'code: "16939"\n'),
    "leading zero for a text": ("code: 0123 # mã\n", 'code: "0123" # mã\n'),
    "yes or no": ("illustrative: Có\n", "illustrative: true\n"),
    "bare no in a text": ("notes: [no, 12:30]\n", 'notes: ["no", "12:30"]\n'),
    "date with the day past twelve": (
        "valid: {from: 13/01/2020}\n",
        'valid: {from: "2020-01-13"}\n',
    ),
    "date with the day first, perhaps": ("valid: {from: 05/01/2020}\n", None),
    "date in words": ("valid: {from: ngày 5 tháng 1 năm 2020}\n", 'valid: {from: "2020-01-05"}\n'),
    "day that doesn't exist": ("valid: {from: 31/02/2020}\n", None),
    "colon in an item": ("notes:\n  - Tồn tại: thiếu\n", 'notes:\n  - "Tồn tại: thiếu"\n'),
    "colon in a value": ("contact: Đội: tổng hợp\n", 'contact: "Đội: tổng hợp"\n'),
    "quotes inside": ('contact: Đội "A": B\\C\n', 'contact: "Đội \\"A\\": B\\\\C"\n'),
    "a mark that begins nothing": ("contact: @doi\n", 'contact: "@doi"\n'),
    "full-width colon": ("contact：Đội\n", "contact: Đội\n"),
    "no-break space after the colon": ("contact:\u00a0Đội\n", "contact: Đội\n"),
    "no-break spaces that indent": (
        "valid:\n\u00a0\u00a0from: 2020-01-01\n",
        "valid:\n  from: 2020-01-01\n",
    ),
    "character of no width": ("contact: Độ\u200bi\n", "contact: Đội\n"),
    "turned-around text": ("contact: Đội\u202e\n", None),
    "a lost comment": ("contact: Đội #4\n", None),
    "unknown key": ("naem: x\n", None),
    "comment with a colon": ("contact: Đội: A # ghi chú\n", None),
}


@pytest.mark.parametrize("name", UNITS)
def test_unit(name: str) -> None:
    before, after = UNITS[name]
    assert repaired(HEAD + before) == (None if after is None else HEAD + after)


def test_answers() -> None:
    before = ASKED + '  k1: {value: 95,5}\n  k2: {value: "12"}\n  k3:\n    value: 64%  # khảo sát\n'
    after = ASKED + "  k1: {value: 95.5}\n  k2: {value: 12}\n  k3:\n    value: 64  # khảo sát\n"
    assert repaired(before, ANSWERS) == after


def test_comments_blank_lines_line_ends_and_order_stay() -> None:
    before = (
        "# đầu tệp\r\nkind: unit\r\n\r\nid:   phuong-x   # mã\r\ntype: phuong\r\n"
        "name: 'Phường  X'\r\ncode: 16939\r\n# cuối"
    )
    assert repaired(before) == before.replace("16939", '"16939"')


def test_loose_marks_become_composed_everywhere() -> None:
    loose = unicodedata.normalize("NFD", HEAD + "# Ghi chú\n")
    assert repaired(loose) == HEAD + "# Ghi chú\n"


def test_encodings() -> None:
    assert repaired(b"\xef\xbb\xbf" + HEAD.encode()) == HEAD
    assert repaired(HEAD.encode("utf-16")) == HEAD
    legacy = unicodedata.normalize("NFD", "Xã").encode("cp1258", "ignore")
    assert repaired(legacy + b"\xff\xfe\x00") is None


def test_a_sound_file_is_left_alone() -> None:
    assert repaired(HEAD) is None


def test_what_is_not_asked_for_stays() -> None:
    text = HEAD + "code: 16939\nillustrative: có\n"
    one = repair(UNIT, text.encode(), lambda code: code == "yes-no-word")
    assert one
    assert one.after.decode() == HEAD + "code: 16939\nillustrative: true\n"
    assert one.codes == ("yes-no-word",)


def test_top_keys_in_the_order_of_the_schema() -> None:
    before = (
        "# yaml-language-server: $schema=x\ntype: phuong\n\n# tên đầy đủ\nname: Phường X\n"
        "notes:\n  - một\n  # trong danh sách\n  - hai\nid: phuong-x\nkind: unit\n"
    )
    after = (
        "# yaml-language-server: $schema=x\nkind: unit\nid: phuong-x\n# tên đầy đủ\n"
        "name: Phường X\ntype: phuong\n\nnotes:\n  - một\n  # trong danh sách\n  - hai\n"
    )
    assert repaired(before) is None
    assert repaired(before, reorder=True) == after
    assert repaired(after, reorder=True) is None


@pytest.mark.parametrize("case", cases())
def test_cases_are_repaired_once_and_for_all(case: str) -> None:
    """A second repair finds nothing, and no case gains a problem."""
    for file in sorted((CASES / case).glob("units/**/*.yaml")):
        path = file.relative_to(CASES / case).as_posix()
        one = repair(path, file.read_bytes(), lambda _code: True, reorder=True)
        if one:
            assert repair(path, one.after, lambda _code: True, reorder=True) is None
            before, after = parse(path, one.before), parse(path, one.after)
            assert not before.document or after.document


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), TEXTS), max_size=4))
def test_splicing_keeps_what_lies_between(text: str, edits: list[tuple[int, int, str]]) -> None:
    def at(offset: int) -> Position:
        before = text[:offset]
        return Position(before.count("\n") + 1, offset - before.rfind("\n"))

    made, end, wanted, done = [], 0, [], 0
    for start, length, new in sorted(edits):
        first, last = min(start, len(text)), min(start + length, len(text))
        if first < end or (made and first <= end):
            continue
        end = last
        made.append(Edit(Span(at(first), at(last)), new))
        wanted += [text[done:first], new]
        done = last
    assert spliced(text, reversed(made)) == "".join([*wanted, text[done:]])


@given(st.binary(max_size=200) | TEXTS.map(lambda text: (HEAD + text).encode()))
def test_nothing_breaks_it_and_it_comes_to_rest(raw: bytes) -> None:
    one = repair(UNIT, raw, lambda _code: True, reorder=True)
    if one:
        again = repair(UNIT, one.after, lambda _code: True, reorder=True)
        assert again is None or again.after == one.after


# As it is typed.


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(CASES / "differs-from-path" / "sound", tmp_path / "goc")
    (tmp_path / "goc" / UNIT).write_text(HEAD + "code: 16939\nnotes: [no]\n", "utf-8")
    return tmp_path / "goc"


def test_fix_writes_and_tells_what_is_left(root: Path, run: Run) -> None:
    done = run("check", "--fix", "--lang", "en", cwd=root)
    assert (root / UNIT).read_text("utf-8") == HEAD + 'code: "16939"\nnotes: ["no"]\n'
    assert done.returncode == 0
    assert "units/phuong-x/unit.yaml (other-reading, wrong-type)" in done.stderr


def test_diff_writes_nothing(root: Path, run: Run) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    done = run("check", "--diff", cwd=root)
    assert done.returncode == 1
    assert "-code: 16939\n" in done.stdout
    assert '+code: "16939"\n' in done.stdout
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before
    run("check", "--fix", cwd=root)
    done = run("check", "--diff", cwd=root)
    assert (done.returncode, done.stdout) == (0, "")


def test_only_the_named_files_and_problems(root: Path, run: Run) -> None:
    run("check", "--fix", "criteria", cwd=root)
    assert "code: 16939" in (root / UNIT).read_text("utf-8")
    run("check", "--fix", "--ignore", "wrong-type", cwd=root)
    assert (root / UNIT).read_text("utf-8") == HEAD + 'code: 16939\nnotes: ["no"]\n'


def test_options_that_don_t_go_together(root: Path, run: Run) -> None:
    assert run("check", "--fix", "--diff", cwd=root).returncode == 2
    assert run("check", "--sort-keys", cwd=root).returncode == 2


def test_this_repository_needs_no_repair() -> None:
    for file in sorted([*(ROOT / "units").rglob("*.yaml"), *(ROOT / "criteria").rglob("*.yaml")]):
        path = file.relative_to(ROOT).as_posix()
        assert repair(path, file.read_bytes(), lambda _code: True) is None, path
