"""By what each kind of view is sorted, as the person chose it."""

from __future__ import annotations

from datetime import date

from paperreader.models import Hidden, Period, Search, View
from paperreader.order import Order
from paperreader.store import Store


class SortOrders:
    """Kept in the store; only a search is sorted afresh, since it says itself by what."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._orders: dict[str, Order] = {}

    def of(self, view: View) -> Order:
        """What lists of the view's kind are sorted by."""
        kind = _kind(view)
        if kind not in self._orders:
            kept = self._store.setting(f"order {kind}")
            self._orders[kind] = Order(kept) if kept in list(Order) else Order.OWN
        return self._orders[kind]

    def choose(self, view: View, order: Order) -> None:
        """Sort views of this kind so from now on."""
        self._orders[_kind(view)] = order
        if not isinstance(view, Search):
            self._store.set_setting(f"order {_kind(view)}", order.value)


def _kind(view: View) -> str:
    """Views of a kind are sorted alike: all days are one."""
    if isinstance(view, date | Search):
        return "day" if isinstance(view, date) else "search"
    if isinstance(view, Hidden):
        return "hidden"
    return view.kind if isinstance(view, Period) else view.value
