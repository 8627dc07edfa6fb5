"""The sort order that the user chose for each kind of view."""

from __future__ import annotations

from paperreader.order import Order
from paperreader.store import Store
from paperreader.views import View


class SortOrders:
    """Kept in the store, except for searches: a search says itself how to sort."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._orders: dict[str, Order] = {}

    def of(self, view: View) -> Order:
        """What lists of the view's kind are sorted by."""
        if view.kind not in self._orders:
            kept = self._store.settings.get(f"order {view.kind}")
            self._orders[view.kind] = Order(kept) if kept in list(Order) else Order.OWN
        return self._orders[view.kind]

    def choose(self, view: View, order: Order) -> None:
        """Sort views of this kind so from now on."""
        self._orders[view.kind] = order
        if not view.is_fixed:
            self._store.settings.set(f"order {view.kind}", order.value)
