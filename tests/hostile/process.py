"""The command as a whole process: under limits, watched, and held against what always must be so."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import resource
import signal
import stat
import subprocess  # noqa: TID251 - hazards meet the real thing
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import ansecurity_cli

SECONDS = 5  # of computing; waiting counts too, but other processes may be in the way
WAITING = 30
MEMORY = 512 * 1024 * 1024
MOST_OUTPUT = 2 * 1024 * 1024
WATCH = Path(__file__).parent / "watch"
SOURCE = Path(ansecurity_cli.__file__).parents[1]
MODULE = (sys.executable, "-P", "-m", "ansecurity_cli")
SCRIPT = (str(Path(sys.executable).with_name("ansecurity")),)

# What moves the cursor, hides or reorders text, or ends a line without being a line's end.
ACTIVE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
COLOUR = re.compile("\x1b\\[[0-9;]*m")


@dataclass(frozen=True)
class Limits:
    """What a process may use and do, beyond time and memory."""

    files: int = 256
    file_size: int = 64 * 1024 * 1024
    closed: tuple[int, ...] = ()
    powerless: bool = False  # the powers of root over permission bits are taken away

    def apply(self) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.file_size, self.file_size))
        resource.setrlimit(resource.RLIMIT_NOFILE, (self.files, self.files))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        if self.powerless:
            give_up_powers()
        for one in self.closed:
            os.close(one)


def give_up_powers() -> None:
    """Permission bits hold for root too in what is run from here on (Linux)."""
    override, search, bounding_drop = 1, 2, 24
    libc = ctypes.CDLL(None, use_errno=True)
    for power in (override, search):
        if libc.prctl(bounding_drop, power, 0, 0, 0) and os.geteuid() == 0:
            raise PermissionError("the powers of root can't be given up here")


@dataclass(frozen=True)
class Done:
    """What a process left behind."""

    code: int
    out: bytes
    err: bytes
    misdeeds: str
    arguments: tuple[str | bytes, ...] = ()

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def errors(self) -> str:
        return self.err.decode("utf-8")


def environment(
    folder: Path, root: Path, outputs: Sequence[Path], more: Mapping[str, str | None]
) -> dict[str, str]:
    """Little, and always the same, but for what a hazard sets or (None) takes away."""
    log = folder / "watch.log"
    log.write_bytes(b"")
    given: dict[str, str | None] = {
        "PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": f"{WATCH}{os.pathsep}{SOURCE}", "WATCH_LOG": str(log), "WATCH_ROOT": str(root.absolute()),
        "WATCH_SOURCE": str(SOURCE.parent), "WATCH_OUTPUTS": os.pathsep.join(map(str, outputs)), **more,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def run(
    folder: Path,
    arguments: Sequence[str | bytes],
    *,
    root: Path,
    env: Mapping[str, str | None] | None = None,
    outputs: Sequence[Path] = (),
    command: Sequence[str] = MODULE,
    limits: Limits | None = None,
    cwd: Path | None = None,
    stdout: int = subprocess.PIPE,
    meanwhile: Callable[[subprocess.Popen[bytes]], None] | None = None,
) -> Done:
    """Run the command in a repository (or `cwd`); `folder` is the test's own, outside it."""
    held = limits or Limits()
    streams = {0: subprocess.DEVNULL, 1: stdout, 2: subprocess.PIPE}
    process = subprocess.Popen(
        [*command, *arguments], cwd=cwd or root, env=environment(folder, root, outputs, env or {}),
        stdin=streams[0], stdout=streams[1], stderr=streams[2], preexec_fn=held.apply,  # noqa: PLW1509
    )  # fmt: skip
    try:
        if meanwhile:
            meanwhile(process)
        out, err = process.communicate(timeout=WAITING)
    except BaseException:
        process.kill()
        process.wait()
        raise
    misdeeds = (folder / "watch.log").read_text("utf-8")
    return Done(process.returncode, out or b"", err or b"", misdeeds, tuple(arguments))


def harmless(done: Done, codes: Sequence[int] = (0, 1, 2, 3), *, colour: bool = False) -> None:
    """What must be so after every process, whatever it was given."""
    about = f"{done.arguments}\n{done.err[-2000:]!r}"
    assert done.code in codes, f"{done.code} {about}"
    assert not done.misdeeds, f"{done.misdeeds} {about}"
    assert b"Traceback" not in done.err, about
    assert b"Exception ignored" not in done.err, about
    assert len(done.out) + len(done.err) <= MOST_OUTPUT, f"{len(done.out)} bytes {about}"
    for stream in (done.out, done.err):
        text = stream.decode("utf-8")
        if colour:
            text = COLOUR.sub("", text)
        active = ACTIVE.search(text)
        assert not active, f"{active} in {text[max(active.start() - 60, 0) : active.end() + 60]!r}"


def fingerprint(root: Path) -> Mapping[str, str]:
    """Every file and folder below a root, so that a change is seen; links are not followed."""
    found: dict[str, str] = {}
    todo = [os.fsencode(root)]
    while todo:
        with suppress(OSError), os.scandir(todo.pop()) as entries:  # it may not be for us to read
            for entry in entries:
                found[repr(entry.path)] = _about(entry)
                if entry.is_dir(follow_symlinks=False):
                    todo.append(entry.path)
    return found


def _about(entry: os.DirEntry[bytes]) -> str:
    with suppress(OSError):  # a path longer than one can be
        about = entry.stat(follow_symlinks=False)
        shown = f"{about.st_mode} {about.st_size} {about.st_mtime_ns}"
        if stat.S_ISREG(about.st_mode) and about.st_size < 2 * MOST_OUTPUT:
            with open(entry.path, "rb") as file:
                shown += hashlib.sha256(file.read()).hexdigest()
        return shown
    return ""
