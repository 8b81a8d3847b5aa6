"""One file, read: its values, and the lines of any of them when asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from ansecurity_cli.diagnostics import (
    START,
    Diagnostic,
    Location,
    Message,
    Note,
    Position,
    Related,
    Severity,
    Span,
    say,
)
from ansecurity_cli.sources import characters, events, letters, quick, slips, spots
from ansecurity_cli.sources.codes import SEVERITIES
from ansecurity_cli.sources.events import Value
from ansecurity_cli.sources.trees import MAX_BYTES


@dataclass(frozen=True)
class Document:
    """A file that was read: `data` is plain YAML 1.2 values, the top one a mapping.

    `clean`: there is nothing to say of how it is written. `exact`: no number in it is known to be
    a whole one with a point, such as 17.0.
    """

    path: str
    text: str
    data: dict[str, Value]
    clean: bool = False
    exact: bool = False

    @property
    def _places(self) -> spots.Places:
        return _places(self.path, self.text, self.clean)

    @property
    def _lines(self) -> list[str]:
        return _lines(self.text)

    def span(self, at: Location) -> Span:
        """The lines of a place; of what holds it, where the place itself isn't in the file."""
        found, lines = self._span(at), self._lines
        last = Position(len(lines), len(lines[-1]) + 1)  # an empty value may lie past the end
        return Span(min(found.start, last), min(found.end, last))

    def source(self, at: Location) -> str:
        """The text of a place, as it stands in the file."""
        (row, first), (last_row, last) = self.span(at)
        lines = self._lines[row - 1 : last_row]
        lines[-1] = lines[-1][: last - 1]
        lines[0] = lines[0][first - 1 :]
        return "\n".join(lines)

    def _span(self, at: Location) -> Span:
        pointer, places = at.pointer, self._places
        key = places.of_key(pointer) if at.on == "key" else None
        if key:
            return key
        found = places.of_value(pointer)
        while pointer and not found:
            pointer = pointer[:-1]
            found = places.of_value(pointer)
        key = places.of_key(pointer) if pointer != at.pointer else None
        if key:
            return key
        found = found or START
        return found if pointer else Span(found.start, found.start)


# Places take far more memory than their file, and are asked for file by file.
@lru_cache(maxsize=32)
def _places(path: str, text: str, clean: bool) -> spots.Places:
    return spots.read(text) if clean else events.read(path, text, places=True)


@lru_cache(maxsize=32)
def _lines(text: str) -> list[str]:
    return text.split("\n")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What became of one file's bytes: its text if it has one, its document if it can be used."""

    text: str = ""
    document: Document | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=())


def parse(path: str, raw: bytes) -> Parsed:
    """Read one file; never raises on content."""
    if len(raw) > MAX_BYTES:
        return Parsed(diagnostics=(_whole(path, "too-large", say("larger than 1 MiB")),))
    try:
        text = characters.decode(raw)
    except characters.NotText as error:
        found = Diagnostic("not-utf8", Severity.ERROR, path, error.span, error.message, error.hints)
        return Parsed(diagnostics=(found,))
    loose, hidden = letters.examined(path, raw, text)
    if hidden:
        return Parsed(text, None, (*loose, *hidden))
    clean = quick.read(text)
    if clean:
        document = Document(path, text, clean.data, clean=True, exact=clean.exact)
        return Parsed(text, document, tuple(loose))
    tree = events.read(path, text, places=True)
    found_all = [
        *loose,
        *(_diagnostic(path, trouble, tree) for trouble in tree.troubles),
    ]
    if not tree.whole:
        return Parsed(text, None, tuple(found_all))
    if not isinstance(tree.value, dict):
        return Parsed(text, None, (*found_all, _no_mapping(path, text, tree.value)))
    return Parsed(text, Document(path, text, tree.value), tuple(found_all))


def _no_mapping(path: str, text: str, value: Value) -> Diagnostic:
    colon = slips.wrong_colon(text.split("\n"))
    if colon:
        return Diagnostic(
            colon.code, SEVERITIES[colon.code], path, colon.span, colon.message, colon.hints,
            fix=colon.fix,
        )  # fmt: skip
    message = (
        say("the file is empty") if value is None else say("the file must be “key: value” lines")
    )
    place = Document(path, text, {}).span(Location(path))
    return Diagnostic("not-a-mapping", Severity.ERROR, path, place, message)


def _whole(path: str, code: str, message: Message) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, path, START, message)


def _diagnostic(path: str, trouble: events.Trouble, tree: events.Tree) -> Diagnostic:
    def note(related: Related) -> Note:
        span = tree.keys.get(related.at.pointer, Span(Position(1, 1), Position(1, 1)))
        return Note(related.at.path, span, related.message)

    notes = tuple(note(related) for related in trouble.related)
    return Diagnostic(
        trouble.code, SEVERITIES.get(trouble.code, Severity.ERROR), path, trouble.span,
        trouble.message, trouble.hints, notes, trouble.pointer, fix=trouble.fix,
    )  # fmt: skip
