"""The sort order that the user chose for each kind of view."""

from __future__ import annotations

from paperreader.order import Order
from paperreader.store import Store
from paperreader.views import View


class SortOrders:
    """Kept in the store, except for searches: a search says itself how to sort."""

    def __init__(self, store: Store, usual: Order = Order.DEFAULT) -> None:
        """`usual`: where the user has chosen none."""
        self._store, self._usual = store, usual
        self._orders: dict[str, Order] = {}

    def of(self, view: View) -> Order:
        """What lists of the view's kind are sorted by."""
        if view.kind not in self._orders:
            kept = self._store.settings.get(f"order {view.kind}")
            self._orders[view.kind] = Order(kept) if kept in list(Order) else self._usual
        return self._orders[view.kind]

    def has_used(self, order: Order) -> bool:
        """Whether any list was sorted so since the start."""
        return order in (self._usual, *self._orders.values())

    def choose(self, view: View, order: Order) -> None:
        """Sort views of this kind so from now on."""
        self._orders[view.kind] = order
        if not view.is_fixed:
            self._store.settings.set(f"order {view.kind}", order.value)
