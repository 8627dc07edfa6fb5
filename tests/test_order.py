"""What lists are sorted by."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from paperreader.config import Orders
from paperreader.models import Entry, Rise
from paperreader.order import ORDERS, Order, sort_entries


def entry(
    id: str, *, title: str = "", votes: int = 0, comments: int = 0, stars: int | None = None, **more: object
) -> Entry:
    facts: dict[str, object] = {"read": False, "unread": True, "starred": False, **more}
    return Entry(id, date(2026, 7, 30), title, votes, comments, stars is not None, stars, None, "", 1, **facts)  # type: ignore[arg-type]


ENTRIES = [
    entry("2607.00009", title="b", votes=3, comments=2, stars=None, rise=Rise(0, 4)),
    entry("2412.00001", title="C", votes=9, comments=0, stars=0, unread=False, read=True, rise=Rise(5)),
    entry("2607.00100", title="a", votes=3, comments=7, stars=12),
    entry("1412.6980", title="É", votes=1, comments=2, stars=12, unread=False, rise=Rise(5, 0, 1)),
]


@pytest.mark.parametrize(
    ("order", "places"),
    [
        (Order.DEFAULT, [0, 1, 2, 3]),
        (Order.UPVOTES, [1, 0, 2, 3]),
        (Order.RISE, [3, 1, 0, 2]),
        (Order.NEWEST, [2, 0, 1, 3]),
        (Order.COMMENTS, [2, 0, 3, 1]),
        (Order.STARS, [2, 3, 1, 0]),
        (Order.TITLE, [2, 0, 1, 3]),
        (Order.UNREAD, [0, 2, 1, 3]),
        (Order.YOURS, [0, 1, 2, 3]),
    ],
)
def test_what_is_alike_stays_in_the_view_s_own_order(order: Order, places: list[int]) -> None:
    assert sort_entries(ENTRIES, order) == [ENTRIES[place] for place in places]


def test_the_settings_know_every_order() -> None:
    assert get_args(Orders) == tuple(Order)
    assert len({order.letter for order in ORDERS.values()}) == len(ORDERS) == len(Order)
