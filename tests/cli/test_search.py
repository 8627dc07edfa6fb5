"""`paperreader search`."""

from __future__ import annotations

import json

from tests.conftest import Run
from tests.hub_server import HubServer


def test_a_search_is_made_of_all_that_is_no_option(fetched: HubServer, run: Run) -> None:
    everything = run("search", "sort:newest").stdout.splitlines()
    others = [line for line in everything if "Harbor" not in line]
    assert 0 < len(others) < len(everything)
    for words in (["-harbor"], ["--", "-harbor"], ["sort:newest", "-harbor"], ["-harbor", "-zebra", "--limit", "99"]):
        assert run("search", *words).stdout.splitlines() == others, words
    assert len(json.loads(run("search", "-harbor", "--json").stdout)) == len(others)
    assert run("search", "-h").stdout.startswith("usage: paperreader search")
