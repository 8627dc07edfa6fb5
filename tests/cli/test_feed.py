"""`paperreader feed`, also as newsboat reads it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from paperreader.hub.parse import parse_items
from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store
from tests.cli.conftest import Here
from tests.conftest import NEWEST, Run, store_of
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stores import a_paper

Feed = Callable[..., str]
BEFORE = date(2025, 7, 30)


def open_store(env: dict[str, str]) -> Store:
    return Store(store_of(env), now=lambda: datetime.now(UTC))


@pytest.fixture
def feed(here: Here) -> Feed:
    """What it prints."""

    def feed(*args: str) -> str:
        said = here("feed", *args)
        assert said.code == 0
        return said.out

    return feed


def ids(feed: str) -> list[str]:
    read = feedparser.parse(feed)
    assert not read.bozo, read.bozo_exception
    return [entry.id.rpartition("/")[2] for entry in read.entries]


def test_what_can_be_in_a_feed(fetched: HubServer, feed: Feed, run: Run, env: dict[str, str]) -> None:
    store = open_store(env)
    for id in ("2507.30002", "2507.31005", "2507.31001"):
        store.marks.set(STARRED, True, [id], Cause.BY_HAND).result()
    store.searches.save("harbors", "harbor").result()
    store.close()
    everything = ids(feed())
    assert len(everything) == 29
    assert everything == sorted(everything, reverse=True)
    harbors = ids(feed("harbor"))
    assert 0 < len(harbors) < 29
    assert ids(feed("--saved", "harbors")) == harbors
    assert sorted(ids(feed("-harbor")) + harbors) == sorted(everything)
    assert ids(feed("--starred")) == ["2507.31001", "2507.31005", "2507.30002"]
    assert len(ids(feed("--day", "2025-07-30"))) == 5
    assert ids(feed("--limit", "3")) == everything[:3]
    assert ids(feed("--limit", "10000")) == everything
    for nothing in ("zzzqqq", ""):
        assert ids(feed(nothing)) == []
    by_votes = json.loads(run("search", "sort:upvotes", "--json").stdout)
    assert ids(feed("sort:upvotes")) == [each["id"] for each in by_votes]
    items = json.loads(feed("--format", "json"))["items"]
    assert [item["id"].rpartition("/")[2] for item in items] == everything


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["harbor", "--starred"], 2, "use one of QUERY, --saved, --starred and --day"),
        (["--saved", "nothing"], 1, "no saved search “nothing”"),
        (["--format", "rss"], 2, "invalid choice"),
        (["--limit", "0"], 2, "not a number"),
        (["--day", "2999-01-01"], 2, "in the future"),
        (["--output", "."], 1, "is a folder"),
        (["--output", "/no/such/feed.xml"], 1, "/no/such/feed.xml cannot be written (No such file or directory)"),
        (["--output", "/dev/full"], 1, "is not a regular file"),
    ],
)
def test_what_is_wrong_is_said(fetched: HubServer, here: Here, args: list[str], code: int, said: str) -> None:
    done = here("feed", *args)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_without_a_store_it_says_so_and_of_an_empty_one_it_makes_an_empty_feed(here: Here, env: dict[str, str]) -> None:
    assert here("feed") == (1, "", "paperreader: no store yet: run paperreader fetch\n")
    open_store(env).close()
    for format in ("atom", "json"):
        done = here("feed", "--format", format)
        assert (done.code, done.err) == (0, "")
    assert ids(here("feed").out) == []


def test_votes_change_nothing_and_a_late_paper_is_at_its_day(
    fetched: HubServer, feed: Feed, env: dict[str, str]
) -> None:
    before = {format: feed("--format", format) for format in ("atom", "json")}
    store = open_store(env)
    for day, items in fetched.days.items():
        more = [each._replace(upvotes=each.upvotes * 3 + 7, comments=99) for each in parse_items(items).papers]
        store.ingest.save_day(day, more[::-1], complete=True).result()
    assert before == {format: feed("--format", format) for format in ("atom", "json")}
    # listed again on a later day: the entry is still of its first day
    again = parse_items(papers(BEFORE, 5)).papers
    store.ingest.save_day(date(2025, 8, 1), again, complete=False).result()
    store.close()
    assert before["atom"] == feed()


def test_a_file_is_written_whole_or_not_at_all_and_only_if_it_is_new(
    fetched: HubServer, feed: Feed, here: Here, tmp_path: Path, env: dict[str, str]
) -> None:
    file = tmp_path / "papers.xml"
    assert feed("--output", str(file)) == ""
    assert len(ids(file.read_text())) == 29
    assert stat.S_IMODE(file.stat().st_mode) == 0o666 & ~current_umask()
    file.chmod(0o604)
    os.utime(file, (1_000_000, 1_000_000))
    feed("--output", str(file))
    assert file.stat().st_mtime == 1_000_000
    feed("--output", str(file), "--limit", "2")
    assert (len(ids(file.read_text())), stat.S_IMODE(file.stat().st_mode)) == (2, 0o604)
    store = here("feed", "--output", str(store_of(env)))
    assert (store.code, "is the store itself" in store.err) == (1, True)
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []


def current_umask() -> int:
    os.umask(mask := os.umask(0))
    return mask


def test_cron_has_hardly_an_environment(fetched: HubServer, env: dict[str, str], tmp_path: Path) -> None:
    bare = {"HOME": env["HOME"], "PATH": "/usr/bin:/bin", "PYTHONPATH": env["PYTHONPATH"]}
    for locale in ({}, {"LANG": "C"}, {"LC_ALL": "POSIX"}):
        done = subprocess.run(
            [sys.executable, "-m", "paperreader", "feed"], env={**bare, **locale}, cwd="/", capture_output=True
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert len(ids(done.stdout.decode())) == 29
    homeless = subprocess.run(
        [sys.executable, "-m", "paperreader", "feed"], env={"PYTHONPATH": env["PYTHONPATH"]}, capture_output=True
    )
    assert (homeless.returncode, homeless.stdout) == (2, b"")
    assert b"HOME is not set" in homeless.stderr


def test_a_damaged_store_gives_what_is_left_or_a_message(fetched: HubServer, run: Run, env: dict[str, str]) -> None:
    file = store_of(env)
    data = bytearray(file.read_bytes())
    data[len(data) // 3 : len(data) // 2] = os.urandom(len(data) // 2 - len(data) // 3)
    file.write_bytes(data)
    done = run("feed")
    if done.returncode == 0:
        ids(done.stdout)
    else:
        assert done.stderr.startswith("paperreader: ")


def test_a_feed_of_any_size_needs_no_memory_of_its_own(env: dict[str, str]) -> None:
    store = open_store(env)
    store.ingest.save_papers([a_paper(n, abstract="We weave. " * 400) for n in range(1_000)]).result()
    store.close()
    few, all_of_them = peak_memory(env, 10), peak_memory(env, 9_999)
    assert all_of_them - few < 4_000  # it is 13 MB long


def peak_memory(env: dict[str, str], limit: int) -> int:
    """In kB, of a feed with so many papers."""
    code = "import resource, sys\nfrom paperreader.cli import main\ncode = main(sys.argv[1:])\n"
    code += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\nsys.exit(code)"
    command = [sys.executable, "-c", code, "feed", "sort:newest", "--limit", str(limit)]
    with Path(os.devnull).open("w") as nowhere:
        done = subprocess.run(command, env=env, stdout=nowhere, stderr=subprocess.PIPE, text=True, check=True)
    return int(done.stderr)


# -- newsboat


class Newsboat:
    """Reads the feed of a command."""

    def __init__(self, folder: Path, env: dict[str, str], command: str) -> None:
        self._folder, self._env = folder, env
        folder.mkdir()
        folder.joinpath("urls").write_text(f'"exec:{command}" papers\n')
        folder.joinpath("config").touch()

    def run(self, *commands: str) -> str:
        files = (f"--{name}-file={self._folder / file}" for name, file in FILES)
        command = ["newsboat", *files, *(f"--execute={each}" for each in commands)]
        done = subprocess.run(command, env=self._env, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def articles(self) -> dict[str, tuple[Any, ...]]:
        """Title, date, text and whether it is unread, by id."""
        with closing(sqlite3.connect(self._folder / "cache")) as cache:
            found = cache.execute("SELECT guid, title, pubDate, content, unread FROM rss_item").fetchall()
        assert len(found) == len({guid for guid, *_ in found})
        return {guid: tuple(rest) for guid, *rest in found}

    def mark_all_read(self) -> None:
        with closing(sqlite3.connect(self._folder / "cache")) as cache, cache:
            cache.execute("UPDATE rss_item SET unread = 0")


FILES = (("url", "urls"), ("cache", "cache"), ("config", "config"))


@pytest.mark.skipif(not shutil.which("newsboat"), reason="needs newsboat")
def test_newsboat_shows_each_paper_once_whatever_its_votes_are(
    fetched: HubServer, env: dict[str, str], tmp_path: Path
) -> None:
    command = f"{sys.executable} -m paperreader feed"
    newsboat = Newsboat(tmp_path / "newsboat", env, command)
    newsboat.run("reload")
    first = newsboat.articles()
    assert len(first) == 29
    assert "29 unread articles" in newsboat.run("print-unread")
    newsboat.mark_all_read()
    read = newsboat.articles()
    newsboat.run("reload")
    assert newsboat.articles() == read
    store = open_store(env)
    for day, items in fetched.days.items():
        more = [each._replace(upvotes=each.upvotes + 500, comments=9) for each in parse_items(items).papers]
        store.ingest.save_day(day, more, complete=True).result()
    newsboat.run("reload")
    assert newsboat.articles() == read
    late = a_paper(77, title="]]> late & <b>new</b>")
    store.ingest.save_day(NEWEST, [*parse_items(fetched.days[NEWEST]).papers, late], complete=True).result()
    store.close()
    newsboat.run("reload")
    new = {guid: rest for guid, rest in newsboat.articles().items() if guid not in read}
    assert list(new) == ["https://huggingface.co/papers/2607.00077"]
    assert {guid: rest for guid, rest in newsboat.articles().items() if guid in read} == read
    assert "1 unread articles" in newsboat.run("print-unread")
