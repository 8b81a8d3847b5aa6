"""What the hazards, the properties and the fuzzer found, each as small as it can be."""

from __future__ import annotations

import json
import os
import time
from datetime import date
from pathlib import Path

import pytest

from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats import json as json_format
from ansecurity_cli.formats.excerpts import excerpt
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key
from ansecurity_cli.repair import repair
from ansecurity_cli.snapshot import take
from ansecurity_cli.sources import MemoryTree, WorkingTree, parse
from ansecurity_cli.verdicts.outcome import Outcome
from hostile import data, pipeline, sample, texts
from hostile.process import ACTIVE

AS_OF = date(2026, 11, 24)
BASE = {path: sample.as_bytes(content) for path, content in sample.files().items()}
SMALL = {
    name: raw for name, (raw, _) in {**texts.MEANING, **texts.BYTES}.items() if len(raw) <= 3000
}


@pytest.mark.parametrize("name", SMALL)
def test_each_text_is_told_of_and_repaired(name: str) -> None:
    def wanted(output: str) -> bool:
        return output == "diff" or output.startswith("check")

    for path in (sample.UNIT, sample.ANSWERS):
        files = {**BASE, path: SMALL[name]}
        pipeline.everything(files, Words("vi"), pipeline.SCREENS[0], AS_OF, wanted)


def test_a_tall_tree_is_no_deep_recursion() -> None:
    files = {path: sample.as_bytes(one) for path, one in data.chain(300).items()}
    evaluation = take(MemoryTree(files), AS_OF).evaluation
    outcome = evaluation.result(Key("u-0", "len", Period(2026))).outcome
    assert outcome is Outcome.MET  # since the lowest of them meets it


def test_sets_include_each_other_eight_deep(tmp_path: Path) -> None:
    for sets, codes in ((9, set()), (10, {"include-cycle"}), (300, {"include-cycle"})):
        root = tmp_path / str(sets)
        (root / "units").mkdir(parents=True)
        data._includes(sets)(root)
        found = take(WorkingTree(root), AS_OF).diagnostics
        assert {one.code for one in found if one.severity == "error"} == codes


def test_folders_deeper_than_calls_may_be(tmp_path: Path) -> None:
    (tmp_path / "criteria").mkdir()
    (tmp_path / "units").mkdir()
    at, levels = os.open(tmp_path / "units", os.O_RDONLY), 1200
    for _ in range(levels):
        os.mkdir("d", dir_fd=at)
        below = os.open("d", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(os.open("x.yaml", os.O_CREAT | os.O_WRONLY, dir_fd=at))
    os.close(at)
    try:
        assert WorkingTree(tmp_path).paths() == (f"units/{'d/' * levels}x.yaml",)
    finally:
        os.system(f"rm -rf '{tmp_path}/units'")


@pytest.mark.parametrize("folder", ["criteria", "units"])
def test_the_two_folders_are_no_links(folder: str, tmp_path: Path) -> None:
    sample.write(tmp_path / "ngoai", {f"{folder}/x.yaml": "kind: unit\n"})
    (tmp_path / "goc").mkdir()
    (tmp_path / "goc" / folder).symlink_to(tmp_path / "ngoai" / folder)
    tree = WorkingTree(tmp_path / "goc")
    assert tree.paths() == ()
    assert tree.refused()[folder].code == "link-not-followed"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("##[error]x", "# #[error]x"), ("###[x", "## #[x"), ("a ##vso[", "a ##vso["), ("::error::x", ": :error::x"),
        ("  ::error::x", "  : :error::x"), ("a::b", "a::b"), ("\u202e", "\\u{202E}"), ("\U000e0041", "\\u{E0041}"),
        ("\u00ad", "\\u{00AD}"), ("\uffff", "\\u{FFFF}"), ("a\n::x::y", "a\\u{000A}::x::y"),
    ],
)  # fmt: skip
def test_text_is_no_command_and_moves_nothing(text: str, told: str) -> None:
    assert inert(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "##[error]x",
        "\u202e",
        "\x9b2J",
        "\u2028",
        "\udcff",
        "\U000e0041",
        "\ufeff",
        "\uffff",
        "#\u200b#[",
    ],
)
def test_json_is_harmless_and_the_same(text: str) -> None:
    dumped = json_format.text({"a": text})
    assert not ACTIVE.search(dumped)
    assert "##[" not in dumped
    dumped.encode()
    assert json.loads(dumped) == {"a": text}


def test_a_sentence_is_not_a_megabyte() -> None:
    assert len(Words("en")(say("no unit “{query}”", query="x" * 1_000_000))) < 11_000


def test_a_line_of_a_megabyte_is_cut_before_it_is_shown() -> None:
    text = "\0" * 1_000_000
    found = parse("x.yaml", text.encode()).diagnostics
    assert all(sum(map(len, excerpt(text, one.span))) < 1000 for one in found)


def test_two_marks_are_not_repaired_to_one() -> None:
    raw = b"\xef\xbb\xbf" * 2 + sample.UNIT_TEXT.encode()
    assert repair(sample.UNIT, raw, lambda _code: True) is None


def test_many_criteria_are_judged_in_time() -> None:
    """Verdicts are found by name, not by walking through all of them for each."""
    given = data._one("mini", *({"kind": "count", "at_least": 1} for _ in range(1000)))
    told = {**sample.answers("Chữ"), "answers": {f"c{n}": {"value": 0} for n in range(1000)}}
    files: dict[str, bytes] = {
        path: raw for path, raw in BASE.items() if not path.endswith("appraisal.yaml")
    }
    files |= {sample.SET: sample.as_bytes(given), sample.ANSWERS: sample.as_bytes(told)}
    result = take(MemoryTree(files), AS_OF).evaluation.result(Key("phuong-x", "mini", Period(2026)))
    assert [result.holders(one) for one in result.verdicts[:2]] == [["c0"], ["c1"]]
    assert result.find("c999") is result.verdicts[-1]
    assert result.find("c1000") is None


@pytest.mark.parametrize("more", ["", "code: x: y\n", "code: [\n"])
def test_many_repairs_are_made_together(more: str) -> None:
    """Not one by one, each of which would be proven by reading the whole file."""
    facts = "".join(f"  a{n}: no\n" for n in range(700))
    begun = time.process_time()
    once = repair(sample.UNIT, texts._more(f"facts:\n{facts}{more}"), lambda _code: True)
    assert time.process_time() - begun < 10
    assert once
    assert repair(sample.UNIT, once.after, lambda _code: True) is None
    assert more.endswith("[\n") or b"  a699: false\n" in once.after


def test_ids_from_folders_are_made_harmless() -> None:
    """A unit whose file can't be read goes by the name of its folder, which may be anything."""
    path = "units/thi-xa/a\x9b2J\u202e##[error]/2026/mini.yaml"
    files = {
        **BASE,
        path: BASE[sample.ANSWERS],
        path.replace("2026/mini", "unit"): BASE[sample.UNIT],
    }
    pipeline.everything(files, Words("en"), pipeline.SCREENS[0], AS_OF)
