"""Papers as records for other programs: `--json`, `--jsonl`, `--fields` and `--limit`."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from paperreader.cli.own_order import OWN_FIELDS
from paperreader.cli.records import GROUP_FIELD, SEARCH_FIELDS, field_names
from paperreader.fulltext.blocks import Fulltext, Paragraph
from paperreader.fulltext.blocks import Run as TextRun
from paperreader.hub.parse import parse_items
from paperreader.store import Store
from tests.conftest import NEWEST, Run, store_of
from tests.hub_server import HubServer
from tests.hub_server.items import item

COMMANDS = (["list", "2025-07-31"], ["search", "day:2025-07-31", "sort:upvotes"], ["show", "2507.31001", "2507.31002"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_lines_and_fields_are_those_of_the_array(fetched: HubServer, run: Run, command: list[str]) -> None:
    array = json.loads(run(*command, "--json").stdout)
    assert len(array) > 1
    assert [json.loads(line) for line in run(*command, "--jsonl").stdout.splitlines()] == array
    picked = [{"upvotes": paper["upvotes"], "id": paper["id"]} for paper in array]
    assert json.loads(run(*command, "--json", "--fields", "upvotes,id").stdout) == picked
    lines = run(*command, "--jsonl", "--fields", "upvotes, id").stdout.splitlines()
    assert [list(json.loads(line)) for line in lines] == [["upvotes", "id"]] * len(array)
    table = run(*command, "--fields", "id,title,authors,starred,summary").stdout.splitlines()
    assert [line.split("\t")[:2] for line in table] == [[paper["id"], paper["title"]] for paper in array]
    assert table[0].split("\t")[2:4] == ["; ".join(array[0]["authors"]), "false"]
    assert {line.count("\t") for line in table} == {4}


def test_any_field_can_be_asked_for(fetched: HubServer, run: Run) -> None:
    for options in (["--json"], ["--jsonl"]):
        printed = run("list", *options, "--limit", "1", "--fields", ",".join(field_names())).stdout
        record = json.loads(printed) if "--jsonl" in options else json.loads(printed)[0]
        assert tuple(record) == field_names()
        assert (record["shared_words"], record["text_hits"]) == (None, None)
    usual = set(field_names()) - {*SEARCH_FIELDS, GROUP_FIELD, *OWN_FIELDS}
    assert set(json.loads(run("list", "--jsonl", "--limit", "1").stdout)) == usual


def test_what_stands_between_tabs_is_one_line(run: Run, hub_server: HubServer, env: dict[str, str]) -> None:
    hostile = item("2507.31001", "A\tB\nC \x1b[31m", day=NEWEST, authors=["Ada\tLovelace", "B;\nC"])
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    store.ingest.save_day(NEWEST, parse_items([hostile]).papers, complete=True).result()
    store.texts.save(
        "2507.31001",
        b"",
        Fulltext((Paragraph((TextRun("A zygote loom."),)),)),
        converter=1,
        etag=None,
        modified=None,
    ).result()
    store.close()
    done = run("search", "text:zygote", "--fields", "title,authors,text_hits,linked")
    title, authors, hits, linked = done.stdout.removesuffix("\n").split("\t")
    assert (title, authors, linked) == ("A B C", "Ada Lovelace; B; C", "")
    assert json.loads(hits)[0]["words"] == "A zygote loom."


def test_a_limit_says_what_it_cut(fetched: HubServer, run: Run) -> None:
    everything = run("list").stdout.splitlines()
    for options in ([], ["--json"], ["--jsonl"], ["--fields", "id"]):
        done = run("list", "--limit", "3", *options)
        assert (done.returncode, done.stderr) == (0, "paperreader: only 3 of 24 papers\n")
    assert run("list", "--limit", "3").stdout.splitlines() == everything[:3]
    whole = run("list", "--limit", "24")
    assert (whole.stdout.splitlines(), whole.stderr) == (everything, "")
    unread = run("list", "--unread", "--limit", "1")
    assert (len(unread.stdout.splitlines()), unread.stderr) == (1, "paperreader: only 1 of 24 papers\n")


def test_nothing_is_nothing_in_every_form(fetched: HubServer, run: Run) -> None:
    for options, printed in ((["--json"], "[]\n"), (["--jsonl"], ""), (["--fields", "id"], "")):
        done = run("search", "zzzzqqq", *options)
        assert (done.returncode, done.stdout, done.stderr) == (0, printed, "paperreader: no results\n")
