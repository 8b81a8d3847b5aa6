"""Every proposal about the criteria, across units, by the set it is about: to be sent upward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.remedies import Proposal
from ansecurity_cli.reports import programme
from ansecurity_cli.reports.programme import Told
from ansecurity_cli.reports.selection import Selection
from ansecurity_cli.reports.status import Provenance, provenance
from ansecurity_cli.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class AboutSet:
    """The proposals about one set, in the order of its criteria; None is “no set named”."""

    criteria_set: CriteriaSet | None
    proposals: tuple[tuple[Proposal, Told], ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed, and what nobody has answered."""

    provenance: Provenance
    sets: tuple[AboutSet, ...]

    @property
    def unanswered(self) -> int:
        """How many have no reply."""
        return sum(not one.answered for each in self.sets for one, _told in each.proposals)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(len(each.proposals) for each in self.sets)


def build(snapshot: Snapshot, selection: Selection, *, unanswered: bool = False) -> Proposals:
    """The proposals of the selected units; only those about the selected sets, if any."""
    groups: dict[str, list[tuple[Proposal, Told]]] = {}
    for told in programme.build(snapshot, selection).proposals:
        what, known = told.what, told.about.criteria_set
        name = known.id if known else ""
        wanted = isinstance(what, Proposal) and not (selection.sets and name not in selection.sets)
        if isinstance(what, Proposal) and wanted and not (unanswered and what.answered):
            groups.setdefault(name, []).append((what, told))
    sets = snapshot.repository.sets
    listed = tuple(
        AboutSet(sets.get(name), tuple(sorted(some, key=_order)))
        for name, some in sorted(groups.items(), key=lambda pair: (not pair[0], pair[0]))
    )
    return Proposals(provenance(snapshot, selection), listed)


def _order(pair: tuple[Proposal, Told]) -> tuple[int, date, str, str]:
    one, told = pair
    known, at = told.about.criteria_set, len(one.criterion)
    ids = [each.id for each in known.walk()] if known else []
    at = ids.index(one.criterion) if one.criterion in ids else len(ids)
    return (at, one.on or date.max, told.path, one.id)
