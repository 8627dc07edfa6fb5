"""The text of the article: walks its elements and makes blocks of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from paperreader.fulltext.blocks import (
    Block,
    Figure,
    Footnote,
    Frame,
    Heading,
    Listing,
    Paragraph,
    Run,
    Runs,
    Table,
    plain,
)
from paperreader.fulltext.formulas import Formulas
from paperreader.fulltext.latexml.addresses import Addresses, identifier
from paperreader.fulltext.latexml.equations import displays
from paperreader.fulltext.latexml.inline import MAX_TEX_CHARS, PLAIN, Inline, Style, restyled
from paperreader.fulltext.latexml.listings import code_lines, listing_lines
from paperreader.fulltext.latexml.references import read_reference
from paperreader.fulltext.latexml.tables import read_table, table_rows
from paperreader.fulltext.latexml.tree import Element

_LEVELS: Final = {"part": 1, "chapter": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4, "subparagraph": 5}
MAX_MARKER_CHARS: Final = 8
"""A longer label of a list item is a strong run at its start."""

_FRONT: Final = frozenset(
    ["ltx_title_document", "ltx_authors", "ltx_abstract", "ltx_dates", "ltx_date", "ltx_subtitle"]
)
_FLOATS: Final = frozenset(["ltx_figure", "ltx_table", "ltx_float"])
_LISTS: Final = frozenset(["ltx_itemize", "ltx_enumerate", "ltx_description", "ltx_indexlist", "ltx_glossarylist"])
_EQUATIONS: Final = frozenset(["ltx_equation", "ltx_equationgroup", "ltx_eqn_table", "ltx_eqn_div"])
_PARTS: Final = frozenset(
    [
        "ltx_para",
        "ltx_p",
        "ltx_block",
        "ltx_logical-block",
        "ltx_minipage",
        "ltx_caption",
        "ltx_theorem",
        "ltx_proof",
        "ltx_flex_cell",
        "ltx_figure_panel",
        "ltx_keywords",
        "ltx_classification",
        "ltx_acknowledgements",
    ]
)
_PART_TAGS: Final = frozenset(
    ["p", "div", "section", "blockquote", "li", "dd", "dt", "figure", "figcaption", "ul", "ol", "dl", "pre", "table"]
)


class Flow:
    """Makes the blocks of one article."""

    def __init__(self, addresses: Addresses, formulas: Formulas) -> None:
        self.blocks: list[Block] = []
        self.front: list[Element] = []
        """What precedes the text: title, authors, abstract."""
        self.anchors: dict[str, int] = {}
        """The block, by its place in `blocks`, of the ids of elements."""
        self._addresses = addresses
        self._formulas = formulas
        self._inline = Inline(formulas, addresses)
        self._inline.on_block = self._block
        self._depth = 0
        self._marker = ""
        self._lead: Runs = ()
        self._frame: Frame = ""
        self._images: list[str] = []
        self._section = ""

    def read(self, element: Element, style: Style = PLAIN) -> None:
        """Adds the blocks of what is in the element."""
        self._inline.walk(element, style)
        self._end_paragraph()

    def _block(self, element: Element, style: Style) -> bool:
        """Reads an element that is more than a part of a line. False if it is none."""
        reader = self._reader(element)
        if reader is None:
            return False
        if reader is not self._picture:
            self._end_paragraph()
        reader(element, style)
        return True

    def _reader(self, element: Element) -> Callable[[Element, Style], None] | None:
        classes = element.classes
        if classes & _EQUATIONS:
            return self._equation
        if classes & _FLOATS and element.tag in ("figure", "div", "span"):
            return self._float
        if "ltx_tabular" in classes:
            return self._table
        if classes & _LISTS:
            return self._list
        if "ltx_listing" in classes or (element.tag == "pre" and "ltx_verbatim" in classes):
            return self._listing
        if "ltx_bibitem" in classes:
            return self._reference
        if "ltx_title" in classes or element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return self._title
        if classes & _FRONT:
            return self._front_matter
        if "ltx_theorem" in classes:
            return self._theorem
        if "ltx_proof" in classes:
            return self._proof
        if "ltx_quote" in classes or element.tag == "blockquote":
            return self._quote
        if element.tag == "img":
            return self._picture
        if element.tag == "svg":
            return self._drawing
        if element.tag == "br":
            return self._break
        if classes & _PARTS or element.tag in _PART_TAGS:
            return self._part
        return None

    # -- paragraphs

    def _part(self, element: Element, style: Style) -> None:
        if element.tag == "section":
            self._section = element.id
        self._inline.walk(element, restyled(style, element))
        self._end_paragraph()

    def _break(self, element: Element, style: Style) -> None:
        """The line has ended already."""

    def _picture(self, element: Element, style: Style) -> None:
        address = self._addresses.image(element.get("src"))
        if address:
            self._images.append(address)

    def _drawing(self, element: Element, style: Style) -> None:
        """Boxes of text are drawings too; the labels of a diagram are not read."""
        if len(element.text().split()) > 12:
            with self._within(frame="quote"):
                self._part(element, style)

    def _end_paragraph(self) -> None:
        runs = self._inline.line.take()
        images, self._images = self._images, []
        if runs:
            runs = (*self._lead, Run(" "), *runs) if self._lead else runs
            marker, self._marker, self._lead = self._marker, "", ()
            self._add(Paragraph(runs, "", self._depth, marker, self._frame))
        elif images:
            self._add(Figure((), tuple(images)))

    def _add(self, block: Block) -> None:
        """Adds a block, and the footnotes that it refers to."""
        if (self._lead or self._marker) and not isinstance(block, Paragraph):
            runs, marker, self._lead, self._marker = self._lead, self._marker, (), ""
            self._add(Paragraph(runs, "", self._depth, marker, self._frame))
        for id in self._inline.ids:
            self.anchors.setdefault(id, len(self.blocks))
        self._inline.ids = []
        self.blocks.append(block)
        notes, self._inline.notes = self._inline.notes, []
        self.blocks += notes

    @contextmanager
    def _within(self, frame: Frame = "", depth: int = 0) -> Iterator[None]:
        before = self._frame, self._depth
        self._frame, self._depth = frame or self._frame, self._depth + depth
        yield
        self._end_paragraph()
        self._frame, self._depth = before

    # -- headings and what has a title

    def _title(self, element: Element, style: Style) -> None:
        if element.classes & _FRONT:
            self.front.append(element)
            return
        kind = next((name[10:] for name in element.classes if name.startswith("ltx_title_")), "")
        number, runs = self._split_tag(element)
        if runs or number:
            self._add(Heading(runs, _LEVELS.get(kind, 1), number, identifier(self._section)))
            self._section = ""

    def _split_tag(self, element: Element) -> tuple[str, Runs]:
        tags = [child for child in element.elements() if "ltx_tag" in child.classes]
        rest = Element("span", {})
        rest.children = [child for child in element.children if child not in tags]
        number = plain(self._inline.read(tags[0])) if tags else ""
        number = re.sub(r"^(?:Appendix|Chapter|Part|Section|§)\s*(?=\S)", "", number).rstrip(". ")
        return number, self._inline.read(rest)

    def _front_matter(self, element: Element, style: Style) -> None:
        self.front.append(element)

    def _theorem(self, element: Element, style: Style) -> None:
        self._titled(element, "theorem")

    def _proof(self, element: Element, style: Style) -> None:
        self._titled(element, "proof")

    def _titled(self, element: Element, frame: Frame) -> None:
        title = next((child for child in element.elements() if "ltx_title" in child.classes), None)
        with self._within(frame):
            if title is not None:
                self._lead = (Run(plain(self._inline.read(title)), "strong"),)
            rest = Element("div", {})
            rest.children = [child for child in element.children if child is not title]
            self.read(rest)
            if self._lead:
                self._add(Paragraph(self._lead, "", self._depth, "", frame))
                self._lead = ()

    def _quote(self, element: Element, style: Style) -> None:
        with self._within("quote"):
            self._part(element, style)

    # -- lists

    def _list(self, element: Element, style: Style) -> None:
        with self._within(depth=1):
            for child in element.children:
                if isinstance(child, str):
                    self._inline.line.text(child)
                    continue
                self._end_paragraph()
                if child.id:
                    self._inline.ids.append(child.id)
                if child.tag == "dt":
                    self._lead = self._lead or tuple(
                        run._replace(style="strong") if run.style == "" else run for run in self._inline.read(child)
                    )
                elif child.tag in ("li", "dd") or "ltx_item" in child.classes:
                    self._item(child, style)
                else:
                    self._part(child, style)
            self._end_paragraph()
            if self._lead or self._marker:
                lead, marker, self._lead, self._marker = self._lead, self._marker, (), ""
                self._add(Paragraph(lead, "", self._depth, marker, self._frame))

    def _item(self, element: Element, style: Style) -> None:
        tag = next((child for child in element.elements() if "ltx_tag_item" in child.classes), None)
        rest = Element("li", {})
        rest.children = [child for child in element.children if child is not tag]
        if tag is not None:
            label = self._inline.read(tag)
            if len(plain(label)) <= MAX_MARKER_CHARS:
                self._marker = plain(label)
            else:
                self._lead = tuple(run._replace(style="strong") if run.style == "" else run for run in label)
        self._part(rest, style)

    # -- blocks of their own

    def _equation(self, element: Element, style: Style) -> None:
        if element.id:
            self._inline.ids.append(element.id)
        for part in displays(element):
            if isinstance(part, Element):
                self.read(part)
            elif len(part.tex) > MAX_TEX_CHARS:
                self._inline.line.run(self._inline.formula(part.tex))
                self._end_paragraph()
            else:
                self._add(self._formulas.equation(part.tex, part.number, part.id))

    def _listing(self, element: Element, style: Style) -> None:
        if element.id:
            self._inline.ids.append(element.id)
        lines = code_lines(element.text()) if element.tag == "pre" else listing_lines(element, self._inline)
        if lines:
            self._add(Listing(tuple(lines)))

    def _table(self, element: Element, style: Style) -> None:
        if self._is_layout(element):
            for row, _ in table_rows(element):
                self._part(row, style)
            return
        before = len(self._images)
        grid = read_table(element, self._cell)
        if grid.rows:
            self._add(Table(grid.rows, note=f"{grid.note} shown" if grid.note else ""))
        elif len(self._images) > before:
            self._end_paragraph()

    def _cell(self, element: Element) -> Runs:
        return self._inline.read(element)

    def _is_layout(self, table: Element) -> bool:
        """Whether it only places other things side by side."""
        rows = list(table_rows(table))
        cells = sum(len(list(row.elements())) for row, _ in rows)
        if cells > 6:
            return False
        inner = list(
            table.find("ltx_tabular", "ltx_listing", "ltx_figure", "ltx_table", "ltx_itemize", "ltx_enumerate")
        )
        return bool(inner) or (cells == 1 and len(list(table.find("ltx_p"))) > 1)

    def _reference(self, element: Element, style: Style) -> None:
        self._add(read_reference(element, self._inline))

    # -- floats

    def _float(self, element: Element, style: Style) -> None:
        captions = [child for child in element.elements() if "ltx_caption" in child.classes]
        rest = Element("div", {})
        rest.children = [child for child in element.children if child not in captions]
        start = len(self.blocks)
        ids = [element.id] if element.id else []
        images, self._images = self._images, []
        with self._within():
            self._inline.walk(rest)
            shown, self._images = self._images, []
        caption: Runs = ()
        for part in captions:
            runs = self._inline.read(part)
            caption = (*caption, Run(" "), *runs) if caption and runs else caption or runs
        self._inline.ids += ids
        self._place_caption(start, caption, identifier(element.id), tuple(shown))
        self._images = images

    def _place_caption(self, start: int, caption: Runs, id: str, images: tuple[str, ...]) -> None:
        inside = self.blocks[start:]
        for at, block in enumerate(inside, start):
            if isinstance(block, Table | Listing) and not block.caption and not block.id and not images:
                notes, self._inline.notes = self._inline.notes, []
                self.blocks[at] = block._replace(caption=caption, id=id)
                self.blocks += notes
                for anchor in self._inline.ids:
                    self.anchors.setdefault(anchor, at)
                self._inline.ids = []
                return
        parts = [block for block in inside if isinstance(block, Figure)]
        if parts and len(parts) + sum(isinstance(block, Footnote) for block in inside) == len(inside):
            del self.blocks[start:]
            for part in parts:
                images += part.images
                caption = (*caption, Run(" "), *part.caption) if part.caption else caption
            self.blocks += [block for block in inside if isinstance(block, Footnote)]
        if caption or images:
            self._add(Figure(caption, images, id))
