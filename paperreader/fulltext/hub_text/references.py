"""The bibliography: one block an entry, with its label and the arXiv id that it names."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from paperreader.fulltext.blocks import Block, Heading, Paragraph, Reference, Run, Runs, plain
from paperreader.fulltext.cited_paper import arxiv_id
from paperreader.fulltext.commonmark.line import merged
from paperreader.text.readable import readable

_HEADING = re.compile(r"\W*(?:references?|bibliography|literature cited|works cited)\W*", re.IGNORECASE)
_LABEL = re.compile(r"\s*(\[[^\[\]]{1,40}\]|\(\d{1,3}\)|\d{1,3}\.(?=\s))\s*")
_AUTHOR_YEAR = re.compile(r"([A-Z][^\s,()]{0,40}(?: [^\s,()]{1,40}){0,6} \((?:19|20)\d\d[a-z]?\))\s+(?=\S)")
_CITED_BY = re.compile(r"\s*Cited by:")
_GLUED_YEAR = re.compile(r"(\((?:[A-Z][a-z]+ )?(?:19|20)\d\d(?:-\d\d)?[a-z]?\))(?=[^\W_]|[“\"'])")
_COUNTED = re.compile(r"bib\.bib(\d{1,4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
MIN_TITLE_CHARS = 12
"""Of a title that tells which entry it is."""


def read_references(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the entries of the bibliography as such; a heading without any is dropped."""
    found: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if not (isinstance(block, Heading) and _HEADING.fullmatch(plain(block.runs))):
            found.append(block)
            continue
        end = next((end for end in range(at, len(blocks)) if isinstance(blocks[end], Heading)), len(blocks))
        entries = _entries(blocks[at:end])
        if entries:
            found += [block, *entries]
        at = end
    return found


def _entries(section: Sequence[Block]) -> list[Block]:
    in_lists = sum(isinstance(block, Paragraph) and bool(block.marker) for block in section)
    entries: list[Block] = []
    for block in section:
        if not isinstance(block, Paragraph):
            entries.append(block)
        elif in_lists and not block.marker and entries and _goes_on(entries[-1], block):
            last = entries[-1]
            assert isinstance(last, Reference)
            entries[-1] = last._replace(runs=(*last.runs, Run(" "), *block.runs))
        else:
            entries.append(_reference(block))
    return entries


def _goes_on(last: Block, block: Paragraph) -> bool:
    """Whether a paragraph without a marker, in a list, belongs to the entry before it, and is none of its own."""
    if not isinstance(last, Reference):
        return False
    return not (plain(last.runs).rstrip().endswith(".") and plain(block.runs).lstrip()[:1].isupper())


def _reference(block: Paragraph) -> Block:
    text = plain(block.runs)
    found = _LABEL.match(text) or _AUTHOR_YEAR.match(text)
    label = found[1] if found else block.marker if block.marker not in ("", "•") else ""
    runs = _tidy(block.runs, found.end() if found else 0)
    arxiv = next((id for run in runs if (id := arxiv_id(run.target))), "") or arxiv_id(plain(runs))
    return Reference(runs, label, block.id, arxiv)


def _tidy(runs: Runs, start: int) -> Runs:
    """Without the label, and without who cites it; with the spaces that the source lost after years."""
    kept: list[Run] = []
    for run in runs:
        text = run.text[start:] if start < len(run.text) else ""
        start = max(0, start - len(run.text))
        cited = None
        if run.style != "math" and not run.target:
            cited = _CITED_BY.search(text)
            text = _GLUED_YEAR.sub(r"\1 ", text[: cited.start()] if cited else text)
        if text:
            if kept and kept[-1].text.endswith(")") and text[0].isalnum():
                kept.append(Run(" "))
            kept.append(run._replace(text=text))
        if cited:
            break
    return merged(kept)


def with_reference_ids(blocks: Sequence[Block], links: Sequence[tuple[str, str, str]]) -> list[Block]:
    """The blocks with ids of references, by which citations name them: known by label, by title, or by their order."""
    citations = [(address.rpartition("#")[2], text, title) for address, text, title in links if "#bib" in address]
    cited = {id: (text.strip("[]() "), title) for id, text, title in citations}
    entries = [block for block in blocks if isinstance(block, Reference)]
    ids = _by_label(entries, cited) or _by_title(entries, cited) or _by_order(entries, cited)
    at = iter(range(len(entries)))
    return [
        block._replace(id=block.id or ids.get(next(at), "")) if isinstance(block, Reference) else block
        for block in blocks
    ]


def _by_label(entries: Sequence[Reference], cited: Mapping[str, tuple[str, str]]) -> dict[int, str]:
    labels = {entry.label.strip("[]"): at for at, entry in enumerate(entries) if entry.label.startswith("[")}
    return {labels[text]: id for id, (text, _) in cited.items() if text in labels}


def _by_title(entries: Sequence[Reference], cited: Mapping[str, tuple[str, str]]) -> dict[int, str]:
    texts = [_folded(plain(entry.runs)) for entry in entries]
    ids: dict[int, str] = {}
    for id, (_, title) in cited.items():
        wanted = _folded(title)
        if len(wanted) >= MIN_TITLE_CHARS:
            at = next((at for at, text in enumerate(texts) if at not in ids and wanted in text), None)
            if at is not None:
                ids[at] = id
    return ids


def _by_order(entries: Sequence[Reference], cited: Mapping[str, tuple[str, str]]) -> dict[int, str]:
    """arXiv counts the entries; the year that a citation names tells whether the count is right."""
    ids = {int(found[1]) - 1: id for id in cited if (found := _COUNTED.fullmatch(id))}
    ids = {at: id for at, id in ids.items() if 0 <= at < len(entries)}
    years = [(at, found[0]) for at, id in ids.items() if (found := _YEAR.search(cited[id][0]))]
    right = sum(year in plain(entries[at].runs) + entries[at].label for at, year in years)
    return ids if right * 10 >= len(years) * 8 else {}


def _folded(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def cited_papers(links: Sequence[tuple[str, str, str]], known: Container[str]) -> list[Block]:
    """What the links of citations tell of the cited papers, of those that are not known from the bibliography."""
    found: dict[str, Reference] = {}
    for address, text, title in links:
        fragment = address.rpartition("#")[2]
        if title and "#bib" in address and fragment not in known and fragment not in found:
            label = text if text.startswith("[") else f"[{text}]"
            found[fragment] = Reference((Run(readable(title)),), label, fragment)
    return list(found.values())


def has_references(blocks: Sequence[Block]) -> bool:
    """Whether there is a bibliography."""
    return any(isinstance(block, Reference) for block in blocks)
