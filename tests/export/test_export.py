"""A paper as text for elsewhere."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from paperreader.cli.records import field_names
from paperreader.config import CopyFormat
from paperreader.export import FORMATS, export
from paperreader.export.addresses import hub_url, repo_url
from paperreader.export.paper_json import to_json
from paperreader.export.pdf_names import MAX_FILE_NAME_BYTES, pdf_name
from paperreader.help_topics import markdown_of
from paperreader.linked import Linked, LinkedRepo
from paperreader.models import Entry, Paper
from paperreader.text.sanitize import clean

PAPER = Paper(
    id="2607.12345",
    title="The Loom: Weaving Small Models",
    title_raw="The \\emph{Loom}: Weaving Small Models",
    abstract="We weave. The cloth holds.",
    abstract_raw="We weave. The cloth holds.",
    authors=("Ada Brook", "Bo Lindqvist"),
    github_repo="https://github.com/example/loom",
    project_page="https://example.org/loom",
    published=date(2026, 7, 29),
)
ENTRY = Entry(
    id=PAPER.id,
    day=date(2026, 7, 31),
    title=PAPER.title,
    upvotes=0,
    comments=0,
    has_code=True,
    github_stars=None,
    organization=None,
    first_author="Ada Brook",
    authors=2,
    read=False,
    unread=True,
    starred=False,
)

texts = st.text(max_size=60).map(clean).filter(bool)
hard_texts = st.text(st.sampled_from("ab1 \\`*_[]<>~|$&;#+-=.)(!{}^%\"'@:/ü漢"), max_size=30).map(clean).filter(bool)


def test_the_formats_are_those_that_the_config_knows() -> None:
    assert tuple(FORMATS) == get_args(CopyFormat)
    assert "".join(each.letter for each in FORMATS.values()) == "thapmbBrJnoCkws"


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("title", "The Loom: Weaving Small Models https://huggingface.co/papers/2607.12345"),
        ("hub", "https://huggingface.co/papers/2607.12345"),
        ("arxiv", "https://arxiv.org/abs/2607.12345"),
        ("pdf", "https://arxiv.org/pdf/2607.12345"),
        ("code", "https://github.com/example/loom"),
        ("project", "https://example.org/loom"),
        ("abstract", "We weave. The cloth holds."),
    ],
)
def test_short_formats(format: str, text: str) -> None:
    assert export(PAPER, format) == text


def test_what_a_paper_does_not_have_is_none() -> None:
    bare = PAPER._replace(github_repo=None, project_page=None, abstract="")
    assert [export(bare, name) for name in ("code", "project", "abstract")] == [None, None, None]
    assert export(PAPER._replace(github_repo="javascript:alert(1)"), "code") is None


def test_ids_of_before_2015_are_ids() -> None:
    assert hub_url("1412.6980") == "https://huggingface.co/papers/1412.6980"


def test_markdown() -> None:
    assert export(PAPER, "markdown") == (
        "[The Loom: Weaving Small Models](https://huggingface.co/papers/2607.12345)\n"
        "\nAda Brook, Bo Lindqvist\n"
        "\n> We weave. The cloth holds."
    )


def test_markdown_names_ten_authors_at_most() -> None:
    many = PAPER._replace(authors=tuple(f"Author {n}" for n in range(600)), abstract="")
    assert (export(many, "markdown") or "").endswith("Author 8, Author 9 and 590 more")
    alone = PAPER._replace(authors=(), abstract="")
    assert export(alone, "markdown") == "[The Loom: Weaving Small Models](https://huggingface.co/papers/2607.12345)"


def test_markdown_escapes_only_where_it_must() -> None:
    plain = PAPER._replace(title="snake_case at 5% (v2.0): a - b, #1 & Q&A!", authors=(), abstract="")
    assert (export(plain, "markdown") or "").startswith("[snake_case at 5% (v2.0): a - b, #1 & Q&A!](")


@given(title=hard_texts | texts, author=hard_texts | texts, abstract=hard_texts | texts)
def test_markdown_shows_the_very_words(title: str, author: str, abstract: str) -> None:
    paper = PAPER._replace(title=title, authors=(author,), abstract=abstract)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(export(paper, "markdown") or "")
    said = ["".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"]
    assert said == [title, author, abstract]
    assert [token.type for token in tokens if token.type.endswith("_open")] == [
        "paragraph_open",
        "paragraph_open",
        "blockquote_open",
        "paragraph_open",
    ]
    links = [child.attrs["href"] for token in tokens for child in token.children or () if child.type == "link_open"]
    assert links == ["https://huggingface.co/papers/2607.12345"]


@pytest.mark.parametrize(("kind", "address"), [("model", "a/b"), ("dataset", "datasets/a/b"), ("space", "spaces/a/b")])
def test_the_page_of_a_repository_is_on_the_hub_or_its_mirror(kind: str, address: str) -> None:
    assert repo_url(LinkedRepo(kind, "a/b")) == f"https://huggingface.co/{address}"
    assert repo_url(LinkedRepo(kind, "a/b"), "https://mirror.example/hf") == f"https://mirror.example/hf/{address}"


def test_json_has_what_is_promised() -> None:
    paper = PAPER._replace(organization="Marsh Lab", upvotes=7, comments=2, github_stars=0)
    entry = ENTRY._replace(tags=("loom", "to-cite"), has_note=True)
    item = to_json(entry, paper, linked=Linked((), {"model": 3, "space": 0}), note="Compare\nwith looms")
    assert item == {
        "id": "2607.12345",
        "source": "hf",
        "day": "2026-07-31",
        "title": "The Loom: Weaving Small Models",
        "abstract": "We weave. The cloth holds.",
        "summary": None,
        "title_raw": "The \\emph{Loom}: Weaving Small Models",
        "abstract_raw": "We weave. The cloth holds.",
        "authors": ["Ada Brook", "Bo Lindqvist"],
        "organization": "Marsh Lab",
        "submitter": None,
        "keywords": [],
        "upvotes": 7,
        "comments": 2,
        "github_repo": "https://github.com/example/loom",
        "github_stars": 0,
        "project_page": "https://example.org/loom",
        "linked": {"models": 3, "datasets": None, "spaces": 0},
        "published": "2026-07-29",
        "read": False,
        "unread": True,
        "starred": False,
        "followed": [],
        "tags": ["loom", "to-cite"],
        "note": "Compare\nwith looms",
        "has_text": False,
        "url": "https://huggingface.co/papers/2607.12345",
    }


def test_the_help_tells_every_field_of_the_json() -> None:
    table = markdown_of("formats").partition("| field |")[2].partition("\n\n")[0]
    told = [name for row in table.split("\n")[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(told) == sorted(field_names())


def test_json_has_null_for_what_is_unknown() -> None:
    item = to_json(ENTRY._replace(day=None), PAPER._replace(published=None, github_repo=None, project_page="ftp://x"))
    unknown = [name for name, value in item.items() if value is None]
    assert unknown == [
        "day",
        "summary",
        "organization",
        "submitter",
        "github_repo",
        "github_stars",
        "project_page",
        "linked",
        "published",
        "note",
    ]


MIRROR = "https://hf-mirror.example/hub"


def test_links_to_the_hub_follow_the_mirror_and_no_others_do() -> None:
    expected = {
        "title": f"The Loom: Weaving Small Models {MIRROR}/papers/2607.12345",
        "hub": f"{MIRROR}/papers/2607.12345",
    }
    for name in FORMATS:
        text = export(PAPER, name, MIRROR)
        assert text == expected.get(name, text)
        assert "huggingface.co" not in (text or "")
        if name in ("arxiv", "pdf", "bibtex", "code", "project", "abstract"):
            assert text == export(PAPER, name)
    assert (export(PAPER, "markdown", MIRROR) or "").startswith(
        f"[The Loom: Weaving Small Models]({MIRROR}/papers/2607.12345)\n"
    )
    assert "(https://a.org/%28x%29/papers/2607.12345)" in (export(PAPER, "markdown", "https://a.org/(x)") or "")


@pytest.mark.parametrize(
    ("title", "author", "name"),
    [
        ("Weaving Small Models", "Ada Lovelace", "2607.12345 Ada Lovelace - Weaving Small Models.pdf"),
        ("The Loom: Weaving", "Ada Lovelace", "2607.12345 Ada Lovelace - The Loom - Weaving.pdf"),
        ("1/2 of a\\b: c:d|e", "A/B Team", "2607.12345 A-B Team - 1-2 of a-b - c-d-e.pdf"),
        ('What? "No" * <x>', "", "2607.12345 What No x.pdf"),
        ("\x1b[31mred\x07\n\u202eline", "\x00", "2607.12345 red line.pdf"),
        ("...", "Ada", "2607.12345 Ada.pdf"),
        ("", "", "2607.12345.pdf"),
        ("CON", "", "2607.12345 CON.pdf"),
        ("Caf\u0065\u0301s…", "Zoë", "2607.12345 Zoë - Cafés….pdf"),
    ],
)
def test_the_name_of_a_pdf_is_for_readers_and_for_any_file_system(title: str, author: str, name: str) -> None:
    assert pdf_name(PAPER.id, PAPER._replace(title=title, authors=(author,) if author else ())) == name


def test_a_pdf_of_an_unknown_paper_is_called_by_its_id() -> None:
    assert pdf_name("2607.12345", None) == "2607.12345.pdf"
    with pytest.raises(ValueError, match="arXiv id"):
        pdf_name("../../.bashrc", None)


def test_a_long_name_is_cut_at_a_word() -> None:
    words = pdf_name(PAPER.id, PAPER._replace(title="weaving " * 60, authors=("Ada Brook",)))
    assert words.endswith(" weaving.pdf")
    assert 180 < len(words.encode()) <= MAX_FILE_NAME_BYTES
    one = pdf_name(PAPER.id, PAPER._replace(title="織" * 300, authors=("組" * 100,)))
    assert 195 < len(one.encode()) <= MAX_FILE_NAME_BYTES
    assert " - 織" in one


@given(st.text(max_size=400), st.text(max_size=100))
def test_any_title_makes_a_file_name(tmp_path_factory: pytest.TempPathFactory, title: str, author: str) -> None:
    name = pdf_name(PAPER.id, PAPER._replace(title=title, authors=(author,)))
    assert re.fullmatch(r"2607\.12345( .*[^ .])?\.pdf", name)
    assert not set(name) & set('/\\:*?"<>|')
    assert clean(name) == name
    assert len(name.encode()) <= MAX_FILE_NAME_BYTES
    file = tmp_path_factory.getbasetemp() / name
    file.touch()
    file.unlink()
