"""Copying and opening papers."""

from __future__ import annotations

from functools import partial

from paperreader.reader.copy_and_open import copy_link, copy_papers, open_papers, target_papers
from paperreader.tui.command import Command, Group, has_papers
from paperreader.tui.commands.context import Context
from paperreader.tui.commands.text_dialogs import COPIES

MAX_OPENED_UNASKED = 5
"""More pages are only opened after a question."""


def copy_menu(context: Context) -> None:
    """Ask for the format, or what of the text that is open."""
    from paperreader.tui.dialogs.menus import copy_menu

    session = context.session
    of_text = {id: (letter, name, copy) for id, letter, name, copy in COPIES if session.text_slot.is_shown}

    def answered(format: str | None) -> None:
        if format in of_text:
            of_text[format][2](context)
        elif format:
            copy_papers(session, format)

    if papers := target_papers(session):
        choices = [(letter, name, id) for id, (letter, name, _) in of_text.items()]
        context.ask(copy_menu(papers, choices, context.colors), answered)


def open_targets(format: str, context: Context) -> None:
    """Open the page or the PDF of the targets, of many only after a question."""
    papers = target_papers(context.session)
    if len(papers) <= MAX_OPENED_UNASKED:
        open_papers(context.session, papers, format)
        return
    from paperreader.tui.dialogs.menus import open_question

    def answered(yes: str | None) -> None:
        if yes:
            open_papers(context.session, papers, format)

    context.ask(open_question(len(papers), context.colors), answered)


def show_manual_copy(context: Context) -> None:
    """Show what no clipboard takes, to be copied by hand."""
    from paperreader.tui.dialogs.menus import ManualCopyDialog

    if (copy := context.session.links.manual_copy) is not None:
        context.ask(ManualCopyDialog(copy.title, copy.text, context.colors))


COMMANDS = (
    Command(
        "paper.copy-link",
        "y",
        "copy link",
        "Copy the paper's link",
        Group.LINKS,
        copy_link,
        enabled=has_papers,
        also="yank, url, clipboard, share",
    ),
    Command(
        "paper.copy",
        "Y",
        "copy …",
        "Copy something else: BibTeX, PDF, abstract …",
        Group.LINKS,
        copy_menu,
        acts_on="screen",
        enabled=has_papers,
        also="yank, export, clipboard, share",
    ),
    Command(
        "paper.open",
        "o",
        "open",
        "Open the paper's page in the browser",
        Group.LINKS,
        partial(open_targets, "hub"),
        acts_on="screen",
        enabled=has_papers,
        title="Open in browser",
        also="web, hub, hugging face, visit, url, link",
    ),
    Command(
        "paper.open-pdf",
        "O",
        "open PDF",
        "Open the PDF on arXiv",
        Group.LINKS,
        partial(open_targets, "pdf"),
        acts_on="screen",
        enabled=has_papers,
        title="Open PDF",
        also="arxiv, download pdf, full text",
    ),
)
