"""The comments on a paper, from the Hub's JSON. Nothing in it is trusted: what is missing or wrong is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from paperreader.discussion.comment import Comment, Reaction, Role
from paperreader.discussion.threads import in_reading_order
from paperreader.hub.item import plain
from paperreader.hub.values import MAX_NAME_CHARS, count_or_length, moment, name, text
from paperreader.text.sanitize import clean

MAX_COMMENTS: Final = 10_000
MAX_TEXT_CHARS: Final = 20_000
"""Of a comment."""
MAX_ID_CHARS: Final = 100
MAX_REACTIONS: Final = 12
"""Different ones on a comment."""
MAX_SIGN_CHARS: Final = 8
LISTS: Final = ("comments", "discussion", "items", "data", "paper")
REPLIES: Final = ("replies", "children", "comments")
PARENTS: Final = ("parentcommentid", "parentid", "parent", "inreplyto", "replyto")

Members = dict[str, Any]


class ParsedComments(NamedTuple):
    """The comments of an answer."""

    comments: tuple[Comment, ...]
    """In the order of reading, without their blocks."""
    is_cut: bool
    """There were more than MAX_COMMENTS."""


def parse_comments(answer: object) -> ParsedComments | None:
    """The comments in the answer to a question for a paper; None if it has no list of them."""
    if (items := _list(answer)) is None:
        return None
    about = _members(answer)
    authors = {account for each in _list_of(about.get("authors")) if (account := _account(_members(each).get("user")))}
    submitters = {account for key in ("submittedondailyby", "submittedby") if (account := _account(about.get(key)))}
    comments: list[Comment] = []
    for item, parent in _flattened(items):
        if len(comments) == MAX_COMMENTS:
            return ParsedComments(in_reading_order(comments), True)
        comments.append(_comment(item, parent, len(comments), authors, submitters))
    return ParsedComments(in_reading_order(comments), False)


def _list(answer: object) -> list[Any] | None:
    if isinstance(answer, list):
        return answer
    given = _first(_members(answer), LISTS)
    return _list(given) if isinstance(given, list | dict) else None


def _flattened(items: list[Any]) -> Iterator[tuple[Members, str]]:
    """Every comment with the id of the one that it stands in."""
    waiting: list[tuple[object, str]] = [(item, "") for item in reversed(items)]
    number = 0
    while waiting:
        item, parent = waiting.pop()
        members = _members(item)
        if not members:
            continue
        number += 1
        members["id"] = id = _id(members.get("id")) or f"#{number}"
        yield members, parent
        waiting += [(reply, id) for reply in reversed(_list_of(_first(members, REPLIES)))]


def _comment(item: Members, parent: str, number: int, authors: set[str], submitters: set[str]) -> Comment:
    data = _members(item.get("data")) or item
    latest = data.get("latest")
    latest = _members(latest[-1] if isinstance(latest, list) and latest else latest)
    given = _first(item, ("author", "user", "by"))
    if given is None:
        given = _first(latest, ("author", "user"))
    account = _account(given)
    is_hidden = any(data.get(key) is True for key in ("hidden", "ishidden", "deleted"))
    raw = next((raw for place in (latest, data, item) if isinstance(raw := _first(place, ("raw", "text")), str)), "")
    why = text(data.get("hiddenreason"), MAX_NAME_CHARS) or ""
    replied_to = next((id for place in (data, item) if (id := _id(_first(place, PARENTS)))), "")
    return Comment(
        id=item["id"],
        parent=replied_to or parent,
        author=name(given) or "",
        account=account,
        at=moment(_first(item, ("createdat", "created", "date", "at"))),
        text=why if is_hidden else _markdown(raw),
        roles=tuple(_roles(account, _members(given), authors, submitters)),
        is_hidden=is_hidden,
        is_edited=data.get("edited") is True,
        reactions=tuple(_reactions(_first(data, ("reactions",)))),
    )


def _roles(account: str, author: Members, authors: set[str], submitters: set[str]) -> Iterator[Role]:
    if account and account in authors:
        yield "author"
    if account and account in submitters:
        yield "submitter"
    if any(author.get(key) is True for key in ("ishf", "ishfadmin")):
        yield "HF"
    if account.lower().endswith(("-bot", "[bot]")) or (name(author) or "").lower().endswith("(bot)"):
        yield "bot"


def _reactions(value: object) -> Iterator[Reaction]:
    for each in map(_members, _list_of(value)[:MAX_REACTIONS]):
        sign = text(_first(each, ("reaction", "emoji", "name")), MAX_NAME_CHARS)
        many = next((many for key in ("count", "users") if (many := count_or_length(each.get(key)))), 0)
        users = each.get("users")
        many = many or (len(users) if isinstance(users, list) else 0)
        if sign and many and len(sign) <= MAX_SIGN_CHARS:
            yield Reaction(sign, many)


def _markdown(raw: str) -> str:
    """The text, line by line without anything that controls a terminal; cut before that, which would take long."""
    rest = len(raw) - MAX_TEXT_CHARS
    source = raw[:MAX_TEXT_CHARS].replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    lines = [" " * (len(line) - len(line.lstrip(" "))) + clean(line) for line in source.split("\n")]
    cut = f"\n\n… (cut here; {rest:,} more characters)" if rest > 0 else ""
    return "\n".join(lines).strip("\n").rstrip() + cut


def _account(value: object) -> str:
    """The account of a user: `name` in some places, `user` in others."""
    members = _members(value)
    found = next((found for key in ("name", "user", "username") if isinstance(found := members.get(key), str)), "")
    return text(found, MAX_NAME_CHARS) or ""


def _id(value: object) -> str:
    if isinstance(value, dict):
        value = _members(value).get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return clean(value) if isinstance(value, str) and len(value) <= MAX_ID_CHARS else ""


def _first(members: Members, names: tuple[str, ...]) -> Any:
    return next((members[each] for each in names if members.get(each) is not None), None)


def _list_of(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _members(value: object) -> Members:
    """What an object has, by plain names, those without an underscore first; empty for anything else."""
    if not isinstance(value, dict):
        return {}
    return {plain(key): each for key, each in sorted(value.items(), key=lambda pair: not pair[0].startswith("_"))}
