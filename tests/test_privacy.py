"""Data of persons and secrecy markings: found, never repeated, and not seen where there are none."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansecurity_cli.cli import app
from ansecurity_cli.cli.options import ProblemFormat
from ansecurity_cli.privacy import find, masked
from ansecurity_cli.privacy.patterns import hits
from ansecurity_cli.snapshot import take
from ansecurity_cli.sources import MemoryTree
from ansecurity_cli.verdicts.outcome import Outcome
from conftest import AS_OF, ROOT
from test_cases import CASES

TABLE: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "privacy.yaml").read_text("utf-8"))
SOUND = CASES / "differs-from-path" / "sound"
SHIPPED = [
    path
    for folder in (
        "criteria",
        "units",
        "schemas",
        "docs",
        "tests/scenarios",
        "src/ansecurity_cli/schemas",
    )
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".yaml", ".json", ".md", ".txt") and path.name != "thong-bao.md"
]


def kinds(text: str) -> set[str]:
    return {one.kind for one in hits(unicodedata.normalize("NFC", text))}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in TABLE["hit"].items() for text in texts]
)
def test_found(kind: str, text: str) -> None:
    assert kind in kinds(text)
    assert find("x.yaml", text)
    assert find("x.yaml", unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("text", TABLE["pass"])
def test_not_found(text: str) -> None:
    assert kinds(text) == set()
    assert masked(text) == text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_in_what_is_shipped(path: Path) -> None:
    assert find(path.name, path.read_text("utf-8")) == ()


@given(
    st.text(max_size=40),
    st.sampled_from([one for texts in TABLE["hit"].values() for one in texts]),
    st.booleans(),
)
def test_masking_changes_digits_only(around: str, secret: str, loose: bool) -> None:
    text = unicodedata.normalize("NFD" if loose else "NFC", f"{around}\n{secret}\n{around}")
    shown = masked(text)
    assert len(shown) == len(text)
    assert all(
        new == old or (old.isdigit() and new == "•") for old, new in zip(text, shown, strict=True)
    )


PLANTED = {
    "name: Phường X": ("0387654321", "name: Phường X 0387654321"),
    "type: phuong": ("040085000123", "type: '040085000123'"),
    "id: phuong-x": ("0387654321", "id: '0387 654 321'"),
    "kind: unit": ("246813579", 'kind: unit\ncode: "CMND" # CMND 246813579\ncontact: 246813579'),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("shown", ProblemFormat)
@pytest.mark.parametrize("line", PLANTED)
def test_no_format_repeats_the_digits(
    line: str,
    shown: ProblemFormat,
    language: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    digits, planted = PLANTED[line]
    for path in sorted(SOUND.rglob("*.yaml")):
        target = tmp_path / path.relative_to(SOUND)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text("utf-8").replace(line + "\n", planted + "\n"), "utf-8")
    for more in ((), ("--diff",)):
        app.run(["-C", str(tmp_path), "--lang", language, "check", "--format", shown.value, *more])
        out, err = capfd.readouterr()
        assert "personal-data" in out + err or more
        for text in (out, err):
            assert digits not in "".join(one for one in text if one not in " .-\n")


def test_a_number_makes_no_answer_unsound() -> None:
    files = {
        path.relative_to(SOUND).as_posix(): path.read_text("utf-8")
        for path in SOUND.rglob("*.yaml")
    }
    path = "units/phuong-x/2026/mini.yaml"
    files[path] = files[path].replace("{value: 1}", "{value: 1, note: 'gọi 0912345678'}")
    snapshot = take(MemoryTree(files), AS_OF)
    assert [one.code for one in snapshot.diagnostics] == ["personal-data"]
    key = next(iter(snapshot.repository.assessments))
    assert snapshot.evaluation.result(key).outcome is Outcome.MET


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 0912345678  # cho-phep: số trực ban đã công khai", "allowed-data"),
        ("a: 0912345678  # allow: published duty number", "allowed-data"),
        ("a: 0912345678  # cho-phep: ", "personal-data"),
        ("a: 0912345678  # cho-phep: 24681357901", "personal-data"),
        ("a: 1  # cho-phep: số trực ban đã công khai", "unused-allowance"),
        ("a: MẬT  # cho-phep: bài tập huấn về cách đóng dấu", "allowed-data"),
    ],
)
def test_allowances(text: str, code: str) -> None:
    assert [one.code for one in find("x.yaml", text)] == [code]
