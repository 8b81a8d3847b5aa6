"""The commands as they are typed; what they do is loaded when it is to be done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ansecurity_cli.cli.options import (
    Alone,
    Asked,
    AsOf,
    Board,
    By,
    Delimiter,
    DiffFormat,
    Every,
    FailOn,
    FailOnChange,
    FailOnDiff,
    Gate,
    HistoryFormat,
    Kind,
    ListFormat,
    Narrow,
    Output,
    PageFormat,
    Paper,
    Periods,
    ProblemFormat,
    Profile,
    Sets,
    Shown,
    Since,
    Tables,
    Units,
    Wish,
    by_ending,
    list_by_ending,
)


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATHS]...",
            help="Files or folders to report on; everything is read all the same.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[
        ProblemFormat | None,
        typer.Option(
            "--format",
            help="How problems are shown; default: by the file's ending, or the CI it runs in.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="CODE",
            help="Only problems of this name; may be repeated.",
            show_default=False,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="CODE",
            help="No problems of this name; may be repeated.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings too.")] = False,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Only count the problems by name.")
    ] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")
    ] = False,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Repair what can safely be repaired, then show what is left."),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Only show what --fix would change; 1 if anything.")
    ] = False,
    sort_keys: Annotated[
        bool,
        typer.Option(
            "--sort-keys", help="With --fix or --diff: top keys in the order of the schema."
        ),
    ] = False,
    baseline: Annotated[
        Path | None,
        typer.Option(
            "--baseline",
            metavar="FILE",
            help="Don't tell of the problems that this file knows.",
            show_default=False,
        ),
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(
            "--write-baseline",
            metavar="FILE",
            help="Write all problems to this file as known, and end.",
            show_default=False,
        ),
    ] = None,
    changed_since: Annotated[
        str | None,
        typer.Option(
            "--changed-since",
            metavar="REV",
            help="Only what is about files changed since this commit, and what depends on them.",
            show_default=False,
        ),
    ] = None,
    target: Output = None,
) -> int:
    """Are the files sound?

    Everything is read; problems are shown with file, line and what to write instead. Whether
    criteria are met is another matter: see status and unmet.
    """
    from ansecurity_cli.cli import checking

    chosen = checking.Chosen(
        tuple(paths or ()), tuple(select or ()), tuple(ignore or ()), strict, statistics, exit_zero,
        fix, diff, sort_keys, baseline, write_baseline, changed_since,
    )  # fmt: skip
    return checking.check(context.obj, chosen, Asked(as_of=as_of, target=target), format_)


def status(
    context: typer.Context,
    units: Units = None,
    sets: Sets = None,
    periods: Periods = None,
    format_: Shown = None,
    as_of: AsOf = None,
    alone: Alone = False,
    fail_on: Gate = FailOn.NEVER,
    target: Output = None,
) -> int:
    """The overview: how many criteria are met."""
    from ansecurity_cli.cli import reporting

    asked = Asked.about(units, sets, periods, as_of, alone=alone, fail_on=fail_on, target=target)
    return reporting.status(context.obj, asked, by_ending(format_, target))


def unmet(
    context: typer.Context,
    units: Units = None,
    sets: Sets = None,
    periods: Periods = None,
    format_: Shown = None,
    as_of: AsOf = None,
    alone: Alone = False,
    kinds: Annotated[
        list[Kind] | None,
        typer.Option(
            "--kind", help="Only this kind of thing; may be repeated.", show_default=False
        ),
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    due_within: Annotated[
        str | None,
        typer.Option(
            "--due-within",
            metavar="TIME",
            help="Only what is due within this time, such as P30D; what is overdue as well.",
            show_default=False,
        ),
    ] = None,
    owner: Annotated[
        str,
        typer.Option(
            "--owner", metavar="NAME", help="Only what this body sees to.", show_default=False
        ),
    ] = "",
    fail_on: Gate = FailOn.NEVER,
    target: Output = None,
) -> int:
    """What is left to do: what is unmet or unknown, and why; findings, remedies, proposals."""
    from ansecurity_cli.cli import reporting

    asked = Asked.about(units, sets, periods, as_of, alone=alone, fail_on=fail_on, target=target)
    narrow = Narrow(tuple(kinds or ()), overdue, due_within, owner)
    return reporting.unmet(context.obj, asked, by_ending(format_, target), narrow)


def report(
    context: typer.Context,
    units: Units = None,
    sets: Sets = None,
    periods: Periods = None,
    format_: Annotated[
        PageFormat | None,
        typer.Option(
            "--format",
            help="How it is written; default: by the ending of the file, else as Markdown.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    alone: Alone = False,
    fail_on: Gate = FailOn.NEVER,
    target: Output = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Write nothing; exit with 1 unless the file is what would be written now.",
        ),
    ] = False,
    profile: Annotated[
        Profile | None,
        typer.Option(
            "--profile",
            help="Word: whose paper it is; default: by the criteria set.",
            show_default=False,
        ),
    ] = None,
    number: Annotated[
        str,
        typer.Option(
            "--so",
            metavar="NUMBER",
            help="Word: the number of the report; default: left blank.",
            show_default=False,
        ),
    ] = "",
    day: Annotated[
        str | None,
        typer.Option(
            "--ngay",
            metavar="DATE",
            help="Word: the day of issue; default: left blank.",
            show_default=False,
        ),
    ] = None,
    addressees: Annotated[
        list[str] | None,
        typer.Option(
            "--kinh-gui",
            metavar="NAME",
            help="Word: to whom it is sent upward; may be repeated.",
            show_default=False,
        ),
    ] = None,
    deputy: Annotated[
        bool, typer.Option("--ky-thay", help="Word: a deputy signs in place of the head.")
    ] = False,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE",
            help="A template of one's own: ….html.j2, ….md.j2, or for Word ….docx.",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        Board,
        typer.Option(
            "--kind", help="What the report shows: everything, or one thing.", show_default=True
        ),
    ] = Board.STATUS,
    each: Annotated[
        bool,
        typer.Option("--all", help="A file a unit and an index, into the folder that -o names."),
    ] = False,
    with_commit: Annotated[
        bool, typer.Option("--with-commit", help="Name the git commit that the files stand at.")
    ] = False,
) -> int:
    """The report: Markdown, HTML, a Word draft, an Excel workbook or a PDF.

    A page to read, print and paste from; in Word an official report for people to finish, number
    and sign. Files that can't be read are named.

    A report says how it was made, so that report --check FILE… needs no other options.
    """
    from ansecurity_cli.cli import reporting

    asked = Asked.about(units, sets, periods, as_of, alone=alone, fail_on=fail_on, target=target)
    paper = Paper(profile, number, day, tuple(addressees or ()), deputy, template)
    wanted = Wish(kind, each, with_commit, check)
    return reporting.report(context.obj, asked, format_, paper, wanted)


def explain(
    context: typer.Context,
    unit: Annotated[
        str,
        typer.Argument(
            metavar="UNIT|CODE",
            help="The unit (id, name or part of a name), or the name of a problem.",
            show_default=False,
        ),
    ],
    criterion: Annotated[
        str | None,
        typer.Argument(
            metavar="[[SET:]CRITERION|SET]",
            help="The criterion, with its set where several sets have it; or a whole set.",
            show_default=False,
        ),
    ] = None,
    periods: Periods = None,
    as_of: AsOf = None,
    blame: Annotated[
        bool,
        typer.Option("--blame", help="Tell which commit last changed the answer that decides."),
    ] = False,
    target: Output = None,
) -> int:
    """How one result comes about, or what a problem means.

    Of a result: the whole calculation, with its citations and its places in the files. Of a
    problem that check names: what it is about, with a wrong and a right example.
    """
    if criterion is None:
        from ansecurity_cli.cli import codes

        return codes.explained(context.obj, unit, target)
    from ansecurity_cli.cli import reporting

    asked = Asked((unit,), (), tuple(periods or ()), as_of, alone=True, target=target)
    return reporting.explain(context.obj, asked, criterion, blame=blame)


def compare(
    context: typer.Context,
    units: Units = None,
    sets: Sets = None,
    periods: Periods = None,
    format_: Shown = None,
    as_of: AsOf = None,
    alone: Alone = False,
    fail_on: Annotated[
        FailOnChange,
        typer.Option(
            "--fail-on",
            help="Exit with 1 if a criterion was lowered (without a reason; or changed).",
            show_default=True,
        ),
    ] = FailOnChange.NEVER,
    target: Output = None,
) -> int:
    """Self-assessment and appraisal side by side.

    What the appraisal lowered or raised, with both reasons; the appraisal decides.
    """
    from ansecurity_cli.cli import comparing

    asked = Asked.about(units, sets, periods, as_of, alone=alone, target=target)
    return comparing.compare(context.obj, asked, by_ending(format_, target), fail_on)


def diff(
    context: typer.Context,
    revision: Annotated[
        str,
        typer.Argument(
            metavar="[REV[..REV]]",
            help="A commit, branch or tag to compare the files with; or two of them, A..B.",
        ),
    ] = "HEAD",
    units: Units = None,
    sets: Sets = None,
    periods: Periods = None,
    format_: Annotated[
        DiffFormat | None,
        typer.Option(
            "--format",
            help="How it is shown; default: by the ending of the file, else as a table.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    alone: Alone = False,
    fail_on: Annotated[
        FailOnDiff,
        typer.Option(
            "--fail-on",
            help="Exit with 1 if anything that was met isn't any more (or: if anything changed).",
            show_default=True,
        ),
    ] = FailOnDiff.NEVER,
    target: Output = None,
) -> int:
    """What changed since a commit, in terms of criteria.

    What is no longer met comes first; then what lapsed, is newly unmet, improved or was answered,
    criteria that ask otherwise, and files that can't be used. Renaming alone is no change. Nothing
    is checked out and nothing written; both states are read as of the same day.

    A...B compares B with where it left A, as a pull request does.
    """
    from ansecurity_cli.cli import differing

    asked = Asked.about(units, sets, periods, as_of, alone=alone, target=target)
    return differing.diff(context.obj, asked, revision, format_, fail_on)


def history(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[UNITS|SETS]...",
            help="Units (id, name or part of a name) or criteria sets (id).",
            show_default=False,
        ),
    ] = None,
    sets: Sets = None,
    periods: Periods = None,
    every: Annotated[
        Every, typer.Option("--by", help="A step a month or a quarter.", show_default=True)
    ] = Every.MONTH,
    since: Since = None,
    format_: Annotated[
        HistoryFormat | None,
        typer.Option(
            "--format",
            help="How it is shown; default: by the ending of the file, else as a table.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    target: Output = None,
) -> int:
    """How results ran: over periods, and month by month.

    Over periods as the files say now; month by month as the files stood in git at each month's
    end. Of a unit: its criteria, and how many units below it meet each set; of a set: how many
    of all units meet it.
    """
    from ansecurity_cli.cli import tracing

    asked = Asked.about(names, sets, periods, as_of, alone=True, target=target)
    shown = format_ or HistoryFormat.by_ending(target)
    wish = Wish(Board.HISTORY, every=every, since=since)
    return tracing.history(context.obj, asked, shown, wish)


def rollup(
    context: typer.Context,
    units: Units = None,
    by: Annotated[
        By, typer.Option("--by", help="A line a unit below, a working group, or a type of unit.")
    ] = By.UNIT,
    sets: Sets = None,
    periods: Periods = None,
    format_: Shown = None,
    as_of: AsOf = None,
    target: Output = None,
) -> int:
    """How many units registered, met and were recognised.

    For a town or province: over all units below it, beside the targets of its roadmap. What isn't
    known of a unit is shown beside every share and never counted as no.
    """
    from ansecurity_cli.cli import rolling

    asked = Asked.about(units, sets, periods, as_of, alone=False, target=target)
    return rolling.rollup(context.obj, asked, by_ending(format_, target), by)


def proposals(
    context: typer.Context,
    units: Units = None,
    sets: Sets = None,
    format_: Annotated[
        ListFormat | None,
        typer.Option(
            "--format",
            help="How it is shown; default: by the ending of the file, else as a table.",
            show_default=False,
        ),
    ] = None,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Only those without a reply.")
    ] = False,
    as_of: AsOf = None,
    alone: Alone = False,
    target: Output = None,
) -> int:
    """What units propose about the criteria sets, in one list to send upward.

    Set by set, with where each was reported, the reply, and how long nobody has answered.
    """
    from ansecurity_cli.cli import proposing

    asked = Asked.about(units, sets, None, as_of, alone=alone, target=target)
    shown = format_ or list_by_ending(target)
    return proposing.proposals(context.obj, asked, shown, unanswered=unanswered)


def export(
    context: typer.Context,
    units: Units = None,
    sets: Sets = None,
    periods: Periods = None,
    format_: Annotated[
        Tables, typer.Option("--format", help="How the tables are written.", show_default=True)
    ] = Tables.CSV,
    delimiter: Annotated[
        Delimiter,
        typer.Option(
            "--delimiter",
            help="CSV: between the cells; a semicolon where Excel is set to Vietnamese.",
            show_default=True,
        ),
    ] = Delimiter.COMMA,
    as_of: AsOf = None,
    alone: Alone = False,
    target: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FOLDER", help="The folder to write to.", show_default=False
        ),
    ] = None,
) -> int:
    """All results as tables, for spreadsheets and databases.

    Units, totals, criteria, findings and remedies, each a file, and export.json that describes
    them. The exports of many repositories can be read together.
    """
    from ansecurity_cli.cli import exporting

    asked = Asked.about(units, sets, periods, as_of, alone=alone, target=target)
    return exporting.export(context.obj, asked, format_, delimiter)


def checks(
    context: typer.Context,
    format_: Shown = None,
    target: Output = None,
) -> int:
    """All kinds of problems that check can tell of."""
    from ansecurity_cli.cli import codes

    return codes.listed(context.obj, by_ending(format_, target), target)
