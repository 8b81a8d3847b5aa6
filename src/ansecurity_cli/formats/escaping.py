"""Text that others wrote, made harmless where it is put: Markdown, CSS and links."""

from __future__ import annotations

import re

# What could open emphasis, code, links, tables, HTML, mathematics or strike-through anywhere.
_MARKS = re.compile(r"[\\`*_\[\]|~$]")
_TAGS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What opens a list, a heading or a rule where a line begins.
_OPENING = re.compile(r"^(?:([0-9]{1,9})([.)])|([-+#=:!]))")
# Mentions, references to issues, and addresses that a page would make links of by itself.
_REFERENCE = re.compile(r"[@#](?=\w)|!(?=[0-9])")
_ADDRESS = re.compile(r"://|(?<=\bwww)\.", re.IGNORECASE)
_UNSAFE_IN_URL = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&'*+,;=%]")
_PLAIN_IN_CSS = re.compile(r"[^\w .,·–-]")


def one_line(text: str) -> str:
    """The text without line breaks; what is invisible or moves the cursor is not touched here."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def markdown(text: str) -> str:
    """Text that means itself in CommonMark, GitHub's and GitLab's Markdown, in a table or out."""
    text = one_line(text)
    text = _MARKS.sub(lambda found: "\\" + found.group(), text)
    text = re.sub(r"[&<>]", lambda found: _TAGS[found.group()], text)
    text = _ADDRESS.sub(lambda found: "\\" + found.group(), text)
    text = _OPENING.sub(_opened, text)
    # An empty, invisible character between: backslashes don't keep a page from finding people.
    return _REFERENCE.sub(lambda found: found.group() + "&#8203;", text)


def _opened(found: re.Match[str]) -> str:
    number, stop, mark = found.groups()
    return f"{number}\\{stop}" if number else f"\\{mark}"


def markdown_code(text: str) -> str:
    """Code in a line (not in a table), fenced with more backticks than it holds."""
    text = one_line(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def web_address(url: str) -> str:
    """The address if it leads to a web page and nowhere else, else nothing."""
    return url if re.match(r"https?://[^\s/?#]", url) else ""


def markdown_address(url: str) -> str:
    """A web address that can't leave the brackets of a Markdown link."""
    safe = _UNSAFE_IN_URL.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode("utf-8", "replace")),
        web_address(url),
    )
    return safe.replace("&", "&amp;")


def css_string(text: str) -> str:
    """A string for a style sheet, with everything but letters, digits and spaces as code points."""
    return '"' + _PLAIN_IN_CSS.sub(lambda found: f"\\{ord(found.group()):x} ", one_line(text)) + '"'
