"""An entry of a bibliography, and the paper that is made of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from paperreader.export.names import read_name
from paperreader.taste.imported import ImportedPaper
from paperreader.taste.vector import MAX_CHARS, MAX_FEATURE_CHARS, MAX_NAMES
from paperreader.text.paper_ids import paper_ids
from paperreader.text.readable import readable
from paperreader.text.sanitize import clean

MAX_TITLE_CHARS: Final = 1_000
MAX_ID_CHARS: Final = 1_000
"""Of a text that may have an id in it."""
NAMES_ARXIV = re.compile(r"arxiv|huggingface\.co/papers/|10\.48550/", re.IGNORECASE)
DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>{}]+")
TAG = re.compile(r"</?(?:[biup]|em|strong|sub|sup|sc|span|br|scp|jats:[a-z-]+)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
"""Markup in the titles and abstracts of publishers."""
LOOSE_ACCENT = re.compile(r"(\\[cHvubdkrt]) +([A-Za-z])")
"""An accent with its letter behind a blank: `\\v c`."""
LONE_ACCENT = re.compile(r"\\([\^~])\{\}")
"""The sign itself: `x\\^{}2`."""
MAY_CHANGE = re.compile(r"[\\${}^_~<&]")


class Problem(NamedTuple):
    """An entry that cannot be read."""

    where: str
    """`line 17`, `entry 3`."""
    why: str
    """In a few words."""


class Entry(NamedTuple):
    """An entry as its file has it: no text of it is cleaned yet."""

    where: str
    title: str
    abstract: str = ""
    keywords: Sequence[str] = ()
    authors: Sequence[str] = ()
    """`Family, Given`, `Given Family` or the name of a group."""
    doi: str = ""
    ids: Sequence[str] = ()
    """Texts that may name its arXiv id, the surest first."""
    has_tex: bool = False
    """Its texts are TeX, in which braces only group."""


class OwnPaper(NamedTuple):
    """A paper with all that tells it from others."""

    paper: ImportedPaper
    """Without its key."""
    doi: str


def own_paper(entry: Entry) -> OwnPaper:
    """The paper of an entry; its title is empty if the entry has none."""
    doi = _doi(entry.doi)
    authors = (_person(_name(name, entry.has_tex)) for name in entry.authors[:MAX_NAMES])
    keywords = (_name(word, entry.has_tex) for word in entry.keywords[:MAX_NAMES])
    paper = ImportedPaper(
        key="",
        title=_text(entry.title, MAX_TITLE_CHARS, entry.has_tex),
        paper=_arxiv_id([doi, *entry.ids]),
        abstract=_text(entry.abstract, MAX_CHARS, entry.has_tex),
        keywords=tuple(dict.fromkeys(filter(None, keywords))),
        authors=tuple(dict.fromkeys(filter(None, authors))),
    )
    return OwnPaper(paper, doi)


def separated(words: str) -> list[str]:
    """The keywords of a text that has several."""
    return re.split(r"[,;\n]", words)


def _text(text: str, most: int, has_tex: bool) -> str:
    """As it is read, without control characters, TeX or markup."""
    text = text[: 2 * most]
    if "<" in text or "&" in text:
        text = TAG.sub("", html.unescape(text))
    if has_tex:
        text = LOOSE_ACCENT.sub(r"\1{\2}", LONE_ACCENT.sub(r"\1", text))
    text = readable(clean(text))
    if has_tex:
        text = clean(re.sub(r"[{}]", "", text))
    return text[:most].rstrip()


def _name(text: str, has_tex: bool) -> str:
    """The same of a name or a keyword: most have nothing to convert, and there are many."""
    return _text(text, MAX_FEATURE_CHARS, has_tex) if MAY_CHANGE.search(text) else clean(text[:MAX_FEATURE_CHARS])


def _person(text: str) -> str:
    """As the Hub writes names: `Given Family`."""
    name = read_name(text.strip(" ,"))
    return " ".join(part for part in (name.given, name.family, name.suffix) if part)


def _doi(text: str) -> str:
    """In small letters, since DOIs are the same in both; empty if it is none."""
    found = DOI.search(clean(text[:MAX_ID_CHARS]).replace("\\_", "_"))
    return found[0].rstrip(".,;)").lower() if found else ""


def _arxiv_id(texts: Iterable[str]) -> str | None:
    """The first in texts that are about arXiv: other numbers look like ids, too."""
    for text in texts:
        if found := NAMES_ARXIV.search(text[:MAX_ID_CHARS]):
            for id in paper_ids(text[found.start() : MAX_ID_CHARS], most=1):
                return id
    return None
