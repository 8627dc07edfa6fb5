"""What feeds say of papers, read by programs that are not ours."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.feeds import atom, json_feed
from paperreader.feeds.feed import Feed, day_of, entry_of
from paperreader.hub.parse import parse_items
from paperreader.models import Paper
from tests.conftest import FRIDAY, THURSDAY
from tests.hostile import EVIL, nasty
from tests.stores import a_paper

FEED = Feed("https://huggingface.co/papers", "Daily papers", "https://huggingface.co/papers", FRIDAY)
MIRROR = "https://hub.example/mirror"
ATOM = "{http://www.w3.org/2005/Atom}"

HARD_TITLES = (
    "CDATA ends ]]> here <![CDATA[ and begins",
    "</title></entry></feed><script>alert(1)</script>",
    "<think> & &amp; &lt;b&gt; \"quoted\" 'single'",
    "lone \ud83d surrogates \udc00",
    "emoji 👩‍💻 ❤️ 漢字 हिन्दी עברית",
    "controls \x00\x01\x08\x0b\x1b[31m\x7f\x9b and \ufffe\uffff",
    "line\r\nbreaks\u2028and\u2029others",
    EVIL,
    "",
)


def a_full_paper(n: int = 1, **changes: Any) -> Paper:
    more: dict[str, Any] = {
        "summary": "It weaves.",
        "keywords": ("looms", "weaving & more", "looms"),
        "authors": ("Ada Brook", "Bo <b>Chen</b>"),
        "organization": "North Quay",
        "github_repo": "https://github.com/example/loom",
        "project_page": "https://example.org/loom?a=1&b=2",
    }
    return a_paper(n, **{**more, **changes})


def read_atom(*papers: Paper, hub: str = MIRROR) -> Any:
    text = "".join(atom.write(FEED, (entry_of(paper, THURSDAY, hub) for paper in papers)))
    read = feedparser.parse(text.encode())
    assert not read.bozo, read.bozo_exception
    assert len(read.entries) == len(papers)
    return read


def test_feedparser_reads_all_of_an_entry() -> None:
    read = read_atom(a_full_paper())
    assert (read.version, read.feed.title, read.feed.id) == ("atom10", "Daily papers", FEED.id)
    assert read.feed.updated == "2026-07-31T00:00:00Z"
    (entry,) = read.entries
    assert entry.id == "https://huggingface.co/papers/2607.00001"
    assert entry.link == f"{MIRROR}/papers/2607.00001"
    assert entry.published == entry.updated == "2026-07-30T00:00:00Z"
    assert [author.name for author in entry.authors] == ["Ada Brook", "Bo <b>Chen</b>"]
    assert [tag.term for tag in entry.tags] == ["looms", "weaving & more"]
    assert entry.summary == "It weaves."
    assert {link.get("title"): link.href for link in entry.links if link.rel == "related"} == {
        "PDF": "https://arxiv.org/pdf/2607.00001",
        "arXiv": "https://arxiv.org/abs/2607.00001",
        "Code": "https://github.com/example/loom",
        "Project page": "https://example.org/loom?a=1&b=2",
    }
    (content,) = entry.content
    assert content.type == "text/html"
    assert "<strong>Abstract.</strong> We show." in content.value
    assert '<a href="https://example.org/loom?a=1&amp;b=2">Project page</a>' in content.value


@pytest.mark.parametrize("title", HARD_TITLES)
def test_whatever_is_in_a_text_it_stays_text(title: str) -> None:
    hard = a_full_paper(
        title=title,
        abstract=f"A {title}",
        summary=title,
        keywords=(title, "looms"),
        authors=(title, "Ada Brook"),
        organization=title,
        github_repo=f"https://github.com/{title}",
    )
    document = "".join(atom.write(FEED, [entry_of(hard, THURSDAY), entry_of(a_full_paper(2), THURSDAY)]))
    root = ElementTree.fromstring(document.encode())
    first, second = root.findall(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}title")
    assert second.findtext(f"{ATOM}title") == "Paper 2"
    content = first.findtext(f"{ATOM}content") or ""
    tags = {element.tag for element in ElementTree.fromstring(f"<div>{content}</div>").iter()}
    assert tags <= {"div", "p", "strong", "em", "a"}
    read_atom(hard)
    items = json.loads("".join(json_feed.write(FEED, [entry_of(hard, THURSDAY)])).encode())["items"]
    assert items[0]["title"] == first.findtext(f"{ATOM}title")
    assert items[0]["content_html"] == content


@given(nasty)
def test_any_text_makes_a_valid_document(text: str) -> None:
    paper = a_full_paper(title=text, abstract=text, summary=text, keywords=(text,), authors=(text,), organization=text)
    document = "".join(atom.write(FEED, [entry_of(paper, THURSDAY)])).encode()
    assert len(ElementTree.fromstring(document).findall(f"{ATOM}entry")) == 1
    assert len(json.loads("".join(json_feed.write(FEED, [entry_of(paper, THURSDAY)])).encode())["items"]) == 1


def test_an_entry_is_the_same_whatever_its_figures_are_and_keeps_its_id_on_a_mirror() -> None:
    before, after = (a_full_paper(upvotes=n, comments=n, github_stars=n) for n in (1, 999))
    for write in (atom.write, json_feed.write):
        one, other = ("".join(write(FEED, [entry_of(paper, THURSDAY)])) for paper in (before, after))
        assert one == other
    assert entry_of(before, THURSDAY, MIRROR).id == entry_of(before, THURSDAY).id
    assert entry_of(before, THURSDAY, MIRROR).url != entry_of(before, THURSDAY).url


def test_a_json_feed_has_what_the_format_asks_for() -> None:
    feed = json.loads("".join(json_feed.write(FEED, [entry_of(a_full_paper(), THURSDAY, MIRROR)])))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Daily papers"
    (item,) = feed["items"]
    assert item["id"] == "https://huggingface.co/papers/2607.00001"
    assert item["url"] == f"{MIRROR}/papers/2607.00001"
    assert item["external_url"] == "https://arxiv.org/abs/2607.00001"
    assert item["date_published"] == item["date_modified"] == "2026-07-30T00:00:00Z"
    assert item["authors"] == [{"name": "Ada Brook"}, {"name": "Bo <b>Chen</b>"}]
    assert item["tags"] == ["looms", "weaving & more"]
    assert item["attachments"][0]["mime_type"] == "application/pdf"
    bare = json.loads("".join(json_feed.write(FEED, [entry_of(a_paper(1), THURSDAY)])))["items"][0]
    assert bare.keys() == {
        *("id", "url", "external_url", "title", "content_html", "summary"),
        *("date_published", "date_modified", "attachments"),
    }
    assert json.loads("".join(json_feed.write(FEED, [])))["items"] == []


def test_a_feed_without_papers_is_a_feed() -> None:
    assert read_atom().feed.title == "Daily papers"


@given(st.integers(7, 99), st.integers(0, 99))
def test_a_paper_that_no_day_lists_has_a_day_all_the_same(year: int, month: int) -> None:
    assert day_of(f"{year:02}{month:02}.12345", None, None).year == 2000 + year
    assert day_of("2607.12345", None, date(2026, 7, 3)) == date(2026, 7, 3)
    assert day_of("2607.12345", THURSDAY, date(2026, 7, 3)) == THURSDAY


def test_all_recorded_papers_make_one_feed(recorded: Path) -> None:
    papers = [paper for file in sorted(recorded.glob("*.json.gz")) for paper in parse_items(read_items(file)).papers]
    entries = [entry_of(paper, day_of(paper.id, None, paper.published)) for paper in papers]
    root = ElementTree.fromstringlist(piece.encode() for piece in atom.write(FEED, entries))
    titles = [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    assert titles == [entry.title for entry in entries]
    items = json.loads("".join(json_feed.write(FEED, entries)))["items"]
    assert [item["content_html"] for item in items] == [entry.content for entry in entries]


def read_items(file: Path) -> Any:
    return json.loads(gzip.decompress(file.read_bytes()))
