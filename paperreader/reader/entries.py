"""The papers of a view as the list shows them: in the chosen order, with pending marks and what has risen."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from paperreader.models import Entry
from paperreader.order import Order, sort_entries
from paperreader.reader.pending_marks import PendingMarks
from paperreader.reader.sort_orders import SortOrders
from paperreader.store import Store
from paperreader.store.visits import with_rise
from paperreader.views import Collection, View

if TYPE_CHECKING:
    from paperreader.group_mark import GroupMark

RISE_MAX_ROWS = 2000
"""Longer lists show no rise unless they are sorted by it: looking it up takes as long as the list itself."""


class Entries:
    """Reads them from the store."""

    def __init__(self, store: Store, pending: PendingMarks, orders: SortOrders, *, has_groups: bool) -> None:
        """`has_groups`: the user shares stars with others."""
        self._store, self._pending, self._orders, self._has_groups = store, pending, orders, has_groups

    def of_view(self, view: View, since: str, placed: Set[str] = frozenset()) -> list[Entry]:
        """What the store lists now. `since`: rise is counted from that time on. `placed`: see `in_order`."""
        return self.in_order(self._pending.with_pending(self._store.papers.entries(view)), view, since, placed)

    def refreshed(
        self, view: View, shown: Sequence[Entry], order: Sequence[str], since: str, placed: Set[str] = frozenset()
    ) -> list[Entry]:
        """The papers that are shown already, as they are now; `order`: their ids in the view's default order."""
        found = {entry.id: (entry.title_matches, entry.shared_words) for entry in shown}
        now = {}
        for entry in self._store.papers.entries_of(list(found)):
            title_matches, shared_words = found[entry.id]
            now[entry.id] = entry._replace(title_matches=title_matches, shared_words=shared_words)
        return self.in_order(self._pending.with_pending(now[id] for id in order if id in now), view, since, placed)

    def by_id(self, ids: Sequence[str]) -> dict[str, Entry]:
        """These papers, listed in the view or not."""
        found = list(self._pending.with_pending(self._store.papers.entries_of(ids)))
        return {entry.id: entry for entry in self.with_groups(found)}

    def with_groups(self, entries: list[Entry]) -> list[Entry]:
        """With how many members of the user's groups starred each."""
        if not self._has_groups:
            return entries
        groups = self._store.groups.counts([entry.id for entry in entries])
        return [entry._replace(groups=groups.get(entry.id, ())) for entry in entries]

    def group_marks(self, id: str) -> Sequence[GroupMark]:
        """What the members of the user's groups did with a paper."""
        return self._store.groups.marks_on(id) if self._has_groups else ()

    def in_order(self, entries: list[Entry], view: View, since: str, placed: Set[str] = frozenset()) -> list[Entry]:
        """The entries, given in the view's default order, in the chosen one, with what they have gained.

        `placed`: papers that keep their places in the list, so that no time need be spent on sorting them.
        """
        order = self._orders.of(view)
        has_rise = view is Collection.SECOND_LOOK  # since each was passed over
        if not has_rise and (len(entries) <= RISE_MAX_ROWS or order is Order.RISE):
            entries = with_rise(entries, self._store.visits.rise([entry.id for entry in entries], since))
        entries = self.with_groups(entries)
        if order is not Order.YOURS:
            return sort_entries(entries, order)
        sorted_ones = self._store.taste.in_own_order([entry for entry in entries if entry.id not in placed])
        return [*(entry for entry in entries if entry.id in placed), *sorted_ones]
