"""The command: `ansecurity`, `python -m ansecurity_cli`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command and exit with its code."""
    try:
        from ansecurity_cli.cli.app import run  # noqa: PLC0415 - nothing loads before it is needed

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while loading, before there are words
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
