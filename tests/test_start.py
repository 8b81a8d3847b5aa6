"""The first day: init, new, and what they write, in whole processes and as YAML."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess  # noqa: TID251
import unicodedata
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansecurity_cli.cli import shipped
from ansecurity_cli.formats.scaffolds.writing import flow, note, scalar
from ansecurity_cli.model.naming import slug
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key
from ansecurity_cli.snapshot import Snapshot, take
from ansecurity_cli.sources import WorkingTree, parse
from ansecurity_cli.verdicts.outcome import Outcome
from conftest import AS_OF, ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]
DAY = ("--date", "2026-11-24")


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in folder.rglob("*") if one.is_file()
    }  # fmt: skip


def _snapshot(folder: Path) -> Snapshot:
    return take(WorkingTree(folder), AS_OF)


def _errors(folder: Path) -> list[str]:
    found = _snapshot(folder).diagnostics
    return [f"{one.path} {one.code}" for one in found if one.severity == "error"]


@pytest.fixture
def begun(tmp_path: Path, run: Run) -> Path:
    """A repository with one ward."""
    assert run("init", str(tmp_path)).returncode == 0
    done = run("-C", str(tmp_path), "new", "unit", "Phường Hòa Hiếu")
    assert done.returncode == 0, done.stderr
    return tmp_path


class TestInit:
    def test_plain(self, tmp_path: Path, run: Run) -> None:
        done = run("init", "kho", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        made = _contents(tmp_path / "kho")
        assert {f"criteria/{one}.yaml" for one in shipped.SETS} < set(made)
        for one in shipped.SETS:
            assert made[f"criteria/{one}.yaml"] == (ROOT / f"criteria/{one}.yaml").read_bytes()
        assert {"README.md", ".gitattributes", ".vscode/extensions.json"} < set(made)
        assert not [one for one in made if one.startswith("units/") and one.endswith(".yaml")]
        assert run("-C", str(tmp_path / "kho"), "check").returncode == 0

    def test_example_is_the_commune_of_this_repository(self, tmp_path: Path, run: Run) -> None:
        assert run("init", "--example", cwd=tmp_path).returncode == 0
        here, there = _contents(ROOT / "units/minh-hoa"), _contents(tmp_path / "units/minh-hoa")
        assert here == there
        assert not _errors(tmp_path)
        ours, its = take(WorkingTree(ROOT), AS_OF), _snapshot(tmp_path)
        for key in its.repository.assessments:
            assert its.evaluation.result(key).outcome == ours.evaluation.result(key).outcome

    @pytest.mark.parametrize("service", ["github", "gitlab"])
    def test_workflows_are_yaml(self, service: str, tmp_path: Path, run: Run) -> None:
        assert run("init", "--ci", service, cwd=tmp_path).returncode == 0
        name = {"github": ".github/workflows/ansecurity.yml", "gitlab": ".gitlab-ci.yml"}[service]
        parsed = parse(name, (tmp_path / name).read_bytes())
        assert not parsed.diagnostics
        assert "ansecurity check" in parsed.text

    def test_what_is_there_is_never_touched(self, tmp_path: Path, run: Run) -> None:
        (tmp_path / "criteria").mkdir()
        mine = tmp_path / "criteria/tt124-xa.yaml"
        mine.write_text("của tôi\n", encoding="utf-8")
        refused = run("init", cwd=tmp_path)
        assert refused.returncode == 2
        assert _contents(tmp_path) == {"criteria/tt124-xa.yaml": "của tôi\n".encode()}
        done = run("init", "--force", cwd=tmp_path)
        assert done.returncode == 0
        assert "criteria/tt124-xa.yaml" in done.stderr
        assert mine.read_text(encoding="utf-8") == "của tôi\n"
        before = _contents(tmp_path)
        again = run("init", "--force", "--example", cwd=tmp_path)
        assert again.returncode == 0
        assert _contents(tmp_path).items() >= before.items()

    def test_nothing_is_written_through_a_link(self, tmp_path: Path, run: Run) -> None:
        (tmp_path / "ngoai").mkdir()
        kho = tmp_path / "kho"
        kho.mkdir()
        (kho / "criteria").symlink_to(tmp_path / "ngoai")
        assert run("init", "kho", "--force", cwd=tmp_path).returncode == 2
        assert not list((tmp_path / "ngoai").iterdir())
        assert [one.name for one in kho.iterdir()] == ["criteria"]

    def test_a_file_is_no_folder(self, tmp_path: Path, run: Run) -> None:
        (tmp_path / "x").write_text("")
        assert run("init", "x", cwd=tmp_path).returncode == 2


class TestNew:
    @pytest.mark.parametrize(
        ("name", "id_"),
        [
            ("Hòa Hiếu", "hoa-hieu"), ("Hoà Hiếu", "hoa-hieu"), ("Phường Đông Vĩnh", "phuong-dong-vinh"),
            ("Tổ dân phố số 5", "to-dan-pho-so-5"), ("  Xã  Ia-O! ", "xa-ia-o"), ("Ủy ban", "uy-ban"),
        ],
    )  # fmt: skip
    def test_ids(self, name: str, id_: str) -> None:
        assert slug(name) == id_

    def test_unit_below_its_parent(self, begun: Path, run: Run) -> None:
        done = run(
            "-C",
            str(begun),
            "new",
            "unit",
            "Tổ dân phố 1",
            "--type",
            "khu-dan-cu",
            "--parent",
            "hoa hieu",
        )
        assert done.returncode == 0, done.stderr
        unit = _snapshot(begun).repository.units["to-dan-pho-1"]
        assert unit.at.path == "units/phuong-hoa-hieu/to-dan-pho-1/unit.yaml"
        assert (unit.parent, unit.type, unit.name) == (
            "phuong-hoa-hieu",
            "khu-dan-cu",
            "Tổ dân phố 1",
        )
        again = run("-C", str(begun), "new", "unit", "Tổ dân phố 1", "--type", "khu-dan-cu")
        assert again.returncode == 2

    @pytest.mark.parametrize("set_id", shipped.SETS)
    def test_assessment_of_every_set(self, set_id: str, begun: Path, run: Run) -> None:
        kinds = {
            "tt124-kdc": "khu-dan-cu",
            "tt124-xa": "phuong",
            "tt124-cqdn": "co-quan",
            "tt124-csgd": "co-so-giao-duc",
        }
        _ok(run("-C", str(begun), "new", "unit", "Đơn vị X", "--type", kinds[set_id]))
        _ok(run("-C", str(begun), "new", "assessment", "don-vi-x", set_id, "2026", *DAY))
        snapshot = _snapshot(begun)
        assert {one.code for one in snapshot.diagnostics} <= {"missing-answer"}
        result = snapshot.evaluation.result(Key("don-vi-x", set_id, Period(2026)))
        every = [one for top in result.verdicts for one in top.walk()]
        assert {one.outcome for one in every} == {Outcome.UNKNOWN}
        text = (begun / f"units/don-vi-x/2026/{set_id}.yaml").read_text(encoding="utf-8")
        for one in every:
            assert re.search(rf"^  ## (─── )?{re.escape(one.criterion.id)} ", text, re.MULTILINE)
            if not one.children:
                assert re.search(rf"^  # {re.escape(one.criterion.id)}: {{", text, re.MULTILINE)

    def test_a_line_left_unfilled_is_an_error_and_never_met(self, begun: Path, run: Run) -> None:
        _ok(run("-C", str(begun), "new", "assessment", "hoa hieu", "tt124-xa", "2026", *DAY))
        path = begun / "units/phuong-hoa-hieu/2026/tt124-xa.yaml"
        text = path.read_text(encoding="utf-8")
        lines = re.findall(r"^  # [a-z][a-z0-9.]*: \{.*\}$", text, re.MULTILINE)
        assert len(lines) > 20
        for line in lines:
            path.write_text(text.replace(line, line.replace("# ", "", 1), 1), encoding="utf-8")
            assert bool(_errors(begun)) == ("…" in line), line
        path.write_text(
            re.sub(r"^(  )# (?=[a-z][a-z0-9.]*: \{)", r"\1", text, flags=re.MULTILINE),
            encoding="utf-8",
        )
        result = _snapshot(begun).evaluation.result(
            Key("phuong-hoa-hieu", "tt124-xa", Period(2026))
        )
        assert result.counts.met == 0

    def test_filled_in_it_decides(self, begun: Path, run: Run) -> None:
        _ok(run("-C", str(begun), "new", "assessment", "hoa hieu", "tt124-xa", "2026", *DAY))
        path = begun / "units/phuong-hoa-hieu/2026/tt124-xa.yaml"
        text = path.read_text(encoding="utf-8").replace(
            "  # k1.4: {value: …}", "  k1.4: {value: 2}"
        )
        path.write_text(text, encoding="utf-8")
        assert not _errors(begun)
        result = _snapshot(begun).evaluation.result(
            Key("phuong-hoa-hieu", "tt124-xa", Period(2026))
        )
        found = result.find("k1.4")
        assert found
        assert found.outcome is Outcome.MET

    def test_other_kinds_are_sound_and_decide_nothing(self, begun: Path, run: Run) -> None:
        at = ("-C", str(begun), "new")
        _ok(run(*at, "assessment", "hoa hieu", "tt124-xa", "2026", *DAY))
        _ok(run(*at, "appraisal", "hoa hieu", "tt124-xa", "2026", "--by", "Ban Chỉ đạo", *DAY))
        _ok(
            run(
                *at,
                "appraisal",
                "hoa hieu",
                "tt124-xa",
                "2026",
                "--by",
                "Ban: tỉnh",
                "--round",
                "Cấp tỉnh",
                *DAY,
            )
        )
        _ok(
            run(
                *at,
                "inspection",
                "hoa hieu",
                "--by",
                "Đoàn khảo sát Công an tỉnh",
                "--set",
                "tt124-xa",
                *DAY,
            )
        )
        _ok(run(*at, "plan", "hoa hieu", "Lộ trình 2026: #1"))
        _ok(run(*at, "criteria-set", "Bộ thử", "--for", "xa", "--for", "phuong"))
        assert {one.code for one in _snapshot(begun).diagnostics} <= {"missing-answer"}
        made = set(_contents(begun / "units"))
        assert {
            "phuong-hoa-hieu/2026/tt124-xa.appraisal.yaml", "phuong-hoa-hieu/2026/tt124-xa.appraisal-cap-tinh.yaml",
            "phuong-hoa-hieu/inspections/2026-11-24-doan-khao-sat-cong-an-tinh.yaml", "phuong-hoa-hieu/plans/lo-trinh-2026-1.yaml",
        } <= made  # fmt: skip
        results = [
            _snapshot(begun).evaluation.result(Key("phuong-hoa-hieu", one, Period(2026)))
            for one in ("tt124-xa", "bo-thu")
        ]
        assert {one.outcome for one in results} == {Outcome.UNKNOWN}

    def test_an_unfinished_appraisal_lowers_what_it_did_not_look_at(
        self, tmp_path: Path, run: Run
    ) -> None:
        _ok(run("init", "--example", cwd=tmp_path))
        (tmp_path / "units/minh-hoa/xa-minh-hoa/2025/tt124-xa.appraisal.yaml").unlink()
        _ok(
            run(
                "new",
                "appraisal",
                "xa-minh-hoa",
                "tt124-xa",
                "2025",
                "--by",
                "Tỉnh",
                "--date",
                "2026-01-10",
                cwd=tmp_path,
            )
        )
        assert not _errors(tmp_path)
        result = _snapshot(tmp_path).evaluation.result(Key("xa-minh-hoa", "tt124-xa", Period(2025)))
        assert result.self_outcome is Outcome.MET
        assert result.outcome is Outcome.UNKNOWN

    def test_nothing_is_overwritten(self, begun: Path, run: Run) -> None:
        arguments = ("-C", str(begun), "new", "assessment", "hoa hieu", "tt124-xa", "2026")
        _ok(run(*arguments))
        before = _contents(begun)
        assert run(*arguments).returncode == 2
        assert _contents(begun) == before

    @pytest.mark.parametrize(
        "arguments",
        [
            ("unit",), ("unit", "Hòa Hiếu"), ("assessment",), ("assessment", "hoa hieu"),
            ("appraisal", "hoa hieu", "tt124-xa", "2026"), ("inspection", "hoa hieu"), ("plan",), ("criteria-set",),
            ("unit", "123", "--type", "xa"), ("unit", "X", "--type", "lang"), ("unit", "Xã A", "--code", "1 2"),
            ("assessment", "hoa hieu", "tt124-xa", "26"), ("assessment", "hoa hieu", "tt124-kdc", "2026"),
        ],
    )  # fmt: skip
    def test_what_is_missing_or_wrong_is_told(
        self, arguments: tuple[str, ...], begun: Path, run: Run
    ) -> None:
        before = _contents(begun)
        done = run("-C", str(begun), "new", *arguments)
        assert done.returncode == 2
        assert done.stderr.startswith("ansecurity: ")
        assert _contents(begun) == before


class TestCarryingOver:
    @pytest.fixture
    def carried(self, tmp_path: Path, run: Run) -> Path:
        _ok(run("init", "--example", cwd=tmp_path))
        for set_id in ("minh-hoa-xa", "tt124-xa"):
            _ok(
                run(
                    "new",
                    "assessment",
                    "xa-minh-hoa",
                    set_id,
                    "2026",
                    "--from",
                    "2025",
                    *DAY,
                    cwd=tmp_path,
                )
            )
        return tmp_path

    def test_it_is_sound_and_nothing_of_it_is_met(self, carried: Path) -> None:
        snapshot = _snapshot(carried)
        assert not _errors(carried)
        for set_id in ("minh-hoa-xa", "tt124-xa"):
            key = Key("xa-minh-hoa", set_id, Period(2026))
            answers = snapshot.repository.assessments[key].answers
            assert answers
            result = snapshot.evaluation.result(key)
            for name, one in answers.items():
                assert one.carried_from == Period(2025)
                found = result.find(name)
                assert found
                assert found.outcome is Outcome.UNKNOWN
                assert found.ruling.lapsed
            assert not [
                one
                for top in result.verdicts
                for one in top.walk()
                if one.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE)
            ]

    def test_events_figures_and_yearly_papers_are_not_carried(self, carried: Path) -> None:
        snapshot = _snapshot(carried)
        names = set(
            snapshot.repository.assessments[Key("xa-minh-hoa", "tt124-xa", Period(2026))].answers
        )
        assert names == {"k1.4", "k2.2", "k2.4.c.3", "k3.1"}
        more = snapshot.repository.assessments[
            Key("xa-minh-hoa", "minh-hoa-xa", Period(2026))
        ].answers
        assert "tc2.1" not in more  # not more than two fires: counted anew

    def test_confirmed_it_counts(self, carried: Path) -> None:
        path = carried / "units/minh-hoa/xa-minh-hoa/2026/tt124-xa.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("carried_from: 2025}", 'carried_from: 2025, confirmed_on: "2026-11-20"}'),
            encoding="utf-8",
        )
        result = _snapshot(carried).evaluation.result(Key("xa-minh-hoa", "tt124-xa", Period(2026)))
        assert {
            name
            for name in ("k1.4", "k2.2", "k3.1")
            if (one := result.find(name)) and one.outcome is Outcome.MET
        } == {"k1.4", "k2.2", "k3.1"}

    def test_nothing_to_carry(self, begun: Path, run: Run) -> None:
        done = run(
            "-C", str(begun), "new", "assessment", "hoa hieu", "tt124-xa", "2026", "--from", "2025"
        )
        assert done.returncode == 3
        assert (
            run(
                "-C",
                str(begun),
                "new",
                "assessment",
                "hoa hieu",
                "tt124-xa",
                "2026",
                "--from",
                "2027",
            ).returncode
            == 2
        )


class TestEditorSchema:
    @pytest.mark.parametrize("kind", ["assessment", "appraisal"])
    def test_the_files_here_fit(
        self, kind: str, tmp_path: Path, run: Run, repository: Snapshot
    ) -> None:
        for set_id in sorted(repository.repository.sets):
            done = run("schema", set_id, "--for", kind)
            assert done.returncode == 0
            made = json.loads(done.stdout)
            jsonschema.Draft202012Validator.check_schema(made)
            assert not re.search(r'"(oneOf|anyOf|not|uniqueItems)":', done.stdout)
            checker = jsonschema.Draft202012Validator(made)
            suffix = ".appraisal" if kind == "appraisal" else ""
            for path, document in repository.documents.items():
                if path.startswith("units/") and path.endswith(f"/{set_id}{suffix}.yaml"):
                    found = [one.message for one in checker.iter_errors(document.data)]
                    assert not found, (path, found)

    def test_it_knows_its_criteria(self, begun: Path, run: Run) -> None:
        made = json.loads(
            (begun / "schemas/sets/tt124-kdc.assessment.schema.json").read_text(encoding="utf-8")
        )
        answers = made["properties"]["answers"]["properties"]
        assert answers["k5.1"]["properties"]["grade"]["enum"][1] == "hoan-thanh"
        assert "Chi bộ có nghị quyết trong quý I." in answers["k1.1"]["description"]
        good = {
            "kind": "assessment",
            "unit": "x",
            "set": "tt124-kdc",
            "set_version": 1,
            "period": 2026,
            "assessed_on": "2026-11-24",
        }
        checker = jsonschema.Draft202012Validator(made)
        assert checker.is_valid({**good, "answers": {"k5.1": {"grade": "hoan-thanh"}}})
        assert checker.is_valid({**good, "answers": None})
        for wrong in (
            {"k9": {"met": True}},
            {"k5.1": {"grade": "gioi"}},
            {"k5.1": {"met": True}},
            {"k3.a": {"value": 0}},
        ):
            assert not checker.is_valid({**good, "answers": wrong})


@pytest.mark.parametrize(
    "text",
    [
        "Xã A",
        "no",
        "12",
        "a: b",
        "# x",
        "12-NQ/ĐU",
        "“Thôn”",
        "- x",
        "x #y",
        "",
        "{a}",
        "null",
        "1.5",
        "ĐU",
        'a "b" \\',
        "x:",
        "2026-01-01",
        "@a",
        "*b",
        "a\nb",
    ],
)
def test_values_mean_themselves(text: str) -> None:
    folded = " ".join(text.split())
    for made in (f"a: {scalar(text)}\n", f"a: {flow({'b': [text]})}\n"):
        parsed = parse("x.yaml", made.encode())
        assert parsed.document, made
        assert not [one for one in parsed.diagnostics if one.severity == "error"]
        value = parsed.document.data["a"]
        assert (value if isinstance(value, str) else value["b"][0]) == folded


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=300))
def test_whatever_is_told_stays_in_its_place(text: str) -> None:
    """A value is one value, a comment a comment, and neither begins anything else."""
    made = note(text, "##", 2, 2, 2)
    assert all(line.startswith("  ##") for line in made.split("\n"))
    assert len(made.splitlines()) == made.count("\n") + 1
    parsed = parse(
        "x.yaml", f"a: {scalar(text)}\nb: {flow({'c': [text]})}\n{made}\nd: 1\n".encode()
    )
    assert parsed.document
    folded = unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", text).strip())
    assert parsed.document.data == {"a": folded, "b": {"c": [folded]}, "d": 1}


@pytest.mark.parametrize("name", ["Xã \u202eA", "Xã\x07", "Xã\u200bA", "x" * 1001, "Xã\nB"])
def test_what_can_not_be_seen_is_refused(name: str, begun: Path, run: Run) -> None:
    before = _contents(begun)
    done = run("-C", str(begun), "new", "unit", name, "--type", "xa")
    assert done.returncode == 2
    assert "\u202e" not in done.stderr
    assert _contents(begun) == before


def _ok(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stderr


class TestOnATerminal:
    """What is missing is asked for where somebody can answer."""

    @staticmethod
    def _talk(answers: str, *arguments: str, cwd: Path) -> tuple[int, str]:
        import os
        import pty
        import sys

        leader, follower = pty.openpty()
        os.write(leader, answers.encode())
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ansecurity_cli", *arguments], cwd=cwd,
            stdin=follower, stderr=follower, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        code = process.wait(60)
        os.close(follower)
        told = b""
        with contextlib.suppress(OSError):  # the other end is closed: all is read
            while piece := os.read(leader, 65536):
                told += piece
        os.close(leader)
        return code, told.decode()

    def test_asked_and_answered(self, begun: Path) -> None:
        code, told = self._talk("Tổ dân phố 7\nlàng\nkhu-dan-cu\n", "new", "unit", cwd=begun)
        assert code == 0, told
        assert "khu-dan-cu" in told
        assert _snapshot(begun).repository.units["to-dan-pho-7"].type == "khu-dan-cu"
        code, told = self._talk("hoà hiếu\ntt124-xa\n2026\n", "new", "assessment", cwd=begun)
        assert code == 0, told
        assert (begun / "units/phuong-hoa-hieu/2026/tt124-xa.yaml").is_file()

    def test_no_answer_ends_it(self, begun: Path) -> None:
        before = _contents(begun)
        code, _told = self._talk("\n\n\n", "new", "plan", "hoa hieu", cwd=begun)
        assert code == 2
        code, _told = self._talk("\x04", "new", "plan", "hoa hieu", cwd=begun)
        assert code == 130
        assert _contents(begun) == before
