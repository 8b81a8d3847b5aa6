"""A report printed by the Chromium that is there."""

from __future__ import annotations

import os
import subprocess  # noqa: TID251 - poppler is a program
import unicodedata
from pathlib import Path

import pytest
from pypdf import PdfReader

from ansecurity_cli.cli import browser
from ansecurity_cli.cli.app import run
from conftest import ROOT

pytestmark = pytest.mark.apps


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pdf")
    target = place / "báo cáo.pdf"
    arguments = (
        "-C",
        str(ROOT),
        "--lang",
        "vi",
        "report",
        "thi-xa-thai-hoa",
        "--as-of",
        "2026-11-24",
    )
    assert run([*arguments, "-o", str(target)]) == 0
    return target


def text_of(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True, timeout=60
    )
    return done.stdout.decode()


def test_it_has_pages_of_a4(printed: Path) -> None:
    pages = PdfReader(printed).pages
    assert len(pages) >= 1
    assert {round(side) for one in pages for side in one.mediabox[2:]} == {595, 842}


def test_its_text_can_be_searched(printed: Path) -> None:
    text = text_of(printed)
    assert "Phường" in text
    assert "Thị xã Thái Hòa" in text
    assert unicodedata.is_normalized("NFC", text)


def test_the_browser_adds_nothing(printed: Path) -> None:
    text = text_of(printed)
    assert "file://" not in text
    assert "report.html" not in text


def test_no_process_is_left(printed: Path) -> None:
    assert printed.is_file()
    lines = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(one.read_bytes())
        except OSError:  # gone meanwhile
            continue
    mine = f"--user-data-dir={Path(os.environ.get('TMPDIR', '/tmp'))}/ansecurity-".encode()
    assert not [one for one in lines if mine in one]


def test_nothing_is_fetched(tmp_path: Path) -> None:
    """Were a page to ask for something, nobody would answer."""
    import http.server
    import threading

    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = f'<p>Phường</p><img src="http://localhost:{server.server_port}/x.png">'
    page += f'<img src="http://127.0.0.1:{server.server_port}/y.png">'
    data = browser.print_to_pdf(page.encode())
    server.shutdown()
    server.server_close()
    assert data.startswith(b"%PDF-")
    assert asked == []
