"""What `diff` and `history` cost beside `status`: `make bench-diff` prints the ratios of one run.

A made-up town of UNITS=1000 wards and COMMITS=200 commits; the files are its own. The shares that
differ are measured by commits that change a tenth of the wards, and all of them.
"""

from __future__ import annotations

import os
import re
import subprocess  # noqa: TID251 - real git, whole processes
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from report import files

ROUNDS = 3
ANSWERS = "units/t/p-{}/2026/s.yaml"
WHO = {
    "GIT_AUTHOR_NAME": "T", "GIT_AUTHOR_EMAIL": "t@example.org", "GIT_COMMITTER_NAME": "T",
    "GIT_COMMITTER_EMAIL": "t@example.org", "GIT_CONFIG_GLOBAL": os.devnull,
}  # fmt: skip


def stream(units: int, criteria: int, commits: int) -> Iterator[bytes]:
    """The history for `git fast-import`: all files, then commits that each change two wards."""
    made = files(units, criteria)
    day = 1_700_000_000
    changes = dict(made)
    for number in range(commits):
        yield f"commit refs/heads/main\ncommitter T <t@example.org> {day + number * 86400} +0700\n".encode()
        text = f"commit {number}".encode()
        yield b"data %d\n%s\n" % (len(text), text)
        for path, content in changes.items():
            raw = content.encode()
            yield f"M 100644 inline {path}\ndata {len(raw)}\n".encode() + raw + b"\n"
        yield b"\n"
        wards = ((number * 2 + step) % units for step in range(2))
        changes = {ANSWERS.format(u): changed(made[ANSWERS.format(u)], number) for u in wards}


def changed(text: str, number: int) -> str:
    """The answers of a ward with another value of the first criterion."""
    return re.sub(r'"value": \d+', f'"value": {number % 9}', text, count=1)


def git(root: Path, *words: str, told: bytes | None = None) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *words], input=told, env={**os.environ, **WHO},
        capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode().strip()


def repository(root: Path, units: int, criteria: int, commits: int) -> None:
    git(root, "init", "-q", "-b", "main")
    git(root, "fast-import", "--quiet", told=b"".join(stream(units, criteria, commits)))
    git(root, "checkout", "-qf", "main")


def differ(root: Path, units: int, share: int) -> None:
    """The working tree with so many wards in a hundred that say something else."""
    git(root, "checkout", "-qf", "main")
    for u in range(units * share // 100):
        path = root / ANSWERS.format(u)
        text = path.read_text("utf-8")
        path.write_text(re.sub(r'"value": (\d+)', r'"value": 1\1', text, count=2), "utf-8")
    if share == 100:  # not the answers alone: every file
        for path in [*root.rglob("unit.yaml"), *(root / "criteria").glob("*.yaml")]:
            path.write_text(path.read_text("utf-8") + "\n# khác\n", "utf-8")


def seconds(root: Path, *words: str, day: str = "2026-11-24") -> float:
    """What a whole process takes of the processor, with the git processes that it starts."""
    before, start = os.times(), time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "ansecurity_cli",
        "-C",
        str(root),
        *words,
        "--as-of",
        day,
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    after = os.times()
    busy = (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    print(f"    {' '.join(words):24} {time.perf_counter() - start:6.2f} s, computing {busy:6.2f} s")
    return busy


def main() -> None:
    units, criteria = int(os.environ.get("UNITS", "1000")), int(os.environ.get("CRITERIA", "20"))
    commits = int(os.environ.get("COMMITS", "200"))
    print(f"{units} units × {criteria} criteria, {commits} commits")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        repository(root, units, criteria, commits)
        for share, limit in ((0, "–"), (10, "≤ 1.3"), (100, "≤ 2.3")):
            differ(root, units, share)
            print(f"  {share}% of the wards differ")
            # In turns, so that what else runs on the machine weighs on both.
            pairs = [(seconds(root, "status"), seconds(root, "diff")) for _ in range(ROUNDS)]
            whole, ours = (min(some) for some in zip(*pairs, strict=True))
            print(f"  diff is {ours / whole:.2f} × status ({limit})")
        git(root, "checkout", "-qf", "main")
        print("  the whole history: seven months with commits, each as of its end")
        for what in ("p-0", "s"):
            pairs = [(seconds(root, "status"), _seven_months(root, what)) for _ in range(ROUNDS)]
            whole, ours = (min(some) for some in zip(*pairs, strict=True))
            print(f"  history {what} is {ours / whole:.2f} × status")


def _seven_months(root: Path, what: str) -> float:
    return seconds(root, "history", what, "--since", "2023-11-01", day="2024-06-30")


if __name__ == "__main__":
    main()
