"""Hazards around the command: its environment, its streams, where it is told to write, its arguments."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess  # noqa: TID251
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from hostile import sample
from hostile.process import (
    ACTIVE,
    MODULE,
    SCRIPT,
    Done,
    Limits,
    environment,
    fingerprint,
    harmless,
    run,
)
from hostile.sample import AS_OF, UNIT

Hurt = Callable[[Path, Path], None]
STATUS = ("status", *AS_OF)
REPORT = ("report", "--format", "html", *AS_OF)


def _same(arguments: Sequence[str] = STATUS, **env: str | None) -> Hurt:
    """In these surroundings the output is the same, byte for byte."""

    def hurt(folder: Path, root: Path) -> None:
        plain = run(folder, arguments, root=root)
        done = run(folder, arguments, root=root, env=env)
        harmless(done, (0,))
        assert done.out == plain.out
        assert done.err == plain.err

    return hurt


def _runs(codes: Sequence[int] = (0,), **env: str | None) -> Hurt:
    def hurt(folder: Path, root: Path) -> None:
        harmless(run(folder, STATUS, root=root, env=env), codes)

    return hurt


def _on_terminal(arguments: Sequence[str], **env: str | None) -> Hurt:
    """On a terminal, as wide as `COLUMNS` says."""

    def hurt(folder: Path, root: Path) -> None:
        main, other = pty.openpty()
        shown: list[bytes] = []

        def read(_process: object) -> None:
            os.close(other)
            with suppress(OSError):  # the end of a terminal
                while select.select([main], [], [], 20)[0] and (some := os.read(main, 65536)):
                    shown.append(some)

        try:
            done = run(folder, arguments, root=root, env=env, stdout=other, meanwhile=read)
        finally:
            os.close(main)
        out = b"".join(shown).replace(b"\r\n", b"\n")
        harmless(Done(done.code, out, done.err, done.misdeeds, done.arguments), (0, 1), colour=True)
        assert out

    return hurt


def _closed(*streams: int, codes: Sequence[int]) -> Hurt:
    def hurt(folder: Path, root: Path) -> None:
        harmless(run(folder, STATUS, root=root, limits=Limits(closed=streams)), codes)

    return hurt


def _modules_in_the_way(command: Sequence[str]) -> Hurt:
    def hurt(folder: Path, root: Path) -> None:
        names = (
            "yaml",
            "json",
            "jsonschema",
            "typer",
            "rich",
            "jinja2",
            "sitecustomize",
            "usercustomize",
            "ansecurity_cli",
            "re",
        )
        sample.write(root, {f"{name}.py": "raise SystemExit(99)\n" for name in names})
        plain = run(folder, STATUS, root=root)
        done = run(folder, STATUS, root=root, command=command)
        harmless(done, (0,))
        assert done.out == plain.out

    return hurt


def _gone(folder: Path, root: Path) -> None:
    """The current folder is deleted, the repository is named."""
    away = folder / "weg"
    away.mkdir()
    harmless(
        run(
            folder,
            ["-C", str(root), *STATUS],
            root=root,
            cwd=away,
            meanwhile=lambda _: away.rmdir(),
        ),
        (0,),
    )
    away.mkdir()
    shell = ("/bin/sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", *MODULE)
    harmless(run(folder, STATUS, root=root, cwd=away, command=shell), (2,))
    away.mkdir()
    harmless(run(folder, ["-C", str(root), *STATUS], root=root, cwd=away, command=shell), (0, 2))


def _folder_mode(mode: int) -> Hurt:
    def hurt(folder: Path, root: Path) -> None:
        root.chmod(mode)
        harmless(run(folder, STATUS, root=root, limits=Limits(powerless=True)), (0, 2))
        root.chmod(0o755)

    return hurt


def _few_files(folder: Path, root: Path) -> None:
    sample.write(
        root,
        {
            f"units/thi-xa/p-{number}/unit.yaml": sample.unit("Chữ", f"p-{number}")
            for number in range(60)
        },
    )
    harmless(run(folder, STATUS, root=root, limits=Limits(files=20)), (0,))


def _deep_inside(folder: Path, root: Path) -> None:
    inside = root / Path(UNIT).parent / "2026"
    assert run(folder, STATUS, root=root, cwd=inside).out == run(folder, STATUS, root=root).out


def _linked(folder: Path, root: Path) -> None:
    (folder / "lien-ket").symlink_to(root)
    harmless(run(folder, ["-C", "lien-ket", *STATUS], root=root, cwd=folder), (0,))


def _changing(folder: Path, root: Path) -> None:
    """Files come, go and change their kind while they are read."""
    sample.write(
        root,
        {
            f"units/thi-xa/p-{number}/unit.yaml": sample.unit("Chữ", f"p-{number}")
            for number in range(300)
        },
    )
    stop = threading.Event()
    places = [root / f"units/thi-xa/p-{number}" for number in range(300)]

    def churn() -> None:
        while not stop.is_set():
            for place in places[::3]:
                with suppress(OSError):
                    file = place / "unit.yaml"
                    file.unlink()
                    os.mkfifo(file)
            for place in places[1::3]:
                shutil.rmtree(place, ignore_errors=True)
            for place in places[2::3]:
                with suppress(OSError):
                    (place / "unit.yaml").write_text("kind: [")
            for place in places:
                with suppress(OSError):
                    place.mkdir(exist_ok=True)
                    (place / "unit.yaml").unlink(missing_ok=True)
                    (place / "unit.yaml").symlink_to("/dev/zero")

    worker = threading.Thread(target=churn)
    worker.start()
    try:
        for _ in range(3):
            harmless(run(folder, ["check", "--format", "concise"], root=root), (0, 1))
    finally:
        stop.set()
        worker.join()


SURROUNDINGS: dict[str, Hurt] = {
    "no language": _same(LC_ALL="C", LANG=None),
    "no UTF-8": _same(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"),
    "cp1258": _same(PYTHONIOENCODING="cp1258", PYTHONUTF8="0"),
    "ASCII": _same(PYTHONIOENCODING="ascii:strict"),
    "UTF-16": _same(PYTHONIOENCODING="utf-16"),
    "an encoding that isn't": _runs((0, 1), PYTHONIOENCODING="utf-8:khong-co"),
    "a locale that isn't": _same(LC_ALL="khong_co.X", LANG="khong"),
    "no home": _same(HOME=None),
    "home a file": _same(HOME="/etc/hostname"),
    "home far away": _same(HOME="/khong/co"),
    "no path": _same(PATH=""),
    "no temporary folder": _same(TMPDIR="/khong/co"),
    "language unknown": _same(ANSECURITY_LANG="xx"),
    "language a path": _same(ANSECURITY_LANG="../../x"),
    "languages unknown": _same(LANGUAGE="xx:../y"),
    "other languages": _same(LANGUAGE="de", LC_MESSAGES="de_DE.UTF-8"),
    "no time zone": _same(TZ="khong/co"),
    "another day": _same(TZ="Pacific/Kiritimati"),
    "another order": _same(PYTHONHASHSEED="4711"),
    "optimised": _same(PYTHONOPTIMIZE="2"),
    "warnings are errors": _same(PYTHONWARNINGS="error", PYTHONWARNDEFAULTENCODING="1"),
    "development mode": _same(PYTHONDEVMODE="1"),
    "buffered not": _same(PYTHONUNBUFFERED="1"),
    "colour forced": _same(FORCE_COLOR="1", CLICOLOR_FORCE="1", PY_COLORS="1", TTY_COMPATIBLE="1"),
    "no colour": _same(NO_COLOR="1"),
    "dumb terminal, not a terminal": _same(TERM="dumb"),
    "one column, not a terminal": _same(COLUMNS="1"),
    "on GitHub": _same(CI="true", GITHUB_ACTIONS="true", GITHUB_OUTPUT="/khong/co", GITHUB_STEP_SUMMARY="/khong/co"),
    "completion asked for": _runs((0, 1), _ANSECURITY_COMPLETE="complete_bash", COMP_WORDS="ansecurity st", COMP_CWORD="1"),
    "completion of another kind": _runs((0, 1), _ANSECURITY_COMPLETE="source_khong-co"),
    "typer told to be loud": _same(_TYPER_STANDARD_TRACEBACK="1", TYPER_USE_RICH="1"),
    "terminal of one column": _on_terminal(STATUS, COLUMNS="1"),
    "terminal of no column": _on_terminal(STATUS, COLUMNS="0"),
    "terminal of x columns": _on_terminal(STATUS, COLUMNS="x"),
    "terminal of minus columns": _on_terminal(("unmet", *AS_OF), COLUMNS="-5"),
    "terminal as wide as the world": _on_terminal(("check", *AS_OF), COLUMNS="1000000"),
    "terminal of 20 columns": _on_terminal(("explain", "phuong-x", "k4", *AS_OF), COLUMNS="20"),
    "terminal of one column, problems": _on_terminal(("check", *AS_OF), COLUMNS="1"),
    "dumb terminal": _on_terminal(STATUS, TERM="dumb"),
    "terminal unknown": _on_terminal(STATUS, TERM="khong-co"),
    "stdin closed": _closed(0, codes=(0,)),
    "stdout closed": _closed(1, codes=(2,)),
    "stderr closed": _closed(2, codes=(0,)),
    "stdin and stdout closed": _closed(0, 1, codes=(2,)),
    "all closed": _closed(0, 1, 2, codes=(2,)),
    "modules in the way of the script": _modules_in_the_way(SCRIPT),
    "modules in the way of the module": _modules_in_the_way(MODULE),
    "folder gone": _gone,
    "folder that can't be written": _folder_mode(0o555),
    "folder that can't be listed": _folder_mode(0o311),
    "folder that can't be entered": _folder_mode(0o600),
    "20 open files": _few_files,
    "deep inside the repository": _deep_inside,
    "repository behind a link": _linked,
    "files that change meanwhile": _changing,
}  # fmt: skip


# --- Streams and files that are written to --------------------------------------------------------


def _one_line(done: Done) -> None:
    assert len(done.errors.splitlines()) <= 2, done.errors
    assert done.errors.startswith("ansecurity: "), done.errors


def _broken_pipe(arguments: Sequence[str], *, broken: bool = False) -> Hurt:
    """Nobody reads any more: quiet, and the code is the one that it would have been."""

    def hurt(folder: Path, root: Path) -> None:
        if broken:
            sample.write(root, {UNIT: "kind: ["})
        wanted = run(folder, arguments, root=root).code
        reading, writing = os.pipe()
        os.close(reading)
        try:
            done = run(folder, arguments, root=root, stdout=writing)
        finally:
            os.close(writing)
        harmless(done, (wanted,))
        assert not done.err or b"ansecurity" in done.err
        assert wanted == int(broken)

    return hurt


def _head(folder: Path, root: Path) -> None:
    shell = ("/bin/bash", "-c", 'set -o pipefail; "$@" | head -c 10', "bash", *MODULE)
    done = run(folder, [*REPORT], root=root, command=shell)
    harmless(done, (0,))
    assert done.out == b"<!DOCTYPE "
    assert not done.err


def _full(folder: Path, root: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = run(folder, STATUS, root=root, stdout=full.fileno())
    harmless(done, (2,))
    _one_line(done)


def _to(make: Callable[[Path], Path], codes: Sequence[int] = (2,), **limits: object) -> Hurt:
    """`report -o` to a bad place: a sentence, and nothing is left there."""

    def hurt(folder: Path, root: Path) -> None:
        place = folder / "ra"
        place.mkdir()
        target = make(place)
        before = fingerprint(place)
        for arguments in (REPORT, ("status", "--format", "csv", *AS_OF), ("check", *AS_OF)):
            done = run(
                folder,
                [*arguments, "-o", str(target)],
                root=root,
                outputs=[target],
                limits=Limits(**limits),
            )  # type: ignore[arg-type]
            harmless(done, codes)
            if codes == (2,):
                _one_line(done)
                assert fingerprint(place) == before
        assert not list(place.glob(".ansecurity*"))

    return hurt


def _folder(place: Path) -> Path:
    (place / "x.html").mkdir()
    return place / "x.html"


def _old(place: Path) -> Path:
    (place / "x.html").write_text("old")
    return place / "x.html"


def _pipe(place: Path) -> Path:
    os.mkfifo(place / "x.html")
    return place / "x.html"


def _link(to: str) -> Callable[[Path], Path]:
    def made(place: Path) -> Path:
        (place / "x.html").symlink_to(to)
        return place / "x.html"

    return made


def _locked(place: Path) -> Path:
    inside = place / "khoa"
    inside.mkdir(mode=0o500)
    return inside / "x.html"


def _through_a_link(folder: Path, root: Path) -> None:
    """A link is kept and what it leads to is replaced whole."""
    target, link = folder / "that.html", folder / "x.html"
    target.write_text("old")
    link.symlink_to(target)
    done = run(folder, [*REPORT, "-o", str(link)], root=root, outputs=[link, target])
    harmless(done, (0,))
    assert link.is_symlink()
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>")


def _with_another_name(folder: Path, root: Path) -> None:
    """A file that has a second name: that one keeps what it held."""
    target, other = folder / "x.html", folder / "y.html"
    target.write_text("old")
    other.hardlink_to(target)
    harmless(run(folder, [*REPORT, "-o", str(target)], root=root, outputs=[target]), (0, 2))
    assert other.read_text() == "old"


def _all_at_once(folder: Path, root: Path) -> None:
    """Five write the same file at the same time: each whole, one wins, nothing is left over."""
    target = folder / "ra" / "x.html"
    target.parent.mkdir()
    env = environment(folder, root, [target], {})
    command = [*MODULE, *REPORT, "-o", str(target)]
    some = [
        subprocess.Popen(command, cwd=root, env=env, stderr=subprocess.DEVNULL) for _ in range(5)
    ]
    assert [one.wait(60) for one in some] == [0] * 5
    assert target.read_text("utf-8").endswith("</html>\n")
    assert [one.name for one in target.parent.iterdir()] == ["x.html"]


def _small_files(folder: Path, root: Path) -> None:
    """A file may not be larger than 100 bytes, as on a full disk: the old one stays."""
    _to(_old, file_size=100)(folder, root)
    assert (folder / "ra" / "x.html").read_text() == "old"


def _interrupted(events: int) -> Hurt:
    """Ctrl-C at the so-manieth file that is opened after the command has begun."""

    def hurt(folder: Path, root: Path) -> None:
        env = {"WATCH_INTERRUPT": str(events)}
        target = folder / "x.html"
        done = run(folder, [*REPORT, "-o", str(target)], root=root, env=env, outputs=[target])
        harmless(done, (0, 130))
        if done.code == 130:
            assert len(done.errors.splitlines()) <= 1, done.errors
        assert not [one for one in folder.iterdir() if one.name.startswith(".ansecurity")]
        assert not target.exists() or target.read_text("utf-8").endswith("</html>\n")

    return hurt


def _many_units(root: Path) -> None:
    sample.write(
        root,
        {
            f"units/thi-xa/p-{number}/unit.yaml": sample.unit("Chữ", f"p-{number}")
            for number in range(400)
        },
    )


def _signalled(number: signal.Signals, delay: float, codes: Sequence[int]) -> Hurt:
    def hurt(folder: Path, root: Path) -> None:
        _many_units(root)

        def meanwhile(process: subprocess.Popen[bytes]) -> None:
            opened = Path(f"/proc/{process.pid}/maps")
            while process.poll() is None and b"_yaml" not in opened.read_bytes():
                time.sleep(0.005)  # it is loaded when the reading begins
            time.sleep(delay)
            process.send_signal(number)

        done = run(folder, REPORT, root=root, meanwhile=meanwhile)
        harmless(done, codes)
        assert len(done.errors.splitlines()) <= 1

    return hurt


STREAMS: dict[str, Hurt] = {
    "nobody reads": _broken_pipe(STATUS),
    "nobody reads, with errors": _broken_pipe(("check", *AS_OF), broken=True),
    "nobody reads JSON with errors": _broken_pipe(("check", "--format", "json", *AS_OF), broken=True),
    "nobody reads one line a problem": _broken_pipe(("check", "--format", "concise", *AS_OF), broken=True),
    "the first ten bytes": _head,
    "full disk": _full,
    "to a folder": _to(_folder),
    "to a folder that isn't": _to(lambda place: place / "khong" / "x.html"),
    "to below a file": _to(lambda place: _old(place) / "y.html"),
    "to a pipe": _to(_pipe),
    "to the full device": _to(lambda _: Path("/dev/full")),
    "to nothing": _to(lambda _: Path("/dev/null")),
    "to a link to itself": _to(_link("x.html"), (0,)),
    "to a link to a folder": _to(_link(".")),
    "to a link to a device": _to(_link("/dev/full")),
    "to a link into nowhere": _to(_link("khong/co.html")),
    "to a locked folder": _to(_locked, powerless=True),
    "to a name of 300 bytes": _to(lambda place: place / ("x" * 300)),
    "to no name": _to(lambda _: Path()),
    "to a path of 5,000 bytes": _to(lambda place: place.joinpath(*["x"] * 2500)),
    "through a link": _through_a_link,
    "to a file with another name": _with_another_name,
    "five at once": _all_at_once,
    "files of 100 bytes": _small_files,
    **{f"interrupted at file {number}": _interrupted(number) for number in (1, 2, 5, 20, 60, 120, 180, 240)},
    "Ctrl-C while reading": _signalled(signal.SIGINT, 0.05, (130,)),
    "Ctrl-C a little later": _signalled(signal.SIGINT, 0.25, (130, 0)),
    "told to end": _signalled(signal.SIGTERM, 0.1, (-signal.SIGTERM, 143)),
    "hung up": _signalled(signal.SIGHUP, 0.1, (-signal.SIGHUP,)),
}  # fmt: skip


# --- Arguments: and the codes that may come back ---------------------------------------------------

_BAD, _NONE, _ANY = (2,), (3,), (0, 1, 2, 3)
_DAYS = (
    "", " ", "x", "2026-02-30", "2026-13-01", "0000-01-01", "10000-01-01", "-1-01-01", "2026-1", "20261124", "2026-11-24T00",
    "2026-11-24\n", "hôm nay", "9" * 5000, "%Y-%m-%d", "\x1b[2J", "2026-W01-1", "1e3",
)  # fmt: skip
_UNITS = (
    "", " ", "(a+)+$", "[", "]", "(", "\\", "*", "?", ".*", "[red]x[/red]", "{x}", "%s", "<script>", "\x1b[2J\x07",
    "\u202eabc", "a\n::error::owned", "##[error]owned", "units/thi-xa", "../x", "/etc/passwd", "x" * 100_000, "é" * 20_000,
    "đ" * 3000, "\U0001f600", b"\xff\xfe", "null", "0", "--", "Chữ",
)  # fmt: skip
_PERIODS = ("", "x", "0", "2999-h3", "999999", "2026-q9", "-1", "\x1b", "９９９９", "2026\n")


def _named(what: object) -> str:
    text = what.decode("latin-1") if isinstance(what, bytes) else str(what)
    return ACTIVE.sub("?", text.replace("\n", "?"))[:30] + (
        f"… ({len(text)})" if len(text) > 30 else ""
    )


ARGUMENTS: dict[str, tuple[Sequence[str | bytes], Sequence[int]]] = {
    **{f"day {_named(day)!r}": (("status", "--as-of", day), _BAD) for day in _DAYS},
    **{f"unit {_named(unit)!r}": (("unmet", unit), _ANY) for unit in _UNITS},
    **{f"period {_named(period)!r}": (("status", "--period", period), _BAD) for period in _PERIODS},
    "the first day": (("check", "--as-of", "0001-01-01"), (0, 1)),
    "the last day": (("report", "--as-of", "9999-12-31"), (0, 1)),
    "the first period": (("report", "--period", "1000"), (0, 1)),
    "the last period": (("status", "--period", "2999-q4"), (0, 1)),
    "period of another script": (("status", "--period", "２０２６"), _BAD),
    "nothing": ((), (0,)),
    "no command": (("",), _BAD),
    "unknown command": (("\x1b[2J::error::x",), _BAD),
    "bytes for a command": ((b"\xff\xfe\x80",), _BAD),
    "unknown option": (("status", "--khong-co=\x1b[2J"), _BAD),
    "bytes for an option": (("status", b"--\xff=\xfe"), _BAD),
    "option without value": (("status", "--as-of"), _BAD),
    "global option without value": (("status", "--lang"), _BAD),
    "language": (("--lang", "../x", "status"), _BAD),
    "language of bytes": (("--lang", b"\xff", "status"), _BAD),
    "language twice": (("--lang", "en", "--lang", "xx", "status"), _BAD),
    "no language": (("--lang=", "status"), _ANY),
    "colour": (("--color", "\x1b", "status"), _BAD),
    "format": (("check", "--format", "../x"), _BAD),
    "a page's format for problems": (("check", "--format", "html"), _BAD),
    "root a file": (("-C", "/etc/passwd", "status"), _BAD),
    "root nowhere": (("-C", "/khong/\x1bco", "status"), _BAD),
    "root empty": (("-C", "", "status"), _ANY),
    "root of bytes": (("-C", b"\xff", "status"), _BAD),
    "root too long": (("-C", "x/" * 3000, "status"), _BAD),
    "root the root": (("-C", "/", "status"), _BAD),
    "root a device": (("-C", "/dev/zero", "status"), _BAD),
    "set": (("status", "--set", "../x\x1b"), _NONE),
    "set of 100,000 letters": (("status", "--set", "x" * 100_000), _NONE),
    "set of bytes": (("status", "--set", b"\xff"), _NONE),
    "10,000 units": (("status", *["phuong-x"] * 10_000), (0,)),
    "10,000 sets": (("status", *["--set", "mini"] * 10_000), (0,)),
    "5,000 periods": (("status", *["--period", "2026"] * 5_000), (0,)),
    "code": (("check", "--select", "*"), _BAD),
    "code of markup": (("check", "--ignore", "[red]\x1b"), _BAD),
    "code of bytes": (("check", "--select", b"\xff"), _BAD),
    "path outside": (("check", "/etc/passwd"), _BAD),
    "path above": (("check", ".."), _BAD),
    "path nowhere": (("check", "khong\x1bco"), _BAD),
    "path of bytes": (("check", b"\xff"), _BAD),
    "path empty": (("check", ""), _ANY),
    "path too long": (("check", "x/" * 3000), _BAD),
    "path with a long name": (("check", "x" * 300), _BAD),
    "path a device": (("check", "/dev/zero"), _BAD),
    "path that begins with a hyphen": (("check", "--", "-rf"), _BAD),
    "explain nothing": (("explain", "phuong-x", ""), _ANY),
    "explain a colon": (("explain", "phuong-x", ":"), _NONE),
    "explain many colons": (("explain", "phuong-x", "mini:mini:k1"), _NONE),
    "explain markup": (("explain", "phuong-x", "[red]\x1b[2J"), _NONE),
    "explain bytes": (("explain", "phuong-x", b"\xff"), _NONE),
    "explain 100,000 letters": (("explain", "phuong-x", "k" * 100_000), _NONE),
    "explain too much": (("explain", "phuong-x", "k1", "k2"), _BAD),
    "explain no unit": (("explain", "", ""), _ANY),
    "compare with nothing": (("report", "--check"), _BAD),
    "compare with what isn't": (("report", "--check", "-o", "/khong/co"), _BAD),
    "compare with a folder": (("report", "--check", "-o", "/"), _BAD),
    "everything at once": (("check", "--fix", "--diff"), _BAD),
    "version": (("--version",), (0,)),
    "help": (("--help",), (0,)),
    "help of a command": (("report", "--help"), (0,)),
    "debug": (("--debug", "status"), (0,)),
    "a file of arguments": (("@/etc/passwd",), _BAD),
    "assignments": (("status", "PATH=/x", "$(id)"), _NONE),
}  # fmt: skip
