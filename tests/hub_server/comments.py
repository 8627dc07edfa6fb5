"""Invented comments on papers, in the form that the Hub gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Comment = dict[str, Any]

LONG = "\n\n".join(f"Thread {n} is wound the other way, and I do not see why. Is it the loom?" for n in range(1, 31))
CODE = "Try this:\n\n```python\nimport loom\n\nloom.weave(threads=12)\n```\n\n> It works\n\n- for *me*\n- at least"
BOT = "This is an automated message. I found similar papers: [one](https://huggingface.co/papers/2607.31002)."


def user(name: str = "emi-t", fullname: str = "Emi Tanabe", **more: Any) -> dict[str, Any]:
    return {
        "_id": "9",
        "avatarUrl": "/a.svg",
        "name": name,
        "fullname": fullname,
        "type": "user",
        "isHf": False,
        **more,
    }


def comment(
    id: str,
    raw: str = "Well woven.",
    *,
    by: dict[str, Any] | None = None,
    at: str = "2026-07-30T12:00:00.000Z",
    to: str = "",
    reactions: dict[str, int] | None = None,
    **data: Any,
) -> Comment:
    """A comment; `to`: which one it replies to."""
    signs = [{"reaction": sign, "users": ["x"] * min(n, 9), "count": n} for sign, n in (reactions or {}).items()]
    latest = {"raw": raw, "html": "<b>never shown</b>", "updatedAt": at}
    told = {"edited": False, "hidden": False, "latest": latest, "numEdits": 0, "reactions": signs, "isReport": False}
    told |= {"parentCommentId": to} if to else {}
    return {"id": id, "author": by or user(), "createdAt": at, "type": "comment", "data": told | data}


def nested(comments: Iterable[Comment]) -> list[Comment]:
    """The same with replies inside of what they reply to, as the Hub's pages have them."""
    known = {each["id"]: {**each, "replies": []} for each in comments}
    firsts = []
    for each in known.values():
        above = known.get(each["data"].get("parentCommentId", ""))
        (firsts if above is None else above["replies"]).append(each)
    return firsts


def discussion(prefix: str = "c") -> list[Comment]:
    """Two threads, a bot's comment, and a hidden one."""
    hf, bot = user("tove", "Tove Berg", isHf=True), user("loom-bot", "Loom Bot (Bot)")
    return [
        comment(
            f"{prefix}1", "We **weave** small models.\nAda", by=user("ada-brook", "Ada Brook"), reactions={"🔥": 3}
        ),
        comment(f"{prefix}2", CODE, to=f"{prefix}1", by=hf, edited=True),
        comment(f"{prefix}3", "Thanks! See https://example.org/loom", to=f"{prefix}1"),
        comment(f"{prefix}4", LONG),
        comment(f"{prefix}5", BOT, by=bot),
        comment(f"{prefix}6", "", hidden=True),
    ]


def invent(papers: Iterable[str]) -> dict[str, list[Comment]]:
    """A discussion of two papers in three, flat or nested."""
    made = {}
    for n, id in enumerate(papers):
        if n % 3:
            made[id] = discussion() if n % 2 else nested(discussion())
    return made
