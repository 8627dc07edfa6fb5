"""A store in which a user has liked agents and passed over looms, and has learned from that."""

from __future__ import annotations

from datetime import datetime

from paperreader.learning.learn import learn
from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.store import Store
from tests.hub_server.items import Item, item
from tests.stored_days import THU, WED, fill, ids_of

LIKED = ids_of(WED, 1, 2, 3, 4)
PASSED = ids_of(WED, 5, 6, 7, 8)
NEW, OTHER = ids_of(THU, 1, 2)
"""A paper about agents, and one about looms."""


def about_agents(id: str, number: int, **more: object) -> Item:
    texts = {"abstract": f"Agents plan. They use tools and memory, number {number}.", "keywords": ["world models"]}
    return item(id, f"World Models for Agents {number}", day=WED, **{**texts, "authors": ["Ada Brook"], **more})  # type: ignore[arg-type]


def about_looms(id: str, number: int) -> Item:
    return item(id, f"A Survey of Looms {number}", day=WED, abstract="Looms weave.", authors=["Bo Lindqvist"])


def liking(store: Store, now: datetime, *more: Item) -> Store:
    """`more`: papers of Thursday, after a few others."""
    old = [about_agents(id, number) for number, id in enumerate(LIKED)]
    old += [about_looms(id, number) for number, id in enumerate(PASSED)]
    fill(store, {WED: old, THU: [about_agents(NEW, 9), about_looms(OTHER, 9), *more]})
    store.marks.set(STARRED, True, LIKED, Cause.BY_HAND).result()
    store.marks.set(READ, True, PASSED, Cause.SKIPPED).result()
    learn(store, now)
    return store
