"""`paperreader list`, for users and for programs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.store import Store
from tests.cli.conftest import Here
from tests.conftest import NEWEST, TOKEN, Clock, Run, store_of
from tests.hub_server import HubServer
from tests.hub_server.items import item
from tests.second_look import id_of, play
from tests.terminal import in_terminal

BEFORE = date(2025, 7, 30)


def open_store(path: Path) -> Store:
    return Store(path, now=lambda: datetime.now(UTC))


def test_list_is_for_people(fetched: HubServer, run: Run, env: dict[str, str]) -> None:
    store = open_store(store_of(env))
    store.marks.set(READ, True, ["2507.31002"], Cause.BY_HAND).result()
    store.marks.set(STARRED, True, ["2507.31002", "2507.31003", "2507.30001"], Cause.BY_HAND).result()
    store.close()
    lines = run("list").stdout.splitlines()
    assert len(lines) == 24
    assert lines[0] == "2025-07-31  ●   199  Ferry: Mending Thursday's Tokens, Part 1"
    assert lines[1] == "2025-07-31   ★  198  Orchard: Counting Thursday's Tokens, Part 2"
    assert lines[2] == "2025-07-31  ●★  197  Compass: Folding Thursday's Tokens, Part 3"
    assert len(run("list", "--unread").stdout.splitlines()) == 23
    starred = run("list", "--starred").stdout.splitlines()
    assert sorted(line[:10] for line in starred) == ["2025-07-30", "2025-07-31", "2025-07-31"]
    assert [line[12:14] for line in run("list", "--starred", "--unread").stdout.splitlines()] == ["●★"]
    assert len(run("list", "2025-07-30").stdout.splitlines()) == 5
    assert len(run("list", "30 jul 25").stdout.splitlines()) == 5
    assert len(run("list", "2025-07-30", "--starred").stdout.splitlines()) == 1
    assert run("list", "2025-07-30", "--unread").stdout == ""
    assert run("list", PYTHONIOENCODING="ascii").stdout.splitlines()[2].startswith("2025-07-31  o*  197  Compass")


def test_list_of_a_day_that_is_not_there(fetched: HubServer, run: Run) -> None:
    done = run("list", "2025-01-02")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "paperreader: 2025-01-02 is not in the store: run paperreader fetch 2025-01-02\n"


@pytest.mark.parametrize("options", [[], ["--json"], ["--unread"]])
def test_list_says_why_there_are_no_papers(
    fetched: HubServer, run: Run, env: dict[str, str], options: list[str]
) -> None:
    store = open_store(store_of(env))
    for day in (date(2025, 7, 26), date(2025, 7, 25)):
        store.ingest.save_day(day, [], complete=True).result()
    store.searches.save("none", "upvotes:>=0 day:2025-07-30", hides=True).result()
    store.close()
    for text, code, said in (
        ("2025-07-27", 1, "2025-07-27 was a Sunday: no daily papers"),
        ("2025-07-26", 0, "2025-07-26 was a Saturday: no daily papers"),
        ("2025-07-25", 0, "2025-07-25 has no papers"),
        ("2025-07-30", 0, "your rules hide all 5 papers of 2025-07-30"),
        ("2025-07-28", 1, "2025-07-28 is not in the store: run paperreader fetch 2025-07-28"),
    ):
        done = run("list", text, *options)
        assert (done.returncode, done.stderr) == (code, f"paperreader: {said}\n")
        assert done.stdout == ("[]\n" if "--json" in options and not code else "")


@pytest.mark.parametrize("words", [["list", "2999-01-05"], ["list", "2999-W01"], ["digest", "2999-01-01"]])
def test_a_day_to_come_is_called_wrongly_as_everywhere(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{words[1]} is in the future (in UTC today is " in done.stderr


def test_list_of_a_week_or_month_goes_by_upvotes_and_says_what_is_missing(fetched: HubServer, run: Run) -> None:
    week = run("list", "2025-W31")
    assert week.returncode == 0
    lines = week.stdout.splitlines()
    assert len(lines) == 29
    upvotes = [int(line.split()[2 if "●" in line else 1]) for line in lines]
    assert upvotes == sorted(upvotes, reverse=True)
    assert {line[:10] for line in lines[:4]} == {str(NEWEST), str(BEFORE)}
    how = "run paperreader fetch --since 2025-07-28 --until 2025-08-03"
    assert week.stderr == f"paperreader: 2 days of 2025-W31 not fetched: {how}\n"
    assert run("list", "2025-07").stdout == week.stdout
    gone = run("list", "2025-W20")
    assert (gone.returncode, gone.stdout) == (1, "")
    how = "run paperreader fetch --since 2025-05-12 --until 2025-05-18"
    assert gone.stderr == f"paperreader: nothing from 2025-W20 is in the store: {how}\n"


def test_what_is_trending_is_fetched_and_listed_in_the_hubs_order(fetched: HubServer, run: Run) -> None:
    assert "paperreader fetch --trending" in run("list", "--trending").stderr
    assert run("fetch", "--trending").stdout == "Trending  29 papers\n"
    done = run("list", "--trending", "--json")
    assert [paper["id"] for paper in json.loads(done.stdout)][:2] == ["2507.31001", "2507.31002"]
    assert done.stderr.startswith("paperreader: fetched ")
    fetched.stop()
    assert run("list", "--trending", "--json").stdout == done.stdout
    assert run("fetch", "--trending").returncode == 1


def test_papers_for_a_second_look_are_listed_with_those_that_rose_most_first(env: dict[str, str], here: Here) -> None:
    clock = Clock(datetime.now(UTC))
    day = clock.now.date() - timedelta(days=3)
    store = Store(store_of(env), now=clock)
    play(store, clock, 12, 13, day=day)
    store.close()
    lines = here("list", "--second-look").out.splitlines()
    assert [line.split()[:2] for line in lines] == [[f"{day}", "113"], [f"{day}", "112"]]
    assert here("list", "--second-look", "--trending").code == 2
    listed = here("list", "--second-look", "--json", "--fields", "id,read", "--limit", "1").out
    assert json.loads(listed) == [{"id": id_of(13, day), "read": True}]


def test_list_json_is_one_array(fetched: HubServer, run: Run, env: dict[str, str]) -> None:
    done = run("list", "--json", PYTHONIOENCODING="ascii")
    assert done.stderr == ""
    items = json.loads(done.stdout)
    assert len(items) == 24
    assert {
        "id": "2507.31001",
        "source": "hf",
        "day": "2025-07-31",
        "title": "Ferry: Mending Thursday's Tokens, Part 1",
        "organization": "North Quay Institute",
        "upvotes": 199,
        "comments": 1,
        "github_stars": 3,
        "published": "2025-07-30",
        "read": False,
        "unread": True,
        "starred": False,
        "url": f"{env['HF_ENDPOINT']}/papers/2507.31001",
    }.items() <= items[0].items()
    assert {"abstract", "title_raw", "abstract_raw", "authors"} <= items[0].keys()
    assert json.loads(run("list", "--json", "--starred").stdout) == []
    older = json.loads(run("list", "--json", "2025-07-30").stdout)
    assert [each["unread"] for each in older] == [False] * 5


def test_list_is_cut_to_the_terminal(run: Run, hub_server: HubServer, env: dict[str, str]) -> None:
    wide = "Weaving 漢字漢字漢字 with a Title that Goes on and on until No Terminal Can Show All of It"
    hub_server.days = {NEWEST: [item("2507.31001", wide, day=NEWEST), item("2507.31002", "Short", day=NEWEST)]}
    run("fetch", "2025-07-31")
    code, output = in_terminal(env, "list", columns=40)
    lines = output.replace("\r", "").splitlines()
    assert code == 0
    assert sorted(lines) == ["2025-07-31      1  Short", "2025-07-31      1  Weaving 漢字漢字漢字…"]
    assert wide in run("list").stdout


def test_links_in_json_follow_the_mirror_and_hold_no_token(fetched: HubServer, run: Run) -> None:
    done = run("list", "--json", HF_ENDPOINT="https://hf-mirror.example/", HF_TOKEN=TOKEN)
    assert json.loads(done.stdout)[0]["url"] == "https://hf-mirror.example/papers/2507.31001"
    assert TOKEN not in done.stdout
    assert json.loads(run("list", "--json", HF_ENDPOINT="").stdout)[0]["url"].startswith(
        "https://huggingface.co/papers/"
    )
    bad = run("list", "--json", HF_ENDPOINT="https://me:secret@mirror.example")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "secret" not in bad.stderr
