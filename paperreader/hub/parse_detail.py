"""The Hub's answers about what is around a paper: its discussion, and the repositories that name it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from paperreader.hub.comments import ParsedComments, parse_comments
from paperreader.hub.deep_json import decoded
from paperreader.hub.errors import WrongAnswer
from paperreader.hub.item import Item, plain
from paperreader.hub.parse import NOT_THE_HUB
from paperreader.hub.values import MAX_NAME_CHARS, count, text
from paperreader.linked import LINKED_KINDS, MAX_LINKED, Linked, LinkedRepo

MAX_PARAMETERS: Final = 10**15
_REPO_ID: Final = re.compile(r"[A-Za-z0-9_][\w.-]{0,95}(/[A-Za-z0-9_][\w.-]{0,95})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PaperDetail:
    """What is around a paper."""

    linked: Linked
    """The first repositories of each kind that name it."""
    comments: ParsedComments | None
    """The discussion; None if the answer has none."""


def parse_detail(body: bytes | str, id: str) -> PaperDetail:
    """Parse the answer to a question for one paper with its comments; WrongAnswer if it is not about that paper."""
    answer = decoded(body, deep=True)
    item = Item(answer)
    if item.id != id:
        raise WrongAnswer(NOT_THE_HUB)
    return PaperDetail(_linked(item), parse_comments(answer))


def parse_linked(body: bytes | str) -> Linked:
    """Parse the answer to a question for the repositories that name a paper; WrongAnswer if it is none."""
    linked = _linked(Item(decoded(body)))
    if not linked.totals:
        raise WrongAnswer(NOT_THE_HUB)
    return linked


def _linked(item: Item) -> Linked:
    """What the answer says of each kind; a kind without a list is left out, whatever its total."""
    repos: list[LinkedRepo] = []
    totals: dict[str, int] = {}
    for kind in LINKED_KINDS:
        given = item.find(_list, f"linked{kind}s", f"{kind}s")
        if given is not None:
            known: dict[str, LinkedRepo] = {}
            for each in given[: 2 * MAX_LINKED]:
                if repo := _repo(kind, each):
                    known.setdefault(repo.id, repo)
            repos += islice(known.values(), MAX_LINKED)
            totals[kind] = max(len(given), item.find(count, f"numtotal{kind}s", f"total{kind}s") or 0)
    return Linked(tuple(repos), totals)


def _repo(kind: str, value: object) -> LinkedRepo | None:
    """A repository; None without a name that the Hub allows: `--help/x`, `../../etc/passwd`."""
    if not isinstance(value, dict):
        return None
    given = {plain(name): each for name, each in value.items() if isinstance(name, str)}
    id = next((given[name] for name in ("id", "repoid", f"{kind}id", "name") if name in given), None)
    if not isinstance(id, str) or not _REPO_ID.fullmatch(id) or ".." in id:
        return None
    about = next((given[name] for name in ("pipelinetag", "shortdescription", "task") if name in given), None)
    return LinkedRepo(
        kind,
        id,
        count(given.get("likes")),
        count(given.get("downloads")),
        _parameters(given.get("numparameters")),
        text(about, MAX_NAME_CHARS) or "",
        given.get("gated") in (True, "auto", "manual"),
    )


def _parameters(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if 0 < value <= MAX_PARAMETERS else None


def _list(value: object) -> list[Any] | None:
    return value if isinstance(value, list) else None
