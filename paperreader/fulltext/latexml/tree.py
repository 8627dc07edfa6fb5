"""The article as a tree of plain objects: without scripts, controls and MathML, and never deeper than can be walked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborNode

MAX_DEPTH: Final = 120
"""Elements that are nested deeper are replaced by their content. Real papers need about 40."""
MAX_VALUE_CHARS: Final = 200_000
"""A longer attribute is left out."""

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
        """The value of an attribute; empty if it is missing, or absurdly long."""
        value = self.attributes.get(attribute) or ""
        return value if len(value) <= MAX_VALUE_CHARS else ""

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

    def text(self) -> str:
        """All text in it, as it stands there; a formula as its TeX."""
        if self.tag == "math":
            return self.get("alttext")
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def build(root: LexborNode) -> Element:
    """The element and all that a reader sees in it."""
    top = _element(root)
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
            deep = len(open_elements) >= MAX_DEPTH
            if element.tag == "math":
                parent.children.append(_formula(element, child))
                continue
            if not deep:
                parent.children.append(element)
            open_elements.append((child.iter(include_text=True), parent if deep else element))
            break
        else:
            open_elements.pop()
    return top


def _element(node: LexborNode) -> Element:
    return Element(node.tag or "", node.attributes)


def _is_hidden(element: Element) -> bool:
    if "hidden" in element.attributes:
        return True
    style = element.attributes.get("style")
    return style is not None and "display" in style and "none" in style.partition("display")[2][:20]


def _formula(element: Element, node: LexborNode) -> Element:
    """A formula with its TeX as `alttext`; without TeX, what MathML shows as text."""
    if not element.get("alttext"):
        notes = [note for note in node.css("annotation") if note.attributes.get("encoding") == _TEX]
        tex = notes[0].text() if notes else ""
        if not tex:
            element = Element("span", {})
            element.children.append(node.text())
            return element
        element.attributes = {**element.attributes, "alttext": tex}
    return element
