"""The cases under `cases/` say on their own lines what must be found in them, and nothing else is.

`cases/<code>/<case>/` is a small repository. `# expect: code, code` stands on the line that a
diagnostic must mark; where no comment can stand, `expected.txt` holds `path:line code`. A case that
expects the code of its folder fails; one that doesn't comes close and passes.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from ansecurity_cli import schema
from ansecurity_cli.checks import CHECKS
from ansecurity_cli.model.places import place_of
from ansecurity_cli.schema.loading import validator
from ansecurity_cli.snapshot import CODES, Snapshot, take
from ansecurity_cli.sources import WorkingTree
from ansecurity_cli.sources.events import MAX_VALUES
from ansecurity_cli.sources.trees import MAX_BYTES

AS_OF = date(2026, 11, 24)
CASES = Path(__file__).parent / "cases"
SOURCE = Path(__file__).parents[1] / "src" / "ansecurity_cli"

ON_THE_SPOT = {"link-not-followed", "too-large", "unreadable-file"}

Found = tuple[str, int, str]
_EXPECT = re.compile(r"# expect: ([a-z0-9, -]+)")
_CODED = re.compile(
    r'(?:(?:[Tt]rouble|stop|_Fault|Unreadable|Refused|Diagnostic)\(|_whole\(path,|refuse\(path,)\s*"([a-z0-9-]+)"'
    r'|"([a-z0-9-]+)", Problem\('
)


def cases() -> list[str]:
    return sorted(
        folder.parent.relative_to(CASES).as_posix() for folder in CASES.glob("**/criteria")
    )


def expected(case: Path) -> list[Found]:
    return sorted(_expected(case))


def _expected(case: Path) -> Iterator[Found]:
    for file in case.glob("*/**/*.y*ml"):
        path = file.relative_to(case).as_posix()
        lines = file.read_bytes().decode("utf-8", "replace").split("\n")
        for number, line in enumerate(lines, 1):
            for told in _EXPECT.findall(line):
                yield from ((path, number, code.strip()) for code in told.split(","))
    listed = case / "expected.txt"
    for line in listed.read_text("utf-8").splitlines() if listed.exists() else ():
        place, code = line.rsplit(" ", 1)
        yield place.rpartition(":")[0], int(place.rpartition(":")[2]), code


def understood(case: Path) -> Snapshot:
    day = case / "as-of.txt"
    return take(
        WorkingTree(case),
        date.fromisoformat(day.read_text("utf-8").strip()) if day.exists() else AS_OF,
    )


def found(snapshot: Snapshot) -> list[Found]:
    return sorted((one.path, one.span.start.line, one.code) for one in snapshot.diagnostics)


@pytest.mark.parametrize("case", cases())
def test_case(case: str) -> None:
    assert found(understood(CASES / case)) == expected(CASES / case)


def test_every_code_has_a_case_that_fails_and_one_that_passes() -> None:
    assert {folder.name for folder in CASES.iterdir()} == CODES.keys() - ON_THE_SPOT | {
        "ten-mistakes"
    }
    for code in sorted(CODES.keys() - ON_THE_SPOT):
        folder = CASES / code
        told = {case.name: code in {one[2] for one in expected(case)} for case in folder.iterdir()}
        assert set(told.values()) == {True, False}, (code, told)


def test_every_code_in_the_source_is_listed_and_the_other_way_round() -> None:
    files = sorted(SOURCE.rglob("*.py"))
    source = "".join(file.read_text("utf-8") for file in files)
    assert {one or other for one, other in _CODED.findall(source)} <= CODES.keys()
    for code in sorted(CODES.keys() - {check.name for check in CHECKS}):
        assert len(re.findall(f'"{code}"', source)) > 1, code  # listed, and told of somewhere


# What schemas say without being able to fail by itself.
_STRUCTURE = {"properties", "items", "$ref", "allOf", "if", "then"}


def _keywords(part: object) -> Iterator[str]:
    """The keywords of a schema; names of properties and definitions are none."""
    if isinstance(part, dict):
        for key, one in part.items():
            if key in ("properties", "$defs"):
                yield key if key == "properties" else "$ref"
                for each in one.values():
                    yield from _keywords(each)
            elif key not in _TOLD:
                yield key
                yield from _keywords(one)


_TOLD = {"$schema", "$id", "title", "description"}


def test_every_schema_keyword_has_a_case_that_fails() -> None:
    kinds = (*schema.KINDS, "common")
    used = {word for kind in kinds for word in _keywords(schema.load(kind))}
    seen: set[str] = set()
    for case in cases():
        for path, document in understood(CASES / case).documents.items():
            place = place_of(path)
            if place:
                found = list(validator(place.kind).iter_errors(document.data))
                seen |= {one.validator for one in found}
                seen |= {"propertyNames" for one in found if "propertyNames" in one.schema_path}
    assert used - _STRUCTURE <= seen


def test_ten_mistakes_in_one_file_are_told_at_once_each_in_its_place() -> None:
    diagnostics = understood(CASES / "ten-mistakes").diagnostics
    assert [(*one.span.start, one.code) for one in diagnostics] == TEN
    assert all(one.span.end > one.span.start for one in diagnostics)


TEN = [
    (7, 14, "date-form"),
    (8, 1, "unknown-key"),
    (9, 22, "ambiguous-number"),
    (11, 15, "wrong-type"),
    (12, 37, "claim-contradicts-answer"),
    (15, 16, "date-outside-window"),
    (16, 42, "unknown-evidence"),
    (18, 3, "duplicate-key"),
    (19, 3, "unknown-criterion"),
    (27, 13, "unknown-value"),
]


# What can't lie in the repository: links, special files, large ones.

SOUND = CASES / "differs-from-path" / "sound"
UNIT = "kind: unit\nid: phuong-x\nname: Phường X\ntype: phuong\n"


def _link(at: Path, to: Path) -> None:
    try:
        at.symlink_to(to, target_is_directory=to.is_dir())
    except (OSError, NotImplementedError):
        pytest.skip("no links here")


def _link_to_folder(root: Path) -> None:
    (root / "thi-xa").mkdir()
    (root / "thi-xa" / "unit.yaml").write_text(UNIT.replace("phuong", "thi-xa"), "utf-8")
    _link(root / "units" / "thi-xa", root / "thi-xa")
    _unit(root, "parent: thi-xa\n")


def _link_out(root: Path) -> None:
    (root.parent / "ngoai.yaml").write_text(UNIT, "utf-8")
    (root / "units" / "phuong-x" / "unit.yaml").unlink()
    _link(root / "units" / "phuong-x" / "unit.yaml", root.parent / "ngoai.yaml")


def _link_within(root: Path) -> None:
    unit = root / "units" / "phuong-x" / "unit.yaml"
    unit.rename(root / "units" / "phuong-x" / "ghi-chu.txt")
    _link(unit, root / "units" / "phuong-x" / "ghi-chu.txt")


def _link_to_nothing(root: Path) -> None:
    (root / "units" / "phuong-x" / "unit.yaml").unlink()
    _link(root / "units" / "phuong-x" / "unit.yaml", root / "khong-co.yaml")


def _link_to_itself(root: Path) -> None:
    unit = root / "units" / "phuong-x" / "unit.yaml"
    unit.unlink()
    _link(unit, unit)


def _pipe(root: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    (root / "units" / "phuong-x" / "unit.yaml").unlink()
    os.mkfifo(root / "units" / "phuong-x" / "unit.yaml")


def _loose_file_name(root: Path) -> None:
    answers = root / "units" / "phuong-x" / "2026" / "mini.yaml"
    text = answers.read_text("utf-8") + "evidence:\n  bao-cao: {file: Báo cáo.txt}\n"
    answers.write_text(text, "utf-8")
    (root / "units" / "phuong-x" / unicodedata.normalize("NFD", "Báo cáo.txt")).touch()


def _folder_of_that_name(root: Path) -> None:
    (root / "units" / "phuong-x" / "plans" / "lo-trinh.yaml").mkdir(parents=True)


def _no_criteria(root: Path) -> None:
    (root / "criteria" / "mini.yaml").unlink()
    (root / "criteria").rmdir()


def _unit(root: Path, more: str) -> None:
    (root / "units" / "phuong-x" / "unit.yaml").write_text(UNIT + more, "utf-8", newline="\n")


def _values(n: int) -> Callable[[Path], None]:
    """A unit of exactly `n` values; keys and the groups themselves count."""
    return lambda root: _unit(root, "notes:\n" + "  - a\n" * (n - 11))


def _bytes(n: int) -> Callable[[Path], None]:
    return lambda root: _unit(root, "#" * (n - len(UNIT.encode()) - 1) + "\n")


# code, path and line of the one diagnostic (none: it passes), what is done to a sound repository
MADE: dict[str, tuple[str, str, int, Callable[[Path], None]]] = {
    "link-to-folder": ("link-not-followed", "units/thi-xa", 1, _link_to_folder),
    "link-out": ("link-not-followed", "units/phuong-x/unit.yaml", 1, _link_out),
    "link-within": ("link-not-followed", "", 0, _link_within),
    "link-to-nothing": ("unreadable-file", "units/phuong-x/unit.yaml", 1, _link_to_nothing),
    "link-to-itself": ("unreadable-file", "units/phuong-x/unit.yaml", 1, _link_to_itself),
    "pipe": ("unreadable-file", "units/phuong-x/unit.yaml", 1, _pipe),
    "no-criteria": ("unreadable-file", "criteria", 1, _no_criteria),
    "folder-of-that-name": ("unreadable-file", "", 0, _folder_of_that_name),
    "loose-file-name": ("evidence-file-missing", "", 0, _loose_file_name),
    "bytes": ("too-large", "units/phuong-x/unit.yaml", 1, _bytes(MAX_BYTES + 1)),
    "all-bytes": ("too-large", "", 0, _bytes(MAX_BYTES)),
    "values": ("too-large", "units/phuong-x/unit.yaml", MAX_VALUES - 5, _values(MAX_VALUES + 1)),
    "all-values": ("too-large", "", 0, _values(MAX_VALUES)),
}


@pytest.mark.parametrize("name", MADE)
def test_case_made_on_the_spot(name: str, tmp_path: Path) -> None:
    code, path, line, make = MADE[name]
    root = tmp_path / "goc"
    shutil.copytree(SOUND, root)
    make(root)
    assert found(take(WorkingTree(root), AS_OF)) == ([(path, line, code)] if path else [])


def test_every_code_made_on_the_spot_has_both() -> None:
    told = {(code, bool(path)) for code, path, _line, _make in MADE.values()}
    assert told >= {(code, fails) for code in ON_THE_SPOT for fails in (True, False)}
