"""A fuzzer of the whole way from bytes to every output: `make fuzz`, MINUTES=10 on all cores.

Takes what YAML there is here, changes bytes, words, lines or values, and does with it everything
that the command does. What raises, hangs, floods or is read in two ways by PyYAML's two parsers is
cut down to what is needed and saved. Same seed and number of jobs: the same inputs.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

from ansecurity_cli.model.places import place_of  # noqa: E402
from ansecurity_cli.sources import events, parse  # noqa: E402
from hostile import pipeline, sample, texts  # noqa: E402
from hostile.content import CONTENT  # noqa: E402

SECONDS = 10  # of computing for one input, which is no larger than LARGEST
LARGEST = 64 * 1024
DAYS = (date(1, 1, 1), date(2023, 12, 31), date(2026, 11, 24), date(9999, 12, 31))
TOKENS = tuple(token.encode("utf-8", "surrogatepass") for token in (
    "a: ", "\n", "\n  ", "\n    - ", "- ", "? ", ": ", "[", "]", "{", "}", ",", "'", '"', "|\n", ">-\n", "|2\n", "&a ", "*a",
    "!t ", "!!int ", "<<: ", "%YAML 1.1\n", "---\n", "...\n", "\t", " # ", "#", "\\", '"\\u202e"', '"\\0"', "~", "null",
    "true", "no", "có", "95,5", "1.234", "012", "0x1F", "1_0", "1e999", "-0.0", ".nan", "9" * 16, "12:30", "\"", "\r\n", "\r",
    "\u2028", "\u0085", "\u200b", "\u202e", "\ufeff", "\0", "\x1b[2J", "o\u0302\u0301", "：", "\u00a0", "\U0001f600", "\ud800",
    "2026-02-30", "0001-01-01", "9999-12-31", "05/01/2026", "2026-h1", "P999Y", "kind: ", "id: ", "rule: {kind: rollup}", "include",
    "<<<<<<< HEAD\n", "=======\n", ">>>>>>> x\n", "::error::x", "##[error]", "=1+1", "<script>", "{{ 7*7 }}", "|", "`", "@a", "../x",
))  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**9, 10**15, 1.5, 1e-320, "", " ", "x", "k1", "mini", "phuong-x", "2026", "2026-02-30", "0001-01-01",
    "9999-12-31", "P999Y", "all", "met", "no", "95,5", [], {}, [[]], {"a": {}}, "x" * 1001, *list(CONTENT.values())[:20],
)  # fmt: skip


OUTPUTS = sorted(
    pipeline.outputs(pipeline.understood({}), pipeline.LANGUAGES[0], pipeline.SCREENS[0])
)


class Slow(BaseException):
    """An input took longer than it may; not to be caught by what is tried."""


Seed = tuple[str, bytes]


def seeds() -> list[Seed]:
    """All the YAML there is, with the place in a repository where it stands."""
    found: list[Seed] = []
    for top in (
        ROOT,
        *sorted((HERE.parent / "cases").glob("*/*")),
        *sorted((HERE.parent / "scenarios").glob("*")),
    ):
        for folder in ("criteria", "units"):
            found += [
                (path.relative_to(top).as_posix(), path.read_bytes())
                for path in sorted((top / folder).rglob("*.y*ml"))
                if path.is_file()
            ]
    suite = json.loads((HERE.parent / "yaml_suite" / "suite.json").read_text("utf-8"))
    found += [(sample.UNIT, one["yaml"].encode()) for one in suite]
    found += [(sample.UNIT, raw) for raw, _ in {**texts.MEANING, **texts.BYTES}.values()]
    found += [(path, sample.as_bytes(content)) for path, content in sample.files().items()]
    return [one for one in found if len(one[1]) <= LARGEST]


# --- Changes --------------------------------------------------------------------------------------


def _flip(raw: bytearray, chance: random.Random, _other: bytes) -> None:
    if raw:
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)


def _token(raw: bytearray, chance: random.Random, _other: bytes) -> None:
    at = chance.randint(0, len(raw))
    raw[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 40))


def _cut(raw: bytearray, chance: random.Random, _other: bytes) -> None:
    at = chance.randint(0, len(raw))
    del raw[at : at + chance.choice((1, 2, 5, 40, 400))]


def _double(raw: bytearray, chance: random.Random, _other: bytes) -> None:
    at = chance.randint(0, len(raw))
    piece = raw[at : at + chance.choice((1, 10, 100, 1000))]
    raw[at:at] = piece * chance.choice((1, 2, 20))


def _splice(raw: bytearray, chance: random.Random, other: bytes) -> None:
    at, from_ = chance.randint(0, len(raw)), chance.randint(0, len(other))
    raw[at : at + chance.choice((0, 0, 10, 1000))] = other[
        from_ : from_ + chance.choice((10, 100, 2000))
    ]


def _lines(raw: bytearray, chance: random.Random, other: bytes) -> None:
    lines = bytes(raw).split(b"\n")
    one = chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            del lines[one]
        case 1:
            lines.insert(one, chance.choice(lines))
        case 2:
            lines[one] = b" " * chance.choice((1, 2, 4)) + lines[one]
        case 3:
            lines[one] = lines[one][chance.choice((1, 2)) :]
        case 4:
            chance.shuffle(lines)
        case _:
            lines.insert(one, chance.choice(other.split(b"\n")))
    raw[:] = b"\n".join(lines)


BYTES: tuple[Callable[[bytearray, random.Random, bytes], None], ...] = (
    _flip,
    _token,
    _token,
    _cut,
    _double,
    _splice,
    _lines,
)


def _places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, one in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*at, key)
        if isinstance(one, (dict, list)):
            yield from _places(one, (*at, key))


def _at(data: Any, place: tuple[Any, ...]) -> Any:
    return reduce(lambda node, step: node[step], place, data)


def _values(raw: bytes, chance: random.Random, other: bytes) -> bytes | None:
    """The same file with parts of its values exchanged; None where it can't be read."""
    mine, theirs = (parse("x.yaml", one).document for one in (raw, other))
    if mine is None:
        return None
    data = copy.deepcopy(dict(mine.data))
    for _ in range(chance.choice((1, 1, 2, 4))):
        places = list(_places(data))
        if not places:
            break
        at = chance.choice(places)
        holder = _at(data, at[:-1])
        pool = list(_places(theirs.data)) if theirs else []
        match chance.randrange(5):
            case 0:
                del holder[at[-1]]
            case 1 if pool:
                assert theirs
                holder[at[-1]] = copy.deepcopy(_at(theirs.data, chance.choice(pool)))
            case 2 if isinstance(holder, list):
                holder += [copy.deepcopy(holder[at[-1]])] * chance.choice((1, 3, 30))
            case 2:
                holder[str(chance.choice(at))] = copy.deepcopy(holder[at[-1]])
            case 3:
                holder[at[-1]] = (
                    copy.deepcopy(_at(data, chance.choice(places)))
                    if len(json.dumps(data)) < LARGEST
                    else None
                )
            case _:
                holder[at[-1]] = copy.deepcopy(chance.choice(VALUES))
    if chance.random() < 0.5:
        return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")
    text = yaml.safe_dump(
        data, allow_unicode=True, sort_keys=False, default_flow_style=chance.choice((None, False))
    )
    return str(text).encode("utf-8", "surrogatepass")


def changed(raw: bytes, chance: random.Random, other: bytes) -> bytes:
    """One step away from an input that is known."""
    if chance.random() < 0.4:
        found = _values(raw, chance, other)
        if found is not None and chance.random() < 0.8:
            return found[:LARGEST]
        raw = found or raw
    new = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        chance.choice(BYTES)(new, chance, other)
    return bytes(new[:LARGEST])


# --- Trying ---------------------------------------------------------------------------------------


@contextmanager
def guarded() -> Iterator[None]:
    """Computing for longer than `SECONDS` ends with `Slow`."""

    def ring(_number: int, _frame: object) -> None:
        raise Slow

    signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _both_parsers(files: Mapping[str, bytes]) -> None:
    """A file that libyaml and PyYAML's own parser both take has one value."""
    fast = events._LOADER
    if fast is yaml.SafeLoader:
        return
    for path, raw in files.items():
        one = parse(path, raw)
        if one.document is None or any(found.severity == "error" for found in one.diagnostics):
            continue
        events._LOADER = yaml.SafeLoader
        try:
            other = parse(path, raw)
        finally:
            events._LOADER = fast
        if other.document and not any(found.severity == "error" for found in other.diagnostics):
            assert repr(one.document.data) == repr(other.document.data), "two parsers, two values"


def _everything(files: Mapping[str, bytes], which: int, day: date) -> None:
    """Read, decide and check; of the outputs some, since they take most of the time."""
    words, screen = pipeline.LANGUAGES[which % 2], pipeline.SCREENS[which % 3]
    chosen = {"check json", "diff", *random.Random(which).sample(OUTPUTS, 2)}
    pipeline.everything(files, words, screen, day, chosen.__contains__)


def attempt(files: Mapping[str, bytes], new: Mapping[str, bytes], which: int, day: date) -> str:
    """What went wrong, in a line that is the same for the same fault; empty where nothing did."""
    try:
        with guarded():
            _both_parsers(new)
            _everything({**files, **new}, which, day)
    except Slow:
        return "Slow"
    except Exception as error:
        frames = [
            f"{Path(one.filename).name}:{one.name}"
            for one in traceback.extract_tb(error.__traceback__) if "ansecurity_cli" in one.filename or "hostile" in one.filename
        ]  # fmt: skip
        about = f" ({str(error)[:30]})" if isinstance(error, AssertionError) else ""
        return f"{type(error).__name__} in {' < '.join(frames[:-4:-1])}{about}"
    return ""


def smaller(new: bytes, still: Callable[[bytes], bool], tries: int = 150) -> bytes:
    """The input without lines that aren't needed for the fault."""
    lines, size = new.split(b"\n"), max(len(new.split(b"\n")) // 2, 1)
    while size and tries:
        at = 0
        while at < len(lines) and tries:
            tries -= 1
            left = lines[:at] + lines[at + size :]
            if left and still(b"\n".join(left)):
                lines = left
            else:
                at += size
        size //= 2
    return b"\n".join(lines)


def reduced(
    base: Mapping[str, bytes], new: Mapping[str, bytes], fault: str, which: int, day: date
) -> dict[str, bytes]:
    """The changed files with no more in them than the fault needs."""
    left = dict(new)
    for name in new:

        def still(less: bytes, name: str = name) -> bool:
            return attempt(base, {**left, name: less}, which, day) == fault

        left[name] = smaller(left[name], still)
    return left


def work(number: int, seed: int, until: float, folder: Path, done: Any, known: Any) -> None:
    """One process: changes and tries until the time is over."""
    chance, pool = random.Random(f"{seed}-{number}"), seeds()
    base = {path: sample.as_bytes(content) for path, content in sample.files().items()}
    while time.monotonic() < until:
        path, raw = chance.choice(pool)
        if place_of(path) is None or chance.random() < 0.3:
            path = chance.choice(sorted(base))
        new = {path: changed(raw, chance, chance.choice(pool)[1])}
        if chance.random() < 0.3:
            second = chance.choice(sorted(base))
            new[second] = changed(base[second], chance, raw)
        which, day = chance.randrange(10_000), chance.choice(DAYS)
        with done.get_lock():
            done.value += 1
        fault = attempt(base, new, which, day)
        if not fault or fault in known:
            known.update({fault: known.get(fault, 0) + 1} if fault else {})
            continue
        known[fault] = 1
        if fault != "Slow":
            new = reduced(base, new, fault, which, day)
        save(folder, fault, new, which, day)


def save(folder: Path, fault: str, new: Mapping[str, bytes], which: int, day: date) -> None:
    """The input, to be tried again with --again."""
    home = folder / hashlib.sha256(fault.encode()).hexdigest()[:12]
    sample.write(home, new)
    (home / "fault.json").write_text(
        json.dumps({"fault": fault, "which": which, "day": day.isoformat()}), "utf-8"
    )
    print(f"found: {fault}\n  saved: {home}", flush=True)


def again(home: Path) -> int:
    """A saved input once more."""
    about = json.loads((home / "fault.json").read_text("utf-8"))
    new = {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*") if path.is_file() and path.name != "fault.json"
    }  # fmt: skip
    base = {path: sample.as_bytes(content) for path, content in sample.files().items()}
    _both_parsers(new)
    _everything({**base, **new}, about["which"], date.fromisoformat(about["day"]))
    print("nothing is wrong any more")
    return 0


def main() -> int:
    """0 if nothing was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=float(os.environ.get("MINUTES", "10")))
    options.add_argument(
        "--seed", type=int, default=int(os.environ.get("SEED", random.randrange(1 << 30)))
    )
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options.add_argument("--again", type=Path, help="a saved input")
    asked = options.parse_args()
    if asked.again:
        return again(asked.again)
    folder = Path(tempfile.mkdtemp(prefix="ansecurity-fuzz-"))
    print(
        f"SEED={asked.seed}, {asked.jobs} jobs, {asked.minutes:g} minutes, {len(seeds())} seeds; finds go to {folder}",
        flush=True,
    )
    context = multiprocessing.get_context("fork")
    done, until = context.Value("q", 0), time.monotonic() + 60 * asked.minutes
    with context.Manager() as manager:
        known = manager.dict()
        jobs = [
            context.Process(target=work, args=(number, asked.seed, until, folder, done, known))
            for number in range(asked.jobs)
        ]  # fmt: skip
        for job in jobs:
            job.start()
        while any(job.is_alive() for job in jobs):
            time.sleep(min(60, max(until - time.monotonic(), 1)))
            print(f"{done.value} inputs, {len(known)} faults", flush=True)
        died = [job.exitcode for job in jobs if job.exitcode]
        for fault, times in sorted(known.items()):
            print(f"{times:6} × {fault}")
        print(
            f"{done.value} inputs, {len(known)} faults"
            + (f", jobs that died: {died}" if died else "")
        )
        return int(bool(known or died))


if __name__ == "__main__":
    sys.exit(main())
