"""What members of the user's groups starred, on the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperreader.machines.groups import read_group
from paperreader.machines.machine_file import GROUP, Header, write
from paperreader.mark_fields import STARRED
from paperreader.models import Mark, timestamp
from paperreader.store import Store
from tests.cli.conftest import Here
from tests.conftest import FRIDAY, store_of
from tests.stores import a_paper

LAB = "vision-lab"


@pytest.fixture
def lab(env: dict[str, str], tmp_path: Path) -> None:
    """Two colleagues starred papers, one of them long ago."""
    folder, now = tmp_path / "lab", datetime.now(UTC)
    folder.mkdir()
    for device, name, number, days_ago in (("aa", "Anna", 1, 2), ("bb", "Ben", 1, 3), ("cc", "Cho", 2, 40)):
        at = timestamp(now - timedelta(days=days_ago))
        marks = [Mark(f"2607.0000{number}", STARRED, True, at, None, LAB)]
        write(folder / f"{device}.jsonl", Header(device, name, now, "e", 1), marks, GROUP)
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(4)], complete=True).result()
    read_group(store, LAB, folder)
    assert store.close()


def test_records_say_who_starred_a_paper(lab: None, here: Here) -> None:
    listed = {paper["id"][-1]: paper["groups"] for paper in json.loads(here("list", "--json").out)}
    assert listed == {"0": {}, "1": {LAB: ["Anna", "Ben"]}, "2": {LAB: ["Cho"]}, "3": {}}
    assert json.loads(here("show", "2607.00001", "--json").out)[0]["groups"] == {LAB: ["Anna", "Ben"]}
    assert "Starred in vision-lab by Anna, Ben" in here("show", "2607.00001").out
    assert "Starred in" not in here("show", "2607.00003").out


def test_commands_with_queries_find_them(lab: None, here: Here) -> None:
    for query, papers in ((f"group:{LAB}", ["2", "1"]), ("group:any@7d", ["1"]), (f"-group:{LAB}", ["3", "0"])):
        found = here("search", query, "--fields", "id")
        assert [line[-1] for line in found.out.splitlines()] == papers, query
    found = here("search", "group:vision-lob sort:group")
    assert found.err.splitlines()[-1] == "paperreader: no group “vision-lob” is known here, only vision-lab"
    assert here("search", "group:vision-lab nowhere").err == "paperreader: no results\n"
    feed = here("feed", "group:any@7d")
    assert ("2607.00001" in feed.out, "2607.00002" in feed.out) == (True, False)
    refused = here("search", "--hub", f"group:{LAB}")
    assert (refused.code, "not asked" in refused.err) == (1, True)
