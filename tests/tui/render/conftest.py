"""A paper, and its entry in a list."""

from __future__ import annotations

from datetime import date

from paperreader.models import Entry, Paper

PAPER = Paper(
    id="2203.06390",
    title="Two Looms",
    title_raw="Two Looms",
    abstract="We weave.",
    abstract_raw="We weave.",
    authors=tuple(f"Ada {n}" for n in range(8)),
    organization="Marsh Lab",
    comments=2,
    upvotes=3,
    published=date(2022, 3, 12),
)


def entry_of(paper: Paper) -> Entry:
    return Entry(
        id=paper.id,
        day=None,
        title=paper.title,
        upvotes=paper.upvotes,
        comments=paper.comments,
        has_code=bool(paper.github_repo),
        github_stars=paper.github_stars,
        organization=paper.organization,
        first_author=paper.authors[0] if paper.authors else "",
        authors=len(paper.authors),
        read=False,
        unread=True,
        starred=True,
    )
