"""Compile the message catalogues (.po) for gettext (.mo) whenever the package is built."""

from __future__ import annotations

import pathlib
import sys
from typing import Any

LOCALE = pathlib.Path(__file__).parent / "src" / "ansecurity_cli" / "locale"


def compile_catalogues(folder: pathlib.Path = LOCALE) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        with po.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand: python hatch_build.py
    pass
else:

    class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            compile_catalogues()


if __name__ == "__main__":
    sys.exit(compile_catalogues())
