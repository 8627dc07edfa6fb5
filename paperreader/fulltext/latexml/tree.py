"""The article as a tree of plain objects: without scripts, controls and MathML, and never deeper than can be walked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from paperreader.fulltext.latexml.defuse import RENAMED

MAX_DEPTH: Final = 80
"""Elements that are nested deeper are replaced by their content. Real papers need about 40."""

_INVISIBLE: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "button",
        "dialog",
        "nav",
        "form",
        "select",
        "textarea",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "head",
        "title",
        "meta",
        "link",
        "input",
        "canvas",
        "map",
    ]
)
_INVISIBLE_CLASSES: Final = frozenset(
    [
        "sr-only",
        "ltx_rule",
        "ltx_pagination",
        "ltx_role_newpage",
        "ltx_listing_data",
        "ltx_page_logo",
        "ltx_page_footer",
        "ltx_page_header",
        "ltx_page_navbar",
        "ltx_TOC",
        "ltx_toccaption",
        "ltx_lof",
        "ltx_lot",
        "ltx_rdf",
    ]
)
_TEX: Final = "application/x-tex"
_WRAPPED: Final = re.compile(r"(?:(\\[a-zA-Z]+)|(?<!\\))%\n\s*(?=([a-zA-Z])?)")
"""LaTeXML wraps long formulas."""


class Element:
    """An element with its children, which are elements and texts."""

    __slots__ = ("attributes", "children", "classes", "id", "tag")

    def __init__(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.classes = frozenset((attributes.get("class") or "").split())
        self.id = attributes.get("id") or ""
        self.children: list[Element | str] = []

    def get(self, attribute: str) -> str:
        """The value of an attribute; empty if it is missing."""
        return self.attributes.get(attribute) or ""

    def elements(self) -> Iterator[Element]:
        """The children that are elements."""
        return (child for child in self.children if isinstance(child, Element))

    def find(self, *classes: str) -> Iterator[Element]:
        """The outermost elements below this one that have one of the classes, in document order."""
        wanted = frozenset(classes)
        for child in self.elements():
            if wanted & child.classes:
                yield child
            else:
                yield from child.find(*classes)

    def first(self, *classes: str) -> Element | None:
        """The first element below this one that has one of the classes."""
        return next(self.find(*classes), None)

    def has(self, *classes: str) -> bool:
        """Whether an element below this one has one of the classes."""
        return self.first(*classes) is not None

    def without(self, *children: Element) -> Element:
        """The element without some of its children."""
        rest = Element(self.tag, self.attributes)
        rest.children = [child for child in self.children if child not in children]
        return rest

    def text(self) -> str:
        """All text in it, as it stands there; a formula as its TeX."""
        if self.tag == "math":
            return self.get("alttext")
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


class Tree(NamedTuple):
    """What a reader sees of a page."""

    root: Element
    is_flattened: bool
    """Something was nested too deep."""


def build(root: LexborNode) -> Tree:
    """The element and all that a reader sees in it."""
    top = _element(root)
    is_flattened = False
    open_elements = [(root.iter(include_text=True), top)]
    while open_elements:
        children, parent = open_elements[-1]
        for child in children:
            if child.is_text_node:
                parent.children.append(child.text_content or "")
                continue
            element = _element(child)
            if element.tag in _INVISIBLE or element.classes & _INVISIBLE_CLASSES or _is_hidden(element):
                continue
            if element.tag == "math":
                parent.children.append(_formula(element, child))
                continue
            if len(open_elements) < MAX_DEPTH:
                parent.children.append(element)
            else:
                element, is_flattened = parent, True
            open_elements.append((child.iter(include_text=True), element))
            break
        else:
            open_elements.pop()
    return Tree(top, is_flattened)


def _element(node: LexborNode) -> Element:
    return Element((node.tag or "").removeprefix(RENAMED), node.attributes)


def _is_hidden(element: Element) -> bool:
    if "hidden" in element.attributes:
        return True
    style = element.attributes.get("style")
    return style is not None and "display" in style and "none" in style.partition("display")[2][:20]


def _formula(element: Element, node: LexborNode) -> Element:
    """A formula with its TeX as `alttext`; without TeX, what MathML shows as text."""
    tex = element.attributes.get("alttext") or next(
        (note.text() for note in node.css("annotation") if note.attributes.get("encoding") == _TEX), ""
    )
    if not tex.strip():
        element = Element("span", {})
        element.children.append(node.text())
        return element
    element.attributes = {**element.attributes, "alttext": _WRAPPED.sub(_unwrapped, tex)}
    return element


def _unwrapped(found: re.Match[str]) -> str:
    """Without the end of the line, which TeX does not see; it may have ended the name of a macro."""
    macro, letter = found.groups(default="")
    return macro + (" " if macro and letter else "")
