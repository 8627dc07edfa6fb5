"""Settings outlast the program that set them."""

from __future__ import annotations

from collections.abc import Callable

from paperreader.store import Store


def test_settings_stay(store: Store, opened: Callable[..., Store]) -> None:
    store.settings.set("theme", "nord").result()
    assert store.settings.get("theme") == "nord"
    store.close()
    store = opened()
    assert store.settings.get("theme") == "nord"
    store.settings.set("theme", None).result()
    assert store.settings.get("theme") is None
