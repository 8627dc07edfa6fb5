"""A newer conversion goes over texts that an older one made."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from paperreader.hub.parse import parse_items
from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.reader.reconvert import VERSION_SETTING, reconvert
from paperreader.store import Store
from paperreader.store.papers import outdated
from paperreader.store.schema import number
from paperreader.text.readable import READABLE_VERSION
from paperreader.views import DayView, Search
from tests.conftest import THURSDAY, Clock
from tests.hub_server.items import item, papers
from tests.stores import a_paper, by_date, ids


async def test_old_readable_texts_are_made_anew_and_nothing_else_changes(tmp_path: Path, clock: Clock) -> None:
    day = clock.now.date()
    odd = item("2607.31999", r"A $\Psi$ Sampler", abstract="At 2.5times speed")
    made = parse_items([odd, *papers(day, 120)]).papers
    store = Store(tmp_path / "store.db", now=clock)
    store.ingest.save_day(day, made, complete=False).result()
    store.marks.set(STARRED, True, ["2607.31999"], Cause.BY_HAND).result()
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE paper SET readable_version = 0, title_raw = COALESCE(title_raw, title), title = 'old'")
    other.close()
    assert store.papers.entries(DayView(day))[0].title == "old"

    assert await reconvert(store) == 121
    assert [store.papers.get(paper.id) for paper in made] == made
    assert store.papers.entries(DayView(day))[0].starred
    assert store.settings.get(VERSION_SETTING) == str(READABLE_VERSION)
    assert await reconvert(store) == 0
    store.close()


async def test_old_texts_are_looked_for_in_another_thread_and_a_few_papers_at_a_time(
    tmp_path: Path, clock: Clock
) -> None:
    store = Store(tmp_path / "store.db", now=clock)
    store.ingest.save_day(clock.now.date(), parse_items(papers(clock.now.date(), 400)).papers, complete=False).result()
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE paper SET readable_version = 0 WHERE rowid % 100 = 7")
    other.close()
    here: list[str] = []
    store._database._connection.set_trace_callback(here.append)
    assert await reconvert(store) == 4
    assert not any("paper" in statement for statement in here), here
    with closing(sqlite3.connect(store.path)) as reader:
        walked: list[int] = []
        reader.set_progress_handler(lambda: walked.append(1), 1)
        assert outdated(reader, 0, 10, READABLE_VERSION) == ([], number(f"{clock.now:%y%m}.31010"))
    assert len(walked) < 1_000, "it stops after these ten of 400"
    store.close()


async def test_a_refresh_in_between_is_not_undone(tmp_path: Path, clock: Clock) -> None:
    day = clock.now.date()
    [old] = parse_items([item("2607.31999", "Before", upvotes=1)]).papers
    store = Store(tmp_path / "store.db", now=clock)
    store.ingest.save_day(day, [old._replace(title="Later", title_raw="Later", upvotes=9)], complete=False).result()
    store.ingest.save_readable([old]).result()
    assert store.papers.entries(DayView(day))[0].title == "Later"
    store.close()


async def test_a_store_from_before_other_spellings_were_known_finds_them_by_and_by(
    opened: Callable[..., Store], path: Path
) -> None:
    store = opened()
    title = "R²AI by Müller"
    made = [a_paper(1, title=title, title_raw=title), a_paper(2), a_paper(3, authors=("Bo Møller",))]
    store.settings.set("since", THURSDAY.isoformat()).result()
    store.ingest.save_day(THURSDAY, made, complete=True).result()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE paper SET readable_version = 1, other_words = ''")
    store.searches.save("mine", "r2ai").result()
    store.searches.save("no", "author:moeller", hides=True).result()
    find = store.searches.find
    assert ids(find(Search("r2ai")).result()) == []
    assert ids(find(Search("muller")).result()) == [1], "what was found before is found meanwhile"
    assert [each.count for each in store.searches.saved()] == [0, 0]

    assert await reconvert(store) == 3
    assert ids(find(Search("r2ai mueller")).result()) == [1]
    assert [each.count for each in store.searches.saved()] == [1, 1]
    assert ids(store.papers.entries(DayView(THURSDAY))) == [1, 2]
    assert by_date(store)[THURSDAY].papers == 2
