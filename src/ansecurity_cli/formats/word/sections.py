"""The text of an official report, as the names that its template may ask for."""

from __future__ import annotations

from collections.abc import Iterator

from ansecurity_cli.diagnostics import say_n
from ansecurity_cli.formats.layout import Layout
from ansecurity_cli.formats.word.letterhead import Letterhead, basis
from ansecurity_cli.formats.word.profiles import UNKNOWN
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.model.remedies import Proposal, Remedy
from ansecurity_cli.reports.items import Item
from ansecurity_cli.reports.official import Draft, Open
from ansecurity_cli.reports.programme import Told
from ansecurity_cli.verdicts.outcome import Outcome

# Points are lettered in the order of the Vietnamese alphabet (Nghị định 30, Phụ lục I, II.6.đ).
_LETTERS = "abcdđeghiklmnopqrstuvxy"
Group = dict[str, object]


def roman(number: int) -> str:
    """“IV”."""
    text = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += sign * (number // value)
        number %= value
    return text


def letter(index: int) -> str:
    """“a”, “b”, …, “đ”; after the last one with a number."""
    times, at = divmod(index, len(_LETTERS))
    return _LETTERS[at] + (str(times) if times else "")


class Sections(Layout):
    """A draft in words."""

    def __init__(self, draft: Draft, head: Letterhead, words: Words) -> None:
        super().__init__(draft.page, words)
        self.draft, self.head = draft, head

    def context(self) -> dict[str, object]:
        """Everything between head and foot."""
        return {
            "trich_yeu": self.subject_matter, "luu_y": list(self._warnings()),
            "can_cu": self._basis(), "mo_dau": self._opening(),
            "ket_qua_chung": list(self._results()), "bang_chung": list(self._table()),
            "chua_dat": self._unmet(), "chua_ro": self._unknown(),
            "ton_tai": _or_open(self._shortcomings()), "phuong_huong": _or_open(self._remedies()),
            "kien_nghi": _or_open(self._proposals()), "kem_theo": _or_open(self._attachments()),
            "ket_thuc": self.words.say(
                "Above is the report of {organ} on the results of self-assessment",
                organ=self.head.organ,
            ),
        }  # fmt: skip

    @property
    def about_what(self) -> str:
        """By which sets, in which periods."""
        some = self.page.progress
        if len(some) == 1:
            known = some[0].criteria_set
            title = (known.title if known else "") or some[0].title
            return self.words.say(
                "by the criteria “{title}”, {period}", title=title, period=self.period_list
            )
        if not some:
            return self.words.say("as of {day}", day=self.as_of)
        n = len({one.title for one in some})
        return self.words.say(
            "by {n} criteria sets, {period}", n=f"{n:02}", period=self.period_list
        )

    @property
    def subject_matter(self) -> str:
        """What the report is about."""
        return self.words.say("Results of self-assessment {what}", what=self.about_what)

    def _warnings(self) -> Iterator[str]:
        if self.all_illustrative:
            yield self.words.t("Illustrative data, not real results")
        elif self.page.illustrative:
            head = self.words.t("Illustrative data, not real results")
            yield f"{head}: {self.names(self.page.illustrative)}"

    def _basis(self) -> list[str]:
        lines = [basis(one, self.words) for one in self.draft.basis]
        return [f"{one};" for one in lines[:-1]] + [f"{one}." for one in lines[-1:]]

    def _opening(self) -> str:
        text = self.words.say(
            "{organ} reports the results of self-assessment {what} (figures as of {day}), "
            "as follows:",
            organ=self.head.organ, what=self.about_what, day=self.as_of,
        )  # fmt: skip
        return text[:1].upper() + text[1:]

    def _results(self) -> Iterator[str]:
        yield self.words(self.page.answer)
        for one in self.page.paragraphs:
            if one.sentences:
                head = self.set_in(one.matrix.criteria_set.name, one.matrix.period)
                yield f"{head}: {' '.join(self.words(each) for each in one.sentences)}"
        for part in self.page.progress:
            for unit, row in zip(part.units, part.statuses, strict=True):
                met = row.result.outcome is Outcome.MET
                asides = self.remarks(row) if met else self.asides(row)
                if asides:
                    who = self.subject(unit, row.result)
                    yield f"{who} ({self.set_of(row.result)}): {'; '.join(asides)}."
        for unit, notes in self.page.unit_notes:
            yield f"{unit.name}: {'; '.join(self.words(one) for one in notes)}."
        if self.draft.annexes:
            yield self.words.t("Results by criterion are in the annex.")

    def _table(self) -> Iterator[Group]:
        number = 0
        for part in self.page.progress:
            title = self.set_in(part.title, part.period)
            for unit, row in zip(part.units, part.statuses, strict=True):
                number, counts = number + 1, row.result.counts
                yield {
                    "stt": str(number), "don_vi": self.subject(unit, row.result),
                    "bo_tieu_chi": title, "dat": f"{counts.met}/{counts.asked}",
                    "chua_dat": str(counts.unmet), "chua_ro": str(counts.unknown),
                    "ket_luan": self.standing(row),
                }  # fmt: skip
            for unit in part.waiting:
                number += 1
                yield {
                    "stt": str(number), "don_vi": unit.name, "bo_tieu_chi": title,
                    "dat": UNKNOWN, "chua_dat": UNKNOWN, "chua_ro": UNKNOWN,
                    "ket_luan": self.words.state("none"),
                }  # fmt: skip

    def _unmet(self) -> list[Group]:
        found = [self._group(*pair, Outcome.UNMET) for pair in enumerate(self.draft.unmet)]
        none = self.words.t("No criterion is known to be unmet.")
        return found or [{"tieu_de": none, "dong": []}]

    def _unknown(self) -> list[Group]:
        found = [self._group(*pair, Outcome.UNKNOWN) for pair in enumerate(self.draft.unknown)]
        found += [{"tieu_de": text, "dong": lines} for text, lines in self._silence()]
        none = self.words.t("No criterion is unknown.")
        return found or [{"tieu_de": none, "dong": []}]

    def _silence(self) -> Iterator[tuple[str, list[str]]]:
        """Of whom nothing is known: said, not left out."""
        blanks = [f"{one.head}: {self.names(one.units)}." for one in self.blanks]
        if blanks:
            yield self.words.t("Without a self-assessment:"), blanks
        silent = self.draft.silent
        if silent:
            yield self.words.t("Without any file:"), [one.name for one in silent]
        unreadable = self.page.provenance.unreadable
        if unreadable:
            head = say_n(
                "{n} file could not be used and decides nothing:",
                "{n} files could not be used and decide nothing:",
                len(unreadable),
            )
            yield self.words(head), list(unreadable)

    def _group(self, index: int, one: Open, outcome: Outcome) -> Group:
        count = {
            Outcome.UNMET: say_n("{n} criterion unmet:", "{n} criteria unmet:", one.n),
            Outcome.UNKNOWN: say_n("{n} criterion unknown:", "{n} criteria unknown:", one.n),
        }[outcome]
        who = self.subject(one.group.unit, one.group.result)
        head = f"{letter(index)}) {who} ({self.set_of(one.group.result)}): {self.words(count)}"
        return {"tieu_de": head, "dong": [self._item(each) for each in one.items]}

    def _item(self, item: Item) -> str:
        verdict = item.verdict
        parts = [*self.reasons(verdict), self.worded(verdict.ruling.shortfall), self._cure(item)]
        text = "; ".join(part for part in parts if part)
        if not item.criterion.id:  # not named: only how many
            return f"{text}."
        title = self.title_of(item.criterion).rstrip(".")
        cite = f" ({item.criterion.cite})" if item.criterion.cite else ""
        return f"{title}{cite}: {text}."

    def _cure(self, item: Item) -> str:
        if item.remedy is None:
            return self.remedy(item)
        return self.words.say("remedy: {text}", text=self._plan(item.remedy, late=item.overdue))

    def _plan(self, one: Remedy, *, late: bool) -> str:
        """What is done, by whom and by when; what isn't stated stays open."""
        if not one.open(self.as_of):
            return f"{one.action} ({self.on_day(one.status, one.done_on)})"
        due = one.next_due(self.as_of)
        day = f"{self.words.day(due)} ({self.words.t('overdue')})" if late else self.words.day(due)
        return self.words.say(
            "{action} (owner: {owner}; due: {day})",
            action=one.action.rstrip("."), owner=one.owner or UNKNOWN, day=day or UNKNOWN,
        )  # fmt: skip

    def _about(self, told: Told) -> str:
        unit = told.about.unit or told.origin
        title = self.name_of(told.about.criterion) if told.about.criterion else ""
        parts = (unit.name if unit else "", title.rstrip("."))
        return ", ".join(part for part in parts if part)

    def _line(self, told: Told, text: str) -> str:
        about = self._about(told)
        return f"- {about}: {text.rstrip('.')}." if about else f"- {text.rstrip('.')}."

    def _shortcomings(self) -> Iterator[str]:
        for told in (*self.draft.findings, *self.draft.obstacles):
            yield self._line(told, getattr(told.what, "text", ""))

    def _remedies(self) -> Iterator[str]:
        for told in self.draft.remedies:
            if isinstance(told.what, Remedy):
                yield self._line(told, self._plan(told.what, late=told.overdue))

    def _proposals(self) -> Iterator[str]:
        for told in self.draft.proposals:
            if isinstance(told.what, Proposal):
                where = told.what.escalated_to
                to = self.words.say("(to: {body})", body=where) if where else ""
                yield self._line(told, f"{told.what.text.rstrip('.')}{to and ' ' + to}")

    def _attachments(self) -> Iterator[str]:
        for number, one in enumerate(self.draft.annexes, 1):
            name = self.annex_name(number)
            yield f"- {name}: {self.set_in(one.criteria_set.name, one.period)}."
        for begun in self.page.dossiers:
            there = [*begun.papers.registration, *begun.papers.recognition]
            names = tuple(one.asked.title for one in there if one.paper)
            missing = tuple(one.title for one in begun.papers.missing)
            text = self.words.say(
                "dossier of {unit} ({set}): {there}",
                unit=begun.unit.name, set=self.set_of(begun.result),
                there=", ".join(names) or UNKNOWN,
            )  # fmt: skip
            if missing:
                text += "; " + self.words.say("still missing: {names}", names=", ".join(missing))
            yield f"- {text[:1].upper()}{text[1:]}."

    def annex_name(self, number: int) -> str:
        """“Phụ lục”, numbered where there are several."""
        one = self.words.t("Annex")
        return f"{one} {roman(number)}" if len(self.draft.annexes) > 1 else one


def _or_open(lines: Iterator[str]) -> list[str]:
    """What is there, else room for people to write."""
    return list(lines) or [UNKNOWN]
