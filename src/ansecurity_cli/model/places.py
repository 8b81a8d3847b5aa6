"""Which kind of file stands where: the layout of a repository."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PERIOD = r"(?P<period>[12][0-9]{3}(?:-(?:h[12]|q[1-4]))?)"
_UNIT = r"units/(?:.+/)?(?P<unit>[^/]+)/"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form + r"\Z"))
    for kind, form in (
        ("criteria-set", r"criteria/(?P<set>[^/@.]+)(?:@(?P<version>[1-9][0-9]{0,8}))?\.yaml"),
        ("unit", _UNIT + r"unit\.yaml"),
        (
            "appraisal",
            _UNIT + _PERIOD + r"/(?P<set>[^/.]+)\.appraisal(?:-(?P<slug>[^/.]+))?\.yaml",
        ),
        ("assessment", _UNIT + _PERIOD + r"/(?P<set>[^/.]+)\.yaml"),
        (
            "inspection",
            _UNIT + r"inspections/(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})-(?P<slug>[^/.]+)\.yaml",
        ),
        ("plan", _UNIT + r"plans/(?P<slug>[^/.]+)\.yaml"),
    )
)
_YAML = re.compile(r"\.ya?ml\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """What a path says about the file: its kind and the ids that the file must repeat."""

    kind: str
    folder: str
    unit: str = ""
    set: str = ""
    period: str = ""
    date: str = ""
    version: int | None = None


def place_of(path: str) -> Place | None:
    """The place of a path, or None where no file of ours may stand."""
    for kind, form in _FORMS:
        found = form.match(path)
        if found:
            parts = {name: text for name, text in found.groupdict().items() if text}
            parts.pop("slug", None)
            version = int(parts.pop("version", "0")) or None
            return Place(kind, unit_folder(path, kind), version=version, **parts)
    return None


def unit_folder(path: str, kind: str) -> str:
    """The folder of the unit that a file belongs to; empty for criteria sets."""
    up = {"criteria-set": 0, "unit": 1}.get(kind, 2)
    return path.rsplit("/", up)[0] if up else ""


def is_yaml(path: str) -> bool:
    """Whether a file says by its name that it is YAML, so that it must not be passed over."""
    return bool(_YAML.search(path))
