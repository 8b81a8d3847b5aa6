"""How long a large report takes, and how much memory: `make bench` prints it, nothing is asserted.

UNITS=500 and CRITERIA=60 are the size of a province; the files are made up, in memory.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from ansecurity_cli import __version__
from ansecurity_cli.cli import output
from ansecurity_cli.formats import html, markdown
from ansecurity_cli.formats.wording import Words
from ansecurity_cli.reports import page
from ansecurity_cli.reports.selection import Selection, in_order
from ansecurity_cli.snapshot import take
from ansecurity_cli.sources import MemoryTree

AS_OF = date(2026, 11, 24)


def files(units: int, criteria: int) -> dict[str, str]:
    """A made-up town of so many wards, each with an answer to nearly every criterion."""
    known = {
        "kind": "criteria-set", "id": "s", "title": "Bộ tiêu chí giả định", "version": 1,
        "illustrative": True, "source": {"document": "1/QĐ"}, "applies_to": ["phuong"],
        "window": {"from": "01-01", "to": "12-31"}, "completeness": "full", "rule": {"kind": "all"},
        "criteria": [
            {"id": f"k{k}", "cite": f"điểm {k}", "title": f"Tiêu chí giả định số {k} về an ninh, trật tự",
             "rule": {"kind": "count", "at_least": 3, "unit": "mô hình"}}
            for k in range(criteria)
        ],
    }  # fmt: skip
    town = {"kind": "unit", "id": "t", "name": "Thị xã Giả Định", "type": "thi-xa"}
    found: dict[str, Any] = {"criteria/s.yaml": known, "units/t/unit.yaml": town}
    for u in range(units):
        folder = f"units/t/p-{u}"
        found[f"{folder}/unit.yaml"] = {
            "kind": "unit", "id": f"p-{u}", "name": f"Phường số {u}", "type": "phuong",
            "parent": "t", "illustrative": True,
        }  # fmt: skip
        found[f"{folder}/2026/s.yaml"] = {
            "kind": "assessment", "unit": f"p-{u}", "set": "s", "set_version": 1, "period": "2026",
            "illustrative": True, "assessed_on": "2026-11-10",
            "answers": {
                f"k{k}": {"value": (u * 7 + k * 5) % 9} for k in range(criteria) if (u + k) % 11
            },
        }  # fmt: skip
    return {path: json.dumps(data, ensure_ascii=False) for path, data in found.items()}


def _resident(name: str) -> float:
    """Megabytes from the system: `VmRSS` now, `VmHWM` at most since the last reset."""
    lines = Path("/proc/self/status").read_text().split("\n")
    return int(next(one for one in lines if one.startswith(name)).split()[1]) / 1024


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Print what a step takes: seconds, the process's peak, and what the step added to it."""
    Path("/proc/self/clear_refs").write_text("5")  # sets VmHWM back
    before = _resident("VmRSS")
    start, busy = time.perf_counter(), time.process_time()
    yield
    took, work = time.perf_counter() - start, time.process_time() - busy
    peak = _resident("VmHWM")
    print(
        f"{what:28} {took:7.2f} s, of it {work:6.2f} s computing   peak {peak:6.0f} MB   of it this step {peak - before:6.0f} MB"
    )


def main() -> None:
    units, criteria = int(os.environ.get("UNITS", "500")), int(os.environ.get("CRITERIA", "60"))
    made = files(units, criteria)
    print(f"{units} units × {criteria} criteria")
    with measured("read and judge"):
        snapshot = take(MemoryTree(made), AS_OF)
    with measured("collect the page"):
        view = page.build(snapshot, Selection(in_order(snapshot.repository)), ())
    with tempfile.TemporaryDirectory() as folder:
        for name, pieces in (("html", html.chunks), ("md", markdown.page)):
            target = Path(folder) / f"report.{name}"
            with measured(f"render {name}"):
                output.to_file(target, pieces(view, Words("vi"), __version__))
            print(f"{'':28} {target.stat().st_size / 1e6:7.1f} MB written")


if __name__ == "__main__":
    main()
