"""`doctor`: the machine and the repository, looked at from outside; nothing is changed."""

from __future__ import annotations

import codecs
import locale
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from ansecurity_cli import __version__, schema
from ansecurity_cli.cli import binaries, browser
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Health as Format
from ansecurity_cli.cli.revisions import git_at
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.wording import Language
from ansecurity_cli.reports.health import Health, Probe, State
from ansecurity_cli.sources.git import GitTrouble

_OK, _NOTE, _WRONG = State.OK, State.NOTE, State.WRONG


def doctor(session: Session, shown: Format, target: Path | None) -> int:
    """Look at everything; 1 if something is wrong."""
    from ansecurity_cli.formats import doctor as format_

    report = Health((*_machine(session), *_repository(session), *extras()))
    show = {Format.TABLE: format_.table, Format.JSON: format_.as_json}[shown]
    session.show(show, report, target)
    return Exit.NOT_SO if report.wrong else Exit.DONE


def _machine(session: Session) -> Iterator[Probe]:
    yield Probe("ansecurity", _OK, say("version {version}", version=__version__))
    system = f"{platform.system()} {platform.release()}".strip()
    found = say("{version} on {system}", version=platform.python_version(), system=system)
    yield Probe("python", _OK, found)
    yield _git()
    yield from _encodings()
    yield _language(session)
    yield _terminal()
    yield writable("temporary-files", (Path(tempfile.gettempdir()),))


def _asked(root: Path, *words: str) -> str | None:
    """What git says, or nothing where it can't."""
    try:
        return git_at(root).ask(*words)
    except GitTrouble:
        return None


def _git() -> Probe:
    version = _asked(Path.cwd(), "--version")
    if version is None:
        found = say("there is no git on this machine")
        advice = say("only --with-commit and the comparison with earlier commits need it")
        return Probe("git", _NOTE, found, (advice,))
    return Probe("git", _OK, say("{text}", text=version.strip()))


def _utf8(name: str | None) -> bool:
    try:
        return codecs.lookup(name or "").name == "utf-8"
    except LookupError:
        return False


def _encodings() -> Iterator[Probe]:
    shown = getattr(sys.stdout, "encoding", None)
    state = _OK if _utf8(shown) else _WRONG
    advice = () if state is _OK else (say("set {form}", form="PYTHONIOENCODING=utf-8"),)
    yield Probe("output-encoding", state, say("{text}", text=shown or "?"), advice)
    names = sys.getfilesystemencoding()
    state = _OK if _utf8(names) else _WRONG
    advice = () if state is _OK else (say("set {form}", form="PYTHONUTF8=1"),)
    yield Probe("file-names", state, say("{text}", text=names), advice)
    yield _locale()
    page = _code_page()
    if page is not None:
        advice = () if page == 65001 else (
            say("on the screen this does no harm; into a file write with -o FILE, not with “>”"),
        )  # fmt: skip
        yield Probe("code-page", _NOTE if advice else _OK, say("{n}", n=str(page)), advice)


def _locale() -> Probe:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or ""
    encoding = locale.getpreferredencoding(False)
    found = say("{name}, {encoding}", name=named or say("not set"), encoding=encoding)
    if _utf8(encoding):
        return Probe("locale", _OK, found)
    advice = say("ansecurity reads and writes UTF-8 all the same; other programs may not")
    return Probe("locale", _NOTE, found, (advice,))


def _code_page() -> int | None:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetConsoleOutputCP())
    return None


def _language(session: Session) -> Probe:
    wanted = os.environ.get("ANSECURITY_LANG", "")
    found = say("{text}", text=session.words.language)
    if wanted and wanted not in get_args(Language):
        advice = say("ANSECURITY_LANG is “{value}”: set it to vi or en, or unset it", value=wanted)
        return Probe("language", _WRONG, found, (advice,))
    return Probe("language", _OK, found)


def _terminal() -> Probe:
    if sys.stdout is None or not sys.stdout.isatty():
        return Probe("terminal", _OK, say("the output goes into a file or to another program"))
    columns = shutil.get_terminal_size().columns
    if columns < 80:
        advice = say("tables are easier to read on {n} columns or more", n=80)
        return Probe("terminal", _NOTE, say("{n} columns", n=columns), (advice,))
    return Probe("terminal", _OK, say("{n} columns", n=columns))


def writable(name: str, folders: tuple[Path, ...]) -> Probe:
    """Whether something can be written into all of the folders."""
    for folder in folders:
        try:
            with tempfile.TemporaryFile(prefix=".ansecurity-", dir=folder):
                pass
        except OSError:
            found = say("no permission to write in “{path}”", path=folder)
            return Probe(name, _WRONG, found, (say("ask for the right, or use another folder"),))
    return Probe(name, _OK, say("may be written to"))


def _repository(session: Session) -> Iterator[Probe]:
    try:
        root = session.find_root()
    except AnsecurityError as error:
        found, advice = error.message, say("to begin one: {command}", command="ansecurity init")
        yield Probe("repository", _NOTE, found, (advice,))
        return
    yield Probe("repository", _OK, say("{path}", path=root))
    yield writable("write-access", (root, root / "criteria", root / "units"))
    yield _schemas(root)
    yield _line_ends(root)


def _schemas(root: Path) -> Probe:
    """Whether the schemas that lie in the repository are those of this version."""
    names = [f"{kind}.schema.json" for kind in ("common", *schema.KINDS)]
    there = [one for one in names if (root / "schemas" / one).is_file()]
    missing = say(
        "editors can't complete; write them: {command}", command="ansecurity init --force"
    )
    if not there:
        return Probe("schemas", _NOTE, say("none in schemas/"), (missing,))
    other = tuple(one for one in there if not _same(root / "schemas" / one, one))
    if other:
        advice = say("delete schemas/, then run: {command}", command="ansecurity init --force")
        found = say("of another version of ansecurity: {names}", names=other)
        return Probe("schemas", _WRONG, found, (advice,))
    if len(there) < len(names):
        return Probe("schemas", _NOTE, say("not all are in schemas/"), (missing,))
    return Probe("schemas", _OK, say("those of this version"))


def _same(path: Path, name: str) -> bool:
    ours = (schema.folder() / name).read_bytes()
    try:
        return path.read_bytes().replace(b"\r\n", b"\n") == ours.replace(b"\r\n", b"\n")
    except OSError:
        return False


def _line_ends(root: Path) -> Probe:
    if (_asked(root, "rev-parse", "--is-inside-work-tree") or "").strip() != "true":
        advice = say("without git, earlier states can't be compared: {command}", command="git init")
        return Probe("line-ends", _NOTE, say("this folder is not kept in git"), (advice,))
    told = _asked(root, "check-attr", "eol", "--", "criteria/x.yaml") or ""
    if told.strip().endswith("lf"):
        return Probe("line-ends", _OK, say("LF, by .gitattributes"))
    if (_asked(root, "config", "core.autocrlf") or "").strip() == "true":
        advice = say("write into .gitattributes: {form}", form="* text=auto eol=lf")
        return Probe("line-ends", _NOTE, say("git changes them on this machine"), (advice,))
    return Probe("line-ends", _OK, say("as they are in the files"))


def extras() -> Iterator[Probe]:
    """What reports for Word, Excel and PDF need."""
    for name, module, extra in (("word", "docxtpl", "docx"), ("excel", "xlsxwriter", "xlsx")):
        if find_spec(module) is None:
            found = say("the extra “{name}” is not installed", name=extra)
            yield Probe(name, _NOTE, found, (binaries.advice(module),))
        else:
            yield Probe(name, _OK, say("can be written"))
    yield pdf(browser.find)


def pdf(find: Callable[[], Path]) -> Probe:
    """Whether there is a browser that prints."""
    try:
        return Probe("pdf", _OK, say("printed by {path}", path=find()))
    except AnsecurityError as error:
        if not os.environ.get(browser.VARIABLE):
            return Probe("pdf", _NOTE, error.message, error.hints)
        advice = say("name a browser that is there, or unset {variable}", variable=browser.VARIABLE)
        return Probe("pdf", _WRONG, error.message, (*error.hints, advice))
