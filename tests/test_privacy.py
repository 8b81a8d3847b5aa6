"""Data of persons and secrecy markings: found, never repeated, and not seen where there are none."""

from __future__ import annotations

import unicodedata
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansecurity_cli.cli import app
from ansecurity_cli.cli.options import ProblemFormat
from ansecurity_cli.cli.showing import _FORMATS
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.privacy import CODES, find, masked
from ansecurity_cli.privacy.patterns import hits
from ansecurity_cli.reports import problems
from ansecurity_cli.snapshot import take
from ansecurity_cli.sources import MemoryTree
from ansecurity_cli.verdicts.outcome import Counts, Outcome
from conftest import AS_OF, ROOT
from test_cases import CASES
from test_machine_formats import LANGUAGES

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
    # The page of all messages shows the cases of these very codes.
    if path.suffix in (".yaml", ".json", ".md", ".txt") and path.name != "thong-bao.md"
] + [
    ROOT / "README.md",
    *(
        path
        for path in sorted(CASES.rglob("*.y*ml"))
        if path.relative_to(CASES).parts[0] not in {code.name for code in CODES}
    ),
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
    assert find(path.name, path.read_bytes().decode("utf-8", "replace")) == ()


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


def test_a_reason_repeats_no_number_of_the_line() -> None:
    (one,) = find("x.yaml", "a: CMND 187654321  # cho-phep: số 187654321 đã công khai")
    assert one.code == "allowed-data"
    assert "187654321" not in str(one.message)


@pytest.mark.parametrize("shown", ProblemFormat)
def test_a_related_line_in_a_file_not_asked_for_shows_no_digits(
    shown: ProblemFormat, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for folder in ("a", "b"):
        for path in sorted(SOUND.rglob("*.yaml")):
            inner = path.relative_to(SOUND).as_posix().replace("units/", f"units/{folder}/")
            target = tmp_path / inner
            target.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text("utf-8")
            if folder == "a":
                text = text.replace("id: phuong-x\n", "id: phuong-x  # 0387654321\n")
            target.write_text(text, "utf-8")
    app.run(["-C", str(tmp_path), "check", "--format", shown.value, str(tmp_path / "units/b")])
    out, err = capfd.readouterr()
    assert "duplicate-id" in out
    assert "0387654321" not in out + err


def test_thousands_of_numbers_are_all_masked() -> None:
    text = "".join(f"- CCCD 040085{n:06d}, ĐT 0387{n:06d}, {n}\n" for n in range(1000))
    assert len(find("x.yaml", text)) == 2000
    assert "040085" not in masked(text)


def report(files: dict[str, str]) -> problems.ProblemReport:
    snapshot = take(MemoryTree(files), AS_OF)
    return problems.build(snapshot, lambda _path: True)


def files(unit: str) -> dict[str, str]:
    """A sound repository with another text for its unit."""
    found = {
        path.relative_to(SOUND).as_posix(): path.read_text("utf-8")
        for path in SOUND.rglob("*.yaml")
    }
    return found | {UNIT: unit}


UNIT = "units/phuong-x/unit.yaml"
SCREEN = Screen(width=60)
NO_PROBLEM = problems.ProblemReport(AS_OF, 1, (), {}, Counts(), ())
# Where a number stands: valid, in a value cut short, in a hint, as a key, in what is no YAML, …
PLACES = [
    "contact: Trực ban $\n",
    "type: $\n",
    "type: Người trực ban của Công an phường X có số máy là $ hoặc hỏi bộ phận trực\n",
    "type: Người trực ban của Công an phường có số là $ hoặc hỏi bộ phận trực\n",
    "code: '$'\n",
    "parent: '$'\n",
    "'$': 1\n",
    "notes: [Kết quả: gọi $: nhé\n",
    "notes:\n- Kết quả: gọi $: nhé\n",
    "# $  # cho-phep: số $ đã công khai\nlevel: x\n",
    "registered: $\n",
    "valid: {from: $}\n",
    "\tx: $\n",
    "parent: '$'\ncontact: '$\u200b'\n",
]
NUMBERS = st.one_of(
    st.from_regex(r"0[35789][0-9]{8}", fullmatch=True),
    st.from_regex(r"0(?:01|40|96)[01][0-9]{8}", fullmatch=True),
    st.from_regex(r"CMND [1-9][0-9]{8}", fullmatch=True),
)


@given(st.sampled_from(PLACES), NUMBERS, st.sampled_from(["", " ", "."]), st.booleans())
def test_no_number_in_any_place_is_repeated(place: str, number: str, gap: str, loose: bool) -> None:
    digits = number.removeprefix("CMND ")
    parts = [digits[at : at + 3] for at in range(0, 9, 3)]
    spaced = number.replace(digits, gap.join([*parts[:2], parts[2] + digits[9:]]))
    if len(digits) == 12:
        spaced = gap.join([*parts, digits[9:]])
    unit = f"kind: unit\nid: phuong-x\nname: Phường X\n{place.replace('$', spaced)}"
    made = report(files(unicodedata.normalize("NFD", unit) if loose else unit))
    assert {"personal-data", "allowed-data"} & {one.code for one in made.diagnostics}
    for shown in ProblemFormat:
        module, name = _FORMATS[shown]
        written = getattr(import_module(f"ansecurity_cli.formats.{module}"), name)
        for words in LANGUAGES:
            text = written(made, words, SCREEN)
            plain = "".join(one for one in text if one not in " .-\n")
            # The rules of SARIF show examples of their own.
            assert digits not in plain or digits in written(NO_PROBLEM, words, SCREEN)
            assert digits[1:8] not in text or digits[1:8] in written(NO_PROBLEM, words, SCREEN)


def test_a_repair_that_would_write_dots_is_not_offered() -> None:
    unit = "kind: unit\nid: phuong-x\nname: Phường X\ntype: phuong\nnotes:\n- Gọi: số $: nhé\n"
    (plain,) = report(files(unit.replace("$", "113"))).diagnostics
    assert plain.fix
    found = report(files(unit.replace("$", "0387654321"))).diagnostics
    assert {one.code: one.fix for one in found} == {"colon-in-text": None, "personal-data": None}


def test_a_problem_of_one_file_repeats_no_number_of_another() -> None:
    planted = files("kind: unit\nid: phuong-x\nname: Phường X\ntype: phuong\n# CMND 187654321\n")
    planted["units/y/unit.yaml"] = (
        "kind: unit\nid: y\nname: Phường Y\ntype: phuong\nparent: p-187654321\n"
    )
    messages = [str(one.message) for one in report(planted).diagnostics]
    assert any("p-•••••••••" in one for one in messages)
    assert not any("187654321" in one for one in messages)


def test_the_year_of_a_birth_is_not_repeated_in_a_message() -> None:
    unit = "kind: unit\nid: phuong-x\nname: Phường X\ntype: Nguyễn Văn A, sinh năm 1990\n"
    found = report(files(unit)).diagnostics
    assert {one.code for one in found} == {"unknown-value", "personal-data"}
    assert not any("1990" in str(one.message) for one in found)
