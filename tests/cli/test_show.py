"""`paperreader show`, and `paperreader ID`."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from tests.conftest import Run, store_of
from tests.hub_server import HubServer
from tests.hub_server.items import item
from tests.terminal import in_terminal

STORED = "2507.31001"
ELSEWHERE = "2403.00001"


def asked(hub: HubServer) -> list[str]:
    return [each.path for each in hub.requests if "/api/papers/" in each.path]


def test_a_stored_paper_is_printed_without_asking_anybody(fetched: HubServer, run: Run) -> None:
    done = run("show", f"https://arxiv.org/abs/{STORED}v2")
    assert (done.returncode, done.stderr) == (0, "")
    for part in (
        "Ferry: Mending Thursday's Tokens, Part 1\n",
        "Bo Lindqvist, Chidi Okafor\n",
        "North Quay Institute\n",
        "199 upvotes, 1 comment, 3 GitHub stars, published 2025-07-30, listed Thursday 31\nJuly 2025\n",
        "unread, text not stored\n",
        "Abstract\nMending tokens is slow. Ferry does it in 1 steps, and no step needs a teacher.\n",
        "Keywords\nferry, tokens\n",
        "Code: https://github.com/example/ferry\n",
        f"Hub: {fetched.url}/papers/{STORED}\n",
        f"arXiv: https://arxiv.org/abs/{STORED}\n",
    ):
        assert part in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert run("--offline", "show", STORED).stdout == done.stdout
    assert asked(fetched) == []


@pytest.mark.usefixtures("fetched")
def test_tags_and_the_note_are_printed(run: Run) -> None:
    run("mark", STORED, "--tag", "b,to-cite", "--note", "Compare \x1b[31m[/x]\n\n  - with *looms*")
    done = run("show", STORED)
    assert "unread, tagged b to-cite, text not stored\n" in done.stdout
    assert done.stdout.endswith("\n\nNote\nCompare [31m[/x]\n\n  - with *looms*\n")


def test_the_file_of_a_paper_stands_for_it(fetched: HubServer, run: Run) -> None:
    for file in (f"/tmp/a b/{STORED} Bo Lindqvist - Ferry.pdf", f"{STORED}v2.pdf", f"./arxiv-{STORED}.PDF"):
        assert run("show", file).stdout.startswith("Ferry: Mending"), file


def test_json_is_that_of_list(fetched: HubServer, run: Run) -> None:
    wanted = [each for each in json.loads(run("list", "--json").stdout) if each["id"] == STORED]
    assert json.loads(run("show", STORED, "--json").stdout) == wanted


def test_what_is_not_stored_is_asked_from_the_hub_once_and_listed_as_opened(
    fetched: HubServer, run: Run, env: dict[str, str]
) -> None:
    fetched.days[date(2024, 3, 12)] = [item(ELSEWHERE, "Looms that \x1b[31mlearn [/x]")]
    for _ in range(2):
        done = run("show", f"arXiv:{ELSEWHERE}", STORED, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        assert [each["id"] for each in json.loads(done.stdout)] == [ELSEWHERE, STORED]
    assert asked(fetched) == [f"/api/papers/{ELSEWHERE}"]
    assert "Looms that learn [/x]\n" in run("show", ELSEWHERE).stdout
    with closing(sqlite3.connect(store_of(env))) as store:
        assert store.execute("SELECT paper FROM opened").fetchall() == [(ELSEWHERE,)]


def test_into_a_new_store(hub_server: HubServer, run: Run, env: dict[str, str]) -> None:
    hub_server.days[date(2024, 3, 12)] = [item(ELSEWHERE, "Looms that learn")]
    assert run("--offline", "show", ELSEWHERE).returncode == 1
    assert not store_of(env).exists()
    done = run("show", ELSEWHERE)
    assert (done.returncode, done.stdout.partition("\n")[0]) == (0, "Looms that learn")


@pytest.mark.parametrize("id", ["2401.99999", "hep-th/9901001"])
def test_one_that_nobody_knows_is_1_and_the_others_are_printed(fetched: HubServer, run: Run, id: str) -> None:
    done = run("show", id, STORED)
    assert done.returncode == 1
    assert done.stdout.startswith("Ferry: Mending Thursday's Tokens, Part 1\n")
    assert done.stderr == f"paperreader: the Hub does not have {id}; it may be at https://arxiv.org/abs/{id}\n"
    assert json.loads(run("show", id, "--json").stdout) == []


def test_offline_what_is_not_stored_is_1(fetched: HubServer, run: Run) -> None:
    for options, extra in ((["--offline"], {}), ([], {"HF_HUB_OFFLINE": "1"})):
        done = run(*options, "show", STORED, ELSEWHERE, **extra)
        assert (done.returncode, asked(fetched)) == (1, [])
        assert done.stderr == f"paperreader: {ELSEWHERE} is not in the store\n"
        assert done.stdout.startswith("Ferry: Mending")


@pytest.mark.parametrize("fault", ["401", "500", "html", "truncate", "surrogates"])
def test_a_hub_in_trouble_is_1_and_what_is_stored_is_printed(fetched: HubServer, run: Run, fault: str) -> None:
    fetched.fail(fault, match="/api/papers/")
    done = run("show", ELSEWHERE, STORED)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stdout.startswith("Ferry: Mending")


@pytest.mark.parametrize("id", ["2607.1234", "2613.12345", "loom", "٢٦٠٧.١٢٣٤٥", "", "flow 2607.12345", "../x", "-1"])
def test_what_is_no_id_is_a_usage_error(run: Run, id: str) -> None:
    done = run("show", "--", id)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not an arXiv id" in done.stderr


def test_the_reader_opens_with_a_paper_or_several(fetched: HubServer, env: dict[str, str]) -> None:
    code, output = in_terminal(env, f"hf.co/papers/{STORED}", "2507.30002", columns=100, leave_at="2507.30002")
    assert code == 0, output
    assert "Orchard: Counting Wednesday" in output


def test_a_search_for_ids_prints_what_is_stored_and_names_the_rest(fetched: HubServer, run: Run) -> None:
    done = run("search", f"https://arxiv.org/abs/{STORED}", ELSEWHERE)
    assert (done.returncode, done.stdout.count("\n"), asked(fetched)) == (0, 1, [])
    assert "Ferry: Mending" in done.stdout
    assert done.stderr == f"paperreader: not in the store: {ELSEWHERE}; paperreader show ID asks the Hub\n"


def test_a_word_that_could_be_an_id_is_taken_for_one(run: Run, env: dict[str, str]) -> None:
    for args in (["2607.1234"], ["https://example.org"], ["--db", "x.db", "./y"]):
        done = run(*args)
        assert done.returncode == 2
        assert f'"{args[-1]}" is not an arXiv id; try 2607.12345' in done.stderr
    assert "invalid choice: 'loom'" in run("loom").stderr
    assert "use either --date or ID" in run("--date", "2025-07-31", "2607.12345").stderr
