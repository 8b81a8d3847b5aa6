"""What is shipped beside the code: the sets of a circular, and an illustrative commune."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

SETS = ("tt124-kdc", "tt124-xa", "tt124-cqdn", "tt124-csgd")
EXAMPLE_SETS = ("minh-hoa-diem", "minh-hoa-xa")
EXAMPLE = ("units", "minh-hoa", "xa-minh-hoa")


def _folder() -> Traversable:
    """In the wheel, or at the top of a checkout: the same files, never a second copy."""
    shipped = resources.files("ansecurity_cli") / "data"
    checkout = resources.files("ansecurity_cli").joinpath("../..")
    return shipped if shipped.is_dir() else checkout


def criteria(*, example: bool) -> Iterator[tuple[str, bytes]]:
    """The criteria sets by path; with those of the example where that is wanted."""
    for name in (*SETS, *(EXAMPLE_SETS if example else ())):
        file = _folder() / "criteria" / f"{name}.yaml"
        yield f"criteria/{name}.yaml", file.read_bytes()


def commune() -> Iterator[tuple[str, bytes]]:
    """Every file of the illustrative commune by path."""
    yield from _below(_folder().joinpath(*EXAMPLE), "/".join(EXAMPLE))


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for one in sorted(folder.iterdir(), key=lambda each: each.name):
        place = f"{path}/{one.name}"
        if one.is_dir():
            yield from _below(one, place)
        else:
            yield place, one.read_bytes()
