"""Repairs of the source of a text, before it is read as Markdown."""

from __future__ import annotations

import re

from paperreader.fulltext.commonmark.scripts import raised
from paperreader.text.symbols import SIGNS

_CONTENTS = re.compile(
    r"^[ \t]*(?:\d{1,3}\.|[*+-])[ ]+\[[^\n]{1,400}\]\(https?://(?:\w+\.)?arxiv\.org/[^\s#]{1,80}#\S{1,80}"
    r"(?: \"[^\n]{1,1000}\")?\)[ \t]*\n",
    re.MULTILINE,
)
"""A line of arXiv's table of contents; the reader has its own."""
_BULLET = re.compile(r"^([ \t]*)[*+-][ ]{1,3}([•∙◦○▪■►▶–—‣✓➢]|[*-](?=\s))[ \t]*+\n?[ \t]*+(?=\S)", re.MULTILINE)
_NUMBER = re.compile(r"^([ \t]*)(\d{1,3})\.[ ]{1,3}\(?\2[.)][ \t]*+\n?[ \t]*+(?=\S)", re.MULTILINE)
_LETTER = re.compile(
    r"^([ \t]*)[*+-][ ]{1,3}(\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)|(?:[a-z]|[ivx]{1,4})[.)])[ \t]*+\n[ \t]*+(?=\S)",
    re.MULTILINE,
)
_PAGE = re.compile(r"^\{\d{1,4}\}-{10,}[ \t]*$", re.MULTILINE)
_URL_APART = re.compile(r"(?<=[\w:,(])[ ]\n\n(?=\[https?://)")
"""A long address stands in a paragraph of its own."""
_GLUED_LINK = re.compile(
    r"(?<=[A-Za-z.,;)$}])(?=\[{1,2}[^\[\]\n]{1,80}\]\(https?://(?:\w{1,20}\.)?arxiv\.org/html/[^\s()#]{1,40}#)"
)
"""A link into the paper, before which the source lost the space: `Figure[1](…)`."""
_ESCAPED_TWICE = re.compile(r"(?<=\w)\\\\_(?=\w)")
"""Of a converter: `\\\\_` in an address or a name."""
_POWER = re.compile(r"\b10[−–-] ?<sup>(\d{1,3})</sup>")
"""A power of ten with its sign beside the exponent."""
_TIE = re.compile(r"(?<=[A-Za-z.])\u02dc(?=[\dA-Z(])")
"""TeX's `~`, a space that is not broken."""
_LONE_MACRO = re.compile(r"^[ \t]*(?:\\([A-Za-z]{4,}))+[ \t]*$\n?", re.MULTILINE)
_DEFINITION = re.compile(
    r"\\(?:New|Renew|Provide|Declare)\w*|\\(?:re)?newcommand|\\def(?![A-Za-z])|\\IfNoValue|\\pdftrailerid"
)
_FIRST_SECTION = re.compile(
    r"^#{1,6} \W{0,4}(?:Abstract|Introduction|\d|I\.? )|^(?:Abstract|Introduction|(?:\d|I)\.? [^\n]*)\n[-=]{3,}$",
    re.MULTILINE | re.IGNORECASE,
)
_OPTION = re.compile(r"\\[A-Za-z]+\*?\[([^\[\]\n]{1,6})\]")
_MACRO = re.compile(r"\\[A-Za-z]{3,}\*?(?:\[[^\[\]\n]*\])?[ \t]*")
_AFFILIATION = re.compile(r"(?<![^\s,;])(\d{1,2}|[*∗†‡§¶])\](?=\S)")


def repaired(source: str) -> str:
    """The source with lists that have one marker, without table of contents, and without macros that nobody read."""
    source = _CONTENTS.sub("", source)
    source = _PAGE.sub("", source).replace("<sup>&</sup>lt;sup>", "<sup>&lt;sup>")
    source = source.replace("<sup>&lt;sup>", "<sup>")  # of a converter
    source = _URL_APART.sub(" ", source)
    source = _ESCAPED_TWICE.sub(r"\\_", _POWER.sub(r"10<sup>−\1</sup>", source))
    source = _TIE.sub(" ", _GLUED_LINK.sub(" ", source))
    source = _BULLET.sub(r"\1*   ", source)
    source = _NUMBER.sub(r"\1\2. ", source)
    source = _LETTER.sub(r"\1*   \2 ", source)
    source = _LONE_MACRO.sub(lambda found: found[0] if found[1] in SIGNS else "", source)
    return _with_readable_front(source)


def _with_readable_front(source: str) -> str:
    """What stands before the first heading: names and affiliations, with macros of classes that arXiv does not know."""
    start = _FIRST_SECTION.search(source)
    end = start.start() if start else 0
    paragraphs = source[:end].split("\n\n")
    front = "\n\n".join(_front(paragraph) for paragraph in paragraphs if not _DEFINITION.search(paragraph))
    return front + source[end:]


def _front(paragraph: str) -> str:
    if "\\" in paragraph:
        paragraph = _OPTION.sub(lambda found: " " + (raised(found[1]) or found[1]), paragraph)
        paragraph = _MACRO.sub(" ", paragraph)
    return _AFFILIATION.sub(lambda found: raised(found[1]) or found[1], paragraph)
