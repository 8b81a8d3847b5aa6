"""The differences as a comment for a pull request, and as a page."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import escape

from ansecurity_cli import __version__
from ansecurity_cli.formats import html
from ansecurity_cli.formats.differences.phrases import FILES, HEADINGS, LISTED, SETS, Phrases
from ansecurity_cli.formats.layout import environment
from ansecurity_cli.formats.markdown import plain, row, rule
from ansecurity_cli.formats.screen import Screen
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.differences import Differences
from ansecurity_cli.reports.turning import Change

_LONGEST = 60_000  # characters: GitHub takes no comment of more than 65,536


def markdown(report: Differences, words: Words, _screen: Screen) -> str:
    """Tables, the worse first; where it would be too long for a comment, it says how much more."""
    phrases = Phrases(report, words)
    day = words.say("As of {day}", day=report.provenance.as_of)
    head = [f"## {plain(phrases.title)}", "", f"**{plain(phrases.summary)}**", ""]
    foot = ["", f"<sub>{plain(day)}</sub>"]
    return "\n".join([*head, *_fitting([*_body(phrases)], phrases), *foot]) + "\n"


def _fitting(lines: list[str], phrases: Phrases) -> Iterator[str]:
    room = _LONGEST
    for number, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            yield f"\n*{plain(phrases.left_out(len(lines) - number))}*"
            return
        yield line


def _body(phrases: Phrases) -> Iterator[str]:
    words, report = phrases.words, phrases.report
    if report.provenance.unreadable:
        n = len(report.provenance.unreadable)
        yield f"> ⚠ {plain(words.say('Files that could not be used: {n}', n=n))}\n"
    for turn, some in phrases.sections():
        yield f"### {plain(words(HEADINGS[turn]))} ({len(some)})\n"
        if turn in LISTED:
            for one, ids in phrases.by_answers(some):
                yield f"- {plain(phrases.where(one))}: {plain(', '.join(ids))}"
        else:
            yield row(
                words.t("Unit, criteria set"), words.t("Criterion"), words.t("Before → now"),
                words.t("Reason"), words.t("Place"),
            )  # fmt: skip
            yield rule(*[""] * 5)
            yield from (_row(one, phrases) for one in some)
        yield ""
    if report.sets:
        yield f"### {plain(words(SETS))}\n"
    for each in report.sets:
        yield f"- {plain(phrases.set_head(each))}"
        yield from (f"  - {plain(line)} – {plain(place)}" for line, place in phrases.asked(each))
    for broken, heading in FILES.items():
        files = phrases.files(broken)
        if files:
            yield f"\n### {plain(words(heading))}\n"
        yield from (f"- {plain(f'{one.path}:{one.line}: {words(one.why)}')}" for one in files)


def _row(one: Change, phrases: Phrases) -> str:
    words = phrases.words
    why = [phrases.why(one.after), f"{words.t('before')}: {phrases.why(one.before)}"]
    why += [phrases.cause(cause) for cause in one.causes]
    return row(
        phrases.where(one), phrases.criterion(one), phrases.signs(one), "; ".join(why),
        f"{one.place.path}:{one.place.line}" if one.place.path else "",
    )  # fmt: skip


class View(Phrases):
    """The phrases with what the head of every page asks for."""

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.words.language


def page(report: Differences, words: Words, _screen: Screen) -> str:
    """One HTML file that loads nothing, as the report."""
    templates = environment(words, escape)
    templates.globals.update(html.marks(words))
    template = templates.get_template("diff.html.j2")
    view = View(report, words)
    return template.render(
        view=view, page=report, version=__version__, made="", HEADINGS=HEADINGS, SETS=SETS,
        FILES=FILES, LISTED=LISTED,
    )  # fmt: skip
