"""Markdown as blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from paperreader.fulltext.blocks import Block, Figure, Footnote, Frame, Heading, Listing, Paragraph, Run, Runs, Table
from paperreader.fulltext.commonmark.html_tables import read_html_table, set_tables_aside
from paperreader.fulltext.commonmark.inline import InlineReader, unescaped
from paperreader.fulltext.commonmark.limits import MAX_NESTING, bounded
from paperreader.fulltext.commonmark.line import LINE_BREAK, Image, Line, displays, lines_of
from paperreader.fulltext.commonmark.set_aside import TABLE_PLACEHOLDER, SetAside
from paperreader.fulltext.commonmark.tables import read_table, with_all_cells
from paperreader.fulltext.formulas import Formulas
from paperreader.text.sanitize import clean, clean_code


class Parsed(NamedTuple):
    """What Markdown was read as."""

    blocks: list[Block]
    anchors: dict[str, str]
    """Names that links use -> the id of the block where they stand."""
    links: list[tuple[str, str, str]]
    """The address, text and title of each link."""


def parse(
    source: str,
    formulas: Formulas,
    set_aside: SetAside,
    notes: Mapping[str, str] | None = None,
    *,
    keeps_breaks: bool = False,
    parser: MarkdownIt | None = None,
) -> Parsed:
    """The blocks of a text in which formulas may be set aside. `notes`: of code, by the language it says it is in.

    `keeps_breaks`: lines end where they do in the source, as people mean it in comments. `parser`: one of `new_parser`,
    whose making takes longer than a short text.
    """
    markdown = parser or new_parser()
    env: dict[str, Any] = {}
    tokens = markdown.parse(with_all_cells(set_tables_aside(bounded(source), set_aside)), env)
    inline = InlineReader(markdown, env, formulas, set_aside, keeps_breaks=keeps_breaks)
    reader = _Reader(inline, formulas, set_aside, notes or {})
    reader.read(tokens)
    return Parsed(reader.blocks, reader.anchors, reader.links)


def new_parser() -> MarkdownIt:
    """A parser for any number of texts."""
    markdown = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING, "html": True}).enable(["table", "strikethrough"])
    # Indented lines are no code: converters indent anything. HTML is read tag by tag, with the text around it. What
    # stands in a line is read by `InlineReader`.
    markdown.disable(["code", "html_block"])
    markdown.core.ruler.disable(["inline", "text_join"])
    dollarmath_plugin(markdown, allow_labels=True, allow_space=False, allow_digits=False, double_inline=True)
    footnote_plugin(markdown, inline=False, move_to_end=False)
    return markdown


class _Reader:
    """Goes through markdown-it's tokens."""

    def __init__(self, inline: InlineReader, formulas: Formulas, set_aside: SetAside, notes: Mapping[str, str]) -> None:
        self.blocks: list[Block] = []
        self.anchors: dict[str, str] = {}
        self.links: list[tuple[str, str, str]] = []
        self._formulas = formulas
        self._set_aside = set_aside
        self._notes = notes
        self._inline = inline
        self._depth = 0
        self._quotes = 0
        self._marker = ""
        self._footnote: tuple[str, int] | None = None

    def read(self, tokens: Sequence[Token]) -> None:
        index = 0
        while index < len(tokens):
            token = tokens[index]
            match token.type:
                case "heading_open":
                    self._heading(int(token.tag[1:]), tokens[index + 1])
                    index += 2
                case "paragraph_open":
                    self._paragraph(tokens[index + 1])
                    index += 2
                case "bullet_list_open" | "ordered_list_open":
                    self._depth += 1
                case "bullet_list_close" | "ordered_list_close":
                    self._depth -= 1
                    self._marker = ""
                case "list_item_open":
                    self._marker = f"{token.info}{token.markup}" if token.info else "•"
                case "blockquote_open" | "blockquote_close":
                    self._quotes += token.nesting
                case "fence" | "code_block":
                    self._listing(token)
                case "math_block" | "math_block_label":
                    number = f"({clean(token.info)})" if token.info else ""
                    self._marked()
                    self._display(unescaped(self._set_aside.restored(token.content)), number=number)
                case "table_open":
                    end = index
                    while tokens[end].type != "table_close":
                        end += 1
                    self._marked()
                    self._table(tokens[index:end])
                    index = end
                case "footnote_reference_open":
                    self._footnote = str(token.meta.get("label", "")), len(self.blocks)
                case "footnote_reference_close":
                    self._close_footnote()
                case "html_block":
                    self.blocks.append(Paragraph((Run(clean(token.content)),)))
            index += 1

    def _line(self, token: Token) -> Line:
        return self._read(token.content)

    def _read(self, source: str) -> Line:
        line = self._inline.read(source)
        self.links += line.links
        return line

    def _name(self, line: Line, id: str = "") -> str:
        """The id of the block that is made of a line, by which its anchors are found."""
        id = id or (line.anchors[0] if line.anchors else "")
        self.anchors.update((anchor, id) for anchor in line.anchors)
        return id

    def _heading(self, level: int, token: Token) -> None:
        line = self._line(token)
        self.blocks.append(Heading(line.runs, level, id=self._name(line)))

    def _paragraph(self, token: Token) -> None:
        if TABLE_PLACEHOLDER.fullmatch(token.content):
            self._marked()
            self.blocks.append(self._html_table(self._set_aside.table(token.content)))
            return
        line = self._line(token)
        images = [part for part in line.parts if isinstance(part, Image)]
        if images and all(isinstance(part, Image) or part in (Run(" "), LINE_BREAK) for part in line.parts):
            self._figure(line, images)
            return
        id = self._name(line)
        for runs, tex in displays(line):
            for number, each in enumerate(lines_of(runs)):
                self.blocks.append(self._prose(each, id)._replace(goes_on=number > 0))
                id = ""
            if tex:
                self._marked()
                self._display(tex, id=id)
                id = ""

    @property
    def _frame(self) -> Frame:
        return "quote" if self._quotes > 0 else ""

    def _prose(self, runs: Runs, id: str) -> Paragraph:
        marker, self._marker = self._marker, ""
        return Paragraph(runs, id, self._depth, marker, self._frame)

    def _display(self, tex: str, *, number: str = "", id: str = "") -> None:
        self.blocks.append(self._formulas.equation(tex, number, id)._replace(frame=self._frame))

    def _marked(self) -> None:
        """A list item that begins with something other than prose has its marker in front of it."""
        if self._marker:
            self.blocks.append(self._prose((), ""))

    def _figure(self, line: Line, images: list[Image]) -> None:
        caption = tuple(Run(image.alt) for image in images if image.alt)
        addresses = tuple(image.address for image in images if image.address)
        self.blocks.append(Figure(caption[:1], addresses, self._name(line)))

    def _listing(self, token: Token) -> None:
        self._marked()
        source = self._set_aside.restored(token.content).expandtabs(4).rstrip()
        note = self._notes.get(token.info.strip(), "")
        self.blocks.append(Listing(tuple(_code(line) for line in source.split("\n")), note=note))

    def _table(self, tokens: Sequence[Token]) -> None:
        table, lines = read_table(tokens, self._line)
        id = ""
        for line in lines:
            id = self._name(line, id)
        self.blocks.append(table._replace(id=id))

    def _html_table(self, source: str) -> Table:
        lines: list[Line] = []

        def read(text: str) -> Line:
            lines.append(self._read(" ".join(text.split())))
            return lines[-1]

        table = read_html_table(source, read)
        id = ""
        for line in lines:
            id = self._name(line, id)
        return table._replace(id=id)

    def _close_footnote(self) -> None:
        if self._footnote is None:
            return
        (label, first), self._footnote = self._footnote, None
        runs: list[Run] = []
        for block in self.blocks[first:]:
            if isinstance(block, Paragraph):
                runs += [Run(" ")] if runs else []
                runs += block.runs
        self.blocks[first:] = [Footnote(tuple(runs), clean(label), f"fn-{clean(label)}")]


def _code(line: str) -> Runs:
    text = clean_code(line)
    return (Run(text, "code"),) if text else ()
