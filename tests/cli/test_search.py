"""`paperreader search`."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

from paperreader.fulltext.blocks import Fulltext, Heading, Paragraph
from paperreader.fulltext.blocks import Run as TextRun
from paperreader.store import Store
from paperreader.views import DayView
from tests.conftest import NEWEST, Run, store_of
from tests.hub_server import HubServer


def test_a_search_is_made_of_all_that_is_no_option(fetched: HubServer, run: Run) -> None:
    everything = run("search", "sort:newest").stdout.splitlines()
    others = [line for line in everything if "Harbor" not in line]
    assert 0 < len(others) < len(everything)
    for words in (["-harbor"], ["--", "-harbor"], ["sort:newest", "-harbor"], ["-harbor", "-zebra", "--limit", "99"]):
        assert run("search", *words).stdout.splitlines() == others, words
    assert len(json.loads(run("search", "-harbor", "--json").stdout)) == len(others)
    assert run("search", "-h").stdout.startswith("usage: paperreader search")


def test_a_search_says_that_there_is_more(fetched: HubServer, run: Run) -> None:
    everything = len(run("search", "sort:newest").stdout.splitlines())
    for options in ([], ["--json"]):
        done = run("search", "sort:newest", "--limit", "3", *options)
        assert done.returncode == 0
        assert done.stderr == f"paperreader: only 3 of {everything} results; add --limit {everything}\n"
    assert run("search", "sort:newest", "--limit", str(everything)).stderr == ""
    for command in (["search", "sort:newest"], ["list"], ["feed"]):  # a store has more than 9,999
        assert run(*command, "--limit", "20000").returncode == 0, command
    assert "only the first 2 results" in run("search", "--hub", "tokens", "--limit", "2").stderr


def test_no_results_are_said_on_standard_error(fetched: HubServer, run: Run) -> None:
    for command, printed in (
        (["search", "zzzzqqq"], ""),
        (["search", "zzzzqqq", "--json"], "[]\n"),
        (["list", "--starred"], ""),
    ):
        done = run(*command)
        assert (done.returncode, done.stdout) == (0, printed)
        assert done.stderr == f"paperreader: no {'papers' if command[0] == 'list' else 'results'}\n"
    nothing = run("search", "×", "→")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert nothing.stderr == "paperreader: there is no word to search for in “× →”\npaperreader: no results\n"


def test_output_that_nobody_reads_to_the_end_is_no_error(fetched: HubServer, env: dict[str, str]) -> None:
    lines = "list; list --json; list --jsonl; search sort:newest --json; show 2507.31001 --fields id; marks export"
    for command in (line.split() for line in f"{lines}; --help; help keys; completion bash".split("; ")):
        process = subprocess.Popen(
            [sys.executable, "-m", "paperreader", *command], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b"", command
        process.wait(60)
        process.stderr.close()


def test_a_search_in_texts_says_where(fetched: HubServer, run: Run, env: dict[str, str]) -> None:
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    first, second, *_ = (entry.id for entry in store.papers.entries(DayView(NEWEST)))
    text = Fulltext(
        (
            Paragraph((TextRun("No heading before the zygote loom."),)),
            Heading((TextRun("Weaving"),), 2, "3.2", "S3.SS2"),
            *[Paragraph((TextRun(f"{'a word ' * 30}zygote loom {n}"),)) for n in range(7)],
        )
    )
    for id in (first, second):
        store.texts.save(id, b"", text, converter=1, etag=None, modified=None).result()
    store.close()
    lines = run("search", 'text:"zygote loom"', "--limit", "9").stdout.splitlines()
    assert len(lines) == 2 * 7
    assert lines[1] == "    No heading before the zygote loom."
    assert lines[2].startswith("    § 3.2 Weaving: …a word a word")
    assert lines[2].endswith("a word zygote loom 0")
    assert lines[6] == "    and 3 more places"
    items = json.loads(run("search", 'text:"zygote loom"', "--json").stdout)
    assert [item["has_text"] for item in items] == [True, True]
    hits = items[0]["text_hits"]
    assert len(hits) == 8
    assert hits[0] == {
        "section": "",
        "heading": "",
        "words": "No heading before the zygote loom.",
        "matches": [[22, 33]],
    }
    assert (hits[1]["section"], hits[1]["heading"]) == ("3.2", "Weaving")
    assert "text_hits" not in json.loads(run("search", "harbor", "--json").stdout)[0]
    assert run("search", "text:nowhere").stderr == "paperreader: no results\n"


def test_papers_like_another_name_what_they_share(fetched: HubServer, run: Run) -> None:
    everything = json.loads(run("search", "sort:newest", "--json").stdout)
    found = [(paper, run("search", f"like:{paper['id']}v1", "--json")) for paper in everything[:3]]
    paper, like = next((paper, json.loads(done.stdout)) for paper, done in found if done.stdout != "[]\n")
    assert paper["id"] not in {each["id"] for each in like}
    assert all(isinstance(word, str) for each in like for word in each["shared_words"])
    assert "shared_words" not in everything[0]
    lines = run("search", f"like:{paper['id']}", "--limit", "1").stdout.splitlines()
    assert lines[0].endswith(like[0]["title"])
    assert lines[1:] == [f"    similar: {', '.join(like[0]['shared_words'])}"]


def test_what_is_not_stored_is_like_nothing(fetched: HubServer, run: Run) -> None:
    done = run("search", "like:1501.00001")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "paperreader: 1501.00001 is not in the store: there is nothing to compare with\n"
