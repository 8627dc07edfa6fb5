"""What of a text is in sight, and what is shown of it over it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from paperreader.export import export
from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Block, Equation, Figure, Heading, Table, plain
from paperreader.fulltext.contents import split_caption
from paperreader.fulltext.preview import Preview, name_of, preview
from paperreader.fulltext.section import section_at
from paperreader.fulltext.table_text import tab_separated
from paperreader.fulltext.to_markdown import to_markdown
from paperreader.mark_fields import COPIED
from paperreader.reader.copy_and_open import copy_text, open_address
from paperreader.reader.go_to_papers import go_to_papers
from paperreader.tui.command import KeyHint
from paperreader.tui.commands.context import Context
from paperreader.tui.dialogs.peek import Peek
from paperreader.tui.dialogs.table_sheet import TableSheet
from paperreader.tui.render.fulltext import whole_table
from paperreader.tui.render.styled_text import StyledLine
from paperreader.tui.render.visible_links import Cells, VisibleLink, link_at, visible_formulas, visible_links

TABLE = "table "
"""Begins the target of a table that is in sight itself; the index of its block follows."""

# -- what is in sight


def references_in_sight(context: Context) -> list[VisibleLink]:
    """Everything that points elsewhere, and tables, which open in full; in the order of reading."""
    links = _on_screen(context, visible_links(_lines_in_sight(context)))
    links += [_table_link(context, index, rows) for index, rows in _tables_in_sight(context)]
    return sorted(links, key=lambda link: (link.mentions[0][0].y, link.mentions[0][0].x))


def formulas_in_sight(context: Context) -> list[VisibleLink]:
    """Formulas, by their TeX."""
    return _on_screen(context, visible_formulas(_lines_in_sight(context)))


def table_in_sight(context: Context) -> int | None:
    """The block of the table that is nearest to the middle of the screen; None if none is in sight."""
    pane = context.panes.text
    middle = pane.size.height / 2 if pane else 0

    def distance(found: tuple[int, range]) -> float:
        rows = found[1]
        return 0 if rows.start <= middle < rows.stop else min(abs(rows.start - middle), abs(rows.stop - middle))

    return min(_tables_in_sight(context), key=distance, default=(None,))[0]


def _lines_in_sight(context: Context) -> list[StyledLine]:
    pane = context.panes.text
    return [pane.line_at(pane.line_in_row(row)) for row in range(pane.size.height)] if pane else []


def _tables_in_sight(context: Context) -> list[tuple[int, range]]:
    """Blocks of tables, and the rows of the pane that each takes."""
    if (pane := context.panes.text) is None:
        return []
    rows: dict[int, list[int]] = {}
    for row in range(pane.size.height):
        block = pane.block_at(y := pane.line_in_row(row))
        if block is not None and pane.line_at(y).spans:
            rows.setdefault(block, []).append(row)
    blocks = context.session.text.fulltext.blocks
    return [
        (index, range(taken[0], taken[-1] + 1))
        for index, taken in rows.items()
        if index < len(blocks) and isinstance(table := blocks[index], Table) and table.rows
    ]


def _on_screen(context: Context, links: Sequence[VisibleLink]) -> list[VisibleLink]:
    """The links with cells of the screen instead of the pane."""
    region = context.panes.text.content_region if context.panes.text else context.panes.content_region
    return [link.moved(region.x, region.y) for link in links]


def _block_of(context: Context, link: VisibleLink) -> int | None:
    """The block that a link on the screen stands in first."""
    pane = context.panes.text
    return pane.block_at(pane.line_in_row(link.mentions[0][0].y - pane.content_region.y)) if pane else None


def _table_link(context: Context, index: int, rows: range) -> VisibleLink:
    table = context.session.text.fulltext.blocks[index]
    link = VisibleLink(f"{TABLE}{index}", name_of(table), ((Cells(0, rows.start, 1),),))
    return _on_screen(context, [link])[0]


# -- what references lead to


def show_reference(context: Context, link: VisibleLink) -> None:
    """Show what a reference leads to; a table that is in sight itself opens in full."""
    text = context.session.text
    if link.target.startswith(TABLE):
        show_table(context, text.fulltext.blocks[int(link.target.removeprefix(TABLE))])
        return
    page = f"https://arxiv.org/html/{text.paper}{text.fulltext.version}"
    shown = preview(text.fulltext, text.targets, link.target, link.text, page=page)
    if shown.at is not None and shown.at == _block_of(context, link):  # the label of an entry: the user is there
        shown = shown._replace(at=None)
    pane = context.panes.shown_page.region
    answered = partial(_do, context, shown)
    context.ask(Peek(shown, _actions(context, shown), answered, link, pane, context.colors, context.glyphs))


def show_clicked(context: Context, x: int, y: int) -> None:
    """Show what is at a cell of the screen: what a reference leads to, or a whole table."""
    region = context.panes.shown_page.content_region
    column, row = x - region.x, y - region.y
    if link := link_at(_lines_in_sight(context), column, row):
        show_reference(context, link.moved(region.x, region.y))
        return
    for index, rows in _tables_in_sight(context):
        if row in rows:
            show_table(context, context.session.text.fulltext.blocks[index])


def _actions(context: Context, shown: Preview) -> list[tuple[KeyHint, str]]:
    """What can be done with it: keys, and answers for `_do`; the most important first."""
    first = shown.blocks[0]
    actions = []
    if isinstance(first, Table) and first.rows:
        actions.append((KeyHint("enter", "whole table"), "table"))
    elif shown.at is not None:
        actions.append((KeyHint("enter", "go there"), "go"))
    elif shown.is_link:
        actions.append((KeyHint("enter", "open"), "open"))
    if shown.arxiv and shown.arxiv != context.session.text.paper:  # such as a figure of this one
        actions.append((KeyHint("r", "read it here"), "read"))
    if shown.address and not shown.is_link:
        actions.append((KeyHint("o", "open"), "open"))
    if not shown.is_missing:
        actions.append((KeyHint("y", "copy TeX" if isinstance(first, Equation) else "copy"), "copy"))
    if shown.arxiv and context.session.store.papers.get(shown.arxiv) is not None:
        actions.append((KeyHint("b", "copy BibTeX"), "bibtex"))
    return actions


def _do(context: Context, shown: Preview, answer: str) -> None:
    session = context.session
    match answer:
        case "go" if shown.at is not None:
            session.text.go_to(shown.at)
        case "table":
            show_table(context, shown.blocks[0], at=shown.at)
        case "open":
            open_address(session, shown.address)
        case "read":
            go_to_papers(session, [shown.arxiv])
        case "bibtex" if (paper := session.store.papers.get(shown.arxiv)) is not None:
            session.own_order.notice(COPIED, [paper.id])
            copy_text(session, export(paper, "bibtex") or "", "BibTeX")
        case "copy":
            text, what = copied(shown, session.text.fulltext.blocks)
            copy_text(session, text, what)


def copied(shown: Preview, blocks: Sequence[Block]) -> tuple[str, str]:
    """What copying it yields, and what that is called. `blocks`: those of the text."""
    first = shown.blocks[0]
    match first:
        case Equation():
            return first.tex, "TeX"
        case Table():
            return to_markdown([first]), f"{shown.title} as Markdown"
        case Heading() if shown.at is not None:
            return to_markdown(section_at(blocks, shown.at)), f"{shown.title} as Markdown"
        case Figure() if first.images:
            return "\n".join([plain(first.caption), *first.images]).strip(), "figure"
    if shown.is_link:
        return shown.address, "link"
    return "\n\n".join(map(block_text, shown.blocks)), "text" if shown.at is None else shown.title


# -- tables


def show_table(context: Context, table: Block, *, at: int | None = None) -> None:
    """Show a whole table. `at`: its block, where it is not in sight: Enter goes there."""
    if not isinstance(table, Table):
        return
    session, name = context.session, name_of(table)

    def answered(answer: str) -> None:
        if answer == "go" and at is not None:
            session.text.go_to(at)
        elif answer == "copy":
            copy_text(session, to_markdown([table]), f"{name} as Markdown")
        elif answer == "copy-tsv":
            copy_text(session, tab_separated(table), f"{name} as TSV")

    drawn = whole_table(table, context.glyphs)
    caption = split_caption(table.caption)[1]
    colors, glyphs = context.colors, context.glyphs
    context.ask(TableSheet(name, caption, drawn, answered, can_go=at is not None, colors=colors, glyphs=glyphs))
