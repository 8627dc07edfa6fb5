"""Invented repositories that name a paper, in the form that the Hub gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Repos = dict[str, list[Any]]
"""`models`, `datasets` and `spaces` of a paper."""
FIRST = {"models": 5, "datasets": 3, "spaces": 3}
"""How many of each come with the paper itself."""
TASKS = ("text-generation", "image-text-to-text", "feature-extraction")


def model(id: str, likes: int = 5, downloads: int = 1200, **more: Any) -> dict[str, Any]:
    return {"id": id, "likes": likes, "downloads": downloads, "gated": False, **more}


def dataset(id: str, likes: int = 3, downloads: int = 700, **more: Any) -> dict[str, Any]:
    return {"id": id, "likes": likes, "downloads": downloads, "gated": False, **more}


def space(id: str, likes: int = 2, **more: Any) -> dict[str, Any]:
    return {"id": id, "likes": likes, "emoji": "🧶", "running": True, **more}


def repos(models: int = 0, datasets: int = 0, spaces: int = 0, owner: str = "loom-lab") -> Repos:
    """So many of each, the most liked first."""
    return {
        "models": [
            model(
                f"{owner}/weaver-{n}b",
                likes=9000 // n,
                downloads=2_400_000 // n,
                pipeline_tag=TASKS[n % 3],
                numParameters=n * 1_000_000_000,
                gated="manual" if n % 4 == 2 else False,
            )
            for n in range(1, models + 1)
        ],
        "datasets": [dataset(f"{owner}/threads-{n}", 400 // n, 90_000 // n) for n in range(1, datasets + 1)],
        "spaces": [
            space(f"{owner}/try-it-{n}", 70 // n, shortDescription=f"Weave {n} threads at once")
            for n in range(1, spaces + 1)
        ],
    }


def invent(papers: Iterable[str]) -> dict[str, Repos]:
    """Repositories of two papers in three, among them one with many."""
    return {id: repos(17 if n % 6 == 1 else n % 3, n % 2, 2 * (n % 3 == 2)) for n, id in enumerate(papers) if n % 3}


def with_paper(repos: Repos) -> dict[str, Any]:
    """What the paper itself says of them."""
    told: dict[str, Any] = {}
    for kind, first in FIRST.items():
        found = repos.get(kind, [])
        told |= {f"linked{kind.title()}": found[:first], f"numTotal{kind.title()}": len(found)}
    return told
