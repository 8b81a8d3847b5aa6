"""Repositories as a province would have them, made up and always the same: for measuring.

`python tests/bench/repository.py FOLDER --files 1000 --damaged one-percent` writes one. A unit
answers for several years; files are 2–6 KB of Vietnamese, with comments, folded texts, groups in
braces, documents, incidents and evidence. Nothing is wrong in them but what `--damaged` asks for.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

YEARS = (2023, 2024, 2025, 2026)
PER_COMMUNE = 20
GROUPS, PER_GROUP = 10, 6
DAMAGED: dict[str, Callable[[int], bool]] = {
    "none": lambda _number: False,
    "one-percent": lambda number: number % 100 == 50,
    "all": lambda _number: True,
}
TITLES = (
    "Chi bộ có nghị quyết, khu dân cư đăng ký phấn đấu trong quý I",
    "Không để xảy ra hoạt động chống Đảng, chống Nhà nước, phá hoại khối đại đoàn kết toàn dân",
    "Không có công dân cư trú trên địa bàn bị khởi tố về các tội xâm phạm an ninh quốc gia",
    "Tỷ lệ hộ gia đình đăng ký tham gia xây dựng khu dân cư an toàn về an ninh, trật tự",
    "Có mô hình tự quản, tự phòng, tự bảo vệ hoạt động nền nếp, hiệu quả",
    "Kết quả khảo sát sự hài lòng của người dân về tình hình an ninh, trật tự",
)
RULES = (
    '{kind: document, due: "03-31"}',
    "{kind: none-of, exemptions: [{all_of: [force_majeure]}]}",
    "{kind: attested}",
    "{kind: ratio, at_least: {percent: 90}, unit: hộ}",
    "{kind: count, at_least: 2, unit: mô hình}",
    "{kind: ratio, at_least: {percent: 75}, unit: người dân, survey: {sample_at_least: 50}}",
)
NOTES = (
    "Theo báo cáo tổng kết của Công an xã; số liệu đã được Ban Chỉ đạo đối chiếu với sổ theo dõi.",
    "Đã niêm yết công khai tại nhà văn hóa để nhân dân giám sát, không có ý kiến phản ánh.",
    "Hộ tạm vắng dài ngày không tính vào tổng số, có danh sách kèm theo biên bản họp thôn.",
    "Bổ sung trong đợt rà soát tháng 9, được chi bộ thống nhất tại phiên họp thường kỳ.",
)
DAMAGES: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("assessed_by:", "assesed_by:", 1),
    lambda text: text.replace("claim: met", "claim: dat", 1),
    lambda text: text.replace("set_version: 1", 'set_version: "1"', 1),
    lambda text: text.replace("-11-17", "-11-31", 1),
    lambda text: text.replace("unit: kdc", "unit: KDC", 1),
    lambda text: text.replace("\nassessed_on:", "\n# assessed_on:", 1),
    lambda text: text.replace("documents: [", "documents: ", 1),
)


def criteria_set() -> str:
    """Sixty criteria in ten groups."""
    lines = [
        "kind: criteria-set", "id: kdc-gia-dinh", "title: Bộ tiêu chí khu dân cư (giả định)",
        "version: 1", "illustrative: true", "source: {document: 1/QĐ}", "applies_to: [khu-dan-cu]",
        'window: {from: "01-01", to: "12-31"}', "completeness: full", "rule: {kind: all}", "criteria:",
    ]  # fmt: skip
    for group in range(1, GROUPS + 1):
        lines += [
            f"  - id: k{group}", f"    cite: khoản {group}", f"    title: Nhóm tiêu chí giả định số {group}",
            "    rule: {kind: all}", "    criteria:",
        ]  # fmt: skip
        for leaf in range(PER_GROUP):
            lines += [
                f"      - id: k{group}.{leaf + 1}", f"        cite: điểm {leaf + 1} khoản {group}",
                f"        title: {TITLES[leaf]} ({group})", f"        rule: {RULES[leaf]}",
            ]  # fmt: skip
    return "\n".join(lines) + "\n"


def answers(unit: str, year: int, number: int) -> str:
    """One unit's answers for one year."""
    chance = random.Random(f"{unit}/{year}")
    lines = [
        "# yaml-language-server: $schema=../../../../schemas/assessment.schema.json",
        "kind: assessment", f"unit: {unit}", "set: kdc-gia-dinh", "set_version: 1", f"period: {year}",
        "illustrative: true", f'assessed_on: "{year}-11-17"',
        "assessed_by: Ban công tác Mặt trận khu dân cư (giả định)",
        f'registered: {{number: {number % 900 + 1:02}/ĐK-KDC, issued: "{year}-02-07"}}',
        "claim: met", "facts: {party_organisation: true}", "answers:",
    ]  # fmt: skip
    for group in range(1, GROUPS + 1):
        lines.append(f"  # Khoản {group}. Các ý của nhóm thứ {group}")
        for leaf in range(PER_GROUP):
            lines += [f"  k{group}.{leaf + 1}: {_answer(leaf, year, chance)}"]
    lines += [
        "evidence:",
        f'  bao-cao: {{number: {number % 400 + 1}/BC-CAX, issued: "{year}-10-24", title: Báo cáo hoạt động của các mô hình năm {year}}}',
        f'  bien-ban: {{number: 45/BB-KDC, issued: "{year}-11-02", title: Biên bản họp khu dân cư}}',
        "obstacles:",
        "  - text: >-", "      Địa bàn rộng, nhiều hộ đi làm ăn xa, việc họp dân",
        "      thường phải tổ chức vào buổi tối.", "    solution: Phân công tổ liên gia phụ trách từng cụm",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _answer(leaf: int, year: int, chance: random.Random) -> str:
    note = (
        f", note: {chance.choice(NOTES)}".replace("; số", " - số") if chance.random() < 0.06 else ""
    )
    note = (
        note.replace(", số", " và số").replace(", không", " và không").replace(", được", " và được")
    )
    note = note.replace(", có", " và có") if note else note
    day = f"{chance.randint(1, 28):02}"
    match leaf:
        case 0:
            number = f"{chance.randint(1, 99)}-NQ/CB"
            return f'{{documents: [{{number: {number}, issued: "{year}-02-{day}", title: Nghị quyết của chi bộ năm {year}}}]{note}}}'
        case 1 if chance.random() < 0.1:
            return f'\n    incidents:\n      - {{date: "{year}-05-{day}", reference: 21/BC-KDC, force_majeure: true, note: Sét đánh cháy trạm biến áp}}'
        case 1:
            return f"{{incidents: []{note}}}"
        case 2:
            return f"{{met: true, evidence: [bao-cao]{note}}}"
        case 3:
            total = chance.randint(120, 400)
            return f"{{count: {total - chance.randint(0, 9)}, total: {total}, evidence: [bien-ban]{note}}}"
        case 4:
            return f"{{value: {chance.randint(2, 5)}{note}}}"
        case _:
            return f"{{percent: {chance.randint(750, 990) / 10}, sample: {chance.randint(60, 200)}{note}}}"


def files(count: int, damaged: str = "none") -> Iterator[tuple[str, str]]:
    """Paths and texts: so many files of answers, the units they belong to, one criteria set."""
    yield "criteria/kdc-gia-dinh.yaml", criteria_set()
    yield "units/tinh-gia-dinh/unit.yaml", _unit("tinh-gia-dinh", "tinh", "", "Tỉnh Giả Định")
    made = number = 0
    while made < count:
        commune = f"xa-{number // PER_COMMUNE + 1:04}"
        if number % PER_COMMUNE == 0:
            path = f"units/tinh-gia-dinh/{commune}/unit.yaml"
            yield path, _unit(commune, "xa", "tinh-gia-dinh", f"Xã Giả Định {commune[3:]}")
        number += 1
        unit = f"kdc-{number:05}"
        folder = f"units/tinh-gia-dinh/{commune}/{unit}"
        yield f"{folder}/unit.yaml", _unit(unit, "khu-dan-cu", commune, f"Thôn Giả Định {number}")
        for year in YEARS[-max(1, min(len(YEARS), count - made)) :]:
            text = answers(unit, year, made)
            if DAMAGED[damaged](made):
                text = DAMAGES[made % len(DAMAGES)](text)
            yield f"{folder}/{year}/kdc-gia-dinh.yaml", text
            made += 1


def _unit(name: str, type_: str, parent: str, title: str) -> str:
    above = f"parent: {parent}\n" if parent else ""
    return f"kind: unit\nid: {name}\nname: {title} (giả định)\ntype: {type_}\n{above}illustrative: true\n"


def write(folder: Path, count: int, damaged: str = "none") -> int:
    """Write one into an empty or new folder; the number of bytes."""
    written, made = 0, set[Path]()
    for path, text in files(count, damaged):
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        written += target.write_bytes(text.encode())
    return written


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--files", type=int, default=1000)
    options.add_argument("--damaged", choices=DAMAGED, default="none")
    asked = options.parse_args()
    shutil.rmtree(asked.folder, ignore_errors=True)
    written = write(asked.folder, asked.files, asked.damaged)
    print(f"{asked.files} files of answers, {written / 1e6:.1f} MB in all: {asked.folder}")


if __name__ == "__main__":
    main()
