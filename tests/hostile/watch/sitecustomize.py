"""On the path of a watched process: what it must not do is written down, and refused.

Loaded before anything of the tool. `WATCH_LOG` names the file to write to, `WATCH_OUTPUTS` the
files that may be written (also through a temporary name beside them), `WATCH_ROOT` the repository.
"""

from __future__ import annotations

import os
import re
import signal
import sys


def _watch() -> None:
    import fcntl

    opened = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_APPEND)
    log = fcntl.fcntl(opened, fcntl.F_DUPFD_CLOEXEC, 10)  # not in the place of a closed stdout
    os.close(opened)
    root = os.path.realpath(os.environ["WATCH_ROOT"])
    named = list(filter(None, os.environ["WATCH_OUTPUTS"].split(os.pathsep)))
    outputs = {os.path.abspath(one) for one in named} | {os.path.realpath(one) for one in named}
    folders = {os.path.dirname(one) for one in outputs}
    installed = [sys.prefix, sys.base_prefix, os.environ["WATCH_SOURCE"], os.path.dirname(__file__)]
    readable = (
        *(os.path.join(real(one), "") for one in installed for real in (os.path.abspath, os.path.realpath)),
        "/usr/lib/", "/usr/share/", "/lib/",
    )  # fmt: skip
    temporary = re.compile(r"\.ansecurity-[^/]*\.tmp\Z")
    programs = {
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.fork",
        "os.forkpty",
    }
    changes = {
        "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate",
        "os.utime", "os.chown", "os.chmod", "os.setxattr", "os.removexattr", "shutil.rmtree",
        "shutil.move", "shutil.copyfile", "os.chflags", "os.lockf",
    }  # fmt: skip
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

    def text(path: object) -> str:
        return os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else ""

    def may_write(path: str) -> bool:
        full = os.path.abspath(path)
        beside = os.path.dirname(full) in folders and temporary.search(full)
        return full in outputs or bool(beside) or full == os.devnull

    def may_read(path: str, flags: object) -> bool:
        full = os.path.realpath(path)
        if isinstance(flags, int) and flags & os.O_NOFOLLOW:  # were it a link, it would not open
            full = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
        ours = [os.path.join(root, name, "") for name in ("criteria", "units")]
        return full.startswith((*readable, *ours)) or full in outputs or full == os.devnull

    def wrong(event: str, args: tuple[object, ...]) -> str:
        if event.startswith(("socket.", "urllib.", "ftplib.", "http.", "smtplib.")):
            return f"{event} {args!r}"
        if event in programs:
            return f"{event} {args!r}"
        if event in changes:
            paths = [text(one) for one in args if isinstance(one, (str, bytes, os.PathLike))]
            return "" if all(map(may_write, paths)) else f"{event} {args!r}"
        if event == "open" and not isinstance(args[0], int):
            path, mode, flags = text(args[0]), args[1] or "", args[2]
            for_writing = set(str(mode)) & set("wax+") or (
                isinstance(flags, int) and flags & writing
            )
            if for_writing:
                return "" if may_write(path) else f"writes {path!r}"
            return "" if may_read(path, flags) else f"reads {path!r}"
        return ""

    interrupt = int(os.environ.get("WATCH_INTERRUPT", "0"))
    opened_since = 0

    def count(event: str, args: tuple[object, ...]) -> None:
        """Ctrl-C at the so-manieth file that is opened from the beginning of the command on."""
        nonlocal opened_since
        begun = opened_since or "ansecurity_cli/__main__" in text(args[0])
        opened_since += bool(begun)
        if opened_since == interrupt + 1:
            opened_since += 1
            os.kill(os.getpid(), signal.SIGINT)

    def hook(event: str, args: tuple[object, ...]) -> None:
        if interrupt and event == "open":
            count(event, args)
        found = wrong(event, args)
        if found:
            os.write(log, ascii(found).encode() + b"\n")
            raise RuntimeError("this must not happen here")

    sys.addaudithook(hook)


if "WATCH_LOG" in os.environ:
    _watch()
