"""What of the session the panes show: what has changed is drawn again."""

from __future__ import annotations

from paperreader.reader.changes import Change
from paperreader.reader.session import Session
from paperreader.tui.commands.discussion import DISCUSSION_BINDINGS
from paperreader.tui.commands.text import TEXT_BINDINGS
from paperreader.tui.widgets.panes import Panes


def draw_changes(panes: Panes, session: Session, change: Change) -> None:
    """Draw what has changed. Of a search that has only begun nothing is shown yet, and the user types on."""
    if change & Change.CATALOG:
        catalog = session.catalog
        saved = [*catalog.follows, *catalog.sidebar_searches]
        panes.sidebar.fill(catalog.calendar, catalog.totals, saved, catalog.tags)
    # not by a search's results: since it began, the user may have moved the cursor there
    if change & (Change.SEARCH_STARTED | Change.OPENED):
        shown = session.destination if change & Change.SEARCH_STARTED else session.view
        if shown is not None and shown.in_sidebar:
            panes.sidebar.select(shown)
    if change & Change.VIEW:
        panes.papers.show_rows()
    elif change & Change.ROWS:
        panes.papers.update_rows()
    if change & Change.CURSOR:
        panes.papers.follow_cursor()
    if change & Change.SELECTION:
        panes.papers.update_selection()
    if change & (Change.VIEW | Change.PAGE | Change.REASONS):
        reasons = session.reasons
        panes.page.show_paper(*session.page, explains=reasons.are_shown, explanation=reasons.explanation)
    if change & (Change.VIEW | Change.PAGE | Change.HIGHLIGHTS):
        panes.page.show_highlights(*session.searcher.highlights.matches)
    if change & Change.TEXT:
        panes.show_text(session.text, TEXT_BINDINGS)
    elif panes.text is not None:
        panes.text.follow(change)
    if change & Change.DISCUSSION:
        panes.show_discussion(session.discussion, DISCUSSION_BINDINGS)
    elif panes.discussion is not None:
        panes.discussion.follow(change)
