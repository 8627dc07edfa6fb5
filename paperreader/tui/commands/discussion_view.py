"""What of a discussion is in sight, and where it leads."""

from __future__ import annotations

import re
from urllib.parse import quote

from paperreader.export import export
from paperreader.reader.copy_and_open import open_address
from paperreader.reader.go_to_papers import go_to_papers
from paperreader.reader.session import Session
from paperreader.tui.commands.context import Context
from paperreader.tui.render.visible_links import VisibleLink, visible_links

PAPER_LINK = re.compile(
    r"https?://(?:[a-z.]*arxiv\.org/(?:abs|pdf|html)|[^/\s]+/papers)/([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?(?:\.pdf|\.md)?/?"
    r"(?:[?#].*)?",
    re.IGNORECASE | re.ASCII,
)
"""A link to a paper, on arXiv, the Hub or a mirror."""


def links_in_sight(context: Context) -> list[VisibleLink]:
    """All links, in the order of reading, with cells of the screen."""
    if (pane := context.panes.discussion) is None:
        return []
    region = pane.content_region
    return [link.moved(region.x, region.y) for link in visible_links(pane.lines_in_sight())]


def follow_link(context: Context, address: str) -> None:
    """Show the paper that a link leads to; any other page opens in the browser."""
    if paper := PAPER_LINK.fullmatch(address):
        go_to_papers(context.session, [paper[1]])
    else:
        open_address(context.session, address)


def comment_address(session: Session) -> str:
    """Where the comment under the cursor stands on the Hub."""
    paper, discussion = session.page.paper, session.discussion
    page = (paper and export(paper, "hub", session.links.hub)) or session.links.hub
    comment = discussion.comment
    return page if comment is None or comment.id.startswith("#") else f"{page}#{quote(comment.id, safe='')}"
