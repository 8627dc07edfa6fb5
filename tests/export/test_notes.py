"""Notes, Org, plain citations, RIS and CSL-JSON: each valid whatever is in a title, as other programs read it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from paperreader.export import FILES, export, export_all
from paperreader.export.cite_keys import cite_keys
from paperreader.models import Paper
from paperreader.text.sanitize import clean
from tests.export.papers import hard_papers
from tests.export.test_export import PAPER, hard_texts, texts

needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="needs pandoc")


def front_matter(note: str) -> dict[str, object]:
    found = re.match(r"---\n(.*?)\n---\n", note, re.DOTALL)
    assert found
    read = yaml.safe_load(found[1])
    assert isinstance(read, dict)
    return read


def body_titles(note: str) -> list[str]:
    """What Markdown shows of its headings."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(note.split("\n---\n", 1)[1])
    return [
        "".join(child.content for child in tokens[at + 1].children or ())
        for at, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def check_note(paper: Paper) -> None:
    note = export(paper, "note") or ""
    fields = front_matter(note)
    assert fields["title"] == clean(paper.title)
    assert fields.get("authors", []) == [clean(name) for name in paper.authors]
    assert (fields["arxiv"], fields["doi"]) == (paper.id, f"10.48550/arXiv.{paper.id}")
    assert fields["citekey"] == cite_keys([paper])[paper.id]
    assert fields.get("published") == paper.published
    headings = [clean(paper.title)] + ["Abstract"] * bool(clean(paper.abstract))
    assert body_titles(note) == headings


def test_a_note() -> None:
    assert export(PAPER, "note") == (
        "---\n"
        'title: "The Loom: Weaving Small Models"\n'
        'authors:\n  - "Ada Brook"\n  - "Bo Lindqvist"\n'
        "year: 2026\n"
        "published: 2026-07-29\n"
        'citekey: "brook2026loom"\n'
        'arxiv: "2607.12345"\n'
        'doi: "10.48550/arXiv.2607.12345"\n'
        'url: "https://arxiv.org/abs/2607.12345"\n'
        'pdf: "https://arxiv.org/pdf/2607.12345"\n'
        'hub: "https://huggingface.co/papers/2607.12345"\n'
        'code: "https://github.com/example/loom"\n'
        'project: "https://example.org/loom"\n'
        "---\n\n"
        "# The Loom: Weaving Small Models\n\nAda Brook, Bo Lindqvist\n\n## Abstract\n\nWe weave. The cloth holds."
    )


def test_notes_of_hard_papers() -> None:
    for paper in hard_papers():
        check_note(paper)
        note = (export(paper, "note") or "").split("\n---\n", 1)[1]
        assert not re.search(r"(?<!\\)\[\[|%%|==|(?:^|\s)#(?=\w)", note)  # Obsidian's own markup


@given(title=hard_texts | texts, author=hard_texts | texts, abstract=hard_texts | texts)
def test_any_note_is_valid(title: str, author: str, abstract: str) -> None:
    check_note(PAPER._replace(title=title, authors=(author,), abstract=abstract))


def test_notes_of_several_papers_are_documents_of_their_own() -> None:
    papers = hard_papers()
    text = export_all(papers, "note") or ""
    notes = re.split(r"(?<=\n)\n(?=---\ntitle: )", text)
    assert [front_matter(note)["arxiv"] for note in notes] == [paper.id for paper in papers]


@needs_pandoc
def test_pandoc_reads_the_front_matter_of_a_note() -> None:
    for paper in (hard_papers()[9], hard_papers()[14]):
        done = subprocess.run(
            ["pandoc", "-f", "commonmark_x", "-t", "json"],
            input=export(paper, "note"), capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        assert {"title", "authors", "arxiv", "doi"} <= json.loads(done.stdout)["meta"].keys()


def _shown(words: list[Any]) -> str:
    """Text, also of links, which may only be those to the web."""
    text = ""
    for word in words:
        if word["t"] == "Link":
            assert word["c"][2][0].startswith("http"), word
        text += _shown(word["c"][1]) if word["t"] == "Link" else word.get("c", " ") if word["t"] == "Str" else " "
    return text


def org_read(text: str) -> list[tuple[str, list[str]]]:
    """Headings with the kinds of markup in them, as pandoc reads Org."""
    done = subprocess.run(
        ["pandoc", "-f", "org", "-t", "json"], input=text, capture_output=True, text=True, check=True, timeout=60
    )
    found = []
    for block in json.loads(done.stdout)["blocks"]:
        if block["t"] == "Header":
            words = block["c"][2]
            kinds = {word["t"] for word in words if word["t"] not in ("Str", "Space", "Link")}
            found.append((_shown(words), sorted(kinds)))
        else:
            assert block["t"] in ("Para", "BlockQuote", "Div"), block
    return found


@needs_pandoc
def test_pandoc_reads_hard_papers_as_org() -> None:
    papers = [paper for paper in hard_papers() if clean(paper.title)]
    read = org_read(export_all(papers, "org") or "")
    assert len(read) == len(papers)

    def plain(text: str) -> str:
        return re.sub(r"[\s\u200b]|(?<=\d)\u00b7", "", text)

    for (shown, markup), paper in zip(read, papers, strict=True):
        assert markup == [], (shown, markup)
        smart = str.maketrans("“”‘’–—…", "\"\"''--.")
        want = plain(clean(paper.title)).translate(smart)
        assert plain(shown).translate(smart).replace("...", ".") == want.replace("...", ".")


def test_org_runs_nothing() -> None:
    text = (
        export(PAPER._replace(title="shell:ls elisp:(kill) file:/etc", abstract="shell:ls https://a.org"), "org") or ""
    )
    assert not [line for line in text.splitlines() if "shell:" in line or "elisp:" in line or "file:" in line]
    assert "https://a.org" in text


def test_org_has_properties() -> None:
    text = export(PAPER, "org") or ""
    assert text.startswith("* The Loom: Weaving Small Models\n:PROPERTIES:\n:CUSTOM_ID: brook2026loom\n")
    assert "[[https://arxiv.org/abs/2607.12345][arXiv]]" in text
    assert text.endswith("#+begin_quote\nWe weave. The cloth holds.\n#+end_quote")


@pytest.mark.parametrize(
    ("authors", "cited"),
    [
        (("Ada Brook", "Bo Lindqvist"), "Brook, A., & Lindqvist, B."),
        (("Laurens J.-P. van der Maaten",), "van der Maaten, L. J.-P."),
        (('Linxi "Jim" Fan', "OpenAI"), "Fan, L., & OpenAI"),
        (("Hal Daumé III",), "Daumé, H., III"),
        (tuple(f"Ada N{n}k" for n in "abcdefghijklmnopqrstuvw"), None),
    ],
)
def test_a_citation(authors: tuple[str, ...], cited: str | None) -> None:
    text = export(PAPER._replace(authors=authors), "plain") or ""
    start, _, rest = text.partition(" (2026). ")
    assert start == cited if cited else start.endswith("Nsk, A., … Nwk, A.")
    assert rest == "The Loom: Weaving Small Models. arXiv:2607.12345. https://doi.org/10.48550/arXiv.2607.12345"


@given(st.lists(hard_texts | texts, min_size=1, max_size=3), hard_texts | texts)
def test_each_format_takes_anything(names: list[str], title: str) -> None:
    paper = PAPER._replace(title=title, title_raw=title, abstract=title, authors=tuple(names))
    ris = (export(paper, "ris") or "").split("\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris)
    assert [line[:2] for line in ris].count("AU") == len(names)
    assert (ris[0], ris[-1]) == ("TY  - UNPB", "ER  - ")
    [item] = json.loads(export(paper, "csl-json") or "")
    assert (item["title"], len(item["author"])) == (title, len(names))
    assert "\n" not in (export(paper, "plain") or "")
    assert (export(paper, "org") or "").count("\n* ") == 0


@pytest.mark.parametrize("option", FILES)
def test_of_no_papers_the_output_is_empty_and_valid(option: str) -> None:
    assert export_all([], FILES[option]) == ("[]" if option == "csl-json" else "")
