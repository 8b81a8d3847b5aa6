"""SARIF 2.1.0, the OASIS format for results of static analysis."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ansecurity_cli import __version__
from ansecurity_cli.diagnostics import Code, Diagnostic, Edit, Note, Span
from ansecurity_cli.formats.codes import examples
from ansecurity_cli.formats.fingerprints import fingerprinted
from ansecurity_cli.formats.json import text
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.problems import ProblemReport
from ansecurity_cli.snapshot import CODES

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_NUMBERS = {name: number for number, name in enumerate(CODES)}


def problems(report: ProblemReport, words: Words, _screen: Screen) -> str:
    """One run with all rules and a result a problem."""
    driver = {
        "name": "ansecurity", "version": __version__, "semanticVersion": __version__,
        "rules": [_rule(code, words) for code in CODES.values()],
    }  # fmt: skip
    run = {
        "tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "language": words.language,
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": words.t("The repository.")}}},
        "results": [_result(mark, one, words) for mark, one in fingerprinted(report.diagnostics)],
    }  # fmt: skip
    return text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: Code, words: Words) -> dict[str, Any]:
    about = " ".join(words(one) for one in (code.summary, code.detail) if one)
    pair = examples().get(code.name, {})
    shown = [
        f"{title}\n{pair[key].strip(chr(10))}"
        for title, key in ((words.t("Wrong:"), "wrong"), (words.t("Right:"), "right"))
        if key in pair
    ]
    return {
        "id": code.name, "shortDescription": {"text": words(code.summary)},
        "fullDescription": {"text": about}, "help": {"text": "\n\n".join([about, *shown])},
        "defaultConfiguration": {"level": code.severity.value},
    }  # fmt: skip


def _result(mark: str, one: Diagnostic, words: Words) -> dict[str, Any]:
    message = "\n".join(words(part) for part in (one.message, *one.hints))
    result: dict[str, Any] = {
        "ruleId": one.code, "ruleIndex": _NUMBERS[one.code], "level": one.severity.value,
        "message": _message(message), "partialFingerprints": {"meaning/v1": mark},
        "locations": [{"physicalLocation": _place(one.path, one.span)}],
    }  # fmt: skip
    if one.related:
        result["relatedLocations"] = [_related(note, words) for note in one.related]
    if one.fix:
        result["fixes"] = [_fix(one.path, one.fix)]
    return result


def _related(note: Note, words: Words) -> dict[str, Any]:
    place = _place(note.path, note.span)
    return {"physicalLocation": place, "message": _message(words(note.message))}


def _message(text: str) -> dict[str, str]:
    """A message in which nobody's text becomes a link.

    Braces stay single, though the standard would double them (3.11.5): nothing here is a
    placeholder, VS Code's viewer shows doubled ones as they are, and hints are to be copied.
    """
    return {"text": text.replace("](", "] (")}


def _fix(path: str, edit: Edit) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
    return {"artifactChanges": [{"artifactLocation": _file(path), "replacements": [replacement]}]}


def _place(path: str, span: Span) -> dict[str, Any]:
    """Where a problem is; a point without length stands for the rest of its line."""
    point = {"startLine": span.start.line, "startColumn": span.start.column}
    region = _region(span) if span.end > span.start else point
    return {"artifactLocation": _file(path), "region": region}


def _file(path: str) -> dict[str, str]:
    try:
        raw = path.encode("utf-8", "surrogateescape")  # the bytes of a name that isn't UTF-8
    except UnicodeEncodeError:  # half a character, as Windows allows in names
        raw = path.encode("utf-8", "replace")
    return {"uri": quote(raw), "uriBaseId": "SRCROOT"}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.start.line, "startColumn": span.start.column,
        "endLine": span.end.line, "endColumn": span.end.column,
    }  # fmt: skip
