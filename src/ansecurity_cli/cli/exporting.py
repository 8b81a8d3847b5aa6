"""`export`: the tables into a folder, each file whole or not at all."""

from __future__ import annotations

from ansecurity_cli.cli import clock, output
from ansecurity_cli.cli.choosing import choose, take
from ansecurity_cli.cli.errors import AnsecurityError, Exit
from ansecurity_cli.cli.options import Asked, Delimiter, Tables
from ansecurity_cli.cli.session import Session
from ansecurity_cli.diagnostics import say
from ansecurity_cli.reports import export as tables

_MARKS = {Delimiter.COMMA: ",", Delimiter.SEMICOLON: ";"}


def export(session: Session, asked: Asked, shown: Tables, delimiter: Delimiter) -> int:
    """Write every table and what describes them."""
    from ansecurity_cli.formats import export as format_

    folder = asked.target
    if folder is None:
        raise AnsecurityError(say("export needs the folder to write to: -o FOLDER"))
    if folder.exists() and not folder.is_dir():
        raise AnsecurityError(say("“{path}” is not a folder", path=folder))
    snapshot = take(session, clock.as_of(asked.as_of))
    report = tables.build(snapshot, choose(snapshot, asked).selection)
    folder.mkdir(parents=True, exist_ok=True)
    for one in report.tables:
        path = folder / f"{one.name}.{shown.value}"
        if shown is Tables.CSV:
            output.to_file(path, format_.as_csv(one, report, session.words, _MARKS[delimiter]))
        else:
            output.to_file(path, format_.as_lines(one, report, session.words))
    described = format_.manifest(report, session.words, shown.value)
    output.to_file(folder / "export.json", described)  # last: what it describes is there
    session.tell(say("written: {n} files into {path}", n=len(report.tables) + 1, path=folder))
    return Exit.NOT_SO if report.provenance.unreadable else Exit.DONE
