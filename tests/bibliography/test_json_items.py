"""JSON of pandoc, Zotero, Mendeley and the like."""

from __future__ import annotations

import json

import pytest

from paperreader.bibliography.entry import own_paper
from paperreader.bibliography.read import NotABibliography, read
from paperreader.taste.imported import ImportedPaper

PAPER = ImportedPaper("", "A Loom", "2607.12345", "We weave.", ("looms", "threads"), ("Ada Lovelace", "Weaving Team"))
CSL = {
    "id": "x",
    "title": "A <i>Loom</i>",
    "abstract": "We weave.",
    "keyword": "looms, threads",
    "author": [{"family": "Lovelace", "given": "Ada"}, {"literal": "Weaving Team"}],
    "editor": [{"family": "Editor", "given": "An"}],
    "DOI": "10.48550/arXiv.2607.12345",
}
ZOTERO = {
    "itemType": "preprint",
    "title": "A Loom",
    "abstractNote": "We weave.",
    "creators": [
        {"creatorType": "author", "firstName": "Ada", "lastName": "Lovelace"},
        {"creatorType": "author", "name": "Weaving Team"},
        {"creatorType": "editor", "firstName": "An", "lastName": "Editor"},
    ],
    "tags": [{"tag": "looms", "type": 1}, {"tag": "threads"}],
    "archiveID": "arXiv:2607.12345",
}
MENDELEY = {
    "title": "A Loom",
    "abstract": "We weave.",
    "keywords": ["looms", "threads"],
    "authors": [{"first_name": "Ada", "last_name": "Lovelace"}, {"last_name": "Weaving Team"}],
    "identifiers": {"arxiv": "2607.12345", "doi": "10.1234/x"},
}


@pytest.mark.parametrize(
    "value",
    [
        [CSL],
        CSL,
        {"references": [CSL]},
        {"x": CSL},
        [ZOTERO],
        {"items": [ZOTERO]},
        [{"key": "K", "version": 1, "data": ZOTERO}, {"key": "N", "data": {"itemType": "note", "note": "<p>A</p>"}}],
        [{**ZOTERO, "archiveID": "", "extra": "arXiv:2607.12345 [cs.LG]\nPublisher: arXiv"}],
        [MENDELEY],
    ],
)
def test_each_program_s_json_is_read(value: object) -> None:
    entries, problems = read(json.dumps(value).encode())
    assert [own_paper(entry).paper for entry in entries] == [PAPER]
    assert problems == []


def test_items_that_are_none_are_told() -> None:
    entries, problems = read(b'[1, {"title": 5, "author": "x", "tags": {}, "DOI": [], "data": null}, [], null]')
    assert [entry.title for entry in entries] == ["5"]
    assert [where for where, _ in problems] == ["entry 1", "entry 3", "entry 4"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'[{"title":\n "A"},\n {"title" "B"}]', "line 3 is not valid JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"title": "cut of', "line 1 is not valid JSON"),
    ],
)
def test_what_is_no_json_is_told_with_its_line(data: bytes, why: str) -> None:
    with pytest.raises(NotABibliography, match=why):
        read(data)


def test_a_doi_is_cleaned_like_all_texts() -> None:
    item = '[{"title": "A \\ud800 Loom", "DOI": "10.1000/18\\u001b[2J\\udfff2\\u202e"}]'
    (entry,) = read(item.encode()).entries
    own = own_paper(entry)
    assert (own.paper.title, own.doi) == ("A Loom", "10.1000/182")
