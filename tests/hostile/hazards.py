"""Each hazard in a whole process: no crash, no hang, no flood, nothing done but what was asked for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess  # noqa: TID251
from collections.abc import Iterator, Mapping
from itertools import cycle, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from hostile import outputs, sample
from hostile.content import CONTENT
from hostile.data import DATA
from hostile.files import FILES, Make, Row
from hostile.outputs import OUTPUTS, Output
from hostile.process import Limits, fingerprint, harmless, run
from hostile.surroundings import ARGUMENTS, STREAMS, SURROUNDINGS
from hostile.texts import BYTES, MEANING


class Hazard(NamedTuple):
    """One repository: how it is made, the errors that must be told, the second way of telling."""

    name: str
    makes: tuple[Make, ...]
    tells: Mapping[str, set[str]]  # by path; "" for all paths
    second: Output | None = None
    powerless: bool = False
    exit: int = -1

    @property
    def code(self) -> int:
        return self.exit if self.exit >= 0 else int(any(self.tells.values()))


SMALL, MANY = 3000, 12  # texts that small are tried so many at a time, each in a unit of its own


def _placed(path: str, raw: bytes) -> Make:
    return lambda root: sample.write(root, {path: raw})


def _texts() -> Iterator[Hazard]:
    rows = {**MEANING, **BYTES}
    small = [name for name, (raw, _) in rows.items() if len(raw) <= SMALL]
    for start in range(0, len(small), MANY):
        makes, tells = [], {}
        for number, name in enumerate(small[start : start + MANY]):
            unit = f"t-{number}"
            path = f"units/thi-xa/{unit}/unit.yaml"
            makes.append(_placed(path, rows[name][0].replace(b"phuong-x", unit.encode())))
            tells[path] = {*rows[name][1].split()}
        yield Hazard("; ".join(small[start : start + MANY]), tuple(makes), tells)
    for name, (raw, told) in rows.items():
        if name not in small:
            yield Hazard(name, (_placed(sample.UNIT, raw),), {"": {*told.split()}})


def _rows() -> Iterator[Hazard]:
    groups: dict[str, list[Row]] = {}
    for name, row in {**FILES, **DATA}.items():
        if row.together:
            groups.setdefault(row.together, []).append(row)
        else:
            tells = {"": {*row.tells.split()}}
            yield Hazard(name, (row.make,), tells, None, row.powerless, row.exit)
    for name, some in groups.items():
        tells = {"": {code for row in some for code in row.tells.split()}}
        yield Hazard(f"all {name} of odd names", tuple(row.make for row in some), tells)


def hazards() -> list[Hazard]:
    """All of them; every third, and whatever holds many, is told of in a second way."""
    found = [*_texts(), *_rows()]
    ways = cycle(one for one in OUTPUTS if one.name != "check json")
    return [
        one._replace(second=next(ways)) if number % 3 == 0 or len(one.makes) > 1 else one
        for number, one in enumerate(found)
    ]  # fmt: skip


def _errors(text: str, path: str) -> set[str]:
    found = json.loads(text)["diagnostics"]
    return {
        one["code"] for one in found if one["severity"] == "error" and path in ("", one["path"])
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of the test's own, whose folders may be deeper than Python can remove them."""
    yield tmp_path
    subprocess.run(["chmod", "-R", "u+rwX", str(tmp_path)], check=False, capture_output=True)
    subprocess.run(["rm", "-rf", str(tmp_path)], check=False)


# Where time is short, every n-th; `make hostile` takes all of them.
EVERY = int(os.environ.get("EVERY", "1"))


@pytest.mark.parametrize(
    "hazard", [pytest.param(one, id=one.name[:60]) for one in hazards()][::EVERY]
)
def test_hazard(hazard: Hazard, folder: Path, request: pytest.FixtureRequest) -> None:
    root = folder / "goc"
    sample.write(root, sample.files())
    for make in hazard.makes:
        make(root)
    before = fingerprint(root)
    limits = Limits(powerless=hazard.powerless)
    done = [run(folder, ["check", "--format", "json", *sample.AS_OF], root=root, limits=limits)]
    harmless(done[0], (hazard.code,))
    if done[0].text:
        outputs.as_json(done[0].text)
        for path, codes in hazard.tells.items():
            # From 0.2.6 on, libyaml's own limit of nesting comes before anything else.
            assert _errors(done[0].text, path) in (codes, {"too-deep"}), path
    if hazard.second:
        _name, arguments, check, colour = hazard.second
        arguments = (*arguments, *(() if "--as-of" in arguments else sample.AS_OF))
        done.append(run(folder, arguments, root=root, limits=limits))
        harmless(done[1], colour=colour)
        if done[1].code < 2:
            check(done[1].text)
            outputs.command_free(done[1].errors)
    assert not any(b"SECRET" in one.out + one.err for one in done)
    assert fingerprint(root) == before


BATCHES = 3


def _batch(number: int) -> dict[str, sample.Content]:
    """A town with a ward and a set for every text of the batch."""
    texts = list(CONTENT.values())[number::BATCHES]
    files: dict[str, sample.Content] = {
        "units/thi-xa/unit.yaml": sample.unit("Chữ", "thi-xa", "thi-xa", "")
    }
    for index, text in enumerate(texts):
        x, ward = text, "phuong-x" if index == 0 else f"phuong-x{index}"
        home = f"units/thi-xa/{ward}"
        about = {"set": f"mini{index}", "unit": ward}
        given = sample.criteria(x)
        files[f"criteria/mini{index}.yaml"] = {**given, "id": f"mini{index}", "within": [ward]}
        files[f"{home}/unit.yaml"] = sample.unit(x, ward)
        files[f"{home}/2026/mini{index}.yaml"] = {**sample.answers(x), **about}
        files[f"{home}/2026/mini{index}.appraisal.yaml"] = {**sample.appraisal(x), **about}
        visit = {**sample.visit(x, (ward,)), "unit": ward, "date": "2026-04-19"}
        for part in ("results", "findings"):
            visit[part] = [{**one, "set": about["set"]} for one in visit[part]]
        visit["proposals"] = [{**one, "set": about["set"]} for one in visit["proposals"]]
        files[f"{home}/inspections/2026-04-19-doan.yaml"] = visit
        plan = {**sample.plan(x, (ward,)), "unit": ward}
        plan["targets"] = [{**one, "set": about["set"]} for one in plan["targets"]]
        files[f"{home}/plans/lo-trinh.yaml"] = plan
    return files


@pytest.mark.parametrize("number", range(BATCHES))
@pytest.mark.parametrize("output", [pytest.param(one, id=one.name) for one in OUTPUTS][::EVERY])
def test_content_is_inert(output: Output, number: int, folder: Path) -> None:
    root = folder / "goc"
    sample.write(root, _batch(number))
    _name, arguments, check, colour = output
    done = run(folder, [*arguments, *([] if "--as-of" in arguments else sample.AS_OF)], root=root)
    harmless(done, (0, 1), colour=colour)
    check(done.text)
    outputs.command_free(done.errors)


def test_content_arrives(folder: Path) -> None:
    """What the outputs above are harmless for does stand in them."""
    for number in range(BATCHES):
        root = folder / f"goc{number}"
        sample.write(root, _batch(number))
        text = json.loads(
            run(folder, ["status", "--format", "json", *sample.AS_OF], root=root).text
        )
        names = {one["name"] for one in text["units"]}
        assert names >= {*list(CONTENT.values())[number::BATCHES]} - {" "}


def test_one_command_of_github_a_problem(folder: Path) -> None:
    if "github" not in {one.value for one in outputs.ProblemFormat}:
        pytest.skip("there is no such format")
    for number in range(BATCHES):
        root = folder / f"goc{number}"
        sample.write(root, _batch(number))
        told = [
            run(folder, ["check", "--format", shown, *sample.AS_OF], root=root).text
            for shown in ("json", "github")
        ]  # fmt: skip
        commands = [line for line in told[1].splitlines() if line.lstrip().startswith("::")]
        assert len(commands) == len(json.loads(told[0])["diagnostics"])


# --- What is around the command -----------------------------------------------------------------


@pytest.mark.parametrize("name", list(SURROUNDINGS)[::EVERY])
def test_surroundings(name: str, folder: Path) -> None:
    root = folder / "goc"
    sample.write(root, sample.files())
    SURROUNDINGS[name](folder, root)


@pytest.mark.parametrize("name", list(STREAMS)[::EVERY])
def test_streams(name: str, folder: Path) -> None:
    root = folder / "goc"
    sample.write(root, sample.files())
    STREAMS[name](folder, root)


@pytest.mark.parametrize("name", list(ARGUMENTS)[::EVERY])
def test_arguments(name: str, folder: Path) -> None:
    root = folder / "goc"
    sample.write(root, sample.files())
    before = fingerprint(root)
    arguments, codes = ARGUMENTS[name]
    named = [Path(str(two)) for one, two in pairwise(arguments) if one == "-o"]
    done = run(folder, arguments, root=root, outputs=named)
    harmless(done, codes)
    outputs.command_free(done.errors)
    assert fingerprint(root) == before


def test_there_are_enough() -> None:
    tables = (MEANING, BYTES, FILES, DATA, CONTENT, SURROUNDINGS, STREAMS, ARGUMENTS)
    assert sum(map(len, tables)) >= 150
    assert len({one.name for one in hazards()}) == len(hazards())
    assert shutil.which("rm")
