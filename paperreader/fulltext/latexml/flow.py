"""The text of the article: walks its elements and makes blocks of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from paperreader.fulltext.blocks import Block, Footnote, Frame, Heading, Listing, Paragraph, Run, Table, plain
from paperreader.fulltext.formulas import Formulas
from paperreader.fulltext.latexml.addresses import Addresses, identifier
from paperreader.fulltext.latexml.assembly import Assembly
from paperreader.fulltext.latexml.author_lines import NEW_LINE, close_lines, in_lines
from paperreader.fulltext.latexml.equations import displays
from paperreader.fulltext.latexml.floats import take_captions
from paperreader.fulltext.latexml.inline import MAX_TEX_CHARS, PLAIN, Inline, Style
from paperreader.fulltext.latexml.listings import code_lines, listing_lines
from paperreader.fulltext.latexml.references import read_reference
from paperreader.fulltext.latexml.tables import is_box, is_layout, read_table, table_rows
from paperreader.fulltext.latexml.tree import Element

MAX_ABSTRACT_CHARS: Final = 10_000
"""A longer one is no abstract: the text stands in it by mistake."""
MAX_MARKER_CHARS: Final = 8
"""A longer label of a list item is a strong run at its start."""
MAX_SIGN_CHARS: Final = 4
"""A drawing with no more text is a sign in a line."""
WORDS_OF_A_BOX: Final = 5
"""In each text of a drawing, on average: a drawing with fewer is a diagram, whose labels mean nothing without it."""

_LEVELS: Final = {"subsection": 2, "subsubsection": 3, "paragraph": 4, "subparagraph": 5}


class Flow:
    """Makes the blocks of one article."""

    def __init__(self, addresses: Addresses, formulas: Formulas) -> None:
        self._formulas = formulas
        self._inline = Inline(formulas, addresses, self._block)
        self._text = Assembly(self._inline)
        self._front: list[Element] = []
        self._section = ""
        """The id of the section whose heading has not come yet."""

    @property
    def blocks(self) -> list[Block]:
        """The text so far."""
        return self._text.blocks

    @property
    def anchors(self) -> dict[str, int]:
        """The block, by its place in `blocks`, of the id of each element that has been read."""
        return self._text.anchors

    def read(self, article: Element) -> None:
        """Adds the text of the article."""
        self._part(article, PLAIN)

    def read_front(self) -> None:
        """Adds who wrote it, and the notes of title and abstract, unless that is no more than names."""
        start = len(self.blocks)
        self._text.add(Heading((Run("Authors and notes"),), 1))
        for element in sorted(self._front, key=lambda element: "ltx_authors" not in element.classes):
            if element.classes & {"ltx_authors", "ltx_date", "ltx_dates", "ltx_pubnotes"}:
                self._part(in_lines(element), PLAIN)
            else:
                self._inline.read(element)
        self._text.add_notes()
        added = self.blocks[start:]
        has_notes = any(isinstance(block, Footnote) for block in added)
        has_notes = has_notes or any(element.has("ltx_author_notes") for element in self._front)
        if not has_notes and not any(NEW_LINE in plain(block.runs) for block in added if isinstance(block, Paragraph)):
            self._text.drop(start)
        self.blocks[start:] = close_lines(self.blocks[start:])

    def _block(self, element: Element, style: Style) -> bool:
        """Reads an element that is more than a part of a line; False if it is none."""
        if self._is_in_line(element):
            for run in self._inline.read(element, style):
                self._inline.line.run(run)
            return True
        names = element.classes & _READERS.keys()
        if names:
            read = _READERS[min(names, key=_PRECEDENCE.__getitem__)]
        elif element.tag in _TAG_READERS:
            read = _TAG_READERS[element.tag]
        else:
            return False
        self._text.end_paragraph()
        read(self, element, style)
        return True

    def _is_in_line(self, element: Element) -> bool:
        """Whether a box or a drawing is a part of a line, such as a word that is turned, or a number in a circle."""
        if element.tag == "svg":
            return 0 < len(element.text().strip()) <= MAX_SIGN_CHARS
        if "ltx_inline-block" not in element.classes or element.has(*_READERS.keys() - {"ltx_p", "ltx_para"}):
            return False
        return len(list(element.find("ltx_p"))) < 2

    # -- prose

    def _part(self, element: Element, style: Style) -> None:
        if element.tag == "section":
            self._section = element.id
        with self._text.within("quote" if "ltx_framed_rectangle" in element.classes else ""):
            self._inline.walk(element, self._inline.restyled(style, element))

    def _title(self, element: Element, style: Style) -> None:
        kind = next((name[10:] for name in element.classes if name.startswith("ltx_title_")), "")
        tags = [child for child in element.elements() if "ltx_tag" in child.classes]
        number = self._plain(tags[0]) if tags else ""
        number = re.sub(r"^(?:Appendix|Chapter|Part|Section|§)\s*(?=\S)", "", number).rstrip(". ")
        runs = self._inline.read(element.without(*tags))
        if runs or number:
            self._text.add(Heading(runs, _LEVELS.get(kind, 1), number, identifier(self._section)))
        self._section = ""

    def _quote(self, element: Element, style: Style) -> None:
        with self._text.within("quote"):
            self._part(element, style)

    def _theorem(self, element: Element, style: Style) -> None:
        before, self._inline.italics_are_plain = self._inline.italics_are_plain, True
        self._named(element, "theorem")
        self._inline.italics_are_plain = before

    def _proof(self, element: Element, style: Style) -> None:
        self._named(element, "proof")

    def _keywords(self, element: Element, style: Style) -> None:
        self._named(element, "")

    def _named(self, element: Element, frame: Frame) -> None:
        """A part whose title goes before its first paragraph."""
        titles = [child for child in element.elements() if "ltx_title" in child.classes]
        with self._text.within(frame):
            if titles:
                self._text.lead = (Run(self._plain(titles[0]), "strong"),)
            self._part(element.without(*titles[:1]), PLAIN)
            self._text.end_lead()

    def _drawing(self, element: Element, style: Style) -> None:
        texts = [text for text in element.find("ltx_foreignobject_content", "ltx_minipage", "ltx_p") if text.children]
        if texts and len(element.text().split()) >= WORDS_OF_A_BOX * len(texts):
            self._quote(element, style)

    def _front_matter(self, element: Element, style: Style) -> None:
        if "ltx_abstract" not in element.classes or len(element.text()) <= MAX_ABSTRACT_CHARS:
            self._front.append(element)
            return
        with self._text.within("abstract"):
            self._part(element, style)

    def _break(self, element: Element, style: Style) -> None:
        """A line ends, which it has done already."""

    # -- lists

    def _list(self, element: Element, style: Style) -> None:
        if not any(map(str.isalnum, self._text.marker)):
            self._text.marker = ""  # of a list in a list, one bullet is enough
        self._text.end_lead()
        with self._text.within(depth=1):
            self._part(element, style)
            self._text.end_lead()

    def _item(self, element: Element, style: Style) -> None:
        tags = [child for child in element.elements() if "ltx_tag" in child.classes]
        if tags:
            label = self._inline.read(tags[0])
            if len(plain(label)) <= MAX_MARKER_CHARS and element.tag != "dt":
                self._text.marker = plain(label)
            else:
                self._text.lead = tuple(run._replace(style="strong") if not run.style else run for run in label)
        self._part(element.without(*tags[:1]), style)

    # -- blocks of their own

    def _equation(self, element: Element, style: Style) -> None:
        self._inline.ids.append(element.id)
        for part in displays(element, self._plain):
            if isinstance(part, Element):
                self._part(part, style)
            else:
                self._display(part.tex, part.number, part.id)

    def _math(self, element: Element, style: Style) -> None:
        self._display(element.get("alttext"), "", identifier(element.id))

    def _display(self, tex: str, number: str, id: str) -> None:
        if len(tex) > MAX_TEX_CHARS:
            self._inline.line.run(self._inline.formula(tex))
            self._text.end_paragraph()
        else:
            self._text.add(self._formulas.equation(tex, number, id))

    def _listing(self, element: Element, style: Style) -> None:
        lines = code_lines(element.text()) if element.tag == "pre" else listing_lines(element, self._inline)
        if lines:
            self._text.add(Listing(tuple(lines)))

    def _table(self, element: Element, style: Style) -> None:
        if is_box(element):
            self._quote(element, style)
            return
        if is_layout(element):
            for row, _ in table_rows(element):
                self._part(row, style)
            return
        grid = read_table(element, self._inline.read)
        if grid.rows:
            self._text.add(Table(grid.rows, note=grid.note))

    def _float(self, element: Element, style: Style) -> None:
        captions = take_captions(element)
        with self._text.within_float(identifier(element.id)) as caption, self._text.within("quote"):
            self._part(element, style)
            caption += map(self._inline.read, captions)

    def _reference(self, element: Element, style: Style) -> None:
        self._text.add(read_reference(element, self._inline))

    def _plain(self, element: Element) -> str:
        return plain(self._inline.read(element))


_READERS: Final[dict[str, Callable[[Flow, Element, Style], None]]] = {
    **dict.fromkeys(("ltx_figure", "ltx_table", "ltx_float"), Flow._float),
    **dict.fromkeys(("ltx_equation", "ltx_equationgroup", "ltx_eqn_table", "ltx_eqn_div"), Flow._equation),
    "ltx_tabular": Flow._table,
    "ltx_listing": Flow._listing,
    "ltx_bibitem": Flow._reference,
    "ltx_picture": Flow._drawing,
    **dict.fromkeys(("ltx_title_document", "ltx_subtitle", "ltx_authors", "ltx_pubnotes"), Flow._front_matter),
    **dict.fromkeys(("ltx_abstract", "ltx_date", "ltx_dates"), Flow._front_matter),
    "ltx_title": Flow._title,
    **dict.fromkeys(("ltx_itemize", "ltx_enumerate", "ltx_description"), Flow._list),
    **dict.fromkeys(("ltx_indexlist", "ltx_glossarylist"), Flow._list),
    **dict.fromkeys(("ltx_item", "ltx_indexentry", "ltx_glossaryentry"), Flow._item),
    "ltx_theorem": Flow._theorem,
    "ltx_proof": Flow._proof,
    "ltx_quote": Flow._quote,
    **dict.fromkeys(("ltx_keywords", "ltx_classification"), Flow._keywords),
    **dict.fromkeys(("ltx_para", "ltx_p", "ltx_block", "ltx_logical-block", "ltx_minipage"), Flow._part),
    **dict.fromkeys(("ltx_caption", "ltx_flex_cell", "ltx_acknowledgements", "ltx_verse"), Flow._part),
    "ltx_creator": Flow._part,
}
"""How elements are read that are more than a part of a line, by class; of several classes the first here counts."""
_PRECEDENCE: Final = {name: at for at, name in enumerate(_READERS)}

_TAG_READERS: Final[dict[str, Callable[[Flow, Element, Style], None]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Flow._title),
    **dict.fromkeys(("ul", "ol", "dl"), Flow._list),
    **dict.fromkeys(("li", "dt", "dd"), Flow._item),
    **dict.fromkeys(("p", "div", "section", "figure", "figcaption"), Flow._part),
    "blockquote": Flow._quote,
    "math": Flow._math,
    "table": Flow._table,
    "pre": Flow._listing,
    "svg": Flow._drawing,
    "br": Flow._break,
}
"""The same for elements without such a class."""
