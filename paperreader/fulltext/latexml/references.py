"""The bibliography: entries with label, text and the arXiv id that they name."""

from __future__ import annotations

import re

from paperreader.fulltext.blocks import Reference, plain
from paperreader.fulltext.cited_paper import arxiv_id
from paperreader.fulltext.latexml.addresses import identifier
from paperreader.fulltext.latexml.inline import Inline
from paperreader.fulltext.latexml.tree import Element

_EMPTY_FIELD = re.compile(r"\b(?:Vol|No)\. ?, ?")


def read_reference(item: Element, inline: Inline) -> Reference:
    """An entry of the bibliography. Who cites it is left out."""
    label = ""
    parts = Element("span", {})
    for child in item.children:
        if isinstance(child, Element):
            if "ltx_tag" in child.classes:
                label = plain(inline.read(child))
                continue
            if "ltx_bib_cited" in child.classes:
                continue
        parts.children.append(child)
    _space(parts)
    runs = tuple(run if run.tex else run._replace(text=_tidy(run.text)) for run in inline.read(parts))
    ids = (arxiv_id(run.target) for run in runs if "arxiv" in run.target.lower())
    return Reference(runs, label, identifier(item.id), next(filter(None, ids), "") or arxiv_id(plain(runs)))


def _tidy(text: str) -> str:
    """Without what is left of fields that the entry does not have."""
    return _EMPTY_FIELD.sub("", text.replace("( ", "("))


def _space(element: Element) -> None:
    """Puts spaces between the fields of an entry that only styles keep apart."""
    spaced: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            _space(child)
            field = any(name.startswith("ltx_bib_") for name in child.classes)
            last = spaced[-1] if spaced else " "
            before = last if isinstance(last, str) else last.text()
            after = child.text()
            if field and before[-1:].strip() and after[:1].strip() and (after[0].isalnum() or after[0] in "([“"):
                spaced.append(" ")
        spaced.append(child)
    element.children = spaced
