"""The only place that writes: standard output, and files whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ansecurity_cli.cli.errors import AnsecurityError
from ansecurity_cli.diagnostics import Message, say


def prepare_streams() -> None:
    """UTF-8 on every system: a redirected stream on Windows has another encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def to_stdout(text: str | Iterable[str]) -> None:
    """Results. A reader that has gone away ends the output quietly; other faults end the run."""
    if sys.stdout is None:  # closed before we began
        raise AnsecurityError(say("there is no standard output to write to"))
    try:
        for piece in (text,) if isinstance(text, str) else text:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        message = say("the output could not be written: {reason}", reason=_reason(error))
        raise AnsecurityError(message) from error


def _silence() -> None:
    # Python would complain again when it closes the stream.
    devnull = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):
        os.dup2(devnull, sys.stdout.fileno())


def to_stderr(text: str) -> None:
    """Everything that isn't a result."""
    if sys.stderr is None:
        return
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


def to_file(path: Path, text: str | Iterable[str]) -> None:
    """Write a file whole or not at all: to a temporary name beside it, then in its place."""
    pieces = (text,) if isinstance(text, str) else text
    _replace(path, (piece.encode("utf-8", "backslashreplace") for piece in pieces))


def replace(path: Path, data: bytes, *, instead_of: bytes | None = None) -> None:
    """The same for bytes; refuses a file that no longer holds `instead_of`."""
    _replace(path, (data,), instead_of=instead_of)


def create(path: Path, data: bytes) -> bool:
    """Write a new file whole or not at all; False, and nothing touched, where one is there."""
    if os.path.lexists(path):
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".ansecurity-", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
        return _placed(Path(name), path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _placed(made: Path, path: Path) -> bool:
    """Give a file its name, unless somebody has taken it meanwhile."""
    try:
        path.hardlink_to(made)
    except FileExistsError:
        return False
    except OSError:  # a disk without links (FAT): the last look is the best there is
        if os.path.lexists(path):
            return False
        made.replace(path)
    return True


def _replace(path: Path, pieces: Iterable[bytes], *, instead_of: bytes | None = None) -> None:
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    if target.is_dir():
        raise AnsecurityError(say("“{path}” is a folder", path=path))
    if target.exists() and not target.is_file():
        raise AnsecurityError(say("“{path}” is not an ordinary file", path=path))
    try:
        handle, name = tempfile.mkstemp(prefix=".ansecurity-", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner can read; take the old mode or the usual one.
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        if instead_of is not None and target.read_bytes() != instead_of:
            message = say("“{path}” was changed meanwhile and is left as it is", path=path)
            raise AnsecurityError(message)
        Path(name).replace(target)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _unwritable(path: Path, error: OSError) -> AnsecurityError:
    message = say("“{path}” could not be written: {reason}", path=path, reason=_reason(error))
    return AnsecurityError(message)


def unusable(error: OSError) -> AnsecurityError:
    """What to say where the system refuses a path that was named, or the current folder."""
    path = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "."
    number = str(error.errno)
    reason = say("the system refused ({number})", number=number)
    return AnsecurityError(say("“{path}” can't be used: {reason}", path=path, reason=reason))


_REASONS: Mapping[int, Message] = {
    errno.ENOENT: say("there is no such folder"),
    errno.ENOTDIR: say("there is no such folder"),
    errno.EACCES: say("no permission to write there"),
    errno.EPERM: say("no permission to write there"),
    errno.EROFS: say("no permission to write there"),
    errno.ENOSPC: say("the disk is full"),
}


def _reason(error: OSError) -> Message:
    return _REASONS.get(
        error.errno or 0, say("the system refused ({number})", number=str(error.errno))
    )
