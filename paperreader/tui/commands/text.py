"""Reading the whole text of a paper in the place of its abstract."""

from __future__ import annotations

from functools import partial

from paperreader.mark_fields import TEXT
from paperreader.models import TextHit
from paperreader.reader.session import Session
from paperreader.tui.command import Command, Group, bindings, has_papers
from paperreader.tui.commands import text_dialogs
from paperreader.tui.commands.context import Context
from paperreader.tui.commands.text_dialogs import has_text


def toggle_text(context: Context) -> None:
    """Show the text of the paper on the page, or the abstract again."""
    session = context.session
    if session.text.is_open:
        session.text.close()
    elif session.page.paper is not None:
        hits = session.searcher.highlights.matches.hits.hits
        open_text(context, hits[0] if hits else None, unless_read=True)


def open_text(context: Context, hit: TextHit | None, *, unless_read: bool = False) -> None:
    """Show the text of the paper on the page, at what a search has found in it."""
    if (paper := context.session.page.paper) is not None:
        context.session.discussion_slot.close()
        context.session.own_order.notice(TEXT, [paper.id])
        context.session.text.open(paper.id, hit, unless_read=unless_read)
        context.panes.enter_instead()


def text_or_abstract(context: Context) -> str:
    """What `toggle_text` would show."""
    return "abstract" if context.session.text.is_open else "text"


def update_text(context: Context) -> None:
    """Ask for a newer version of the text that is open."""
    from paperreader.reader import text_update

    text_update.update_text(context.session)


def can_update(session: Session) -> bool:
    """Not while the text is on its way."""
    return session.text_slot.is_shown or session.text_slot.says_why_not


def retry_name(context: Context) -> str:
    """In the footer only where there is no text."""
    return "try again" if context.session.text_slot.says_why_not else ""


def find_in_text(context: Context) -> None:
    """Ask what to look for, and look for it while it is typed."""
    # what no start needs
    from paperreader.reader.text_finder import TextFinder
    from paperreader.tui.dialogs.text_search_prompt import TextSearchPrompt

    context.ask(TextSearchPrompt(TextFinder(context.session.text), context.colors, context.glyphs))


def go_on(step: int, context: Context) -> None:
    """To the next match, or to the next section where nothing is searched."""
    text = context.session.text
    if text.search.text:
        text.go_to_match(step)
    else:
        text.go_to_section(step)


def match_or_section(context: Context) -> str:
    """What `go_on` goes to."""
    return "match" if context.session.text.search.text else "section"


def go_to_section(step: int, context: Context) -> None:
    context.session.text.go_to_section(step)


def leads_back(session: Session) -> bool:
    return has_text(session) and session.text.jumps.leads_back


def leads_forward(session: Session) -> bool:
    return has_text(session) and session.text.jumps.leads_forward


def go_back(context: Context) -> None:
    context.session.text.back()


def go_forward(context: Context) -> None:
    context.session.text.forward()


TEXT_COMMANDS = (
    Command(
        "text.search",
        "slash",
        "find",
        "In the text: find words, a formula as it is read, or its TeX",
        Group.TEXT,
        find_in_text,
        acts_on="text",
        enabled=has_text,
        title="Find in the text",
        also="search, grep, look for, locate",
    ),
    Command(
        "text.next",
        "n",
        "next",
        "In the text: go to the next match, or section where nothing is searched",
        Group.TEXT,
        partial(go_on, 1),
        acts_on="text",
        enabled=has_text,
        in_palette=False,
        name_now=match_or_section,
    ),
    Command(
        "text.previous",
        "N",
        "previous",
        "In the text: go to the previous match, or section where nothing is searched",
        Group.TEXT,
        partial(go_on, -1),
        acts_on="text",
        enabled=has_text,
        in_palette=False,
        name_now=match_or_section,
    ),
    Command(
        "text.next-section",
        "right_curly_bracket",
        "next section",
        "In the text: go to the next section",
        Group.TEXT,
        partial(go_to_section, 1),
        acts_on="text",
        enabled=has_text,
        also="heading, chapter",
    ),
    Command(
        "text.previous-section",
        "left_curly_bracket",
        "previous section",
        "In the text: go to the start of the section, or the previous one",
        Group.TEXT,
        partial(go_to_section, -1),
        acts_on="text",
        enabled=has_text,
        also="heading, chapter",
    ),
    Command(
        "text.update",
        "r",
        "update",
        "In the text: ask for a newer version of it",
        Group.TEXT,
        update_text,
        acts_on="text",
        enabled=can_update,
        name_now=retry_name,
        title="Update text",
        also="refresh, reload, fetch again, newer version",
    ),
    Command(
        "text.back",
        "ctrl+o",
        "back",
        "In the text: go back to where the last jump began",
        Group.TEXT,
        go_back,
        acts_on="text",
        enabled=leads_back,
        title="Jump back",
        also="return, jump list, previous place",
    ),
    Command(
        "text.forward",
        "ctrl+y",
        "forward",
        "In the text: go forward again after {text.back}",
        Group.TEXT,
        go_forward,
        acts_on="text",
        enabled=leads_forward,
        title="Jump forward",
        also="jump list, next place",
    ),
    *text_dialogs.COMMANDS,
)
"""Their keys work while the text has the focus."""

COMMANDS = (
    Command(
        "paper.text",
        "f",
        "text",
        "Read the paper's text, or return to the abstract",
        Group.TEXT,
        toggle_text,
        acts_on="screen",
        enabled=has_papers,
        title="Full text",
        also="fulltext, whole paper, html, read the paper, content, body",
        name_now=text_or_abstract,
    ),
    *TEXT_COMMANDS,
)

TEXT_BINDINGS = bindings(TEXT_COMMANDS, "screen.command")
