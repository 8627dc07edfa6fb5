"""The repositories on the Hub that name a paper: plain, frozen data."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

LINKED_KINDS = ("model", "dataset", "space")
"""Kinds of repositories on the Hub, in the order in which they are shown."""

MAX_LINKED = 1_000
"""So many of each kind are kept of a paper."""
MAX_LINKED_SHOWN = 5
"""So many are named on its page, and have digits in menus."""


class LinkedRepo(NamedTuple):
    """A repository on the Hub that names a paper."""

    kind: str
    """One of LINKED_KINDS."""
    id: str
    """`owner/name`."""
    likes: int | None = None
    downloads: int | None = None
    parameters: int | None = None
    about: str = ""
    """Of a model its task (`text-generation`), of a Space what it says of itself; empty if unknown."""
    gated: bool = False
    """Its files are only for those whom the owner lets in."""


class Linked(NamedTuple):
    """The repositories that name a paper, as far as they are known."""

    repos: tuple[LinkedRepo, ...] = ()
    """By kind, in the Hub's order; there may be more of them."""
    totals: Mapping[str, int] = {}
    """How many there are of each kind; a kind is missing if nothing is known of it."""
    fetched: datetime | None = None
    """When the Hub was last asked; None: never."""

    def of_kind(self, kind: str) -> list[LinkedRepo]:
        return [repo for repo in self.repos if repo.kind == kind]

    def first(self, at_most: int = MAX_LINKED_SHOWN) -> list[LinkedRepo]:
        """So many: one of each kind, then those that come first. One more takes the place of `1 more`."""
        at_most += self.total == at_most + 1
        chosen = [of_kind[0] for kind in LINKED_KINDS if (of_kind := self.of_kind(kind))]
        chosen += [repo for repo in self.repos if repo not in chosen][: max(0, at_most - len(chosen))]
        return [repo for repo in self.repos if repo in chosen]

    @property
    def total(self) -> int:
        return sum(self.totals.values())

    @property
    def is_whole(self) -> bool:
        """`repos` holds as many as are kept of any kind, or all there are."""
        return all(len(self.of_kind(kind)) >= min(total, MAX_LINKED) for kind, total in self.totals.items())


NOTHING_LINKED = Linked()
