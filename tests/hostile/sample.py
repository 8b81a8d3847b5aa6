"""A small sound repository that fills every part of every output; all its free texts are given."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Content = bytes | str | Mapping[str, Any]
Files = Mapping[str, Content]

UNIT = "units/thi-xa/phuong-x/unit.yaml"
ANSWERS = "units/thi-xa/phuong-x/2026/mini.yaml"
SET = "criteria/mini.yaml"
UNIT_TEXT = "kind: unit\nid: phuong-x\nname: Phường X\ntype: phuong\nparent: thi-xa\n"
AS_OF = ("--as-of", "2026-11-24")
VISIT = "units/thi-xa/inspections/2026-04-19-doan.yaml"
PLAN = "units/thi-xa/plans/lo-trinh.yaml"


def criteria(x: str) -> dict[str, Any]:
    return {
        "kind": "criteria-set", "id": "mini", "title": x, "short": x, "version": 1, "body": "cong-an",
        "source": {"document": x, "article": x, "issuer": x, "title": x}, "applies_to": ["phuong"],
        "completeness": "full", "rule": {"kind": "all"}, "notes": [x],
        "sources": [{"title": x, "publisher": x, "note": x, "url": "https://x.example/a?b=c&d=e"}],
        "scales": [{"id": "bac", "title": x, "grades": [{"id": "kha", "title": x}, {"id": "tot", "title": x}]}],
        "criteria": [
            {"id": "k1", "title": x, "cite": x, "short": x, "rule": {"kind": "count", "at_least": 1, "unit": x}},
            {"id": "k2", "title": x, "statement": x, "rule": {"kind": "ratio", "at_least": {"percent": 70}, "unit": x}},
            {"id": "k3", "title": x, "rule": {"kind": "document", "required": [{"id": "kh", "title": x}], "due": "03-31"}},
            {"id": "k4", "title": x, "rule": {"kind": "any"}, "notes": [x], "criteria": [
                {"id": "k4.a", "title": x, "rule": {"kind": "attested"}, "keep_up": "P6M",
                 "evidence": "required", "evidence_hint": [x]},
                {"id": "k4.b", "title": x, "rule": {"kind": "grade", "at_least": {"bac": "tot"}},
                 "not_applicable": {"allowed": True, "note": x}},
            ]},
            {"id": "k5", "title": x, "rule": {"kind": "none-of"}},
            {"id": "k6", "title": x, "rule": {"kind": "attested"}},
        ],
    }  # fmt: skip


def answers(x: str, unit: str = "phuong-x") -> dict[str, Any]:
    return {
        "kind": "assessment", "unit": unit, "set": "mini", "set_version": 1, "period": "2026",
        "assessed_on": "2026-10-01", "assessed_by": x, "claim": "unmet",
        "registered": {"number": x, "issued": "2026-02-01", "note": x},
        "answers": {
            "k1": {"value": 1, "note": x}, "k2": {"count": 16, "total": 25, "note": x},
            "k3": {"documents": [{"for": "kh", "number": x, "issued": "2026-02-01", "issuer": x, "title": x, "note": x}]},
            "k4.a": {"met": True, "evidence": ["bc"]}, "k4.b": {"not_applicable": x},
            "k5": {"incidents": [{"date": "2026-05-01", "reference": x, "note": x}]},
        },
        "evidence": {"bc": {"number": x, "title": x, "issued": "2026-03-01"}},
        "remedies": [
            {"criterion": "k2", "obstacle": x, "action": x, "owner": x, "due": "2026-06-01", "status": "planned"},
        ],
        "obstacles": [{"criterion": "k2", "text": x, "solution": x, "decided_by": x, "on": "2026-05-01"}],
        "sources": [{"title": x, "publisher": x, "note": x, "date": "2026-05-01"}], "notes": [x],
    }  # fmt: skip


def appraisal(x: str, unit: str = "phuong-x") -> dict[str, Any]:
    return {
        "kind": "appraisal", "unit": unit, "set": "mini", "set_version": 1, "period": "2026", "by": x,
        "date": "2026-11-01", "results": {"k1": {"value": 0, "reason": x, "note": x}},
        "recognition": {"result": "refused", "number": x, "authority": x, "decided_on": "2026-11-18", "reason": x},
        "notes": [x],
    }  # fmt: skip


def visit(x: str, units: tuple[str, ...]) -> dict[str, Any]:
    each = [{"unit": unit, "set": "mini", "criterion": "k1"} for unit in units]
    return {
        "kind": "inspection", "unit": "thi-xa", "date": "2026-04-19", "by": x, "participants": [x, x],
        "visited": x, "visited_units": list(units),
        "results": [{**one, "outcome": "met", "note": x} for one in each],
        "findings": [
            {**one, "id": f"tt-{number}", "severity": "major", "text": x, "due": "2026-06-01", "status": "open"}
            for number, one in enumerate(each)
        ],
        "obstacles": [{"text": x, "solution": x, "decided_by": x}],
        "proposals": [{"id": "kn-1", "set": "mini", "text": x, "escalated_to": x, "on": "2026-04-19", "status": "answered", "reply": x}],
        "notes": [x], "sources": [{"title": x, "note": x}],
    }  # fmt: skip


def plan(x: str, units: tuple[str, ...]) -> dict[str, Any]:
    return {
        "kind": "plan", "unit": "thi-xa", "title": x, "basis": [{"title": x, "number": x, "note": x}],
        "targets": [{"period": "2026", "set": "mini", "count": 1, "units": list(units), "note": x}],
        "groups": [{"id": "to-1", "name": x, "lead": x, "units": list(units), "note": x}], "notes": [x],
    }  # fmt: skip


def unit(
    x: str, name: str = "phuong-x", kind: str = "phuong", parent: str = "thi-xa"
) -> dict[str, Any]:
    made = {"kind": "unit", "id": name, "name": x, "type": kind, "contact": x, "notes": [x]}
    return {**made, "parent": parent} if parent else made


def files(x: str = "Chữ") -> dict[str, Content]:
    """The repository: a town, a ward with all kinds of files, a ward that has none."""
    return {
        SET: criteria(x),
        "units/thi-xa/unit.yaml": unit(x, "thi-xa", "thi-xa", ""),
        UNIT: unit(x),
        ANSWERS: answers(x),
        "units/thi-xa/phuong-x/2026/mini.appraisal.yaml": appraisal(x),
        "units/thi-xa/phuong-y/unit.yaml": unit(x, "phuong-y"),
        VISIT: visit(x, ("phuong-x",)),
        PLAN: plan(x, ("phuong-x",)),
    }


def as_bytes(content: Content) -> bytes:
    if isinstance(content, bytes):
        return content
    return (
        content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1)
    ).encode()


def write(root: Path, given: Files) -> None:
    """Files below a root; names as the file system takes them, bytes that are no text too."""
    for path, content in given.items():
        full = os.path.join(os.fsencode(root), os.fsencode(path))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(as_bytes(content))
