"""`report --check`: a report says how it was made, and that is all that is needed to check it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansecurity_cli import __version__
from ansecurity_cli.formats.recipe import Foreign, Recipe, Unsound, read
from conftest import AS_OF, ROOT
from test_report_formats import Outline

Run = Callable[..., Any]
ONE = Recipe(
    __version__, "vi", "html", "status", AS_OF, ("xa-p",), ("s",), ("2023-h1",), True, "ab"
)
texts = st.text() | st.sampled_from(
    ["-->", "--!>", "'>", "<!--", "</script>", "\\u002d", "\n", "--" * 9]
)


@given(units=st.lists(texts), sets=st.lists(texts), language=st.sampled_from(["vi", "en"]))
def test_what_is_written_is_read_back_and_stays_in_its_place(
    units: list[str], sets: list[str], language: str
) -> None:
    made = replace(ONE, units=tuple(units), sets=tuple(sets), language=language)
    page = f"<!DOCTYPE html>\n<head>\n{made.meta()}\n</head>\n"
    assert read(page, __version__) == made
    assert Outline(page).attributes == [
        ("meta", "name", "ansecurity:options"), ("meta", "content", made.text()),
    ]  # fmt: skip
    last = made.comment()
    assert read(f"# x\n\n{last}\n", __version__) == made
    assert read(f"# x\r\n\r\n{last}\r\n", __version__) == made
    assert re.fullmatch(r"<!--(?:(?!--|[<>]).)* -->", last)


@pytest.mark.parametrize(
    "text",
    [
        ONE.comment() + "\n" + ONE.comment(), ONE.comment() + "x", ONE.comment()[:-9],
        ONE.comment().replace("true", "1"), ONE.comment().replace('"lang"', '"x"'),
        ONE.comment().replace('"vi"', '"fr"'), ONE.comment().replace("2026-11-24", "2026-11-31"),
        ONE.comment().replace('["xa-p"]', '"xa-p"'), ONE.comment().replace('["xa-p"]', "[1]"),
        ONE.comment().replace('"options": 1', '"options": 2'), "<!-- ansecurity:options [] -->",
        "<!-- ansecurity:options " + "[" * 99999 + " -->", "<!-- ansecurity:options -->",
        ONE.comment().replace(f'"{__version__}"', '"<b>"'),
        str(ONE.meta()).replace("'>", '">'),
        '<meta name="ansecurity:options" content=\'{"version": "' + "9" * 99 + "\"}'>",
    ],
)  # fmt: skip
def test_what_is_broken_is_not_understood(text: str) -> None:
    with pytest.raises(Unsound):
        read(text, __version__)


def test_of_another_version_only_the_version_is_understood() -> None:
    other = replace(ONE, version="9.9.9").comment().replace('"options": 1', '"x": {}')
    assert read(other, __version__) == Foreign("9.9.9")


def test_text_that_doesnt_say() -> None:
    assert read("# x\n`<!-- ansecurity:options x -->`\n", __version__) is None


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in ("units/vi-du", "units/minh-hoa"):
        shutil.copytree(ROOT / folder, tmp_path / "repo" / folder)
    (tmp_path / "repo" / "criteria").mkdir()
    for path in (ROOT / "criteria").glob("tt*-xa.yaml"):
        shutil.copy(path, tmp_path / "repo" / "criteria")
    shutil.rmtree(tmp_path / "repo" / "units" / "minh-hoa" / "xa-minh-hoa" / "plans")
    return tmp_path / "repo"


@pytest.mark.parametrize("ending", ["md", "html"])
class TestFiles:
    def _made(self, run: Run, copy: Path, ending: str, *more: str) -> Path:
        target = copy.parent / f"x.{ending}"
        arguments = ("--lang", "en", "report", "xa-p", "--as-of", "2026-11-01", "--alone", *more)
        assert run(*arguments, "-o", str(target), cwd=copy).returncode == 0
        return target

    def test_unchanged(self, copy: Path, run: Run, ending: str) -> None:
        target = self._made(run, copy, ending)
        before = target.read_bytes()
        for arguments in (
            ("report", "--check", str(target)), ("report", "--check", "-o", str(target)),
            ("report", "xa-p", "--check", "-o", str(target), "--as-of", "2026-11-01", "--alone"),
            ("--lang", "en", "report", "--check", str(target), str(target)),
        ):  # fmt: skip
            done = run(*arguments, cwd=copy)
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert target.read_bytes() == before

    def test_a_unit_file_has_changed(self, copy: Path, run: Run, ending: str) -> None:
        target = self._made(run, copy, ending)
        path = next(copy.rglob("xa-p/unit.yaml"))
        path.write_text(path.read_text("utf-8").replace("name: Xã P", "name: Xã Q"), "utf-8")
        done = run("report", "--check", str(target), cwd=copy)
        assert done.returncode == 1
        assert "Xã P" in done.stderr
        assert "Xã Q" in done.stderr

    def test_the_unit_is_gone(self, copy: Path, run: Run, ending: str) -> None:
        target = self._made(run, copy, ending)
        shutil.rmtree(next(copy.rglob("xa-p")))
        done = run("report", "--check", str(target), cwd=copy)
        assert done.returncode == 1
        assert "xa-p" in done.stderr

    def test_another_version_wrote_it(self, copy: Path, run: Run, ending: str) -> None:
        target = self._made(run, copy, ending)
        text = target.read_text("utf-8").replace(
            f'"version": "{__version__}"', '"version": "0.0.7"'
        )
        target.write_text(text, "utf-8")
        done = run("report", "--check", str(target), cwd=copy)
        assert done.returncode == 1
        assert "0.0.7" in done.stderr

    @pytest.mark.parametrize(
        "more",
        [
            ("--as-of", "2026-11-02"), ("--lang", "vi"), ("--period", "2021"), ("--set", "tt124-xa"),
            ("--template", "x.j2"),
        ],
    )  # fmt: skip
    def test_options_that_disagree(
        self, copy: Path, run: Run, ending: str, more: tuple[str, ...]
    ) -> None:
        target = self._made(run, copy, ending)
        (copy / "x.j2").write_text("x", "utf-8")
        done = run("report", "--check", str(target), *more, cwd=copy)
        assert done.returncode == 2
        assert more[0] in done.stderr
        other = run("report", "xa-minh-hoa", "--check", "-o", str(target), cwd=copy)
        assert other.returncode == 2

    def test_foreign_and_broken_files(self, copy: Path, run: Run, ending: str) -> None:
        target = self._made(run, copy, ending)
        text = target.read_text("utf-8")
        for other in ("x\n", "", text.replace('"alone": true', '"alone": yes')):
            target.write_text(other, "utf-8")
            done = run("report", "--check", str(target), cwd=copy)
            assert done.returncode == 2
            assert "Traceback" not in done.stderr
        assert run("report", "--check", str(target) + "x", cwd=copy).returncode == 2

    def test_without_saying_so_it_is_compared_by_what_is_typed(
        self, copy: Path, run: Run, ending: str
    ) -> None:
        target = self._made(run, copy, ending)
        lines = target.read_text("utf-8").split("\n")
        kept = [line for line in lines if "ansecurity:options" not in line]
        target.write_text("\n".join(kept), "utf-8")
        done = run("report", "xa-p", "--alone", "--check", "-o", str(target), cwd=copy)
        assert done.returncode == 1
