"""Papers as JSON objects: the fields are public: see `paperreader help formats`."""

from __future__ import annotations

from paperreader.environment import HUB
from paperreader.export.addresses import code_url, hub_url, project_url
from paperreader.linked import LINKED_KINDS, NOTHING_LINKED, Linked
from paperreader.models import Entry, Paper, TextHit
from paperreader.text.sanitize import clean


def to_json(entry: Entry, paper: Paper, hub: str = HUB, linked: Linked = NOTHING_LINKED) -> dict[str, object]:
    """One item of `paperreader list --json`. The fields are public."""
    return {
        "id": paper.id,
        "source": paper.source,
        "day": entry.day and entry.day.isoformat(),
        "title": clean(paper.title),
        "abstract": clean(paper.abstract),
        "summary": _given(paper.summary),
        "title_raw": clean(paper.title_raw),
        "abstract_raw": clean(paper.abstract_raw),
        "authors": [clean(name) for name in paper.authors],
        "organization": _given(paper.organization),
        "submitter": _given(paper.submitter),
        "keywords": [clean(word) for word in paper.keywords],
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "github_repo": code_url(paper),
        "github_stars": paper.github_stars,
        "project_page": project_url(paper),
        "linked": {f"{kind}s": linked.totals.get(kind) for kind in LINKED_KINDS} if linked.totals else None,
        "published": paper.published and paper.published.isoformat(),
        "read": entry.read,
        "unread": entry.unread,
        "starred": entry.starred,
        "followed": [clean(name) for name in entry.followed],
        "has_text": entry.has_text,
        "url": hub_url(paper.id, hub),
    }


def _given(text: str | None) -> str | None:
    return clean(text or "") or None


def hit_to_json(hit: TextHit) -> dict[str, object]:
    """A match in the whole text of a paper, as `paperreader search --json` lists them."""
    return {
        "section": hit.number,
        "heading": clean(hit.heading),
        "words": clean(hit.words),
        "matches": [list(each) for each in hit.matches],
    }
