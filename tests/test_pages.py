"""The generated pages of docs/ are what the code and the cases say now."""

from __future__ import annotations

import pytest

from ansecurity_cli.snapshot import CODES
from pages import DOCS, PAGES, told
from test_cases import ON_THE_SPOT


@pytest.mark.parametrize("name", PAGES)
def test_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), (
        "run make docs and read the difference"
    )


def test_every_code_has_a_real_message() -> None:
    assert not CODES.keys() - told().keys() - ON_THE_SPOT
