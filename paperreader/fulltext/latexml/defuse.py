"""Makes a page safe to parse.

HTML's rules for errors take time that is quadratic in how deep elements are nested and in the number of attributes, and
copy formatting that is left open into all that follows: a page of 5 MB could take minutes and gigabytes. Pages that
LaTeXML makes have nothing of that, and are only looked at.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final, NamedTuple

from paperreader.fulltext.errors import NoText

MAX_TAGS: Final = 250_000
"""The largest page known has 35,000. As many as this take 200 MB."""
MAX_OPEN: Final = 400
"""Elements that are open at one place; a tag that would open more is left out. Real papers need about 40."""
MAX_LEFT_OPEN: Final = 50
"""So many elements are ended at most where a tag ends one that was left open."""
MAX_ATTRIBUTES: Final = 100
RENAMED: Final = "x-"
"""What the names of formatting elements get in front, so that no rules for formatting apply."""

_FORMATTING: Final = re.compile(
    rb"<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE
)
_LONG_TAG: Final = re.compile(rb"<([a-zA-Z][a-zA-Z0-9-]*)([^<>]{2000,})")
_ATTRIBUTE: Final = re.compile(rb"""[^\s=>"'/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?+|["'=/]""")
_TAG: Final = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])")
_VOID: Final = frozenset(
    b"area base br col embed hr img input link meta param source track wbr"
    b" path rect line circle ellipse polygon polyline use mspace mprescripts none".split()
)
"""Those without an end tag."""
_ENDED_BY: Final[dict[bytes, tuple[frozenset[bytes], frozenset[bytes]]]] = {
    name: (frozenset(ended.split()), frozenset(within.split()))
    for names, ended, within in (
        (b"td th", b"td th", b"tr table"),
        (b"tr", b"tr", b"table"),
        (b"thead tbody tfoot", b"thead tbody tfoot", b"table"),
        (b"li", b"li", b"ul ol"),
        (b"dt dd", b"dt dd", b"dl"),
        (b"p", b"p", b"div section article figure td th li table"),
    )
    for name in names.split()
}
"""Names whose start tag ends an element that was left open, which HTML allows: of these names, up to one of those."""


class Defused(NamedTuple):
    """A page that is safe to parse."""

    page: bytes
    is_flattened: bool
    """Tags that were nested too deep are left out."""


def defused(page: bytes) -> Defused:
    """The page with what is dangerous taken out; its text is all there. Raises NoText for one with too many tags."""
    if page.count(b"<") > MAX_TAGS:
        raise NoText("arXiv's HTML version of this paper is too large")
    page = _FORMATTING.sub(rb"<\1x-\2", page)
    page = _LONG_TAG.sub(_with_few_attributes, page)
    return Defused(page, False) if _is_well_nested(page) else _well_nested(page)


def _with_few_attributes(tag: re.Match[bytes]) -> bytes:
    count = sum(1 for _ in islice(_ATTRIBUTE.finditer(tag[2]), MAX_ATTRIBUTES + 1))
    return tag[0] if count <= MAX_ATTRIBUTES else b"<" + tag[1]


def _is_well_nested(page: bytes) -> bool:
    names: list[bytes] = []
    for end, name in _TAG.findall(page):
        if end:
            if names and names[-1] == name:
                names.pop()
            elif name not in _VOID:
                return False
        elif name not in _VOID:
            names.append(name)
            if len(names) > MAX_OPEN:
                return False
    return True


def _well_nested(page: bytes) -> Defused:
    """The page with end tags where they belong, without those that end nothing, and without tags that are too deep."""
    parts: list[bytes] = []
    names: list[bytes] = []
    open_names: dict[bytes, int] = {}
    at = 0
    is_flattened = False

    def end_all_to(depth: int) -> None:
        while len(names) > depth:
            ended = names.pop()
            open_names[ended] -= 1
            parts.append(b"</%s>" % ended)

    for tag in _TAG.finditer(page):
        name = tag[2].lower()
        if name in _VOID:
            continue
        parts.append(page[at : tag.start()])
        at = tag.start()
        if not tag[1]:
            if name in _ENDED_BY:
                end_all_to(_left_open(names, open_names, name))
            if len(names) < MAX_OPEN:
                names.append(name)
                open_names[name] = open_names.get(name, 0) + 1
            else:
                at = _end_of_tag(page, tag.end())
                is_flattened = True
        elif open_names.get(name):
            end_all_to(len(names) - names[::-1].index(name))
            names.pop()
            open_names[name] -= 1
        else:
            at = _end_of_tag(page, tag.end())
    return Defused(b"".join([*parts, page[at:]]), is_flattened)


def _left_open(names: list[bytes], open_names: dict[bytes, int], name: bytes) -> int:
    """How many elements stay open when a tag of this name begins."""
    ended, within = _ENDED_BY[name]
    if any(open_names.get(each) for each in ended):
        for at in range(len(names) - 1, max(-1, len(names) - 1 - MAX_LEFT_OPEN), -1):
            if names[at] in ended:
                return at
            if names[at] in within:
                break
    return len(names)


def _end_of_tag(page: bytes, at: int) -> int:
    end = page.find(b">", at)
    return end + 1 if end >= 0 else len(page)
