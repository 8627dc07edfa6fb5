"""Invented papers in the hub's own JSON shape."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from paperreader.hub.parse import parse_items
from paperreader.models import Paper

Item = dict[str, Any]

THINGS = ("Lantern", "Ferry", "Orchard", "Compass", "Loom", "Harbor", "Kestrel", "Quarry", "Saddle", "Tide")
DEEDS = ("Sorting", "Mending", "Counting", "Folding", "Weighing", "Sketching", "Tuning", "Naming")
PEOPLE = ("Ada Brook", "Bo Lindqvist", "Chidi Okafor", "Dana Petrescu", "Emi Tanabe", "Farid Nasser")
HOUSES = (("marsh-lab", "Marsh Lab"), ("north-quay", "North Quay Institute"))


def item(
    id: str,
    title: str = "A Loom for Small Models",
    *,
    day: date | None = None,
    abstract: str = "We weave small models. The cloth holds.",
    upvotes: int = 1,
    comments: int = 0,
    authors: Sequence[str] = PEOPLE[:2],
    summary: str | None = None,
    keywords: Sequence[str] | None = None,
    organization: tuple[str, str] | None = None,
    repo: str | None = None,
    stars: int | None = None,
    project: str | None = None,
    submitter: str = "Ada Brook",
    **paper: Any,
) -> Item:
    """One item of a day's list; optional keys are missing where None, further ones go into `paper`."""
    submitted = day or date(2026, 7, 31)
    account = submitter.lower().replace(" ", "-")
    user = {"_id": "0", "avatarUrl": "/a.svg", "isPro": False, "fullname": submitter, "type": "user"}
    name, fullname = organization or ("", "")
    house = {"_id": "1", "name": name, "fullname": fullname, "avatar": "/o.png"} if organization else None
    optional = {
        "submittedOnDailyAt": f"{day.isoformat()}T00:00:00.000Z" if day else None,
        "submittedOnDailyBy": {**user, "user": account, "name": account},
        "ai_summary": summary,
        "ai_keywords": list(keywords) if keywords is not None else None,
        "githubRepo": repo,
        "githubStars": stars,
        "projectPage": project,
        "organization": house,
    }
    made = {
        "paper": {
            "id": id,
            "authors": [{"_id": str(n), "name": name, "hidden": False} for n, name in enumerate(authors)],
            "publishedAt": f"{(submitted - timedelta(days=1)).isoformat()}T00:00:00.000Z",
            "title": title,
            "summary": abstract,
            "upvotes": upvotes,
            "discussionId": "2",
            **{key: value for key, value in optional.items() if value is not None},
            **paper,
        },
        "publishedAt": f"{(submitted - timedelta(days=2)).isoformat()}T20:00:00.000Z",
        "title": title,
        "summary": abstract,
        "thumbnail": f"https://example.org/thumbnails/{id}.png",
        "numComments": comments,
        "submittedBy": {**user, "name": account, "isHf": False, "followerCount": 3},
        "isAuthorParticipating": False,
    }
    return {**made, "organization": house} if house else made


def papers(day: date, count: int, first: int = 1) -> list[Item]:
    """`count` papers of that day, numbered from `first`, by upvotes; the same ones each time."""
    return [_nth(day, number, max(0, 200 - number)) for number in range(first, first + count)]


def _nth(day: date, number: int, upvotes: int) -> Item:
    thing, deed = THINGS[number % len(THINGS)], DEEDS[number % len(DEEDS)]
    return item(
        f"{day:%y%m}.{day.day:02}{number:03}",
        f"{thing}: {deed} {day:%A}'s Tokens, Part {number}",
        day=day,
        abstract=f"{deed} tokens is slow. {thing} does it in {number} steps, and no step needs a teacher.",
        upvotes=upvotes,
        comments=number % 4,
        authors=[PEOPLE[(number + n) % len(PEOPLE)] for n in range(1 + number % 5)],
        summary=f"{thing} sorts tokens in {number} steps." if number % 2 else None,
        keywords=(thing.lower(), "tokens") if number % 2 else None,
        organization=HOUSES[number % 2] if number % 3 else None,
        repo=f"https://github.com/example/{thing.lower()}" if number % 2 else None,
        stars=number * 3 if number % 4 == 1 else None,
        project=f"https://example.org/{thing.lower()}" if number % 3 == 0 else None,
        submitter=PEOPLE[number % len(PEOPLE)],
    )


def one(made: Item) -> Paper:
    """The paper of an item."""
    return parse_items([made]).papers[0]
