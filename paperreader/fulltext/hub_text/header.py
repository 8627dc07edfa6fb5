"""The lines that the Hub puts before a text, and what is no text of a paper at all."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from paperreader.fulltext.errors import NoText
from paperreader.text.sanitize import clean

_FIELD = re.compile(r"(Title|URL Source|Published Time|Number of Pages|Warning|Markdown Content):[ \t]*(.*)")
_PAGE_OF_THE_HUB = re.compile(
    r"^#+ +(?:Models|Datasets|Spaces|Collections) (?:citing|including) this paper\b|^Get this paper in your agent:",
    re.MULTILINE,
)
_STUB = re.compile(
    r"HTML is not available for the source|Conversion to HTML had a Fatal error|No HTML for '|No content available"
    r"|^#* *(?:404\b|Page not found)",
    re.MULTILINE | re.IGNORECASE,
)
_VERSION = re.compile(
    r"arxiv(?:\.org/(?:html|abs|pdf)/|:)(\d{4}\.\d{4,5}|[a-z.-]{2,12}/\d{7})(v\d{1,3})\b", re.IGNORECASE
)
MIN_CHARS = 600
"""What is shorter is no paper, unless it has headings."""


class Header(NamedTuple):
    """What stands before a text, and the text."""

    title: str
    is_of_the_hub: bool
    """The Hub made it of arXiv's page."""
    version: str
    """The arXiv version, `v2`; empty if unknown."""
    body: str


def split_header(text: str) -> Header:
    """The header and the body of a text. Raises NoText if it is no text of a paper."""
    start = text.lstrip("\ufeff \t\r\n")
    if re.match(r"<(?:!doctype|html|head|body|\?xml)\b", start[:20], re.IGNORECASE):
        raise NoText("the Hub answered with a web page instead of a text")
    title, body, is_of_the_hub = "", start, False
    lines = start.split("\n", 12)
    for index, line in enumerate(lines[:12]):
        field = _FIELD.match(line)
        if field is None and line.strip():
            break
        is_of_the_hub = is_of_the_hub or (field is not None and field[1] == "URL Source")
        if field and field[1] == "Title":
            title = clean(field[2])
        if field and field[1] == "Markdown Content":
            body = field[2] + "\n" + "\n".join(lines[index + 1 :])
            break
    if not body.strip():
        raise NoText("the Hub has no text of this paper")
    if _PAGE_OF_THE_HUB.search(body):
        raise NoText("the Hub has only its own page about this paper")
    if _STUB.search(body[:4000]):
        raise NoText("arXiv could not convert this paper, so the Hub has no text of it")
    return Header(title, is_of_the_hub, _version(start), body)


def _version(text: str) -> str:
    """The version that most links name; a text links to its own pictures and sections."""
    source = re.search(r"^URL Source: *\S*?(v\d{1,3})\s*$", text[:2000], re.MULTILINE)
    if source:
        return source[1]
    paper = re.search(r"^URL Source: *https?://arxiv\.org/\w+/(\S+?)(?:v\d+)?\s*$", text[:2000], re.MULTILINE)
    own = Counter(version for id, version in _VERSION.findall(text) if paper and id == paper[1])
    return own.most_common(1)[0][0] if own else ""
