"""What holds whatever the input: of reading, schemas, deciding, the tree of units and names."""

from __future__ import annotations

import copy
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ansecurity_cli import schema
from ansecurity_cli.diagnostics import Location, Position, Severity, Span
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model import rules as c
from ansecurity_cli.model.bind_criteria import bind_set
from ansecurity_cli.model.naming import bare, find_units, tone_last
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Answer, Incident, Key, Paper, Unit
from ansecurity_cli.reports.selection import in_order
from ansecurity_cli.snapshot import take
from ansecurity_cli.sources import Document, MemoryTree, parse
from ansecurity_cli.sources.characters import FORBIDDEN, hidden
from ansecurity_cli.sources.scalars import resolve
from ansecurity_cli.verdicts.evaluation import Evaluation
from ansecurity_cli.verdicts.logic import needed, settle
from ansecurity_cli.verdicts.outcome import Counts, Outcome
from ansecurity_cli.verdicts.rules import Case, Share
from ansecurity_cli.verdicts.rules.documents import document
from ansecurity_cli.verdicts.rules.hierarchy import rollup
from ansecurity_cli.verdicts.rules.incidents import FORCE_MAJEURE, none_of
from ansecurity_cli.verdicts.rules.numbers import least, most, percent, ratio

MANY = settings(max_examples=200, deadline=None)
SOME = settings(max_examples=60, deadline=None)
HERE = Location("here")
AS_OF, PERIOD = date(2023, 11, 20), Period(2023)
MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN

# --- Reading ------------------------------------------------------------------------------------

FRAGMENTS = (
    "a: ", "b:", "k4.2", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ", ", "'", '"', "|\n", ">-\n",
    "&x ", "*x", "!t ", "!!int ", "? ", "<<: ", "%YAML 1.2\n", "---\n", "...\n", "\t", " # ", "\\", "~",
    "0x1F", "012", "1_0", "1e3", "1e999", ".nan", "9" * 16, "no", "12:30", "2023-04-19", "Hòa Hiếu",
    "\r\n", "\r", "\u2028", "\u0085", "\u200b", "\u202e", "\ufeff", "\x00", "o\u0300", "😀",
    "\\u202e", "\\0", "<<<<<<< HEAD\n", "=======\n", "null", "true", ": ", ":", "-", "@", "`",
)  # fmt: skip
yamlish = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)
LOOKALIKES = (
    "", " ", "~", "null", "no", "yes", "on", "true", "False", "1e3", "1.5", "-1", "+1", ".5", "1.", "0x1F",
    "0o17", "0b1", "012", "1_000", ".nan", ".inf", "-.INF", "12:30:00", "2023-04-19", "1,5", "=", "<<", "-",
    "? a", "- a", "a: b", "# a", "a #b", "&a", "*a", "!a", "%a", "@a", "`a", "|", ">", "'", '"', "\\", "\\n",
    "[a", "{a", "a]", "---", "...", " a", "a ", "a\nb", "a\n\n b\n", "\n", "\ta", "Hòa Hiếu", "đ", "😀",
)  # fmt: skip
plain_text = st.text("abz019 .:-_#'\"[]{},&*!|>%@\n\tàảđ“”😀", max_size=12)
words = st.one_of(st.sampled_from(LOOKALIKES), plain_text).map(
    lambda text: unicodedata.normalize("NFC", text)
)
numbers = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1), st.integers(-(10**7), 10**7).map(lambda n: n / 1000)
)
scalars = st.one_of(st.none(), st.booleans(), numbers, words)


def nested(leaves: st.SearchStrategy[Any], keys: st.SearchStrategy[str]) -> Any:
    def group(some: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.lists(some, max_size=4) | st.dictionaries(keys, some, max_size=4)

    return st.dictionaries(keys, st.recursive(leaves, group, max_leaves=12), max_size=5)


class Quoting(yaml.SafeDumper):
    """Writes every text in double quotes, so that none is taken for something else."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def quoted(self, data: str) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style='"')


class Free(yaml.SafeDumper):
    """Writes texts as YAML likes."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


Quoting.add_representer(str, Quoting.quoted)


def dumped(data: Any, style: int, dumper: type[yaml.SafeDumper] = Quoting) -> str:
    """In one of several layouts: JSON on one line and on many, flow and block YAML."""
    if style < 2:
        return json.dumps(data, ensure_ascii=False, indent=2 * style or None)
    flow, width = ((False, 1000), (None, 20), (True, 40))[style - 2]
    return yaml.dump(
        data, Dumper=dumper, allow_unicode=True, default_flow_style=flow, width=width, sort_keys=False
    )  # fmt: skip


def inside(span: Span, text: str) -> bool:
    lines = text.split("\n")
    return span.start <= span.end and all(
        1 <= one.line <= len(lines) and 1 <= one.column <= len(lines[one.line - 1]) + 1 for one in span
    )  # fmt: skip


def cut(text: str, span: Span) -> str:
    def offset(at: Position) -> int:
        return sum(len(line) + 1 for line in text.split("\n")[: at.line - 1]) + at.column - 1

    return text[offset(span.start) : offset(span.end)]


@MANY
@given(st.one_of(st.binary(max_size=60), yamlish.map(str.encode)))
def test_reading_gives_a_document_or_says_why_not(raw: bytes) -> None:
    parsed = parse("x.yaml", raw)
    assert parsed.document or parsed.diagnostics
    assert parsed.document is None or isinstance(parsed.document.data, dict)
    if parsed.text:
        assert all(inside(one.span, parsed.text) for one in parsed.diagnostics)
        assert all(
            inside(note.span, parsed.text) for one in parsed.diagnostics for note in one.related
        )


@MANY
@given(yamlish.map(lambda text: "a: " + text))
def test_what_was_read_has_places_in_the_text(text: str) -> None:
    document_read = parse("x.yaml", text.encode()).document
    if document_read:
        every = [pointer for pointer, _ in walk(document_read.data)]
        assert all(inside(document_read.span(Location("x", one)), text) for one in every)
        assert all(inside(document_read.span(Location("x", one, "key")), text) for one in every)


@MANY
@given(nested(scalars, words), st.integers(0, 4))
def test_reading_is_the_opposite_of_writing(data: Mapping[str, Any], style: int) -> None:
    parsed = parse("x.yaml", dumped(data, style).encode())
    doubts = {"thousands-point", "text-after-hash", "other-reading", "joined-lines"}
    assert {one.code for one in parsed.diagnostics} <= doubts
    assert parsed.document
    assert parsed.document.data == data
    assert repr(parsed.document.data) == repr(data)  # 1 is not 1.0 is not True


@MANY
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8))
def test_any_text_is_read_as_it_is_or_refused(text: str) -> None:
    parsed = parse("x.yaml", json.dumps({"a": text}, ensure_ascii=True).encode())
    known = FORBIDDEN.search(unicodedata.normalize("NFC", text))
    if max(text) > "\uffff":  # JSON escapes these in two halves, and half a character is no text
        assert [one.code for one in parsed.diagnostics] == ["syntax-error"]
        return
    code = hidden(known.group()[-1])[0] if known else ""
    assert [one.code for one in parsed.diagnostics] == ([code] if known else [])
    assert parsed.document
    assert parsed.document.data == {"a": unicodedata.normalize("NFC", text)}


def walk(data: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield at, data
    pairs: Sequence[tuple[str | int, Any]] = ()
    if isinstance(data, (dict, list)):
        pairs = list(data.items() if isinstance(data, dict) else enumerate(data))
    for key, one in pairs:
        yield from walk(one, (*at, key))


readable = st.text("abcdàđ😀 ", min_size=1, max_size=10).map(str.strip).filter(bool)
readable_scalars = st.one_of(st.none(), st.booleans(), numbers, readable)


@MANY
@given(nested(readable_scalars, readable), st.integers(0, 4))
def test_places(data: Mapping[str, Any], style: int) -> None:
    text = dumped(data, style, Free)
    read = parse("x.yaml", text.encode()).document
    assert read
    for pointer, value in walk(read.data):
        span = read.span(Location("x.yaml", pointer))
        assert inside(span, text)
        if not pointer:
            continue
        outer = read.span(Location("x.yaml", pointer[:-1]))
        assert not pointer[1:] or outer.start <= span.start <= span.end <= outer.end
        shown = cut(text, span)
        assert _spells(shown, value), (shown, value)
        if isinstance(pointer[-1], str):
            key = cut(text, read.span(Location("x.yaml", pointer, "key")))
            assert _spells(key.removeprefix("? "), pointer[-1])


def _spells(shown: str, value: Any) -> bool:
    """Whether a piece of the text is how the value is written."""
    if "\n" in shown:
        return True
    if isinstance(value, list):
        return shown[:1] in "[-" and (shown[:1] == "-" or shown[-1:] == "]")
    if isinstance(value, dict):
        return shown[:1] != "{" or shown[-1:] == "}"
    if shown[:1] in {"'", '"'}:
        return shown[-1:] == shown[:1]
    return repr(resolve(shown)) == repr(value)


# --- Schemas ------------------------------------------------------------------------------------

SOUND: Mapping[str, Any] = {
    "criteria/s.yaml": {
        "kind": "criteria-set", "id": "s", "title": "S", "version": 1, "counted_at": 1,
        "source": {"document": "124/2021/TT-BCA", "article": "Điều 5"}, "in_force": {"from": "2022-02-10"},
        "applies_to": ["phuong"], "window": {"from": "11-16", "to": "11-15"}, "completeness": "full",
        "rule": {"kind": "all"},
        "scales": [{"id": "ky-luat", "grades": [{"id": "nhe", "title": "Nhẹ"}, {"id": "nang", "title": "Nặng"}]}],
        "criteria": [
            {"id": "a", "title": "A", "rule": {"kind": "document", "due": "03-31"}},
            {"id": "b", "title": "B", "rule": {"kind": "ratio", "at_least": {"percent": 70}}, "keep_up": "P6M"},
            {"id": "c", "title": "C", "rule": {"kind": "none-of", "exemptions": [{"all_of": ["mitigated"]}]}},
            {"id": "d", "title": "D", "rule": {"kind": "all"}, "criteria": [
                {"id": "d.1", "title": "D1", "rule": {"kind": "attested"}, "evidence": "required"},
                {"id": "d.2", "title": "D2", "rule": {"kind": "trend", "change": "decrease"}},
                {"id": "d.3", "title": "D3", "rule": {"kind": "discipline", "scale": "ky-luat", "severity": "nhe"}},
            ]},
            {"id": "e", "title": "E", "rule": {"kind": "rollup", "having": "met", "at_least": {"percent": 50},
                                               "sets": {"khu-dan-cu": "s"}}},
            {"id": "f", "title": "F", "rule": {"kind": "include", "set": "t", "criteria": ["g"]}},
        ],
    },
    "criteria/t.yaml": {
        "kind": "criteria-set", "id": "t", "title": "T", "version": 1, "source": {}, "applies_to": ["xa"],
        "completeness": "partial", "declared_count": 3, "rule": {"kind": "any"},
        "criteria": [{"id": "g", "title": "G", "rule": {"kind": "grade", "at_least": {"ky-luat": "nang"}}}],
    },
    "units/u/unit.yaml": {
        "kind": "unit", "id": "u", "name": "Phường U", "type": "phuong", "valid": {"from": "2020-01-01"},
        "facts": {"x": True}, "parent": "u",
    },
    "units/v/unit.yaml": {"kind": "unit", "id": "v", "name": "V", "type": "khu-dan-cu", "parent": "u"},
    "units/u/2023/s.yaml": {
        "kind": "assessment", "unit": "u", "set": "s", "set_version": 1, "period": "2023",
        "assessed_on": "2023-10-10", "registered": {"number": "5/ĐK", "issued": "2023-03-10"},
        "answers": {
            "a": {"documents": [{"number": "12-NQ/ĐU", "issued": "2023-02-15"}]},
            "b": {"count": 18, "total": 25, "claim": "met"},
            "c": {"incidents": [{"date": "2023-06-02", "mitigated": True}]},
            "d.1": {"met": True, "evidence": ["bc"]}, "d.2": {"previous": 14, "current": 11},
            "d.3": {"cases": [{"severity": "nang", "count": 0}]},
        },
        "evidence": {"bc": {"number": "41/BC", "issued": "2023-10-01"}},
        "remedies": [{"criterion": "e", "action": "Vận động", "due": "2023-12-01", "status": "planned"}],
    },
    "units/u/2023/s.appraisal.yaml": {
        "kind": "appraisal", "unit": "u", "set": "s", "set_version": 1, "period": "2023", "by": "BCĐ",
        "date": "2023-11-12", "results": {"b": {"count": 18, "reason": "Đã kiểm tra"}},
        "recognition": {"result": "granted", "decided_on": "2023-11-18"},
    },
    "units/u/2023/t.yaml": {
        "kind": "assessment", "unit": "u", "set": "t", "set_version": 1, "period": 2023,
        "assessed_on": "2023-10-10", "tally": {"on": "2023-10-10", "met": 1, "total": 3, "unmet": [2]},
    },
    "units/u/inspections/2023-04-19-tinh.yaml": {
        "kind": "inspection", "unit": "u", "date": "2023-04-19", "by": "Đoàn", "participants": ["a"],
        "results": [{"unit": "u", "set": "s", "criterion": "a", "outcome": "met"}],
        "findings": [{"id": "tt-1", "text": "Thiếu", "status": "open", "due": "2023-05-01"}],
    },
    "units/u/plans/lo-trinh.yaml": {
        "kind": "plan", "unit": "u", "title": "Lộ trình", "basis": [{"title": "Nghị quyết"}],
        "targets": [{"period": 2023, "set": "s", "count": 1, "units": ["u"]}],
    },
}  # fmt: skip
ODD = st.one_of(
    scalars, nested(scalars, words), st.lists(scalars, max_size=3),
    st.sampled_from(["2023-02-30", "02-30", "P6X", "s", "k", "met", "all", 10**9, -1, 1.5, "2023-h1", "x: y"]),
)  # fmt: skip
KEYS = st.sampled_from(
    ["kind", "id", "rule", "criteria", "at_least", "met", "extra", "period", "on"]
)


@st.composite
def changes(draw: st.DrawFn, data: Any) -> Any:
    """The data with some of its parts replaced, dropped or added."""
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        places = [(at, one) for at, one in walk(data) if at]
        if not places:
            break
        pointer, _value = draw(st.sampled_from(places))
        holder = reduce(lambda node, step: node[step], pointer[:-1], data)
        match draw(st.sampled_from(["replace", "drop", "add"])):
            case "replace":
                holder[pointer[-1]] = draw(ODD)
            case "drop":
                del holder[pointer[-1]]
            case _ if isinstance(holder, dict):
                holder[draw(KEYS)] = draw(ODD)
            case _:
                holder.append(draw(ODD))
    return data


@st.composite
def changed_files(draw: st.DrawFn) -> tuple[str, Mapping[str, Any]]:
    path = draw(st.sampled_from(sorted(SOUND)))
    return path, draw(changes(SOUND[path]))


def as_text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def test_the_unchanged_files_are_sound() -> None:
    snapshot = take(MemoryTree({path: as_text(one) for path, one in SOUND.items()}), AS_OF)
    assert snapshot.unreadable == ()


@MANY
@given(changed_files(), st.randoms(use_true_random=False))
def test_examining_never_fails_and_what_is_left_fits(
    changed: tuple[str, Mapping[str, Any]], random: Any
) -> None:
    path, data = changed
    read = parse(path, as_text(data).encode()).document
    assert read
    every = [pointer for pointer, _ in walk(read.data)]
    known = random.sample(every, min(len(every), random.choice((0, 0, 1))))
    kind = str(SOUND[path]["kind"])
    before = as_text(read.data)
    found = schema.examine(read, kind, known)
    assert as_text(read.data) == before
    assert all(inside(one.span, read.text) for one in found.diagnostics)
    if found.data is not None:
        left = schema.examine(Document(path, "", found.data), kind).diagnostics
        # Only what is missing at the top can't be cut out.
        assert all(one.code == "missing-key" and len(one.pointer) == 1 for one in left)
    if found.lost and not known:
        assert found.diagnostics
    if not found.lost:
        assert found.data == read.data


@SOME
@given(changed_files())
def test_taking_never_fails_and_errors_are_never_met(
    changed: tuple[str, Mapping[str, Any]],
) -> None:
    path, data = changed
    files = {**SOUND, path: data}
    snapshot = take(MemoryTree({name: as_text(one) for name, one in files.items()}), AS_OF)
    bad = {one.path for one in snapshot.diagnostics if one.severity is Severity.ERROR}
    assert {*snapshot.unreadable} <= bad
    for name in ("s", "t"):
        result = snapshot.evaluation.result(Key("u", name, PERIOD))
        needs = {f"criteria/{name}.yaml", f"units/u/2023/{name}.yaml"}
        if needs & {*snapshot.unreadable}:
            assert result.outcome is UNKNOWN
            assert result.verdicts == ()


# --- Numbers ------------------------------------------------------------------------------------

tallies = st.builds(Counts, *[st.integers(0, 1000)] * 4)
totals = st.one_of(st.integers(1, 60), st.integers(1, 999_999_999))
limits = st.integers(0, 100_000).map(lambda n: Decimal(n) / 1000)


@st.composite
def parts(draw: st.DrawFn) -> tuple[int, int]:
    total = draw(totals)
    near = st.integers(max(total - 2, 0), total) | st.integers(0, min(2, total))
    return draw(st.integers(0, total) | near), total


@MANY
@given(tallies, tallies, tallies)
def test_counts_add_up(one: Counts, two: Counts, three: Counts) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + Counts() == one
    assert (one + two).total == one.total + two.total
    assert one.asked == one.total - one.not_applicable


@MANY
@given(st.lists(st.sampled_from(Outcome)), st.lists(st.sampled_from(Outcome)))
def test_counts_of_parts_are_parts_of_the_counts(
    some: Sequence[Outcome], others: Sequence[Outcome]
) -> None:
    assert Counts.of(some) + Counts.of(others) == Counts.of([*some, *others])
    assert Counts.of(some).total == len(some)


@MANY
@given(parts(), st.none() | limits)
def test_a_percentage_never_claims_too_much(share: tuple[int, int], limit: Decimal | None) -> None:
    part, total = share
    shown = percent(part, total, limit)
    assert (shown == 100) == (part == total)
    assert (shown == 0) == (part == 0)
    assert abs(Fraction(shown) - Fraction(100 * part, total)) <= Fraction(1, 20)
    for language in (Words("en"), Words("vi")):
        assert (language.number(shown) in ("100", "0")) == (part in (0, total))
    if limit is not None:
        assert (shown >= limit) == (100 * part >= Fraction(limit) * total)
        assert (shown > limit) == (100 * part > Fraction(limit) * total)


@MANY
@given(parts(), st.integers(0, 1000))
def test_a_percentage_grows_with_its_part(share: tuple[int, int], more: int) -> None:
    part, total = share
    assert percent(part, total) <= percent(min(part + more, total), total)


@MANY
@given(totals, limits)
def test_the_least_and_the_most_that_keep_a_limit(total: int, limit: Decimal) -> None:
    exact, low, high = Fraction(limit) * total / 100, least(limit, total), most(limit, total)
    assert low - 1 < exact <= low
    assert high <= exact < high + 1


def case(rule: c.Rule, answer: Answer, children: Share | None = None) -> Case:
    criteria_set = bind_set("t", SOUND["criteria/t.yaml"], HERE, sound=True)
    return Case(
        criterion=replace(criteria_set.criteria[0], rule=rule), criteria_set=criteria_set,
        answer=answer, period=PERIOD, as_of=AS_OF, children=lambda _rule: children,
    )  # fmt: skip


@MANY
@given(parts(), limits, st.booleans())
def test_a_ratio_is_exact(share: tuple[int, int], limit: Decimal, low: bool) -> None:
    part, total = share
    bound = c.Threshold(HERE, limit)
    rule = c.Ratio(HERE, bound, None) if low else c.Ratio(HERE, None, bound)
    wanted, found = Fraction(limit) * total, 100 * part
    outcome = ratio(rule, case(rule, Answer(HERE, count=part, total=total))).outcome
    assert outcome is (MET if (found >= wanted if low else found <= wanted) else UNMET)


@MANY
@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9), limits)
def test_a_rollup_is_decided_only_when_the_unknown_ones_cannot_change_it(
    total: int, having: int, unknown: int, limit: Decimal
) -> None:
    having = min(having, total)
    unknown = min(unknown, total - having)
    rule = c.Rollup(HERE, "recognised", c.Threshold(HERE, limit), {})
    found = rollup(rule, case(rule, Answer(HERE), Share(having, unknown, total))).outcome
    ends = {
        100 * (having + more) >= Fraction(limit) * total for more in range(unknown + 1)
    }  # fmt: skip
    assert found is (UNKNOWN if len(ends) == 2 else MET if ends == {True} else UNMET)


# --- Deciding -----------------------------------------------------------------------------------

outcomes = st.lists(st.sampled_from(Outcome), min_size=1, max_size=5)
combining = st.sampled_from(
    [c.All(HERE), c.AnyOf(HERE), *(c.AtLeast(HERE, n) for n in range(1, 6))]
)


def whole(rule: c.Rule, given_outcomes: Sequence[Outcome]) -> Outcome:
    asked = sum(one is not Outcome.NOT_APPLICABLE for one in given_outcomes)
    return settle(needed(rule, asked), given_outcomes)


@MANY
@given(combining, outcomes)
def test_decided_is_what_every_way_of_filling_in_the_unknown_gives(
    rule: c.Rule, listed: Sequence[Outcome]
) -> None:
    ways = product(*[(MET, UNMET) if one is UNKNOWN else (one,) for one in listed])
    ends = {whole(rule, way) for way in ways}
    assert whole(rule, listed) is (ends.pop() if len(ends) == 1 else UNKNOWN)


trees = st.recursive(
    st.sampled_from(Outcome),
    lambda below: st.tuples(combining, st.lists(below, min_size=1, max_size=4)),
    max_leaves=12,
)


def decide(tree: Any, fill: Iterator[Outcome] | None = None) -> Outcome:
    """The outcome of a tree of rules; unknown leaves take what `fill` gives."""
    if isinstance(tree, Outcome):
        return next(fill) if fill and tree is UNKNOWN else tree
    rule, below = tree
    return whole(rule, [decide(one, fill) for one in below])


@MANY
@given(trees, st.data())
def test_learning_more_never_contradicts_what_was_decided(tree: Any, data: st.DataObject) -> None:
    def fill() -> Iterator[Outcome]:
        while True:
            yield data.draw(st.sampled_from([MET, UNMET, UNKNOWN]))

    before = decide(tree)
    assert before is UNKNOWN or decide(tree, fill()) is before


@MANY
@given(trees, st.data())
def test_one_more_met_never_lowers(tree: Any, data: st.DataObject) -> None:
    rank = {UNMET: 0, UNKNOWN: 1, MET: 2}

    def raised(node: Any) -> Any:
        if isinstance(node, Outcome):
            return MET if node in rank and data.draw(st.booleans()) else node
        return node[0], [raised(one) for one in node[1]]

    before, after = decide(tree), decide(raised(tree))
    assert before is after or rank[before] < rank[after]


FACTS = ("force_majeure", "detected_in_time", "mitigated", "reported_immediately")
told = st.fixed_dictionaries({}, optional={name: st.booleans() for name in FACTS})
happened = st.builds(
    Incident, st.just(HERE), st.just(date(2023, 6, 2)), st.integers(0, 2), told
)  # fmt: skip
exemptions = st.sampled_from([(), (FACTS[:1],), (FACTS[1:],), (FACTS[:1], FACTS[1:])])


@MANY
@given(exemptions, st.lists(happened, max_size=3), happened)
def test_one_more_incident_never_helps(
    exempt: tuple[tuple[str, ...], ...], incidents: Sequence[Incident], more: Incident
) -> None:
    rule = c.NoneOf(HERE, exempt)
    rank = {UNMET: 0, UNKNOWN: 1, MET: 2}
    before = none_of(rule, case(rule, Answer(HERE, incidents=tuple(incidents)))).outcome
    after = none_of(rule, case(rule, Answer(HERE, incidents=(*incidents, more)))).outcome
    assert rank[after] <= rank[before]


@MANY
@given(exemptions, happened, st.sampled_from(FACTS[1:]), st.booleans())
def test_telling_more_of_an_incident_never_contradicts(
    exempt: tuple[tuple[str, ...], ...], one: Incident, name: str, value: bool
) -> None:
    rule = c.NoneOf(HERE, exempt)
    more = Incident(HERE, one.day, one.count, {name: value, **one.facts})
    before, after = (
        none_of(rule, case(rule, Answer(HERE, incidents=(it,)))).outcome for it in (one, more)
    )
    assert before is UNKNOWN or after is before
    if one.count and one.facts.get(FORCE_MAJEURE) is True and exempt[:1] == (FACTS[:1],):
        assert before is MET


papers = st.builds(
    Paper, st.just(HERE), st.sampled_from(["", "x", "y"]), st.just("1/KH"),
    st.none() | st.integers(-40, 40).map(lambda n: date(2023, 3, 31) + timedelta(n)),
)  # fmt: skip
issued = st.builds(
    c.Issued, st.just(HERE),
    st.sampled_from([(), (c.Required("x", "X"),), (c.Required("x", "X"), c.Required("y", "Y"))]),
    st.sampled_from([None, "03-31"]),
)  # fmt: skip


@MANY
@given(issued, st.lists(papers, max_size=4), papers)
def test_one_more_document_never_harms(rule: c.Issued, some: Sequence[Paper], more: Paper) -> None:
    before = document(rule, case(rule, Answer(HERE, documents=tuple(some)))).outcome
    after = document(rule, case(rule, Answer(HERE, documents=(*some, more)))).outcome
    assert before is after or after is not UNMET
    assert before is not MET or after is MET


@MANY
@given(issued, st.lists(papers, max_size=4), st.randoms(use_true_random=False))
def test_documents_count_in_any_order(rule: c.Issued, some: list[Paper], random: Any) -> None:
    mixed = random.sample(some, len(some))
    found = [document(rule, case(rule, Answer(HERE, documents=tuple(it)))) for it in (some, mixed)]
    assert found[0].outcome is found[1].outcome


days = st.integers(0, 700).map(lambda n: (date(2022, 12, 1) + timedelta(n)).isoformat())
shelves = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.fixed_dictionaries({"number": st.just("1/BC")}, optional={"issued": days, "expires": days}),
)
ANSWERS = (
    ({"kind": "attested"}, {"met": True}), ({"kind": "attested"}, {"met": False}),
    ({"kind": "count", "at_least": 1}, {"value": 1}), ({"kind": "none-of"}, {"incidents": []}),
    ({"kind": "document", "due": "03-31"}, {"documents": []}), ({"kind": "attested"}, {"note": "?"}),
)  # fmt: skip


def backed(rule: Any, answer: Any, shelf: Any, names: Sequence[str], asked: str) -> Outcome:
    criterion = {"id": "k", "title": "K", "rule": rule, "evidence": asked}
    sources = {
        "criteria/s.yaml": {**SOUND["criteria/t.yaml"], "id": "s", "applies_to": ["phuong"], "criteria": [criterion]},
        "units/u/unit.yaml": SOUND["units/u/unit.yaml"],
        "units/u/2023/s.yaml": {
            **SOUND["units/u/2023/t.yaml"], "set": "s", "tally": {"on": "2024-01-01", "met": 0, "total": 3},
            "answers": {"k": {**answer, "evidence": list(names)}}, "evidence": shelf,
        },
    }  # fmt: skip
    snapshot = take(MemoryTree({path: as_text(one) for path, one in sources.items()}), AS_OF)
    assert snapshot.unreadable == ()
    verdict = snapshot.evaluation.result(Key("u", "s", PERIOD)).find("k")
    assert verdict
    return verdict.outcome


@SOME
@given(
    st.sampled_from(ANSWERS), shelves, st.lists(st.sampled_from("abc")), st.sampled_from("abc"),
    st.sampled_from(["required", "optional"]),
)  # fmt: skip
def test_more_evidence_never_harms(
    pair: tuple[Any, Any], shelf: Any, names: Sequence[str], more: str, asked: str
) -> None:
    before = backed(*pair, shelf, names, asked)
    after = backed(*pair, {more: {"number": "2/BC"}, **shelf}, [*names, more], asked)
    assert before is after or (before, after) == (UNKNOWN, MET)
    assert asked == "required" or before is after


# --- The tree of units --------------------------------------------------------------------------

IDS = ("a", "b", "c", "d", "e", "f")
any_parents = st.dictionaries(
    st.sampled_from(IDS), st.sampled_from(["", "missing", *IDS]), min_size=1
)
any_answers = st.dictionaries(st.sampled_from(IDS), st.booleans())


def wards(parents: Mapping[str, str], said: Mapping[str, bool]) -> Mapping[str, str]:
    """Units that meet the set by their own word, or by one child unit that meets it."""
    roll = {"kind": "rollup", "having": "met", "at_least": {"count": 1}, "sets": {"xa": "s"}}
    criteria = [
        {"id": "own", "title": "Own", "rule": {"kind": "attested"}},
        {"id": "below", "title": "Below", "rule": roll},
    ]
    base = {**SOUND["criteria/t.yaml"], "id": "s", "completeness": "full", "declared_count": 2}
    files: dict[str, Any] = {"criteria/s.yaml": {**base, "criteria": criteria}}
    for name, parent in parents.items():
        unit = {"kind": "unit", "id": name, "name": name.upper(), "type": "xa"}
        files[f"units/{name}/unit.yaml"] = {**unit, "parent": parent} if parent else unit
        if name in said:
            files[f"units/{name}/2023/s.yaml"] = {
                "kind": "assessment", "unit": name, "set": "s", "set_version": 1, "period": "2023",
                "assessed_on": "2023-10-10", "answers": {"own": {"met": said[name]}},
            }  # fmt: skip
    return {path: as_text(one) for path, one in files.items()}


def results(evaluation: Evaluation, names: Sequence[str]) -> Mapping[str, Outcome]:
    return {name: evaluation.result(Key(name, "s", PERIOD)).outcome for name in names}


@SOME
@given(any_parents, any_answers)
def test_whatever_the_parents_each_unit_is_listed_once(
    parents: Mapping[str, str], said: Mapping[str, bool]
) -> None:
    repository = take(MemoryTree(wards(parents, said)), AS_OF).repository
    listed = [unit.id for unit in in_order(repository)]
    assert sorted(listed) == sorted(parents)
    for name in listed:
        above = list(repository.ancestors(name))
        below = list(repository.below(name))
        assert len(set(above)) == len(above)
        assert len(set(below)) == len(below)
        rooted = parents.get(above[-1]) not in above
        assert not rooted or above == sorted(above, key=listed.index, reverse=True)


@SOME
@given(any_parents, any_answers, st.permutations(IDS))
def test_whatever_the_parents_deciding_ends_and_does_not_depend_on_who_is_asked_first(
    parents: Mapping[str, str], said: Mapping[str, bool], order: Sequence[str]
) -> None:
    repository = take(MemoryTree(wards(parents, said)), AS_OF).repository
    one, other = Evaluation(repository, AS_OF), Evaluation(repository, AS_OF)
    assert results(one, sorted(parents)) == results(other, [it for it in order if it in parents])


class Shuffled(MemoryTree):
    """Files that come in another order."""

    def __init__(self, files: Mapping[str, str], order: Sequence[str]) -> None:
        super().__init__(files)
        self.order = tuple(order)

    def paths(self) -> tuple[str, ...]:
        return self.order


@SOME
@given(any_parents, any_answers, st.data())
def test_the_order_of_files_does_not_matter(
    parents: Mapping[str, str], said: Mapping[str, bool], data: st.DataObject
) -> None:
    files = {
        **wards(parents, said),
        "units/z/a/unit.yaml": wards({"a": ""}, {})["units/a/unit.yaml"],
    }
    order = data.draw(st.permutations(sorted(files)))
    one, other = take(MemoryTree(files), AS_OF), take(Shuffled(files, order), AS_OF)
    assert one.diagnostics == other.diagnostics
    assert one.digest == other.digest
    assert results(one.evaluation, IDS) == results(other.evaluation, IDS)
    assert list(one.repository.units) == list(other.repository.units)


# --- Names --------------------------------------------------------------------------------------

TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
syllables = st.tuples(
    st.sampled_from(["", "h", "l", "kh", "th", "ngh", "đ"]), st.sampled_from(["oa", "oe", "uy"]),
    st.sampled_from(TONES),
)  # fmt: skip


def spelt(parts_of: tuple[str, str, str], first: bool) -> str:
    initial, vowels, tone = parts_of
    placed = vowels[0] + tone + vowels[1] if first else vowels + tone
    return unicodedata.normalize("NFC", initial + placed)


@MANY
@given(st.lists(st.tuples(syllables, st.booleans(), st.booleans()), min_size=1, max_size=4))
def test_where_the_tone_stands_does_not_matter(some: list[tuple[Any, bool, bool]]) -> None:
    one = " ".join(spelt(parts_of, first) for parts_of, first, _ in some)
    other = " ".join(spelt(parts_of, first) for parts_of, _, first in some)
    assert tone_last(one) == tone_last(other) == tone_last(unicodedata.normalize("NFD", other))
    assert bare(one) == bare(other)
    assert tone_last(tone_last(one)) == tone_last(one)
    unit = Unit("x", HERE, name=f"Phường {one}")
    assert find_units(other, [unit]).units == (unit,)


@MANY
@given(syllables, syllables, st.booleans(), st.booleans())
def test_other_words_stay_other_words(one: Any, two: Any, first: bool, second: bool) -> None:
    assert (tone_last(spelt(one, first)) == tone_last(spelt(two, second))) == (one == two)


@MANY
@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=4))
def test_finding_never_fails(query: str, names: Sequence[str]) -> None:
    units = [Unit(f"u{number}", HERE, name=name) for number, name in enumerate(names)]
    found = find_units(query, units)
    assert not (found.units and found.close)
    assert all(one in units for one in (*found.units, *found.close))
    for unit in units:
        assert unit in find_units(unit.id, units).units
