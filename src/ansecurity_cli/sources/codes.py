"""The problems of reading: bytes that are no text, text that is no YAML, YAML that means two things."""

from __future__ import annotations

from ansecurity_cli.diagnostics import Code, Severity, say

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: tuple[Code, ...] = (
    Code(
        "unreadable-file", _E,
        say("A file or folder can't be read."),
        say("No permission, gone while reading, or not an ordinary file. Its data counts as unknown."),
    ),
    Code(
        "link-not-followed", _E,
        say("A link leads to a folder or out of the repository."),
        say("Links are not followed, so that a change can't show files from elsewhere. Put the file itself here."),
    ),
    Code(
        "too-large", _E,
        say("A file is larger than 1 MiB or holds more than 50,000 values."),
        say("Nobody can review such a file. Split it, and keep evidence in files of its own."),
    ),
    Code(
        "too-many-problems", _E,
        say("A file has so many problems that not all of them are told."),
        say("Mostly one mistake near the top makes the rest wrong. Put the first ones right and check again."),
    ),
    Code(
        "not-utf8", _E,
        say("The file is not saved as UTF-8."),
        say("Old Vietnamese encodings (TCVN3, VNI, Windows-1258) and UTF-16 are read differently on every machine. Save the file as UTF-8."),
    ),
    Code(
        "byte-order-mark", _N,
        say("The file begins with a byte-order mark."),
        say("Windows Notepad writes it as “UTF-8 with BOM”. It does no harm here, but other programs stumble over it. Save the file as “UTF-8”."),
    ),
    Code(
        "garbled-text", _W,
        say("The text was typed in an old encoding or opened in a wrong one."),
        say("Text in the fonts of TCVN3 (.VnTime) or VNI, or UTF-8 that was opened as Windows-1252, looks right in one program only. Convert it to Unicode."),
    ),
    Code(
        "text-not-composed", _W,
        say("Vietnamese is written with loose marks (decomposed Unicode)."),
        say("It looks the same, but words don't compare equal and lengths differ. It is read as composed Unicode; have the file written so."),
    ),
    Code(
        "forbidden-character", _E,
        say("A control character, or a line break that editors don't show."),
        say("What a reviewer sees is not what a program reads. Delete it and type the text again."),
    ),
    Code(
        "invisible-character", _E,
        say("A character of no width stands in the text."),
        say("Texts copied from Word, Zalo or the web bring them along: two words look equal and are not. Delete it."),
    ),
    Code(
        "bidirectional-control", _E,
        say("A character turns the direction of the text around."),
        say("With it a line can show something else than it says. Delete it and read the line again."),
    ),
    Code(
        "no-break-space", _E,
        say("A no-break space stands where YAML needs an ordinary one."),
        say("Texts copied from Word have them: they look like a space, and the whole line becomes one text."),
    ),
    Code(
        "full-width-colon", _E,
        say("A full-width colon (：) stands after a key."),
        say("Only the ordinary colon, with a space after it, ends a key."),
    ),
    Code(
        "syntax-error", _E,
        say("The file is not YAML from here on."),
        say("Nothing of it can be read, so that all its answers are unknown."),
    ),
    Code(
        "colon-in-text", _E,
        say("A text that contains a colon is not in quotes."),
        say("A colon with a space after it makes a key of what stands before it. Put the whole text in double quotes."),
    ),
    Code(
        "text-after-hash", _W,
        say("What follows “ #” is a comment and is lost."),
        say("“Tiêu chí #4” is read as “Tiêu chí”. Put the text in quotes, or write a space after # if it is a comment."),
    ),
    Code(
        "joined-lines", _W,
        say("Lines that begin with “-” were joined to the text above them."),
        say("They are indented deeper than their list, or stand under a text, and become part of it. Line them up."),
    ),
    Code(
        "not-a-mapping", _E,
        say("The file is empty, or not made of “key: value” lines."),
    ),
    Code(
        "several-documents", _E,
        say("A second document begins in the file (---)."),
        say("One file, one document: what comes after it would be overlooked."),
    ),
    Code(
        "duplicate-key", _E,
        say("A key stands twice in one group."),
        say("Programs take the first or the last of them and say nothing. Keep one."),
    ),
    Code(
        "key-not-text", _E,
        say("A key is not text."),
        say("A bare number, date or list as a key is read differently by different programs. Put it in quotes."),
    ),
    Code(
        "anchor", _E,
        say("Anchors (&), aliases (*) and merge keys (<<) are not allowed."),
        say("They hide data from the reader of a line. Write the content out."),
    ),
    Code("tag", _E, say("Tags (!) are not allowed."), say("They change what a value is.")),
    Code(
        "directive", _E,
        say("Directives (%) are not allowed."),
        say("They change how the rest of the file is read."),
    ),
    Code(
        "too-deep", _E,
        say("Groups are nested more than 32 levels deep."),
    ),
    Code(
        "ambiguous-number", _E,
        say("A number that programs read differently."),
        say("08, 0x1F, 1_000 and .inf mean one thing to one program and another to the next. Codes belong in quotes; numbers have no leading zero."),
    ),
    Code(
        "number-too-long", _E,
        say("A number of more than 15 digits."),
        say("It would lose digits. Codes belong in quotes."),
    ),
    Code(
        "thousands-point", _W,
        say("A point with three digits after it: thousands or a decimal?"),
        say("YAML reads 1.234 as a little more than one. Write 1234 for one thousand two hundred and thirty-four."),
    ),
    Code(
        "other-reading", _W,
        say("A text that older programs read as something else."),
        say("Bare no, yes, on and off become false and true, and 12:30 becomes 750, in programs of YAML 1.1. Put the text in quotes."),
    ),
)  # fmt: skip
MOST_PROBLEMS = 500  # of one file: nobody reads on
TOO_MANY = say("more than {n} problems; the others are not told", n=MOST_PROBLEMS)
SEVERITIES = {one.name: one.severity for one in CODES}
