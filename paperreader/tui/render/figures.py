"""The figures of a paper in a list, each in a few cells."""

from __future__ import annotations

from paperreader.humanize import short_number
from paperreader.models import Entry
from paperreader.tui.render.styled_text import Glyphs


def upvotes_text(entry: Entry) -> str:
    return f"{entry.upvotes if entry.upvotes < 10_000 else short_number(entry.upvotes):>4}"


def gain_text(by: int) -> str:
    """What a figure gained since the user's last visit, in four cells at most."""
    return f"+{by if by < 1_000 else f'{min(by / 1_000, 99):.0f}k'}" if by > 0 else ""


def comments_gain_text(new: int, risen: int) -> str:
    """`2 new` to a user who has read the discussion; else what the list has gained."""
    return f"{min(new, 99)} new" if new else gain_text(risen)


def code_text(stars: int | None, glyphs: Glyphs) -> str:
    """That there is code, and its stars where they are many."""
    return f"{glyphs.code} {short_number(stars)}" if stars and stars >= 100 else glyphs.code


def comments_text(comments: int, glyphs: Glyphs) -> str:
    """More than the one comment that most papers have."""
    return f"{glyphs.comments} {min(comments, 999)}" if comments > 1 else ""
