"""Hazards of YAML and of bytes: what a unit's file may hold, and the errors that must be told."""

from __future__ import annotations

import itertools

from hostile.sample import UNIT_TEXT

MEGABYTE = 1024 * 1024
_ROOM = MEGABYTE - len(UNIT_TEXT.encode()) - 20


def _more(text: str) -> bytes:
    return (UNIT_TEXT + text).encode()


def _lines(n: int, line: str) -> bytes:
    return _more("".join(line.format(n=number) for number in range(n)))


def _fill(text: str, before: str = "notes: ", after: str = "\n") -> bytes:
    """The unit, and a megabyte of one thing."""
    return _more(before + text * ((_ROOM - len(before)) // len(text.encode())) + after)


_NINE = "abcdefghi"
_BOMB = "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in itertools.pairwise(_NINE)
)
_MERGES = "".join(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}\n" for n in range(1, 24))
_KEY = "a" * 2000

# name: (the whole file, the errors that check tells of, separated by blanks)
MEANING: dict[str, tuple[bytes, str]] = {
    "bomb of aliases": (_more("a: &a [x, x]\n" + _BOMB), "anchor"),
    "bomb of merge keys": (_more("m0: &m0 {x: 1}\n" + _MERGES), "anchor"),
    "one anchor, 10,000 aliases": (_more("notes:\n  - &n x\n" + "  - *n\n" * 10_000), "anchor too-many-problems"),
    "alias of itself": (_more("notes: &n [*n]\n"), "anchor"),
    "alias of nothing": (_more("notes: [*n]\n"), "anchor"),
    "merge key": (_more("facts:\n  <<: {a: true}\n"), "anchor"),
    "merge of itself": (_more("facts: &f\n  <<: *f\n"), "anchor"),
    "30,000 anchors": (_lines(15_000, "a{n}: &b{n} x\n"), "anchor too-many-problems"),
    "tag of Python": (_more("notes: [!!python/object/apply:os.system ['id > owned']]\n"), "tag"),
    "tag of a name": (_more("notes: [!!python/name:os.system x]\n"), "tag"),
    "tag that includes": (_more("notes: [!include /etc/passwd]\n"), "tag"),
    "tag: binary": (_more("notes: [!!binary aGVsbG8=]\n"), "tag"),
    "tag: set": (_more("facts: !!set {a}\n"), "missing-value tag"),
    "tag: empty int": (_more('notes: [!!int ""]\n'), "tag"),
    "tag: empty float": (_more('notes: [!!float ""]\n'), "tag"),
    "tag: bad bool": (_more("notes: [!!bool x]\n"), "tag"),
    "tag: bad timestamp": (_more("notes: [!!timestamp x]\n"), "tag"),
    "tag: nothing": (_more("notes: [! x]\n"), "tag"),
    "tag: in full": (_more("notes: [!<tag:yaml.org,2002:str> x]\n"), "tag"),
    "tag: unknown handle": (_more("notes: [!e!x y]\n"), "syntax-error"),
    "16,000 tags": (_more("notes:\n" + "- !t a\n" * 16_000), "tag too-many-problems"),
    "directive YAML 1.1": (b"%YAML 1.1\n---\n" + _more(""), "directive"),
    "directive YAML 9.9": (b"%YAML 9.9\n---\n" + _more(""), "syntax-error"),
    "directive with 5,000 digits": (b"%YAML 1." + b"9" * 5000 + b"\n---\n" + _more(""), "syntax-error"),
    "directive TAG": (b"%TAG ! tag:x,2000:\n---\n" + _more(""), "directive"),
    "directive unknown": (b"%FOO bar\n---\n" + _more(""), "syntax-error"),
    "second document": (_more("---\nid: y\n"), "several-documents"),
    "100,000 documents": (b"---\n" * 100_000, "several-documents"),
    "text after the end": (_more("...\nid: y\n"), "syntax-error"),
    "key twice": (_more("id: phuong-y\n"), "duplicate-key"),
    "key twice, spelt in two ways": (_more('facts: {"a\\u0301": true, "\\u00e1": true}\n'), "duplicate-key"),
    "a key 40,000 times": (_more("a: 1\n" * 40_000), "duplicate-key too-many-problems"),
    "keys that are no text": (_more("facts: {1: true}\n"), "key-not-text"),
    "key true": (_more("true: x\n"), "key-not-text"),
    "key null": (_more("~: x\n"), "key-not-text"),
    "key list": (_more("[a]: b\n"), "key-not-text"),
    "key group": (_more("{a: b}: c\n"), "key-not-text"),
    "key in full": (_more("? facts\n: {a: true}\n"), ""),
    "key of 2,000 letters": (_more(f"{_KEY}: 1\n"), "syntax-error"),
    "key of 2,000 letters in full": (_more(f"? {_KEY}\n: 1\n"), "unknown-key"),
    "leading zero": (_more("code: 0123\n"), "ambiguous-number"),
    "hexadecimal": (_more("code: 0x1F\n"), "ambiguous-number"),
    "underscore": (_more("code: 1_000\n"), "ambiguous-number"),
    "infinity": (_more("code: .inf\n"), "ambiguous-number"),
    "not a number": (_more("code: .nan\n"), "ambiguous-number"),
    "1e999": (_more("code: 1e999\n"), "number-too-long"),
    "1e-999": (_more("code: 1e-999\n"), "wrong-type"),
    "number of 4,301 digits": (_more(f"code: {'9' * 4301}\n"), "number-too-long"),
    "number of a megabyte": (_fill("9", "code: "), "number-too-long"),
    "sexagesimal of a megabyte": (_fill("59:", "code: 1:", "9\n"), "wrong-form"),
    "digits of another script": (_more("code: ١٢٣\n"), "wrong-form"),
    "Norway": (_more("").replace(b"type: phuong", b"type: no"), "unknown-value"),
    "equals sign": (_more("contact: =\n"), ""),
    "32 levels": (_more(f"facts: {'[' * 31}{']' * 31}\n"), "wrong-type"),
    "33 levels": (_more(f"facts: {'[' * 32}{']' * 32}\n"), "too-deep"),
    "a megabyte of [": (_fill("["), "too-deep"),
    "a megabyte of {": (_fill("{"), "key-not-text"),
    "a megabyte of - ": (_fill("- ", "notes:\n  "), "too-deep"),
    "a megabyte of ? ": (_fill("? ", "notes:\n  "), "key-not-text"),
    "1,000 levels by indenting": (_more("".join(f"{' ' * n}a:\n" for n in range(1000))), "too-deep"),
    "empty lists": (_fill("[],", "notes: [", "]\n"), "too-large"),
    "49,000 facts": (_more("facts:\n" + "".join(f"  a{n}: true\n" for n in range(24_000))), ""),
    "20,000 unknown keys": (_lines(20_000, "k{n}: 1\n"), "unknown-key too-many-problems"),
    "40,000 wrong values in a list": (_more("notes:\n" + "- 1\n" * 40_000), "wrong-type too-many-problems"),
    "20,000 wrong values in a group": (
        _more("facts:\n" + "".join(f"  a{n}: x\n" for n in range(20_000))), "wrong-type too-many-problems"),
    "20,000 wrong keys in a group": (
        _more("facts:\n" + "".join(f"  A{n}: true\n" for n in range(20_000))), "wrong-form too-many-problems"),
    "20,000 keys close to a right one": (_lines(20_000, "notes{n}: 1\n"), "unknown-key too-many-problems"),
    "50,001 values": (_more("notes:\n" + "- a\n" * 50_000), "too-large"),
    "a line of a megabyte": (_fill("a ", "contact: "), "out-of-range"),
    "a text of 10,000 letters": (_more(f"notes: [{'a' * 10_000}]\n"), ""),
    "a megabyte of escapes": (_fill("\\u0041", 'notes: ["', '"]\n'), "out-of-range"),
    "a megabyte of comment": (_fill("#", "#"), ""),
    "a megabyte of line breaks": (_fill("\n", "notes: [x]\n"), ""),
    "a megabyte of blanks": (_fill(" "), "missing-value"),
    "a megabyte of colons": (_fill(":"), "colon-in-text"),
    "a megabyte of a:": (_fill("a: "), "colon-in-text"),
    "a megabyte of quotes": (_fill("'"), "syntax-error"),
    "a megabyte of double quotes": (_fill('"'), "syntax-error"),
    "a megabyte of &a ": (_fill("&a "), "anchor syntax-error"),
    "a megabyte of *a ": (_fill("*a "), "anchor syntax-error"),
    "a megabyte of !": (_fill("!"), "tag"),
    "a megabyte of %": (_fill("%", "%"), "syntax-error"),
    "a megabyte of |": (_fill("|"), "syntax-error"),
    "a megabyte of commas": (_fill(",", "notes: ["), "syntax-error"),
    "a megabyte of backslashes": (_fill("\\\\", 'notes: ["', '"]\n'), "out-of-range"),
    "a quotation mark never closed": (_fill("a\n ", 'notes: ["'), "syntax-error"),
    "escape unknown": (_more('contact: "\\q"\n'), "syntax-error"),
    "escape cut off": (_more('contact: "\\x1"\n'), "syntax-error"),
    "escape beyond Unicode": (_more('contact: "\\U00110000"\n'), "syntax-error"),
    "escape of half a character": (_more('contact: "\\ud800"\n'), "syntax-error"),
    "escape of both halves": (_more('contact: "\\ud83d\\ude00"\n'), "syntax-error"),
    "escape ESC": (_more('contact: "\\e]0;x\\a"\n'), "forbidden-character"),
    "escape NUL": (_more('contact: "\\0"\n'), "forbidden-character"),
    "escape NEL": (_more('contact: "\\N"\n'), "forbidden-character"),
    "escape LS": (_more('contact: "\\L\\P"\n'), "forbidden-character"),
    "escape bidi": (_more('contact: "\\u202e"\n'), "bidirectional-control"),
    "block text with a bad number": (_more("contact: |99\n  x\n"), "syntax-error"),
    "block text with zero": (_more("contact: |0\n  x\n"), "syntax-error"),
    "block text with a tab": (_more("contact: |\n\tx\n"), "syntax-error"),
    "block text of a megabyte": (_fill(" a\n", "contact: |\n"), "out-of-range"),
    "nothing": (b"", "not-a-mapping"),
    "a comment": (b"# x\n", "not-a-mapping"),
    "three hyphens": (b"---\n", "not-a-mapping"),
    "three points": (b"...\n", "syntax-error"),
    "blanks": (b" \n \n", "not-a-mapping"),
    "a list": (b"- a\n", "not-a-mapping"),
    "a word": (b"a", "not-a-mapping"),
    "a list of lists": (b"[[a]]", "not-a-mapping"),
    "question mark in a group": (_more("facts: { ?a : true }\n"), "syntax-error"),
    "pair in a list": (_more("notes: [a: b]\n"), "colon-in-text"),
    "empty key": (_more("facts: {: true}\n"), "syntax-error"),
    "only commas": (_more("notes: [,]\n"), "syntax-error"),
    "merge conflict": (_more("<<<<<<< HEAD\ncode: x\n=======\ncode: y\n>>>>>>> b\n"), "syntax-error"),
    "tab to indent": (_more("facts:\n\ta: true\n"), "syntax-error"),
    "at sign": (_more("contact: @x\n"), "syntax-error"),
    "three colons": (_more("contact: a: b: c\n"), "colon-in-text"),
}  # fmt: skip

_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
BYTES: dict[str, tuple[bytes, str]] = {
    "NUL": (b"\0", "forbidden-character"),
    "NUL in a text": (_more("contact: a\0b\n"), "forbidden-character"),
    "a megabyte of NUL": (b"\0" * MEGABYTE, "forbidden-character"),
    "a megabyte of 0xFF": (b"\xff" * MEGABYTE, "not-utf8"),
    "UTF-16, little end first": (b"\xff\xfe" + UNIT_TEXT.encode("utf-16-le"), "not-utf8"),
    "UTF-16, big end first": (b"\xfe\xff" + UNIT_TEXT.encode("utf-16-be"), "not-utf8"),
    "UTF-16 without a mark": (UNIT_TEXT.encode("utf-16-le"), "not-utf8"),
    "UTF-32": (UNIT_TEXT.encode("utf-32"), "not-utf8"),
    "UTF-7": (_more("contact: +AGE-\n"), ""),
    "byte-order mark": (b"\xef\xbb\xbf" + _more(""), ""),
    "two byte-order marks": (b"\xef\xbb\xbf" * 2 + _more(""), "invisible-character"),
    "byte-order mark inside": (_more("contact: \ufeffx\n"), "invisible-character"),
    "cut off inside a letter": (_more("contact: ư")[:-1], "not-utf8"),
    "overlong": (_more("contact: ") + b"\xc0\xaf\n", "not-utf8"),
    "surrogate in UTF-8": (_more("contact: ") + b"\xed\xa0\x80\n", "not-utf8"),
    "lone continuation": (_more("contact: ") + b"\x80\n", "not-utf8"),
    "beyond Unicode": (_more("contact: ") + b"\xf4\x90\x80\x80\n", "not-utf8"),
    "letters of TCVN3": (UNIT_TEXT.encode().replace("ườ".encode(), b"\xad\xea"), "not-utf8"),
    "NEL": (_more("contact: a\x85name: y\n"), "forbidden-character"),
    "LS": (_more("# a\u2028name: y\n"), "forbidden-character"),
    "PS": (_more("# a\u2029name: y\n"), "forbidden-character"),
    "lone CR": (_more("# a\rname: y\n"), "forbidden-character"),
    "CR LF": (_more("contact: a\n").replace(b"\n", b"\r\n"), ""),
    "all the controls of direction": (_more(f"contact: a{_BIDI}b\n"), "bidirectional-control"),
    "direction in a key": (_more("\u202ename: b\n"), "bidirectional-control"),
    "ESC": (_more("contact: a\x1b[2Jb\n"), "forbidden-character"),
    "BEL and DEL": (_more("contact: a\x07\x7fb\n"), "forbidden-character"),
    "C1 CSI": (_more("contact: a\x9b2Jb\n"), "forbidden-character"),
    "backspaces": (_more("contact: a\x08\x08b\n"), "forbidden-character"),
    "soft hyphen": (_more("contact: a\u00adb\n"), "invisible-character"),
    "zero-width space in an id": (_more("").replace(b"id: phuong-x", "id: phuong-\u200bx".encode()), "invisible-character"),
    "tag characters": (_more("contact: a\U000e0041b\n"), "forbidden-character"),
    "no character": (_more("contact: a\ufffe\uffffb\n"), "forbidden-character"),
    "private use": (_more("contact: a\ue000\U0010fffdb\n"), ""),
    "10,000 marks on a letter": (_more("notes: ['a" + "\u0301" * 9_000 + "']\n"), ""),
    "100,000 loose letters": (_more("# " + "o\u0302\u0301" * 100_000 + "\n"), ""),
    "no-break space to indent": (_more("facts:\n\u00a0\u00a0a: true\n"), "no-break-space"),
    "full-width colon": (_more("contact：x\n"), "full-width-colon"),
    "a mebibyte": (UNIT_TEXT.encode() + b"#" * (MEGABYTE - len(UNIT_TEXT.encode())), ""),
    "a mebibyte and a byte": (UNIT_TEXT.encode() + b"#" * (MEGABYTE + 1 - len(UNIT_TEXT.encode())), "too-large"),
    "300,000 forbidden characters": (_more("# " + "\u202e" * 300_000 + "\n"), "bidirectional-control"),
}  # fmt: skip
