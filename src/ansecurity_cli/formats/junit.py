"""JUnit's XML, as Jenkins and GitLab read it: a suite a file, a case a problem."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.etree import ElementTree as Xml

from ansecurity_cli.diagnostics import Diagnostic, Severity
from ansecurity_cli.formats.problems import head
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words, inert
from ansecurity_cli.reports.problems import ProblemReport

# What XML 1.0 can't hold, beyond what is made visible everywhere.
_NO_XML = re.compile("[\ufffe\uffff]")


def problems(report: ProblemReport, words: Words, _screen: Screen) -> str:
    """Errors fail; warnings and notes pass and are told; without problems one case passes."""
    root = Xml.Element("testsuites", name="ansecurity")
    for path, group in groupby(report.diagnostics, key=lambda one: one.path):
        found = list(group)
        suite = _suite(root, path, len(found), sum(map(_fails, found)))
        suite.set("file", _text(path))
        for name, one in _named(found):
            _case(suite, name, one, words)
    if not report.diagnostics:
        suite = _suite(root, "ansecurity check", 1, 0)
        Xml.SubElement(suite, "testcase", classname="ansecurity", name="check", time="0")
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def _suite(root: Xml.Element, name: str, tests: int, failures: int) -> Xml.Element:
    return Xml.SubElement(
        root, "testsuite", name=_text(name), tests=str(tests), failures=str(failures), errors="0",
        skipped="0", time="0",
    )  # fmt: skip


def _fails(one: Diagnostic) -> bool:
    return one.severity is Severity.ERROR


def _named(found: Iterable[Diagnostic]) -> Iterator[tuple[str, Diagnostic]]:
    """Each by code, place and turn: of two cases of one name, GitLab keeps only one.

    The line is no part of it, so that a problem that has moved is not taken for a new one.
    """
    seen: Counter[str] = Counter()
    for one in found:
        place = "/".join(map(str, one.pointer))
        criterion = "" if one.criterion in one.pointer else one.criterion
        name = " ".join(filter(None, (one.code, place, criterion)))
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), one


def _case(suite: Xml.Element, name: str, one: Diagnostic, words: Words) -> None:
    case = Xml.SubElement(
        suite, "testcase", classname=_text(one.path), name=_text(name), time="0"
    )  # fmt: skip
    told = "\n".join(map(_text, (head(one, words), *(f"= {words(hint)}" for hint in one.hints))))
    if _fails(one):
        message = _text(words(one.message))
        Xml.SubElement(case, "failure", type=one.code, message=message).text = told
    else:
        Xml.SubElement(case, "system-out").text = told


def _text(text: str) -> str:
    return _NO_XML.sub(lambda found: f"\\u{{{ord(found.group()):04X}}}", inert(text))
