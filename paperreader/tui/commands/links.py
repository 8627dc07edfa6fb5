"""Copying and opening papers, and what else the page of a paper links to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from paperreader.export import has
from paperreader.mark_fields import COPIED
from paperreader.reader import copy_and_open
from paperreader.reader.copy_and_open import (
    copy_papers,
    copy_text,
    explain_row,
    linked_of,
    open_address,
    open_addresses,
    open_papers,
    row_addresses,
    target_papers,
)
from paperreader.tui.command import Command, Group, has_papers
from paperreader.tui.commands.context import Context, selection_or_link
from paperreader.tui.commands.discussion import COPIES as COMMENT_COPIES
from paperreader.tui.commands.discussion import toggle_discussion
from paperreader.tui.commands.linked import addresses, choose_linked, list_linked
from paperreader.tui.commands.notes import list_tag
from paperreader.tui.commands.reasons import ask_about, list_reasons
from paperreader.tui.commands.text import open_text
from paperreader.tui.commands.text_dialogs import COPIES, choose
from paperreader.tui.render.page import (
    ALL_LINKED,
    ALL_REASONS,
    DISCUSSION_LINK,
    GROUP_LINK,
    REASON_LINK,
    TAG_LINK,
    TEXT_HIT_LINK,
)
from paperreader.views import Search

if TYPE_CHECKING:
    from paperreader.tui.render.visible_links import VisibleLink

MAX_OPENED_UNASKED = 5
"""More pages are only opened after a question."""


def copy_link(context: Context) -> None:
    """Copy the link of the targets, or text that is selected with the mouse."""
    if context.has_selected_text:
        copy_text(context.session, context.selected_text)
    else:
        copy_and_open.copy_link(context.session)


def copy_menu(context: Context) -> None:
    """Ask what to copy: a format, something of the text or discussion, or the link of what names the paper."""
    from paperreader.tui.dialogs.menus import TO_ZOTERO, copy_menu

    session = context.session
    papers = target_papers(session)
    linked = partial(linked_of, session, papers)
    open_here = COPIES if session.text_slot.is_shown else COMMENT_COPIES if session.discussion_slot.is_shown else ()
    of_text = {id: (letter, name, copy) for id, letter, name, copy in open_here}

    def answered(answer: str | None) -> None:
        if answer in of_text:
            of_text[answer][2](context)
        elif answer == TO_ZOTERO:
            add_to_zotero(context)
        elif answer == ALL_LINKED and len(papers) == 1:
            choose_linked(context, papers[0].id, "Copy", partial(copy_text, session, what="link"))
        elif answer == ALL_LINKED:
            session.own_order.notice(COPIED, [paper.id for paper in papers])
            copy_text(session, "\n".join(addresses(session, linked().repos)), "links")
        elif answer and "://" in answer:
            session.own_order.notice(COPIED, [paper.id for paper in papers])
            copy_text(session, answer, "link")
        elif answer:
            copy_papers(session, answer)

    if papers:
        choices = [(letter, name, id) for id, (letter, name, _) in of_text.items()]
        context.ask(copy_menu(papers, choices, linked, session.links.hub, context.colors), answered)


def add_to_zotero(context: Context) -> None:
    """Ask whether to add the targets to what is selected in Zotero."""
    from paperreader.tui.commands import zotero  # no start needs it

    zotero.add_to_zotero(context)


def open_menu(context: Context) -> None:
    """Ask what to open of the targets."""
    from paperreader.tui.dialogs.menus import open_menu

    session = context.session
    papers = target_papers(session)
    linked = partial(linked_of, session, papers)

    def answered(answer: str | None) -> None:
        if answer == ALL_LINKED and len(papers) == 1:
            choose_linked(context, papers[0].id, "Open", partial(open_address, session))
        elif answer == ALL_LINKED:
            pages = addresses(session, linked().repos)
            ask_if_many(context, len(pages), partial(open_addresses, session, pages))
        elif answer and "://" in answer:
            open_address(session, answer)
        elif answer:
            open_targets(answer, context)

    if papers:
        context.ask(open_menu(papers, linked, session.links.hub, context.colors), answered)


def open_pages(context: Context) -> None:
    """Open the targets on the Hub, or the pages that the row under the cursor stands for."""
    session = context.session
    if pages := row_addresses(session):
        ask_if_many(context, len(pages), partial(open_addresses, session, pages))
    elif not explain_row(session):
        open_targets("hub", context)


def open_targets(format: str, context: Context) -> None:
    """Open the page, the PDF, the code … of the targets, of many only after a question."""
    papers = target_papers(context.session)
    pages = sum(has(paper, format) for paper in papers)
    ask_if_many(context, pages, partial(open_papers, context.session, papers, format))


def ask_if_many(context: Context, pages: int, open: Callable[[], None]) -> None:
    """Open so many pages, more than a few only after a question."""
    if pages <= MAX_OPENED_UNASKED:
        open()
        return
    from paperreader.tui.dialogs.menus import open_question

    def answered(yes: str | None) -> None:
        if yes:
            open()

    context.ask(open_question(pages, context.colors), answered)


# -- the page


def page_letters(context: Context) -> None:
    """Put letters on the links of the page; a letter opens what it is on."""
    from paperreader.tui.render.visible_links import page_links  # no start needs it

    page = context.panes.page
    links: list[VisibleLink] = []
    if page.display and context.panes.shown_page is page:
        links = [link.moved(page.content_region.x, page.content_region.y) for link in page_links(page.visible_lines)]

    def open(link: VisibleLink) -> None:
        follow_link(context, link.target)

    choose(context, links, open, "No link is in sight.", "Type the letter of a link to open it")


def follow_link(context: Context, link: str) -> None:
    """Open what a link of the page leads to: a place in the text, the discussion, a web page, or all that names it; ask
    about a reason."""
    session = context.session
    if link.startswith(TEXT_HIT_LINK):
        hits = session.searcher.highlights.matches.hits.hits
        open_text(context, hits[int(link.removeprefix(TEXT_HIT_LINK))])
    elif link.startswith(TAG_LINK):
        list_tag(context, link.removeprefix(TAG_LINK))
    elif link.startswith(GROUP_LINK):
        context.show(Search(f"group:{link.removeprefix(GROUP_LINK)}"))
    elif link.startswith(REASON_LINK):
        ask_about(context, link.removeprefix(REASON_LINK))
    elif link == ALL_REASONS:
        list_reasons(context)
    elif link == DISCUSSION_LINK:
        toggle_discussion(context)
    elif link == ALL_LINKED:
        list_linked(context)
    elif "://" in link:
        open_address(session, link)
    elif session.page.paper is not None:
        open_papers(session, [session.page.paper], link)


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
        "Copy the paper's link, or the text that you selected with the mouse",
        Group.LINKS,
        copy_link,
        acts_on="screen",
        enabled=has_papers,
        also="yank, url, clipboard, share, selection, selected text",
        name_now=selection_or_link,
    ),
    Command(
        "paper.copy",
        "Y",
        "copy …",
        "Copy something else: BibTeX, PDF, abstract, models …",
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
        open_pages,
        acts_on="screen",
        enabled=has_papers,
        title="Open in browser",
        also="web, hub, hugging face, visit, url, link",
    ),
    Command(
        "paper.open-menu",
        "O",
        "open …",
        "Open something else: PDF, arXiv, code, project page, models …",
        Group.LINKS,
        open_menu,
        acts_on="screen",
        enabled=has_papers,
        title="Open something else",
        also="browser, web, link, url, visit",
    ),
    Command(
        "paper.open-pdf",
        "",
        "open PDF",
        "Open the PDF on arXiv: {paper.open-menu}p does it too",
        Group.LINKS,
        partial(open_targets, "pdf"),
        acts_on="screen",
        enabled=has_papers,
        title="Open PDF",
        also="arxiv, download pdf, full text",
    ),
    Command(
        "page.letters",
        "i",
        "letters",
        "Put letters on the links of the page; a letter opens the link",
        Group.LINKS,
        page_letters,
        acts_on="screen",
        enabled=has_papers,
        title="Letters on links",
        also="hints, follow link, open link",
    ),
    Command(
        "paper.zotero",
        "",
        "add to Zotero",
        "Add the paper to the collection that is selected in Zotero: {paper.copy}z does it too",
        Group.LINKS,
        add_to_zotero,
        acts_on="screen",
        enabled=has_papers,
        also="reference manager, library, collection, save to, send to",
    ),
)
