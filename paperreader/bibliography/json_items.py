"""Entries in JSON: CSL-JSON, what Zotero and Mendeley export or answer, and what is like them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from paperreader.bibliography.entry import Entry, Problem, separated

LISTS: Final = ("items", "references", "data", "documents", "results")
"""What the list of entries may be called."""
NO_PAPERS: Final = frozenset(("attachment", "note", "annotation"))
"""Kinds of items that only belong to others."""

Item = Mapping[str, Any]


def entries(value: object) -> Iterator[Entry | Problem]:
    """Each entry of a list, of an object that has one, or the only one."""
    for number, item in enumerate(_listed(value), 1):
        where = f"entry {number:,}"
        if not isinstance(item, dict):
            yield Problem(where, "it is not an object")
            continue
        data = item["data"] if isinstance(item.get("data"), dict) else item  # as Zotero's API answers
        if data.get("itemType") not in NO_PAPERS and data.get("type") not in NO_PAPERS:
            yield _entry(where, data)


def _listed(value: object) -> Sequence[object]:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    if found := next((value[name] for name in LISTS if isinstance(value.get(name), list)), None):
        return list(found)
    if "title" in value:
        return [value]
    return [each for each in value.values() if isinstance(each, dict)]  # by citation key


def _entry(where: str, item: Item) -> Entry:
    def first(*names: str) -> str:
        return next(filter(None, (_text(item.get(name)) for name in names)), "")

    identifiers = [each for name in ("identifiers", "externalIds") if isinstance(each := item.get(name), dict)]
    by_name = {name.lower(): _text(id) for each in identifiers for name, id in each.items()}
    ids = [by_name.get("arxiv", ""), first("arxivId", "arxiv_id", "arxiv")]
    names = ("archiveID", "archive_location", "number", "URL", "url", "container-title", "publicationTitle", "note")
    return Entry(
        where,
        first("title"),
        first("abstract", "abstractNote"),
        [word for name in ("keyword", "keywords", "tags") for word in _keywords(item.get(name))],
        [name for each in ("author", "authors", "creators") for name in _authors(item.get(each))],
        first("DOI", "doi") or by_name.get("doi", ""),
        [*(f"arXiv:{id.split(':')[-1]}" for id in ids if id), *map(first, names), first("extra")],
    )


def _text(value: object) -> str:
    """A text, or the first of several."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def _keywords(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from separated(value)
    for each in value if isinstance(value, list) else ():
        yield _text(each.get("tag") or each.get("name")) if isinstance(each, dict) else _text(each)


def _authors(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict) and each.get("creatorType", "author") == "author":
            yield _author(each)


def _author(names: Item) -> str:
    def first(*parts: str) -> str:
        return next(filter(None, (_text(names.get(part)) for part in parts)), "")

    family = " ".join(
        filter(
            None,
            (
                first("dropping-particle"),
                first("non-dropping-particle"),
                first("family", "lastName", "last_name", "last"),
            ),
        )
    )
    given = first("given", "firstName", "first_name", "first")
    if not family:
        return first("literal", "name") or given
    return ", ".join(filter(None, (family, given, first("suffix"))))
