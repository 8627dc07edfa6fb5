"""Texts of the Hub all the way: from its answer on loopback through the store to `paperreader text`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import NEWEST, Run
from tests.fulltext.shapes import source
from tests.hub_server import HubServer
from tests.hub_server.items import item

PAPER = "2607.06006"


@pytest.mark.parametrize(
    ("shape", "lines", "lost"),
    [
        ("d", ["Table 2: Stages of training.", "1: Input: water 𝒲, depth d"], "tables are missing"),
        ("c", ["Recent ships [2, 7] carry (k ⨂ L) sails (Sec. 2.1)."], "columns of tables are lost"),
        ("a_described", ["Here, f(·) is the shore, α the slope, and xᵢ is the water"], "columns of tables are lost"),
    ],
)
def test_a_text_of_the_hub_is_fetched_stored_and_printed(
    run: Run, hub_server: HubServer, config_file: Path, shape: str, lines: list[str], lost: str
) -> None:
    hub_server.days[NEWEST] = [item(PAPER, "Depth", day=NEWEST)]
    hub_server.texts.markdown[PAPER] = source(shape).encode()
    assert run("fetch", NEWEST.isoformat()).returncode == 0
    assert run("fetch", "--texts", PAPER).returncode == 0
    printed = run("text", PAPER, "--width", "100")
    assert printed.returncode == 0
    for line in lines:
        assert line in printed.stdout
    assert lost in printed.stderr


def test_a_text_that_cannot_be_read_is_none(run: Run, hub_server: HubServer, config_file: Path) -> None:
    hub_server.days[NEWEST] = [item(PAPER, "Bridges", day=NEWEST)]
    hub_server.texts.markdown[PAPER] = source("b_garbled").encode()
    assert run("fetch", NEWEST.isoformat()).returncode == 0
    run("fetch", "--texts", PAPER)
    assert f"there is no text of {PAPER}" in run("text", PAPER).stderr
