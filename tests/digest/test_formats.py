"""What the formats of a digest say, read by programs that are not ours where there are any."""

from __future__ import annotations

import email
import gzip
import json
import re
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from paperreader.digest import html, mail, markdown, phrases, text, to_json
from paperreader.digest.digest import Digest, DigestPaper, choose, days_title
from paperreader.hub.parse import parse_items
from paperreader.models import Entry, Paper
from paperreader.text.sanitize import clean
from tests.conftest import FRIDAY, THURSDAY
from tests.hostile import EVIL, controls, nasty
from tests.stores import a_paper

HUB = "https://huggingface.co"
NOW = datetime(2026, 7, 31, 12, tzinfo=UTC)
ADA = Address("Ada Löwe", "ada", "example.org")

HARD = (
    "Line\r\nBcc: evil@example.org\r\n\r\nbody",
    "]]> </td></table><script>alert(1)</script> <img src=http://evil.example/x.png>",
    "# heading #tag %%comment%% ==mark== [[link]] `code` <b> *a* _b_ $x$ | \\ &amp; ~~s~~",
    "1. list",
    "> quote",
    "From nowhere",
    ".",
    "lone \ud83d surrogates \udc00",
    "👩‍💻 漢字" * 60,
    "x" * 3_000,
    EVIL,
    "",
)


def an_item(n: int, followed: tuple[str, ...] = (), **changes: Any) -> DigestPaper:
    more: dict[str, Any] = {"authors": ("Ada Brook", "Bo Chen"), "summary": f"It weaves in {n} steps.", "upvotes": n}
    paper = a_paper(n, **{**more, **changes})
    return DigestPaper(an_entry(paper, followed), paper)


def an_entry(paper: Paper, followed: tuple[str, ...] = ()) -> Entry:
    figures = (paper.upvotes, paper.comments, bool(paper.github_repo), paper.github_stars)
    first = paper.authors[0] if paper.authors else ""
    marks = (False, True, False)
    names = (paper.organization, first, len(paper.authors))
    return Entry(paper.id, FRIDAY, paper.title, *figures, *names, *marks, followed=followed)


def a_digest(*others: DigestPaper, followed: tuple[DigestPaper, ...] = (), left_out: int = 0, **more: Any) -> Digest:
    return Digest("Friday 31 July 2026", FRIDAY, FRIDAY, more.pop("query", ""), followed, others, left_out, HUB, **more)


def a_hard_item(hard: str, n: int = 1) -> DigestPaper:
    fields = {"title": hard, "abstract": hard, "summary": hard, "organization": hard, "authors": (hard, "Ada Brook")}
    links = {"github_repo": f"https://github.com/{hard}", "project_page": f"https://example.org/{hard}"}
    return an_item(n, (hard,), **fields, **links)


BOTH = a_digest(an_item(9), an_item(8), followed=(an_item(3, ("looms",)),), left_out=5)


def test_followed_papers_are_all_chosen_and_of_the_others_the_first() -> None:
    entries = [an_item(n, ("looms",) if n % 4 == 0 else ()).entry for n in range(12)]
    choice = choose(entries, 2)
    assert [entry.upvotes for entry in choice.followed] == [0, 4, 8]
    assert [entry.upvotes for entry in choice.others] == [1, 2]
    assert choice.left_out == 7


def test_days_have_names() -> None:
    assert days_title(FRIDAY, FRIDAY) == "Friday 31 July 2026"
    assert days_title(THURSDAY, FRIDAY) == "Thu 30 Jul - Fri 31 Jul 2026"


def test_what_is_in_a_digest_is_said_in_a_line() -> None:
    assert BOTH.contents == "1 paper that you follow, 2 of 7 others"
    assert a_digest(an_item(1)).contents == "1 paper"
    assert a_digest(an_item(1), an_item(2), left_out=3).contents == "2 of 5 papers"
    assert a_digest(followed=(an_item(1, ("a",)),)).contents == "1 paper that you follow"
    assert BOTH.rest_url == f"{HUB}/papers/date/2026-07-31"
    assert BOTH._replace(first=THURSDAY).rest_url == f"{HUB}/papers/week/2026-W31"


@pytest.mark.parametrize("write", [text.write, markdown.write, html.write, to_json.write])
def test_every_format_has_titles_authors_figures_summaries_and_links(write: Any) -> None:
    one = an_item(1, organization="North Quay", comments=2, github_stars=1_234, github_repo="https://github.com/a/b")
    written = re.sub(r"\s+", " ", write(a_digest(one, followed=BOTH.followed, left_out=5)))
    for words in ("Friday 31 July 2026", "Paper 1", "Ada Brook", "Bo Chen", "North Quay", "It weaves in 1 steps."):
        assert words in written
    assert written.index("Paper 3") < written.index("Paper 1")
    for words in ("https://huggingface.co/papers/2607.00001", "https://github.com/a/b", "looms"):
        assert words in written
    if write is not to_json.write:
        assert "1 upvote" in written
        assert "1.2k GitHub stars" in written
        assert "5 more papers on the Hub" in written


# -- text


@pytest.mark.parametrize("hard", HARD)
def test_text_is_wrapped_and_flowed_text_says_where_it_goes_on(hard: str) -> None:
    long = an_item(2, summary="Looms that weave state-of-the-art carpets of many colours. " * 20)
    digest = a_digest(a_hard_item(hard), long)
    for line in text.write(digest).splitlines():
        assert not controls(line.encode())
        assert len(line) <= text.COLUMNS or " " not in line
    flowed = text.write(digest, flowed=True)
    assert unflowed(flowed) == text.write(digest, columns=10**6)


def unflowed(flowed: str) -> str:
    """As RFC 3676 says."""
    lines: list[str] = []
    goes_on = False
    for line in flowed.removesuffix("\n").split("\n"):
        unstuffed = line.removeprefix(" ")
        if goes_on:
            lines[-1] += unstuffed
        else:
            lines.append(unstuffed)
        goes_on = unstuffed.endswith(" ")
    return "\n".join(lines) + "\n"


# -- Markdown


@pytest.mark.parametrize("hard", HARD)
def test_markdown_is_read_as_headings_and_plain_paragraphs(hard: str) -> None:
    tokens = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .parse(markdown.write(a_digest(a_hard_item(hard), an_item(2))))
    )
    kinds = [token.type for token in tokens if token.type.endswith("_open")]
    assert set(kinds) == {"heading_open", "paragraph_open"}
    assert kinds.count("heading_open") == 3
    inline = {child.type for token in tokens for child in token.children or ()}
    assert inline <= {"text", "link_open", "link_close", "text_special"}
    shown = ["".join(child.content for child in token.children or ()) for token in tokens if token.children]
    assert phrases.summary(a_hard_item(hard)) in [*shown, ""]


def test_markdown_has_a_heading_for_each_group_and_no_tags_comments_or_highlights() -> None:
    written = markdown.write(BOTH)
    assert re.findall(r"^#+ .*$", written, re.MULTILINE)[:3] == [
        "# Daily papers: Friday 31 July 2026",
        "## You follow",
        "### [Paper 3](https://huggingface.co/papers/2607.00003)",
    ]
    odd = markdown.write(a_digest(an_item(1, summary="On #tags, 100%% and a == b, C# too")))
    assert r"On \#tags, 100\%\% and a \=\= b, C# too" in odd


# -- HTML


class Reader(HTMLParser):
    """Collects the elements, and what would be loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        for name, value in attrs:
            if name == "href":
                self.links.append(value or "")
            if name in ("src", "srcset", "background", "poster") or name.startswith("on"):
                self.loaded.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("hard", HARD)
def test_the_page_loads_nothing_and_is_whole(hard: str) -> None:
    page = html.write(a_digest(a_hard_item(hard), an_item(2), query="<b>loom</b>"))
    page.encode()
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    assert reader.loaded == []
    known = {"html", "head", "meta", "title", "style", "body", "table", "tr", "td", "p", "h1", "h2", "h3", "div", "a"}
    assert set(reader.tags) <= known
    assert not re.search(r"url\(|@import|<link|<script|<img", page)
    assert all(link.startswith(("https://", "http://")) for link in reader.links)


def test_the_page_is_dark_where_that_is_wanted() -> None:
    page = html.write(BOTH)
    assert "prefers-color-scheme: dark" in page
    assert page.index("You follow") < page.index("Most upvoted")
    unordered = BOTH._replace(is_by_upvotes=False)
    assert "Most upvoted" not in html.write(unordered)


# -- mail


def a_mail(digest: Digest, *to: Address) -> EmailMessage:
    written = mail.write(digest, to=to or (ADA,), sender=ADA, now=NOW)
    written.encode("ascii")
    message = email.message_from_string(written, policy=policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert not part.defects
        for header in part.values():
            assert not [defect for defect in header.defects if "local part with no domain" not in str(defect)]
    return message


HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "User-Agent"),
    *("MIME-Version", "Content-Type"),
]


@pytest.mark.parametrize("hard", HARD)
def test_no_text_gets_into_the_headers_of_a_mail(hard: str) -> None:
    message = a_mail(a_digest(a_hard_item(hard), an_item(2), query=clean(hard)))
    assert message.keys() == HEADERS
    assert message["To"].addresses == (ADA,)
    assert (
        message["Subject"].strip().startswith("Daily papers, Friday 31 July 2026: ")
    )  # it may begin in a line of its own
    assert message["Subject"].endswith(" and 1 more")
    plain, page = message.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert plain["Content-Type"].params["format"] == "flowed"
    assert page.get_content_type() == "text/html"
    assert "Paper 2" in plain.get_content()
    assert page.get_content() == html.write(a_digest(a_hard_item(hard), an_item(2), query=clean(hard)))


def test_the_headers_say_who_when_and_which() -> None:
    other = Address("", "bo", "")
    message = a_mail(BOTH, ADA, other)
    assert [str(each) for each in message["To"].addresses] == ["Ada Löwe <ada@example.org>", "bo"]
    assert message["Date"].datetime == NOW
    assert message["Subject"] == "Daily papers, Friday 31 July 2026: Paper 3 and 2 more"
    assert message["List-Id"] == "paperreader digest <digest.paperreader.localhost>"
    assert re.fullmatch(r"<[^<>@\s]+@example\.org>", message["Message-ID"])
    assert message["Message-ID"] != a_mail(BOTH)["Message-ID"]
    assert max(map(len, mail.write(BOTH, to=(ADA,), sender=ADA, now=NOW).splitlines())) <= 998


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("ada@example.org", "ada@example.org"),
        (" Ada Löwe <ada@example.org> ", "Ada Löwe <ada@example.org>"),
        ('"Brook, Ada" <a.b+c@x-y.example>', '"Brook, Ada" <a.b+c@x-y.example>'),
        ("<ada@example.org>", "ada@example.org"),
        ("root", "root"),
    ],
)
def test_addresses_are_read(written: str, address: str) -> None:
    assert str(mail.read_address(written)) == address


@pytest.mark.parametrize(
    "written",
    [
        *("", "@", "a@", "@b", "a b@c", "a@b c", "ada@example.org, bo@example.org", "ada@example.org>", "<ada@x"),
        *("a@b\nBcc: c@d", "Ada\r\nBcc: c@d <a@b>", "a\x00@b", "ä@example.org", "a@exämple.org", "a..b@c", "a@b..c"),
        *("x" * 300 + "@b", "-x\udcff@b", "a@b\u2028", "a;b@c", "(x)@b", "a@b@c"),
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(mail.InvalidAddress):
        mail.read_address(written)


@given(nasty)
def test_any_text_makes_a_valid_digest(hard: str) -> None:
    digest = a_digest(a_hard_item(hard), an_item(2), query=clean(hard))
    assert a_mail(digest).keys() == HEADERS
    assert len(json.loads(to_json.write(digest).encode())["papers"]) == 2
    for write in (text.write, markdown.write, html.write):
        assert controls(write(digest).encode()) == {"U+000A"}


def test_recorded_days_make_digests(recorded: Path) -> None:
    for file in sorted(recorded.glob("*.json.gz"))[::5]:
        papers = parse_items(json.loads(gzip.decompress(file.read_bytes()))).papers
        if not papers:
            continue
        digest = a_digest(*(DigestPaper(an_entry(paper), paper) for paper in papers))
        assert a_mail(digest).keys() == HEADERS
        assert unflowed(text.write(digest, flowed=True)) == text.write(digest, columns=10**6)
        tokens = MarkdownIt("commonmark").parse(markdown.write(digest))
        assert sum(token.type == "heading_open" for token in tokens) == 1 + len(papers)
        reader = Reader()
        reader.feed(html.write(digest))
        assert (reader.open, reader.loaded, reader.tags.count("h3")) == ([], [], len(papers))
