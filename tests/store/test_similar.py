"""Papers like another: what shares its rare words, whatever else is asked for, and as a plain computation has it."""

from __future__ import annotations

import gzip
import json
import os
import random
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from math import log, log2, sqrt
from pathlib import Path

import pytest

from paperreader.hub.parse import parse_items
from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause, Entry, Paper
from paperreader.store import Store
from paperreader.store.similar import COUNTED_PAPERS, MAX_SIMILAR, most_similar
from paperreader.views import Search
from tests.stores import a_paper, ids

FRIDAY, MONDAY = date(2026, 7, 31), date(2026, 8, 3)
RECORDED = Path(os.environ.get("PAPERREADER_RECORDED", "nowhere"), "daily_papers")
FILLING = "We show a method that improves results on the task of"


def about(n: int, *words: str, **more: object) -> Paper:
    return a_paper(n, title=f"On {words[0]}", abstract=f"{FILLING} {' '.join(words)}.", **more)


def save(store: Store, *papers: Paper) -> None:
    store.ingest.save_day(FRIDAY, papers, complete=True).result()


def find(store: Store, query: str) -> list[Entry]:
    return store.searches.find(Search(query)).result()


def found(store: Store, query: str) -> list[int]:
    return ids(find(store, query))


@pytest.fixture
def looms(store: Store) -> Store:
    """Papers 1 to 4 have less and less in common with paper 1, and twenty others nothing but what all say."""
    store.settings.set("since", FRIDAY.isoformat()).result()
    save(
        store,
        about(1, "looms", "warp", "weft", "shuttle"),
        about(2, "looms", "warp", "weft", "bobbins", github_repo="https://github.com/example/loom"),
        about(3, "a loom", "harbors", "cranes", upvotes=9),
        about(4, "harbors", "shuttles", "boats", "quays"),
        *(about(n, f"subject{n}", f"thing{n}", f"matter{n}") for n in range(10, 30)),
    )
    return store


def test_what_shares_most_rare_words_comes_first_and_says_which(looms: Store) -> None:
    like = find(looms, "like:2607.00001")
    assert ids(like)[:3] == [2, 3, 4]
    assert [set(entry.shared_words) for entry in like[:3]] == [{"looms", "warp", "weft"}, {"looms"}, {"shuttle"}]
    assert [like[0].title[start:end] for start, end in like[0].title_matches] == ["looms"]
    assert [like[1].title[start:end] for start, end in like[1].title_matches] == ["loom"], "its own form of it"
    assert 1 not in ids(like)


def test_what_else_is_asked_for_holds_and_sorts(looms: Store) -> None:
    assert found(looms, "like:2607.00001 has:code") == [2]
    assert found(looms, "like:2607.00001 cranes") == [3]
    assert found(looms, "-harbors like:arXiv:2607.00001v2")[0] == 2
    assert not {3, 4} & {*found(looms, "-harbors like:2607.00001")}
    assert found(looms, 'like:2607.00001 "on harbors"') == [4]
    assert found(looms, "like:2607.00001 sort:upvotes")[0] == 3
    assert found(looms, "like:2607.00001 sort:rise")
    assert looms.searches.count(Search("like:2607.00001 harbors")).result() == 2
    looms.marks.set(READ, True, ["2607.00002"], Cause.OPENED).result()
    assert found(looms, "like:2607.00001 is:read") == [2]


def test_what_else_is_asked_for_is_not_looked_for_among_the_hundred_best_only(store: Store) -> None:
    closest = [about(n, "looms", "looms") for n in range(1, MAX_SIMILAR + 2)]
    others = [about(n, "weaving", "looms", f"word{n}") for n in range(500, 510)]
    save(store, *closest, *others, *(about(n, "boats", f"other{n}") for n in range(1_000, 1_500)))
    assert len(found(store, "like:2607.00001")) == MAX_SIMILAR
    assert found(store, "like:2607.00001 word507") == [507]


def test_papers_can_be_like_several_together(looms: Store) -> None:
    both = found(looms, "like:2607.00002 like:2607.00004")
    assert {*both[:2]} == {1, 3}
    assert not {2, 4} & {*both}
    assert found(looms, "like:2607.00002 like:2607.77777") == found(looms, "like:2607.00002"), "one is not stored"


def test_labels_and_names_make_nothing_similar(store: Store) -> None:
    labels = {"keywords": ("weaving", "looms"), "authors": ("Ada Weaver",), "organization": "Weaving House"}
    save(store, about(1, "looms", "weaver"), about(2, "boats", **labels), about(3, "weavers"), about(4, "quays"))
    assert found(store, "like:2607.00001") == [3]


def test_nothing_is_like_a_paper_that_is_not_stored_or_has_no_words(store: Store) -> None:
    save(store, about(1, "looms"), about(2, "looms"), a_paper(3, title="12 34", abstract=""))
    assert found(store, "like:2607.99999") == []
    assert found(store, "like:2607.00003") == []
    assert found(store, "like:hep-th/9901001") == []
    assert store.searches.count(Search("like:2607.99999")).result() == 0


def test_hidden_papers_are_no_results(looms: Store) -> None:
    looms.searches.save("no bobbins", "bobbins", hides=True).result()
    assert found(looms, "like:2607.00001")[0] == 3
    looms.marks.set(STARRED, True, ["2607.00002"], Cause.BY_HAND).result()
    assert found(looms, "like:2607.00001")[0] == 2


def test_any_text_can_be_compared(store: Store) -> None:
    texts = ['"looms" AND NOT (x* OR {a} : ^b)', "图像生成 模型 图像生成", "α β γ Ångström naïve", "loom " * 50_000]
    texts += [
        "looms " + "x" * 9_000,
        " ".join(f"w{n}" for n in range(5_000)),
        "\u200b\u0301 — … ½ ²",
        "NEAR AND OR NOT",
    ]
    save(store, *(a_paper(n, title=text[:100], abstract=text) for n, text in enumerate(texts, 1)))
    for n in range(1, len(texts) + 1):
        began = time.monotonic()
        assert n not in found(store, f"like:2607.{n:05}")
        assert time.monotonic() - began < 10
    assert {*found(store, "like:2607.00001")} == {4, 5, 8}


def test_a_saved_search_counts_what_is_unread_of_the_most_similar_as_papers_come(looms: Store) -> None:
    looms.searches.save("looms", "like:2607.00001 loom").result()
    looms.searches.save("unread", "like:2607.00001 loom is:unread").result()
    assert [each.count for each in looms.searches.saved()] == [2, 2]
    looms.marks.set(READ, True, ["2607.00002"], Cause.OPENED).result()
    assert [each.count for each in looms.searches.saved()] == [1, 1]
    looms.ingest.save_day(MONDAY, [about(5, "looms", "warp"), about(6, "a loom")], complete=True).result()
    assert [each.count for each in looms.searches.saved()] == [3, 3]
    assert {*found(looms, "like:2607.00001 loom")} == {2, 3, 5, 6}


def test_a_rule_hides_nothing_for_being_like_a_paper(looms: Store) -> None:
    from paperreader.store import StoreError

    with pytest.raises(StoreError, match="A rule can hide"):
        looms.searches.save("no looms", "like:2607.00001", hides=True).result()


# -- compared with a plain computation


class Plain:
    """Every paper's words counted and weighed, and compared with every other paper's."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self.papers = papers
        counts: list[Counter[str]] = [Counter() for _ in papers]
        with closing(sqlite3.connect(":memory:")) as memory:
            memory.execute("CREATE VIRTUAL TABLE word USING fts5 (text, tokenize = 'porter unicode61')")
            memory.execute("CREATE VIRTUAL TABLE stem USING fts5vocab (word, instance)")
            texts = (f"{paper.title}\n{paper.abstract}\n{paper.summary}" for paper in papers)
            memory.executemany("INSERT INTO word (rowid, text) VALUES (?, ?)", enumerate(texts))
            for stem, doc in memory.execute("SELECT term, doc FROM stem"):
                counts[doc][stem] += 1
        self.having = Counter(stem for words in counts for stem in words)
        rarity = {stem: log((len(papers) + 1) / having) for stem, having in self.having.items()}
        self.vectors = [_unit({stem: sqrt(times) * rarity[stem] for stem, times in each.items()}) for each in counts]
        self._with: Mapping[str, list[tuple[int, float]]] = defaultdict(list)
        for number, vector in enumerate(self.vectors):
            for stem, weight in vector.items():
                self._with[stem].append((number, weight))

    def like(self, number: int) -> list[int]:
        """The papers by the cosine of their words with those of this one."""
        cosines: Counter[int] = Counter()
        for stem, weight in self.vectors[number].items():
            for other, theirs in self._with[stem]:
                cosines[other] += weight * theirs  # type: ignore[assignment]
        return [other for other, _ in cosines.most_common(MAX_SIMILAR + 1) if other != number]


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1
    return {stem: weight / length for stem, weight in vector.items()}


class Judge:
    """Whether papers belong together, by what nothing is compared by: rare keywords, and authors."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        having = Counter(word.lower() for paper in papers for word in {*paper.keywords})
        self.labels = [{word.lower() for word in paper.keywords if 2 <= having[word.lower()] <= 20} for paper in papers]
        self.authors = [{name.lower() for name in paper.authors} for paper in papers]
        self._labelled = defaultdict(list)
        for number, labels in enumerate(self.labels):
            for label in labels:
                self._labelled[label].append(number)

    def ndcg(self, number: int, like: Sequence[int]) -> float:
        """How much of what can be gained by shared rare keywords the first ten have."""
        others = Counter(other for label in self.labels[number] for other in self._labelled[label] if other != number)
        best = sorted(others.values(), reverse=True)[:10]
        return _gain([others[other] for other in like[:10]]) / _gain(best) if best else 0.0

    def same_authors(self, number: int, like: Sequence[int]) -> float:
        """Which part of the first ten has an author in common."""
        return sum(bool(self.authors[number] & self.authors[other]) for other in like[:10]) / 10


def _gain(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(gains))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Paper]]]:
    path = tmp_path_factory.mktemp("similar") / "paperreader.db"
    with closing(Store(path, now=lambda: datetime(2026, 7, 31, 12, tzinfo=UTC))) as store:
        known = {}
        for file in sorted(RECORDED.glob("*.json.gz")):
            papers = parse_items(json.loads(gzip.decompress(file.read_bytes()))).papers
            store.ingest.save_day(date.fromisoformat(file.name[:10]), papers, complete=True).result()
            known |= {paper.id: paper for paper in papers}
        yield store, list(known.values())


@pytest.mark.skipif(not RECORDED.exists(), reason="set PAPERREADER_RECORDED to a folder of the Hub's answers")
def test_a_plain_computation_over_recorded_days_finds_no_more(recorded: tuple[Store, list[Paper]]) -> None:
    store, papers = recorded
    plain, judge = Plain(papers), Judge(papers)
    numbers = {paper.id: number for number, paper in enumerate(papers)}
    asked = random.Random(1).sample([number for number, labels in enumerate(judge.labels) if labels], 100)
    shared, ndcg, authors = 0, [0.0, 0.0], [0.0, 0.0]
    for number in asked:
        ours = [numbers[entry.id] for entry in find(store, f"like:{papers[number].id}")]
        theirs = plain.like(number)
        shared += len({*ours[:10]} & {*theirs[:10]})
        for each, like in enumerate((ours, theirs)):
            ndcg[each] += judge.ndcg(number, like) / len(asked)
            authors[each] += judge.same_authors(number, like) / len(asked)
    print(f"of the first ten {shared / len(asked) / 10:.0%} are the same")
    print(f"nDCG@10 by rare keywords {ndcg[0]:.3f}, plain {ndcg[1]:.3f}")
    print(f"same author P@10 {authors[0]:.3f}, plain {authors[1]:.3f}")
    assert shared / len(asked) > 6
    assert ndcg[0] > 0.9 * ndcg[1]
    assert authors[0] > 0.9 * authors[1]


def test_how_many_papers_have_a_word_is_told_from_the_newest(store: Store) -> None:
    from paperreader.store.similar import TEXTS, _words

    total = 12 * COUNTED_PAPERS
    papers = [about(n, *(f"every{k}th" for k in (5, 30, 299) if n % k == 0), "end") for n in range(1, total + 1)]
    save(store, *papers, about(10_000, "every5th", "every30th", "every299th"))
    with closing(sqlite3.connect(store.path)) as connection:
        words = _words(connection, connection.execute(TEXTS, (json.dumps([260710000]),)).fetchall())
    known = {word.text: word.papers for word in words.values()}
    assert "show" not in known, "all have it"
    assert known["every299th"] == 3, "so few are counted"
    assert known["every30th"] == 21
    assert known["every5th"] == pytest.approx(total / 5, rel=0.1)


def test_asking_writes_nothing(looms: Store) -> None:
    before = looms.path.read_bytes()
    with closing(sqlite3.connect(f"file:{looms.path}?mode=ro", uri=True)) as connection:
        assert most_similar(connection, ["2607.00001"])
        assert connection.execute("SELECT count(*) FROM temp.sqlite_master").fetchone() == (0,)
    assert looms.path.read_bytes() == before
