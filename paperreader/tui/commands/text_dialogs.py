"""Dialogs over the text of a paper: its contents, what references lead to, whole tables; and copying from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from paperreader.tui.command import Command, Group
from paperreader.tui.commands.context import Context
from paperreader.tui.commands.panes import enter

if TYPE_CHECKING:
    from paperreader.reader.session import Session
    from paperreader.tui.render.visible_links import VisibleLink

# a start imports nothing of what a text needs: the functions do


def has_text(session: Session) -> bool:
    """Not while the text is on its way, or where there is none."""
    return session.text_slot.is_shown


def contents(context: Context) -> None:
    """Ask which section to go to."""
    from paperreader.fulltext.contents import ContentsEntry
    from paperreader.fulltext.contents import contents as contents_of
    from paperreader.tui.dialogs.contents import Contents

    text = context.session.text

    def answered(entry: ContentsEntry | None) -> None:
        if entry is not None:
            text.go_to(entry.at)

    entries = contents_of(text.fulltext)
    if entries:
        current = text.section.block if text.section else None
        context.ask(Contents(entries, current, answered, context.colors, context.glyphs))
    else:
        context.session.toasts.show("This text has no headings.")


def peek(context: Context) -> None:
    """Put letters on everything that points elsewhere; where there is but one thing, show what it leads to."""
    from paperreader.tui.commands.text_view import references_in_sight, show_reference

    choose(
        context, references_in_sight(context), partial(show_reference, context), "Nothing in sight points elsewhere."
    )


def copy_formula(context: Context) -> None:
    """Put letters on all formulas; where there is but one, copy it."""
    from paperreader.reader.copy_and_open import copy_text
    from paperreader.tui.commands.text_view import formulas_in_sight

    def copy(formula: VisibleLink) -> None:
        copy_text(context.session, formula.target, "TeX")

    choose(
        context,
        formulas_in_sight(context),
        copy,
        "No formula is in sight.",
        "Type the letter of a formula to copy its TeX",
    )


def choose(
    context: Context,
    links: Sequence[VisibleLink],
    chosen: Callable[[VisibleLink], None],
    none: str,
    question: str = "Type a letter to see what it leads to",
) -> None:
    """Let the user choose by letters. `none`: what to say if there is nothing; `question`: what to ask."""
    from paperreader.tui.dialogs.hints import Hints

    if len(links) > 1:
        context.ask(Hints(links, question, chosen, context.colors, context.glyphs))
    elif links:
        chosen(links[0])
    else:
        context.session.toasts.show(none)


def copy_section(context: Context) -> None:
    """Copy the section that the user is in."""
    from paperreader.fulltext.section import section_at
    from paperreader.fulltext.to_markdown import to_markdown
    from paperreader.reader.copy_and_open import copy_text

    text = context.session.text
    section = text.section
    blocks = section_at(text.fulltext.blocks, section.block) if section else text.fulltext.blocks
    copy_text(context.session, to_markdown(blocks), f"{section.name if section else 'text'} as Markdown")


def whole_table(context: Context) -> None:
    """Open the table nearest to the middle of what is in sight; without any do what the key does elsewhere."""
    from paperreader.tui.commands.text_view import show_table, table_in_sight

    if (index := table_in_sight(context)) is not None:
        show_table(context, context.session.text.fulltext.blocks[index])
    else:
        enter(context)


def table_name(context: Context) -> str:
    """The table that `whole_table` opens; empty if none is in sight."""
    from paperreader.fulltext.preview import name_of
    from paperreader.tui.commands.text_view import table_in_sight

    index = table_in_sight(context)
    return name_of(context.session.text.fulltext.blocks[index]) if index is not None else ""


COMMANDS = (
    Command(
        "text.contents",
        "t",
        "contents",
        "In the text: the contents; type to filter, Enter goes there",
        Group.TEXT,
        contents,
        acts_on="text",
        enabled=has_text,
        also="table of contents, toc, outline, sections, headings, chapters, go to section, figures, tables",
    ),
    Command(
        "text.peek",
        "i",
        "letters",
        "In the text: put letters on citations, figures, formulas, links; a letter shows what it leads to",
        Group.TEXT,
        peek,
        acts_on="text",
        enabled=has_text,
        title="Peek",
        also="hints, follow link, reference, citation, footnote, preview, look up, hover",
    ),
    Command(
        "text.table",
        "enter",
        "whole table",
        "In the text: open the table in sight in full; it scrolls sideways",
        Group.TEXT,
        whole_table,
        acts_on="text",
        enabled=has_text,
        title="Whole table",
        also="open table, wide table, scroll sideways, columns",
        name_now=table_name,
    ),
    Command(
        "text.copy-section",
        "",
        "copy section",
        "Copy the section that you are in as Markdown",
        Group.TEXT,
        copy_section,
        acts_on="text",
        enabled=has_text,
        title="Copy section as Markdown",
        also="md, export, note, yank, clipboard",
    ),
    Command(
        "text.copy-formula",
        "",
        "copy formula",
        "Copy a formula as TeX, chosen by letter where several are in sight",
        Group.TEXT,
        copy_formula,
        acts_on="text",
        enabled=has_text,
        title="Copy formula as TeX",
        also="latex, equation, math, maths, yank, clipboard",
    ),
)
"""Their keys work while the text has the focus."""

COPIES = (
    ("text.copy-section", "c", "section as Markdown", copy_section),
    ("text.copy-formula", "x", "formula as TeX", copy_formula),
)
"""What the menu of copies has besides while a text is open: id, letter, name, and what copies it."""
