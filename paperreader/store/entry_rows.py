"""The columns of a list's row, and the row as an Entry."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from paperreader.models import Entry, TextRanges


def cast(kind: str, *columns: str) -> str:
    """The columns as that type: SQLite keeps whatever another program writes. Bytes that are not text are damage."""
    return ", ".join(f"CAST({column} AS {kind})" for column in columns)


def texts(stored: str) -> tuple[str, ...]:
    """A JSON list of texts. Raises ValueError, TypeError or RecursionError where it is none."""
    found = json.loads(stored)
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise ValueError("not a list of texts")
    return tuple(found)


ENTRY = f"""
SELECT paper.id, listing.day, {cast("TEXT", "paper.title")}, {cast("INTEGER", "paper.upvotes", "paper.comments")},
       paper.github_repo IS NOT NULL, {cast("INTEGER", "paper.github_stars")},
       {cast("TEXT", "paper.organization", "paper.first_author")}, {cast("INTEGER", "paper.author_count")},
       state.read, state.unread, state.starred IS NOT NULL, paper.published,
       EXISTS (SELECT 1 FROM fulltext WHERE fulltext.paper = state.paper AND fulltext.source IS NOT NULL),
       max(0, paper.comments - (SELECT seen FROM discussion WHERE discussion.paper = state.paper)),
       CASE WHEN state.followed THEN (
           SELECT json_group_array(name) FROM (
               SELECT saved.name FROM member JOIN saved ON saved.saved = member.saved
               WHERE member.paper = state.paper AND saved.follows ORDER BY saved.position, saved.saved)) END,
       state.tags, state.noted
"""
"""Of `paper`, `state` and `listing`; a rule that hides the paper may follow."""

NEWEST_LISTING = """
LEFT JOIN listing ON listing.paper = state.paper
      AND listing.day = (SELECT max(day) FROM listing WHERE paper = state.paper)
"""


def entry(row: tuple[Any, ...], title_matches: TextRanges = ()) -> Entry:
    """A row of ENTRY; made by position, since lists have thousands of them."""
    id, day, title, upvotes, comments, has_code, stars, organization, author, authors = row[:10]
    read, unread, starred, published, has_text, new_comments, followed, tags, noted = row[10:19]
    made = Entry(
        id,
        date.fromisoformat(day) if day else None,
        title,
        upvotes,
        comments,
        has_code == 1,
        stars,
        organization,
        author,
        authors,
        read == 1,
        unread == 1,
        starred == 1,
        date.fromisoformat(published) if published else None,
        title_matches=title_matches,
        has_text=has_text == 1,
        new_comments=new_comments or 0,
        has_note=noted == 1,
    )
    if followed:
        made = made._replace(followed=tuple(json.loads(followed)))
    if tags:
        made = made._replace(tags=tuple(json.loads(tags)))
    return made if len(row) == 19 else made._replace(rule=row[19])
