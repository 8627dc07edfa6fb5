"""What stands in a line, from elements to runs: styles, links, formulas, marks of footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from paperreader.fulltext.blocks import Footnote, Run, Runs, RunStyle, plain
from paperreader.fulltext.commonmark.scripts import lowered, raised
from paperreader.fulltext.formulas import Formulas
from paperreader.fulltext.latexml.addresses import Addresses, identifier
from paperreader.fulltext.latexml.line import Line
from paperreader.fulltext.latexml.tree import Element
from paperreader.text.sanitize import clean

MAX_TEX_CHARS: Final = 20_000
"""A longer formula is not read. The longest of 87,000 has 4,885."""

_BLOCK_TAGS: Final = frozenset(
    [
        "p",
        "div",
        "tr",
        "td",
        "th",
        "li",
        "dt",
        "dd",
        "table",
        "section",
        "figure",
        "figcaption",
        "blockquote",
        "pre",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
_BLOCK_CLASSES: Final = frozenset(
    ["ltx_p", "ltx_tr", "ltx_td", "ltx_th", "ltx_tabular", "ltx_item", "ltx_listingline", "ltx_bibblock"]
)
_CODE: Final = frozenset(("ltx_font_typewriter", "ltx_lstlisting"))
_NOTE_MARKS: Final = frozenset(("ltx_note_mark", "ltx_tag_note", "ltx_note_type"))
_MACRO: Final = re.compile(r"\s*(?:\\(?:begin|end)\s*)?(?:\\[a-zA-Z@]+\*?|\{[^{}]*\})\s*")
_WORD_MACRO: Final = re.compile(r"\\([a-zA-Z]+)")
_ENDS_WORD: Final = re.compile(r"[\s.,;:!?)’”'-]")


class Style(NamedTuple):
    """How text looks."""

    strong: bool = False
    emphasis: bool = False
    code: bool = False

    def name(self) -> RunStyle:
        """As runs call it."""
        if self.code:
            return "code"
        if self.strong:
            return "strong emphasis" if self.emphasis else "strong"
        return "emphasis" if self.emphasis else ""


PLAIN: Final = Style()


class Inline:
    """Reads elements into a line."""

    def __init__(
        self, formulas: Formulas, addresses: Addresses, on_block: Callable[[Element, Style], bool] | None = None
    ) -> None:
        """`on_block` gets each element first; one that it returns True for is not read here."""
        self.line = Line()
        self.notes: list[Footnote] = []
        """Footnotes whose marks have been read, for after the block."""
        self.ids: list[str] = []
        """Of the elements that have been read, for links to them."""
        self.images: list[str] = []
        """Addresses of pictures."""
        self.italics_are_plain = False
        """As in a theorem, which is in italics as a whole."""
        self._on_block = on_block
        self._note_ids: dict[tuple[str, Runs], str] = {}
        """Each note stands once, however many marks it has."""
        self._formulas = formulas
        self._addresses = addresses

    def walk(self, element: Element, style: Style = PLAIN, target: str = "") -> None:
        """Adds what is in the element."""
        for at, child in enumerate(element.children, 1):
            if isinstance(child, str):
                self.line.text(child, style.name(), target)
            elif "ltx_ERROR" in child.classes:
                after = element.children[at] if at < len(element.children) else ""
                self._error(child, style, after if isinstance(after, str) else after.text())
            else:
                self._element(child, style, target)

    def read(self, element: Element, style: Style = PLAIN) -> Runs:
        """The element alone, as one line."""
        line, self.line = self.line, Line()
        on_block, self._on_block = self._on_block, None
        self.walk(element, style)
        runs = self.line.take()
        self.line, self._on_block = line, on_block
        return runs

    def _element(self, element: Element, style: Style, target: str) -> None:
        classes = element.classes
        if "ltx_note" in classes:
            self._note(element)
            return
        if element.id:
            self.ids.append(element.id)
        if element.tag == "math" and not (self._on_block and element.get("display") == "block"):
            self.line.run(self.formula(element.get("alttext"), target))
            return
        if self._on_block and self._on_block(element, style):
            return
        if element.tag == "img":
            self._image(element)
            return
        if element.tag in ("sup", "sub"):
            self._script(element, style, target)
            return
        if element.tag == "a" and not target:
            target = self._addresses.target(element.get("href"))
        is_block = self._on_block is None and bool(element.tag in _BLOCK_TAGS or classes & _BLOCK_CLASSES)
        if is_block:
            self.line.space()
        self.walk(element, self.restyled(style, element), target)
        if is_block:
            self.line.space()

    def formula(self, tex: str, target: str = "") -> Run:
        """A formula as a run."""
        if len(tex) > MAX_TEX_CHARS:
            return Run(f"[a formula of {len(tex):,} characters]", "emphasis")
        run = self._formulas.run(tex)
        return run._replace(target=target) if target else run

    def _image(self, element: Element) -> None:
        address = self._addresses.image(element.get("src"))
        if address:
            self.images.append(address)

    def _note(self, element: Element) -> None:
        content = element.first("ltx_note_content") or element
        mark_element = element.first("ltx_note_mark") or content.first("ltx_tag_note")
        mark = clean(mark_element.text()) if mark_element else ""
        marks = [child for child in content.elements() if child.classes & _NOTE_MARKS]
        at = len(self.notes)  # a note may have notes
        runs = self.read(content.without(*marks))
        new_id = identifier(element.id) or f"note{len(self._note_ids) + 1}"
        id = self._note_ids.setdefault((mark, runs), new_id)
        if mark and "ltx_role_footnotetext" not in element.classes:
            self.line.run(Run(raised(mark) or mark, target=f"#{id}" if runs else ""))
        if runs and id == new_id:
            self.notes.insert(at, Footnote(runs, mark, id))

    def _error(self, element: Element, style: Style, after: str) -> None:
        """A macro that LaTeXML does not know. One that stands for a word is kept as its name.

        TeX drops spaces after a macro: if there is one, or a punctuation mark, the macro has no arguments.
        """
        text = element.text()
        if not _MACRO.fullmatch(text):
            self.line.text(text, style.name())
        elif after.strip() and _ENDS_WORD.match(after) and (name := _WORD_MACRO.fullmatch(text.strip())):
            self.line.text(name[1], style._replace(emphasis=True).name())

    def _script(self, element: Element, style: Style, target: str) -> None:
        runs = self.read(element, style)
        text = plain(runs)
        is_word = len(text) > 1 and text.isalpha()  # as in 1st
        script = "" if is_word else raised(text) if element.tag == "sup" else lowered(text)
        if script:
            self.line.run(Run(script, style.name(), target))
            return
        for run in runs:
            self.line.run(run._replace(target=run.target or target))

    def restyled(self, style: Style, element: Element) -> Style:
        """The style inside the element."""
        strong, emphasis, code = style
        classes = element.classes
        if "ltx_font_bold" in classes or element.tag in ("b", "strong"):
            strong = True
        elif "ltx_font_medium" in classes:
            strong = False
        if element.tag in ("em", "i"):
            emphasis = True
        elif self.italics_are_plain:
            pass
        elif "ltx_font_italic" in classes or "ltx_font_slanted" in classes:
            emphasis = True
        elif "ltx_font_upright" in classes:
            emphasis = False
        if classes & _CODE or element.tag in ("code", "tt", "kbd"):
            code = True
        elif "ltx_font_serif" in classes or "ltx_font_sansserif" in classes:
            code = False
        return Style(strong, emphasis, code)
