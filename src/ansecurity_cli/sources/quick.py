"""The quick way through a clean file: the parser's events straight into plain values.

It words nothing and settles nothing doubtful. At the least oddity it says so, and `events.read`
reads the file once more, with places, and tells. What it does return is what `events.read` returns.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final, NamedTuple

import yaml

from ansecurity_cli.sources import characters, events, scalars, traps

# Texts whose every plain scalar has to be looked at with its place: rare, so not done here.
_LOST = re.compile(r"[ \t]#(?![ \t#!\n]|\Z)")
_ASKING = re.compile(r"\?\S")
# Only by these can a value hold what its file, as text, doesn't: an escape, a space cut loose.
_LOOSE = re.compile("[\\\\\u00a0\u3000]")
_SHORT, _MOST_KNOWN = 32, 20_000
_Known = dict[str, object]


class Clean(NamedTuple):
    """A file with nothing to say of it. `exact`: no number such as 17.0, a count to some."""

    data: dict[str, events.Value]
    exact: bool


class _Doubt(Exception):
    """Something that only the thorough way can judge."""


def read(text: str) -> Clean | None:
    """The values of one YAML document; None where anything might have to be said of it.

    The text holds no forbidden characters: `letters.examined` has said so.
    """
    if _LOST.search(text):
        return None
    loader = events.loader(text)
    try:
        return _build(loader.get_event, _Source(text))
    except (_Doubt, yaml.YAMLError, ValueError):
        return None
    finally:
        loader.dispose()


class _Source:
    """What of the text matters to its values."""

    def __init__(self, text: str) -> None:
        self.loose = bool(_LOOSE.search(text))
        self.odd = self.loose or not unicodedata.is_normalized("NFC", text)
        self.lines = text.split("\n") if _ASKING.search(text) else None

    def value(self, event: Any) -> str:
        """The text of a scalar whose file may hold loose marks, escapes or hidden spaces."""
        text = characters.composed(event.value)
        if event.style == '"' and self.loose and characters.FORBIDDEN.search(text):
            raise _Doubt
        return text


# What plain scalars mean, for those that recur; the thorough way has the last word.
_values: _Known = {}
_keys: _Known = {}
_NEW: Final = object()


def _build(take: Any, source: _Source) -> Clean:  # noqa: PLR0915 - the hot loop, a call costs
    scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
    odd, lines, values, keys = source.odd, source.lines, _values, _keys
    stack: list[tuple[Any, str | None]] = []
    here: Any = None  # the container that is open, and its key that waits for a value
    key: str | None = None
    inside = exact = True
    root: Any = None
    documents = count = 0
    while True:
        event = take()
        kind = type(event)
        if kind is scalar:
            if event.anchor or event.tag or (lines and traps.swallowed(event, lines)):
                raise _Doubt
            value: Any = source.value(event) if odd else event.value
            if inside and key is None and here is not None:  # a key
                if value in here or (
                    not event.style and keys.get(value) is None and not _key(value)
                ):
                    raise _Doubt
                key = value
                continue
            if not event.style:
                text, value = value, values.get(value, _NEW)
                if value is _NEW:
                    value = _plain(text, event)
                if type(value) is float and value.is_integer():
                    exact = False
        elif kind is mapping or kind is sequence:
            if event.anchor or event.tag or (inside and key is None and here is not None):
                raise _Doubt
            if len(stack) >= events.MAX_DEPTH:
                raise _Doubt
            stack.append((here, key))
            inside, key = kind is mapping, None
            here = {} if inside else []
            continue
        elif kind in ends:
            count += 2 * len(here) if inside else len(here)
            value = here
            here, key = stack.pop()
            inside = type(here) is dict
        elif kind is yaml.StreamEndEvent:
            break
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1 or event.version or event.tags:
                raise _Doubt
            continue
        elif kind is yaml.AliasEvent:
            raise _Doubt
        else:
            continue
        if here is None:
            root = value
        elif inside:
            here[key], key = value, None
        else:
            here.append(value)
    if type(root) is not dict or count >= events.MAX_VALUES:
        raise _Doubt
    return Clean(root, exact)


def _key(text: str) -> bool:
    """Whether a plain scalar can be a key without a word: it is text and no merge key."""
    sound = text != "<<" and isinstance(scalars.resolve(text), str)
    if sound and len(text) <= _SHORT:
        _remember(_keys, text, True)
    return sound


def _plain(text: str, event: Any) -> object:
    """The value of a plain scalar that was not met before; raises where there is more to say."""
    value = scalars.resolve(text)
    if isinstance(value, scalars.Refused) or traps.odd(text):
        raise _Doubt
    if "-" in text and (" " in text or "\n" in text):  # perhaps lines that were joined
        if event.end_mark.line > event.start_mark.line:
            raise _Doubt
    elif len(text) <= _SHORT:
        _remember(_values, text, value)
    return value


def _remember(known: _Known, text: str, value: object) -> None:
    if len(known) >= _MOST_KNOWN:
        known.clear()
    known[text] = value
