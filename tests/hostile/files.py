"""Hazards of the file system: what may lie where files of a repository are looked for."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from hostile.sample import ANSWERS, SET, UNIT, UNIT_TEXT, answers, criteria, write

Make = Callable[[Path], None]
SECRET = "kind: unit\nid: phuong-x\nname: SECRET\ntype: phuong\nparent: thi-xa\nSECRET: SECRET\n"


class Row(NamedTuple):
    """What is done to a sound repository, and the errors that must be told of."""

    make: Make
    tells: str = ""
    powerless: bool = False
    exit: int = -1  # of check; -1: 1 if errors are told of, else 0
    together: str = ""  # hazards of one group don't disturb each other: they share a repository


def _in_place(make: Callable[[Path], None], path: str = UNIT) -> Make:
    def done(root: Path) -> None:
        (root / path).unlink()
        make(root / path)

    return done


def _link(to: str | Path, path: str = UNIT) -> Make:
    return _in_place(lambda at: at.symlink_to(to), path)


def _link_folder(to: str | Path, at: str) -> Make:
    def done(root: Path) -> None:
        outside = root.parent / "ngoai"
        write(outside, {"unit.yaml": SECRET, "2026/mini.yaml": SECRET})
        (root / at).symlink_to(str(to).format(root=root, outside=outside), target_is_directory=True)

    return done


def _link_out(root: Path) -> None:
    write(root.parent, {"ngoai.yaml": SECRET})
    _link(root.parent / "ngoai.yaml")(root)


def _link_out_in_two_steps(root: Path) -> None:
    write(root.parent, {"ngoai.yaml": SECRET})
    (root / "buoc").symlink_to(root.parent / "ngoai.yaml")
    _link(root / "buoc")(root)


def _socket(at: Path) -> None:
    here = Path.cwd()
    os.chdir(at.parent)  # the name of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(at.name)
    finally:
        os.chdir(here)


def _named(name: str | bytes, folder: str = "units/thi-xa", content: str = "a: 1\n") -> Make:
    return lambda root: write(
        root, {os.fsdecode(os.fsencode(f"{folder}/") + os.fsencode(name)): content}
    )


def _unit_named(name: str | bytes) -> Make:
    """A unit in a folder of that name, with answers, so that its id is in every output."""

    def done(root: Path) -> None:
        shown = os.fsdecode(name)
        write(root, {
            f"units/thi-xa/{shown}/unit.yaml": UNIT_TEXT,
            f"units/thi-xa/{shown}/2026/mini.yaml": answers("Chữ"),
        })  # fmt: skip

    return done


def _mode(mode: int, path: str) -> Make:
    return lambda root: (root / path).chmod(mode)


def _deep(levels: int, name: str = "d") -> Make:
    """Folders in folders, deeper than a path can be long."""

    def done(root: Path) -> None:
        at = os.open(root / "units", os.O_RDONLY)
        for _ in range(levels):
            os.mkdir(name, dir_fd=at)
            below = os.open(name, os.O_RDONLY, dir_fd=at)
            os.close(at)
            at = below
        file = os.open("unit.yaml", os.O_WRONLY | os.O_CREAT, dir_fd=at)
        os.write(file, UNIT_TEXT.encode())
        os.close(file)
        os.close(at)

    return done


def _sparse(size: int, path: str = UNIT) -> Make:
    def done(root: Path) -> None:
        with (root / path).open("r+b") as file:
            file.truncate(size)

    return done


def _many_empty(root: Path) -> None:
    for number in range(2000):
        write(root, {f"units/thi-xa/p-{number}/unit.yaml": ""})


def _many_links(root: Path) -> None:
    for number in range(1000):
        (root / "units" / f"l{number}").symlink_to(root / "units")


def _replaced_by_file(folder: str) -> Make:
    def done(root: Path) -> None:
        shutil.rmtree(root / folder)
        write(root, {folder: "x"})

    return done


def _replaced_by_link(folder: str) -> Make:
    def done(root: Path) -> None:
        outside = root.parent / "ngoai"
        shutil.move(root / folder, outside)
        (root / folder).symlink_to(outside, target_is_directory=True)

    return done


def _twins(one: str, other: str) -> Make:
    return lambda root: write(root, {
        one: (root / UNIT).read_bytes(), other: (root / UNIT).read_bytes(),
    })  # fmt: skip


def _evidence(file: str, make: Make = lambda _root: None) -> Make:
    def done(root: Path) -> None:
        make(root)
        given = answers("Chữ")
        given["evidence"]["bc"]["file"] = file
        write(root, {ANSWERS: given})

    return done


def _folder_out(root: Path) -> None:
    write(root.parent / "ngoai", {"bc.pdf": "SECRET"})
    (root / UNIT).with_name("mc").symlink_to(root.parent / "ngoai", target_is_directory=True)


_HOME = str(Path(UNIT).parent)
_NAMES = {
    "line break": b"a\n::error::owned\n.yaml", "ESC": b"a\x1b[2J\x1b]0;owned\x07.yaml",
    "direction": "a\u202elmay.yaml".encode(), "C1": "a\u009b2J.yaml".encode(), "LS": "a\u2028b.yaml".encode(),
    "option": b"-rf.yaml", "long option": b"--exit-zero.yaml", "command of GitHub": b"::error::owned.yaml",
    "old command of GitHub": b"##[error]owned.yaml", "markup": b"[red]a[/red].yaml", "no UTF-8": b"a\xff\xfe.yaml",
    "formula": b"=1+1.yaml", "HTML": b"<img src=x onerror=alert(1)>.yaml", "quotes": b"\"'`.yaml",
    "percent": b"%0A%0D%25.yaml", "shell": b"$(id);`id`|id.yaml", "blank": b" .yaml", "points": b"..yaml",
    "255 bytes": b"a" * 250 + b".yaml", "NFD": "to\u0302\u0301.yaml".encode(), "astral": "\U0001f600.yaml".encode(),
    "Windows device": b"con.yaml", "colon": b"C:a.yaml", "backslash": b"..\\a.yaml", "tab": b"a\tb.yaml",
    "braces": b"{count}{{7*7}}{%raw%}.yaml", "format": b"%s%(n)d{}.yaml", "XML": b"]]>&lt;a.yaml",
}  # fmt: skip

FILES: dict[str, Row] = {
    "pipe": Row(_in_place(os.mkfifo), "unreadable-file"),
    "pipe for a set": Row(_in_place(os.mkfifo, SET), "unreadable-file"),
    "pipe elsewhere": Row(lambda root: os.mkfifo(root / "units" / "thi-xa" / "p.pdf")),
    "socket": Row(_in_place(_socket), "unreadable-file"),
    "link to zeros": Row(_link("/dev/zero"), "link-not-followed"),
    "link to the terminal": Row(_link("/dev/tty"), "link-not-followed"),
    "link to the program's memory": Row(_link("/proc/self/mem"), "link-not-followed"),
    "link to passwords": Row(_link("/etc/passwd"), "link-not-followed"),
    "link to itself": Row(_in_place(lambda at: at.symlink_to(at)), "unreadable-file"),
    "link to nothing": Row(_link("khong-co"), "unreadable-file"),
    "link of 4,000 letters": Row(_link("a/" * 2000), "unreadable-file"),
    "link out": Row(_link_out, "link-not-followed"),
    "link out in two steps": Row(_link_out_in_two_steps, "link-not-followed"),
    "link to a folder": Row(_link("."), "link-not-followed"),
    "folder linked out": Row(_link_folder("{outside}", "units/thi-xa/phuong-z"), "link-not-followed"),
    "folder linked to its parent": Row(_link_folder("..", "units/thi-xa/len"), "link-not-followed"),
    "folder linked to the root": Row(_link_folder("/", "units/thi-xa/goc"), "link-not-followed"),
    "folder linked to itself": Row(_link_folder("vong", "units/thi-xa/vong")),
    "1,000 links to units": Row(_many_links, "link-not-followed"),
    "units is a link": Row(_replaced_by_link("units"), "link-not-followed"),
    "criteria is a link": Row(_replaced_by_link("criteria"), "link-not-followed"),
    "units is a file": Row(_replaced_by_file("units"), exit=2),
    "criteria is a file": Row(_replaced_by_file("criteria"), exit=2),
    "file without permission": Row(_mode(0, UNIT), "unreadable-file", powerless=True),
    "set without permission": Row(_mode(0, SET), "unreadable-file", powerless=True),
    "folder without permission": Row(_mode(0, _HOME), "unreadable-file", powerless=True),
    "folder that can't be entered": Row(_mode(0o600, _HOME), "unreadable-file", powerless=True),
    "folder that can't be listed": Row(_mode(0o300, _HOME), "unreadable-file", powerless=True),
    "units without permission": Row(_mode(0, "units"), "unreadable-file", powerless=True),
    "criteria without permission": Row(_mode(0, "criteria"), "unreadable-file", powerless=True),
    "folder named as a file": Row(_in_place(os.mkdir), "unknown-unit"),
    "folder named as a plan": Row(lambda root: (root / "units/thi-xa/plans/x.yaml").mkdir()),
    ".yml": Row(_named("x.yml"), "misplaced-file"),
    ".YAML": Row(_named("x.YAML"), "misplaced-file"),
    "only an ending": Row(_named(".yaml"), "misplaced-file"),
    "hidden": Row(_named(".unit.yaml"), "misplaced-file"),
    "left by an editor": Row(_named("unit.yaml~")),
    "left by a killed run": Row(_named(".ansecurity-abc.tmp", _HOME, "kind: [")),
    "names alike but for case": Row(_twins(UNIT, UNIT.replace("unit.yaml", "Unit.yaml")), "misplaced-file"),
    "folders alike but for case": Row(_twins(UNIT, UNIT.replace("phuong-x", "Phuong-x")), "differs-from-path"),
    "folders alike but for marks": Row(_twins("units/tố/unit.yaml", "units/to\u0302\u0301/unit.yaml"), "differs-from-path"),
    "2,000 empty files": Row(_many_empty, "not-a-mapping"),
    "300 folders deep": Row(_deep(300), "differs-from-path"),
    "1,500 folders deep": Row(_deep(1500), "differs-from-path"),
    "deeper than a path is long": Row(_deep(2500), "unreadable-file"),
    "3 GB of nothing": Row(_sparse(3 * 1024**3), "too-large"),
    "1 MiB of nothing": Row(_sparse(1024**2), "forbidden-character"),
    "3 GB of evidence": Row(_evidence("bc.pdf", lambda root: write(root, {f"{_HOME}/bc.pdf": b""}) or _sparse(3 * 1024**3, f"{_HOME}/bc.pdf")(root))),
    "no units": Row(lambda root: shutil.rmtree(root / "units") or (root / "units").mkdir()),
    "no sets": Row(lambda root: shutil.rmtree(root / "criteria") or (root / "criteria").mkdir(), "unknown-set"),
    "schemas of its own": Row(lambda root: write(root, {
        "schemas/unit.schema.json": "{}", "schemas/common.schema.json": "{", "locale/vi/LC_MESSAGES/messages.mo": "x",
        "templates/report.html.j2": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        UNIT: f"# yaml-language-server: $schema=http://127.0.0.1:9/x\n{UNIT_TEXT}extra: 1\n",
    }), "unknown-key"),
    "schema named in a file": Row(lambda root: write(root, {UNIT: f'{UNIT_TEXT}"$schema": http://127.0.0.1:9/x\n'}), "unknown-key"),
    "reference in a file": Row(lambda root: write(root, {UNIT: f'{UNIT_TEXT}notes: [{{"$ref": "file:///etc/passwd"}}]\n'}), "wrong-type"),
    "settings of its own": Row(lambda root: write(root, dict.fromkeys(("pyproject.toml", ".ansecurity.yaml", "ansecurity.toml", "setup.cfg", "units/ansecurity.toml", ".env"), "[tool.ansecurity]\nignore = ['*']\n"))),
    "evidence: passwords": Row(_evidence("/etc/passwd"), "evidence-outside"),
    "evidence: two up": Row(_evidence("../../x.pdf"), "evidence-outside"),
    "evidence: down and up": Row(_evidence("a/../../b.pdf"), "evidence-outside"),
    "evidence: home": Row(_evidence("~/x.pdf"), "evidence-outside"),
    "evidence: a drive": Row(_evidence("C:\\x.pdf"), "evidence-outside"),
    "evidence: a host": Row(_evidence("\\\\host\\x.pdf"), "evidence-outside"),
    "evidence: another host": Row(_evidence("//host/x.pdf"), "evidence-outside"),
    "evidence: an address": Row(_evidence("file:///etc/passwd"), "evidence-outside"),
    "evidence: NUL": Row(_evidence("a\0.pdf"), "forbidden-character"),
    "evidence: 500 letters": Row(_evidence("a" * 500), "evidence-file-missing"),
    "evidence: 501 letters": Row(_evidence("a" * 501), "out-of-range"),
    "evidence: 250 folders": Row(_evidence("a/" * 249 + "a"), "evidence-file-missing"),
    "evidence: itself": Row(_evidence("."), "evidence-file-missing"),
    "evidence: a folder linked out": Row(_evidence("mc/bc.pdf", _folder_out), "evidence-file-missing link-not-followed"),
    "evidence: a device's name": Row(_evidence("CON"), "evidence-file-missing"),
    "evidence: a pipe": Row(_evidence("bc.pdf", lambda root: os.mkfifo(root / _HOME / "bc.pdf"))),
    "evidence: markup": Row(_evidence("[link=x]bc[/link].pdf"), "evidence-file-missing"),
    **{f"file named: {name}": Row(_named(spelt), "misplaced-file", together="files") for name, spelt in _NAMES.items()},
    **{
        f"unit named: {name}": Row(_unit_named(spelt.removesuffix(b".yaml") or b" "), "differs-from-path", together="units")
        for name, spelt in _NAMES.items() if name not in ("points", "255 bytes", "tab")
    },
    "set named: HTML": Row(lambda root: write(root, {"criteria/<b>=1+1.yaml": criteria("Chữ")}), "differs-from-path"),
}  # fmt: skip
