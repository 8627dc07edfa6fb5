"""Tags of HTML in Markdown. None is shown: some have a meaning, of others only the text between them is kept."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from paperreader.text.sanitize import clean
from paperreader.text.symbols import words

# What browsers take for a tag. Anything else in angle brackets (`<think>`, `<image>`, `<pad>`) is text of the paper.
_NAMES = words(
    "a abbr acronym address article aside audio b big blockquote body br button canvas caption center cite code col "
    "colgroup dd del details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header "
    "hr html i iframe img input ins kbd label legend li link main map mark math meta nav noscript object ol p param "
    "path picture pre q rp rt ruby samp script section small source span strike strong style sub summary sup svg table "
    "tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr"
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^>]*)>")
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/])(id|name|href|src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)


class Tag(NamedTuple):
    """A tag, with what may matter of its attributes."""

    name: str
    is_end: bool
    id: str = ""
    address: str = ""
    alt: str = ""


def read_tag(source: str) -> Tag | None:
    """The tag, a comment as one without a name; None if it is none that HTML knows."""
    if source.startswith(("<!", "<?")):
        return Tag("", False)
    found = _TAG.fullmatch(source)
    if found is None or found[2].lower() not in _NAMES:
        return None
    values = {name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(found[3])}
    return Tag(
        found[2].lower(),
        found[1] == "/",
        clean(values.get("id") or values.get("name", "")),
        clean(values.get("href") or values.get("src", "")),
        clean(values.get("alt", "")),
    )
