"""The demo feed: every shape of the hub's items occurs, and nothing in it is from a real paper."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperreader import demo
from paperreader.fulltext.blocks import Equation, Figure, Footnote, Heading, Listing, Reference, Table
from paperreader.fulltext.encode import encode
from paperreader.hub.parse import parse_items
from paperreader.linked import LINKED_KINDS
from paperreader.models import Paper
from paperreader.store import Store
from paperreader.views import Collection, DayView
from tests.conftest import Clock
from tests.papers import golden

Item = dict[str, Any]

ANSWERS: list[tuple[date, list[Item]]] = [(day, json.loads(body)) for day, body in demo.days()]
ITEMS = [item for _, items in ANSWERS for item in items]
TWICE = "Parsimony Pays: Verifiable Rewards for Shorter Proofs, Programs and Plans"


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    """The papers of all days, newest first."""
    return [paper for _, body in demo.days() for paper in parse_items(body).papers]


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with_demo = Store(tmp_path / "demo.db", now=clock)
    demo.fill(with_demo)
    yield with_demo
    with_demo.close()


def test_ten_weekdays_newest_first_of_which_no_item_is_skipped() -> None:
    days = [day for day, _ in demo.days()]
    assert days == sorted(days, reverse=True)
    assert len(days) == 10
    for day, body in demo.days():
        parsed = parse_items(body)
        assert day.weekday() < 5
        assert (parsed.day, parsed.skipped) == (day, 0)
        assert 8 <= len(parsed.papers) <= 25
        upvotes = [paper.upvotes for paper in parsed.papers]
        assert upvotes == sorted(upvotes, reverse=True)
        assert upvotes[-1] >= 3
        assert upvotes[0] <= 250


def test_at_least_130_papers_of_which_one_stands_on_two_days(papers: list[Paper]) -> None:
    ids = Counter(paper.id for paper in papers)
    assert len(ids) >= 130
    assert all(re.fullmatch(r"2607\.9\d{4}", id) for id in ids)
    assert [paper.title for paper in papers if ids[paper.id] > 1] == [TWICE, TWICE]
    assert len({paper.title for paper in papers}) == len(ids)


def test_files_are_written_as_json_that_a_person_can_read() -> None:
    for _, body in demo.days():
        text = body.decode("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


def test_abstracts_have_the_length_of_abstracts_and_do_not_repeat_each_other(papers: list[Paper]) -> None:
    once = {paper.id: paper for paper in papers}.values()
    lengths = Counter(90 <= len(paper.abstract.split()) <= 220 for paper in once)
    assert lengths[False] == 2  # one is missing, one is a single sentence
    seen: dict[str, str] = {}
    for paper in once:
        for phrase in phrases(paper.abstract):
            assert seen.setdefault(phrase, paper.id) == paper.id, phrase


def test_a_fresh_day_mostly_waits_for_its_summaries() -> None:
    share = [sum("ai_summary" in item["paper"] for item in items) / len(items) for _, items in ANSWERS]
    assert 0 < share[0] < 0.5
    assert min(share[1:]) > 0.8
    comments = Counter(item["numComments"] for item in ITEMS)
    assert comments.most_common(1)[0][0] == 1
    assert comments[0] >= 10
    assert 20 <= max(comments) <= 40


def test_texts_of_the_two_levels_agree() -> None:
    for item in ITEMS:
        assert item.get("summary") == item["paper"].get("summary")
        assert item.get("organization") == item["paper"].get("organization")
        outer, inner = item.get("submittedBy", {}), item["paper"].get("submittedOnDailyBy", {})
        assert (outer.get("name"), outer.get("fullname")) == (inner.get("user"), inner.get("fullname"))


def author(test: Callable[[Item], object]) -> Callable[[Item], bool]:
    return lambda item: any(test(author) for author in item["paper"]["authors"])


def text(pattern: str, *keys: str) -> Callable[[Item], bool]:
    """Whether one of the texts, the title and the abstract if none is named, has the pattern in it."""
    return lambda item: any(re.search(pattern, item.get(key, "")) for key in keys or ("title", "summary"))


def inner(key: str, test: Callable[[Any], object]) -> Callable[[Item], bool]:
    return lambda item: key in item["paper"] and bool(test(item["paper"][key]))


def without(key: str) -> Callable[[Item], bool]:
    return lambda item: key not in item["paper"] and key not in item


def named(pattern: str) -> Callable[[Item], bool]:
    """Whether a user of the hub, the first of the authors or the organization is called so."""
    return lambda item: any(
        re.search(pattern, name)
        for name in (
            item.get("submittedBy", {}).get("fullname", ""),
            item.get("organization", {}).get("fullname", ""),
            item["paper"]["authors"][0]["name"],
        )
    )


@pytest.mark.parametrize(
    "has",
    [
        pytest.param(text(r"\$\\mathcal\{O\}\(n \\log n\)\$", "title"), id="TeX in a title"),
        pytest.param(text(r"\\emph\{"), id="emph"),
        pytest.param(text(r"\d\\%"), id="escaped percent"),
        pytest.param(text(r"``\w+.*?''"), id="TeX quotes"),
        pytest.param(text(r"\w~\d"), id="tie"),
        pytest.param(text(r"Poincar\\'e and Erd\\H\{o\}s"), id="TeX accents"),
        pytest.param(text(r"\d\.\dtimes"), id="factor that was TeX"),
        pytest.param(text(r"256 times 256"), id="size that was TeX"),
        pytest.param(text(r" leq 0"), id="relation that was TeX"),
        pytest.param(text(r"\bell_2"), id="norm that was TeX"),
        pytest.param(text(r"texttt\{D\}ual", "title"), id="font that was TeX"),
        pytest.param(text(r"\^textbf\{3R\}", "title"), id="exponent with a font that was TeX"),
        pytest.param(text(r"[^\\]mathcal\{O\}\(T\^\{-1/3\}\)"), id="order that was TeX"),
        pytest.param(text(r"f\(Phi\(x\)\)"), id="Greek that was TeX"),
        pytest.param(text(r"magenta\{https://"), id="colour that was TeX"),
        pytest.param(text(r"\d\{,\}\d"), id="comma in braces"),
        pytest.param(text(r"360\^circ"), id="degrees that were TeX"),
        pytest.param(lambda item: item.get("summary", "").count("$") % 2, id="odd number of dollars"),
        pytest.param(text(r"costs \$10 to \$20 per run"), id="prices"),
        pytest.param(inner("title", re.compile(r" mathcal\{O\}").search), id="stripped inner title"),
        pytest.param(text(r"^\[IDK\] ", "title"), id="token in brackets"),
        pytest.param(text(r"^<think> ", "title"), id="tag in angle brackets"),
        pytest.param(text(r"-\[dev\].*\[/b\]$", "title"), id="closing markup"),
        pytest.param(text(r"^\w+ \w+$", "title"), id="title of two words"),
        pytest.param(lambda item: 165 <= len(item["title"]) <= 175, id="title of 170 characters"),
        pytest.param(text(r"\n", "title"), id="newline in a title"),
        pytest.param(lambda item: item.get("summary", "").count("\n") > 8, id="hard-wrapped abstract"),
        pytest.param(text(r"\n  [A-Z]", "summary"), id="abstract of two paragraphs"),
        pytest.param(text(r"\S{150}", "summary"), id="word of 150 characters"),
        pytest.param(text(r"^[^.?!]*(\d\.\d[^.?!]*)?\.$", "summary"), id="abstract of one sentence"),
        pytest.param(lambda item: len(item["paper"]["authors"]) > 600, id="more than 600 authors"),
        pytest.param(lambda item: len(item["paper"]["authors"]) == 1, id="a single author"),
        pytest.param(author(lambda author: author["hidden"]), id="hidden author"),
        pytest.param(author(lambda author: author.get("user")), id="claimed author"),
        pytest.param(
            author(lambda author: re.match("[一-鿿]", author.get("user", {}).get("fullname", ""))),
            id="author claimed under a Chinese name",
        ),
        pytest.param(without("organization"), id="no organization"),
        pytest.param(without("submittedBy"), id="no submitter"),
        pytest.param(without("summary"), id="no abstract"),
        pytest.param(without("ai_summary"), id="no summary"),
        pytest.param(without("ai_keywords"), id="no keywords"),
        pytest.param(without("githubRepo"), id="no code"),
        pytest.param(
            lambda item: "githubRepo" in item["paper"] and "githubStars" not in item["paper"],
            id="code without stars",
        ),
        pytest.param(inner("githubStars", lambda stars: stars == 0), id="no stars"),
        pytest.param(inner("githubStars", lambda stars: stars == 12_345), id="12,345 stars"),
        pytest.param(inner("ai_keywords", lambda keywords: len(keywords) >= 40), id="40 keywords"),
        pytest.param(inner("ai_summary", lambda summary: len(summary) > 1_300), id="very long summary"),
        pytest.param(inner("projectPage", lambda page: page.startswith(" https")), id="page with a space"),
        pytest.param(inner("projectPage", lambda page: page.startswith("http:")), id="plain http"),
        pytest.param(inner("projectPage", lambda page: re.search(r"//[\d.]+:\d+/", page)), id="bare IP"),
        pytest.param(inner("mediaUrls", bool), id="film"),
        pytest.param(named(r"[一-鿿]"), id="Chinese"),
        pytest.param(named(r"[ぁ-ヿ]"), id="Japanese"),
        pytest.param(named(r"[가-힣]"), id="Korean"),
        pytest.param(named(r"[א-ת]"), id="Hebrew"),
        pytest.param(named(r"[ء-ي]"), id="Arabic"),
        pytest.param(named(r"[\U0001f300-\U0001faff]"), id="emoji"),
        pytest.param(named(r"[\U0001f1e6-\U0001f1ff]{2}"), id="flag"),
        pytest.param(named(r"\u200d"), id="joined emoji"),
    ],
)
def test_shape_occurs(has: Callable[[Item], object]) -> None:
    assert any(has(item) for item in ITEMS)


def test_links_lead_to_invented_places_only(papers: list[Paper]) -> None:
    hosts = r"https?://([a-z0-9.-]+\.example|192\.0\.2\.\d+:\d+)(/|$)"
    for item in ITEMS:
        links = [item["thumbnail"], *item.get("mediaUrls", ())]
        if "projectPage" in item["paper"]:
            links.append(item["paper"]["projectPage"].strip())
        assert all(re.match(hosts, link) for link in links)
    assert sum(paper.project_page is not None for paper in papers) == sum(
        "projectPage" in item["paper"] for item in ITEMS
    )


def test_nothing_is_from_a_recorded_paper(recorded: Path, papers: list[Paper]) -> None:
    ours = {paper.id: paper for paper in papers}
    titles = {flat(item["title"]) for item in ITEMS}
    methods = {title.partition(":")[0] for title in titles if ":" in title}
    people = {author["name"] for item in ITEMS for author in item["paper"]["authors"]}
    ours_said = {phrase for item in ITEMS for phrase in phrases(item.get("summary", ""))}
    compared = 0
    for file in recorded.glob("*.json.gz"):
        for item in json.loads(gzip.decompress(file.read_bytes())):
            title = flat(item["title"])
            assert item["paper"]["id"] not in ours
            assert title not in titles
            assert title.partition(":")[0] not in methods
            assert not people & {author["name"] for author in item["paper"]["authors"]}
            assert not ours_said & phrases(item["paper"]["summary"])
            compared += 1
    assert compared > 1_000


def flat(title: str) -> str:
    return " ".join(title.lower().split())


def phrases(abstract: str) -> set[str]:
    """Every eight words in a row."""
    words = re.findall(r"\w+", abstract.lower())
    return {" ".join(words[start : start + 8]) for start in range(len(words) - 7)}


def test_fill_leaves_a_day_done_a_day_begun_and_old_days_that_do_not_count(store: Store) -> None:
    papers = {day: len(items) for day, items in ANSWERS}
    newest, _, begun, done, *_ = papers
    *_, second, first = papers
    days = {day.date: day for day in store.papers.days()}
    assert list(days) == list(papers)
    assert {day: row.papers for day, row in days.items()} == papers
    assert {day for day, row in days.items() if not row.complete} == {newest}
    assert {day for day, row in days.items() if not row.starts_unread} == {first, second}
    assert {day: row.read for day, row in days.items() if row.read} == {done: papers[done], begun: 3}
    unread = {day: count for day, count in papers.items() if day not in (first, second, done)}
    unread[begun] -= 3
    assert {day: row.unread for day, row in days.items() if row.unread} == unread
    assert store.papers.totals().unread == sum(unread.values()) - 1  # the one that stands on two days
    assert [entry.read for entry in store.papers.entries(DayView(begun))[:4]] == [True, True, True, False]


def test_fill_leaves_three_starred_papers_one_of_them_unread(store: Store) -> None:
    starred = store.papers.entries(Collection.STARRED)
    assert [entry.read for entry in starred] == [True, True, False]
    assert store.papers.totals().starred == 3
    assert len({entry.day for entry in starred}) == 3


def test_fill_leaves_nothing_to_undo(store: Store) -> None:
    before = store.papers.totals()
    assert store.marks.undo().result(5) is None
    assert store.marks.redo().result(5) is None
    assert store.papers.totals() == before


def test_fill_keeps_the_days_that_the_reader_needs(store: Store) -> None:
    newest, first = ANSWERS[0][0], ANSWERS[-1][0]
    assert store.settings.get("newest") == newest.isoformat()
    assert store.settings.get("first") == first.isoformat()
    assert store.settings.get("since") == (first + timedelta(days=2)).isoformat()


def test_hidden_author_is_not_told_of(papers: list[Paper]) -> None:
    hidden = {
        item["paper"]["id"]: author["name"] for item in ITEMS for author in item["paper"]["authors"] if author["hidden"]
    }
    told = {paper.id: paper.authors for paper in papers}
    assert hidden
    assert all(told[id] and name not in told[id] for id, name in hidden.items())


@pytest.mark.parametrize("name", golden.IN_DEMO)
def test_text_is_what_the_invented_paper_is_read_as(name: str) -> None:
    shipped = dict(demo.texts())[golden.PAPERS[name][0]]
    assert encode(shipped) == encode(golden.read(name)), "python -m tests.papers.golden writes it down again"


def test_first_paper_of_the_newest_day_has_a_text_and_so_has_one_that_it_cites(store: Store) -> None:
    first, *_ = (item["paper"]["id"] for item in ANSWERS[0][1])
    texts = dict(demo.texts())
    assert sorted(demo.save_texts(store)) == sorted(texts)
    assert {id for id in texts if (stored := store.texts.get(id)) and stored.text == texts[id]} == set(texts)
    cited = {block.arxiv for block in texts[first].blocks if isinstance(block, Reference)}
    assert texts.keys() - {first} <= cited
    assert {entry.id for entry in store.papers.entries_of([*cited - {""}])} == cited - {""}  # r opens them
    assert [entry.id for entry in store.papers.entries(DayView(ANSWERS[0][0])) if entry.has_text] == [first]


def test_first_text_has_every_kind_of_block_and_nothing_is_lacking() -> None:
    text = dict(demo.texts())[ANSWERS[0][1][0]["paper"]["id"]]
    kinds = Counter(type(block) for block in text.blocks)
    assert kinds[Table] == 2
    assert min(kinds[kind] for kind in (Heading, Equation, Listing, Figure, Footnote, Reference)) >= 2
    assert text.lacks == ()


def test_texts_lead_to_invented_places_only() -> None:
    for _, text in demo.texts():
        written = encode(text).decode()
        assert all(host.endswith(".example") for host in re.findall(r"https?://([^/\"]+)", written))


def test_repositories_name_some_of_its_papers_which_say_so(store: Store) -> None:
    owners = {org["name"] for item in ITEMS if (org := item.get("organization"))}
    named = dict(demo.linked())
    assert set(named) <= {item["paper"]["id"] for item in ITEMS}
    for id, body in named.items():
        linked, answer = store.papers.linked(id), json.loads(body)
        assert linked.totals == {kind: len(answer[f"{kind}s"]) for kind in LINKED_KINDS}
        assert [repo.id for repo in linked.repos] == [
            each["id"] for kind in LINKED_KINDS for each in answer[f"{kind}s"]
        ]
    most = max((store.papers.linked(id) for id in named), key=lambda linked: linked.total)
    assert most.total > len(most.first())  # the others are in a list of their own
    assert {repo.id.partition("/")[0] for repo in store.papers.linked(next(iter(named))).repos} & owners
    assert any(repo.gated for repo in most.repos)
