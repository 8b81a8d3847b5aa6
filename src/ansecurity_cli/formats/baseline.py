"""A baseline as a file: YAML, a line a problem, in an order that keeps differences small."""

from __future__ import annotations

import json

from ansecurity_cli.diagnostics import say
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports.baseline import Baseline


def baseline(known: Baseline, words: Words) -> str:
    """The text of the file."""
    comment = say("Problems that are known; written by ansecurity check --write-baseline.")
    lines = [f"# {words(comment)}", "kind: baseline"]
    if not known.counts:
        return "\n".join([*lines, "problems: []", ""])
    lines.append("problems:")
    for one, n in sorted(known.counts.items()):
        parts = {
            name: value for name, value in (*one._asdict().items(), ("count", n if n > 1 else ""))
            if value
        }  # fmt: skip
        lines.append(
            f"  - {{{', '.join(f'{name}: {_plain(value)}' for name, value in parts.items())}}}"
        )
    return "\n".join([*lines, ""])


def _plain(value: str | int) -> str:
    # JSON's strings are YAML's, whatever a file name holds.
    return json.dumps(value, ensure_ascii=True)
