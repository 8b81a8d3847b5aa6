"""`new`: files of each kind with the right ids, in the right place, nothing decided."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from ansecurity_cli.cli import clock, output
from ansecurity_cli.cli.asking import Form, visible
from ansecurity_cli.cli.choosing import choose_units, period_of, take
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.scaffolds import files
from ansecurity_cli.formats.scaffolds.files import Sheet
from ansecurity_cli.formats.wording import UNIT_TYPES
from ansecurity_cli.model.criteria import CriteriaSet
from ansecurity_cli.model.naming import slug
from ansecurity_cli.model.periods import Period
from ansecurity_cli.model.records import Key, Unit
from ansecurity_cli.reports.carrying import carry
from ansecurity_cli.schema import suggest
from ansecurity_cli.snapshot import Snapshot
from ansecurity_cli.verdicts.grouping import for_unit

_ID = re.compile(r"[0-9]*[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[0-9A-Za-z.-]{1,40}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit as it was typed."""

    name: str | None
    type: str | None
    parent: str | None
    code: str = ""
    id: str = ""
    illustrative: bool = False


def unit(session: Session, wanted: Wanted) -> int:
    """A unit; below its parent's folder, else at the top of units/."""
    form, code = Form(session), wanted.code
    question = say("Full name of the unit, such as Phường Hòa Hiếu")
    name = form.need(wanted.name, "NAME", question)
    given = wanted.type or _type_of(name)
    type_ = form.need(given, "--type", say("Type of the unit"), UNIT_TYPES)
    form.done()
    if type_ not in UNIT_TYPES:
        raise AnsecurityError(
            say("“{type}” is no type of unit", type=type_), *suggest(type_, UNIT_TYPES)
        )
    if code and not _CODE.fullmatch(code):
        raise AnsecurityError(say("“{code}” is no official code", code=code))
    snapshot = take(session, clock.as_of(None))
    above = choose_units(snapshot, (wanted.parent,))[0] if wanted.parent else None
    new = _checked_id(wanted.id or slug(name), "--id")
    if new in snapshot.repository.units:
        there = snapshot.repository.units[new].at.path
        message = say("there is already a unit “{id}” ({path})", id=new, path=there)
        raise AnsecurityError(message, say("give another id: {option}", option="--id"))
    folder = f"{_folder(above)}/{new}" if above else f"units/{new}"
    path = f"{folder}/unit.yaml"
    values = {
        "id": new, "name": name, "type": type_, "parent": above.id if above else "", "code": code,
        "schema": _schema(session, path, "unit"), "illustrative": wanted.illustrative,
    }  # fmt: skip
    return _put(session, path, files.unit(values, session.words))


def _type_of(name: str | None) -> str:
    """The type that a name begins with: “Phường …”, “Thị xã …”."""
    spelt = f"{slug(name or '')}-"
    longest = sorted(UNIT_TYPES, key=len, reverse=True)
    return next((one for one in longest if spelt.startswith(f"{one}-")), "")


def _checked_id(text: str, option: str) -> str:
    if not _ID.fullmatch(text) or len(text) > 80:
        message = say("“{id}” can't be an id", id=text)
        form = say("lower-case letters without accents, digits and hyphens, as in phuong-hoa-hieu")
        raise AnsecurityError(message, say("write {option} with {form}", option=option, form=form))
    return text


def assessment(
    session: Session,
    asked: tuple[str | None, str | None, str | None],
    past: str | None,
    day: str | None,
) -> int:
    """A self-assessment; with `past`, what may still hold of that period, to be confirmed."""
    today = clock.as_of(day)
    snapshot, sheet = _sheet(session, asked, today)
    path = f"{_folder(sheet.unit)}/{sheet.period}/{sheet.known.id}.yaml"
    sheet = _with_schema(session, sheet, path, "assessment")
    first = sheet.known.days(sheet.period).first
    assessed_on = max(today, first) if first else today  # a day before it would make it doubtful
    carried = None
    if past:
        period = period_of(past)
        if period.order >= sheet.period.order:
            message = say("{past} is not before {period}", past=past, period=str(sheet.period))
            raise AnsecurityError(message)
        key = Key(sheet.unit.id, sheet.known.id, sheet.period)
        carried = carry(snapshot, key, sheet.known, period)
        if carried is None:
            raise AnsecurityError(
                say("“{unit}” has no answers to “{set}” in {period}",
                    unit=sheet.unit.name, set=sheet.known.id, period=past),
                code=Exit.NOTHING,
            )  # fmt: skip
    done = _put(session, path, files.assessment(sheet, assessed_on, session.words, carried))
    if carried:
        session.tell(
            say("carried over from {period}: {n}; each is unknown until it is confirmed",
                period=str(carried.period), n=len(carried.answers))
        )  # fmt: skip
    return done


def appraisal(
    session: Session, asked: tuple[str | None, str | None, str | None], by: str | None,
    day: str | None, round_: str,
) -> int:  # fmt: skip
    """An appraisal; a further round has a name of its own."""
    form = Form(session)
    by = form.need(by, "--by", say("Which body appraises"))
    form.done()
    when = clock.as_of(day)
    _snapshot, sheet = _sheet(session, asked, when)
    suffix = f"-{_checked_id(slug(round_), '--round')}" if round_ else ""
    path = f"{_folder(sheet.unit)}/{sheet.period}/{sheet.known.id}.appraisal{suffix}.yaml"
    sheet = _with_schema(session, sheet, path, "appraisal")
    return _put(session, path, files.appraisal(sheet, by, when, session.words))


def inspection(
    session: Session, query: str | None, by: str | None, day: str | None, set_: str | None
) -> int:
    """A visit to a unit."""
    form = Form(session)
    query = form.need(query, "UNIT", say("Which unit was visited"))
    by = form.need(by, "--by", say("Who came, such as Đoàn khảo sát Công an tỉnh"))
    form.done()
    when = clock.as_of(day)
    snapshot = take(session, when)
    one = choose_units(snapshot, (query,))[0]
    name = slug(by)[:40].strip("-") or "kiem-tra"
    path = f"{_folder(one)}/inspections/{when.isoformat()}-{name}.yaml"
    sheet = None
    if set_:
        sheet = Sheet(one, _set(snapshot, set_, one), Period(when.year))
    schema = _schema(session, path, "inspection")
    return _put(session, path, files.inspection(one, by, when, schema, session.words, sheet))


def plan(session: Session, query: str | None, title: str | None, id_: str) -> int:
    """A roadmap of a unit."""
    form = Form(session)
    query = form.need(query, "UNIT", say("Which unit makes the plan"))
    title = form.need(title, "TITLE", say("Title of the plan"))
    form.done()
    snapshot = take(session, clock.as_of(None))
    one = choose_units(snapshot, (query,))[0]
    path = f"{_folder(one)}/plans/{_checked_name(id_ or slug(title))}.yaml"
    schema, sets = _schema(session, path, "plan"), tuple(sorted(snapshot.repository.sets))
    return _put(session, path, files.plan(one, title, sets, schema, session.words))


def _checked_name(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text):
        raise AnsecurityError(say("“{id}” can't be an id", id=text))
    return text


def criteria_set(
    session: Session, title: str | None, types: tuple[str, ...], document: str, id_: str
) -> int:
    """A criteria set without criteria, which nobody can meet."""
    form = Form(session)
    title = form.need(title, "TITLE", say("Full name of the criteria set"))
    given = ",".join(types)
    names = form.need(given, "--for", say("For which types of unit, separated by commas"))
    form.done()
    wanted = tuple(one.strip() for one in names.split(",") if one.strip())
    for one in wanted:
        if one not in UNIT_TYPES:
            message = say("“{type}” is no type of unit", type=one)
            raise AnsecurityError(message, *suggest(one, UNIT_TYPES))
    new = _checked_id(id_ or slug(title), "--id")
    path = f"criteria/{new}.yaml"
    values = {
        "id": new, "title": title, "types": list(wanted), "document": visible(document),
        "schema": _schema(session, path, "criteria-set"),
    }  # fmt: skip
    return _put(session, path, files.criteria_set(values, session.words))


def _sheet(
    session: Session, asked: tuple[str | None, str | None, str | None], day: date
) -> tuple[Snapshot, Sheet]:
    """Unit, set and period, as typed or asked for; the set as it judges this unit."""
    form = Form(session)
    query = form.need(asked[0], "UNIT", say("Which unit (id, name or part of a name)"))
    snapshot = take(session, day)
    one = choose_units(snapshot, (query,))[0] if query else None
    repository = snapshot.repository
    fitting = [
        name for name, each in sorted(repository.sets.items())
        if one and each.sound and repository.fits(one, each)
    ]  # fmt: skip
    name = form.need(asked[1], "SET", say("Which criteria set"), fitting)
    period = form.need(asked[2], "PERIOD", say("Which period, such as 2026 or 2026-h1"))
    form.done()
    if one is None:
        raise AssertionError(query)
    return snapshot, Sheet(one, _set(snapshot, name, one), period_of(period))


def _set(snapshot: Snapshot, name: str, unit: Unit) -> CriteriaSet:
    repository = snapshot.repository
    known = repository.sets.get(name)
    if known is None:
        message = say("no criteria set “{name}”", name=name)
        raise AnsecurityError(message, *suggest(name, repository.sets), code=Exit.NOTHING)
    if not known.sound:
        raise AnsecurityError(say("{path} has errors and decides nothing", path=known.at.path))
    if not repository.fits(unit, known):
        message = say("“{set}” is not made for “{unit}”", set=name, unit=unit.name)
        fitting = [one for one, each in repository.sets.items() if repository.fits(unit, each)]
        raise AnsecurityError(message, *suggest(name, sorted(fitting)))
    return for_unit(known, unit, repository.groups)


def _folder(unit: Unit) -> str:
    return unit.at.path.rpartition("/")[0]


def _with_schema(session: Session, sheet: Sheet, path: str, kind: str) -> Sheet:
    schema = _schema(session, path, f"sets/{sheet.known.id}.{kind}") or _schema(session, path, kind)
    return Sheet(sheet.unit, sheet.known, sheet.period, schema)


def _schema(session: Session, path: str, name: str) -> str:
    """The way from a file to its schema, if the repository has it."""
    target = f"schemas/{name}.schema.json"
    if not (session.find_root() / target).is_file():
        return ""
    return "../" * (len(PurePosixPath(path).parts) - 1) + target


def _put(session: Session, path: str, text: str) -> int:
    """Write a new file; one that is there is never touched."""
    root = session.find_root()
    target = root / path
    if not target.parent.resolve().is_relative_to(root.resolve()):
        raise AnsecurityError(say("“{path}” leads out of the repository", path=path))
    if not output.create(target, text.encode()):
        raise AnsecurityError(
            say("there is already a file “{path}”", path=path), say("it is left as it is")
        )
    session.tell(say("written: {path}", path=_shown(target)))
    return Exit.DONE


def _shown(path: Path) -> str:
    """The way there from here, where it is below."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
