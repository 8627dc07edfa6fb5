"""Full rows or one line per paper: the settings' wish, and the user's choice over it."""

from __future__ import annotations

from paperreader.reader.row_style import RowStyle
from paperreader.store import Store


def test_the_choice_holds_at_the_next_start_until_the_settings_change(store: Store) -> None:
    style = RowStyle(store, "auto")
    assert style.wanted == "auto"
    style.choose("full")
    store.settings.set("later", "stored after it").result()
    assert RowStyle(store, "auto").wanted == "full"
    assert RowStyle(store, "compact").wanted == "compact", "what the user wrote last is what they want"
    assert RowStyle(store, "auto").wanted == "full"


def test_what_the_settings_say_is_no_choice(store: Store) -> None:
    RowStyle(store, "auto").choose("compact")
    RowStyle(store, "auto").choose("auto")
    store.settings.set("later", "stored after it").result()
    assert store.settings.get("rows") is None


def test_a_choice_that_cannot_be_understood_is_none(store: Store) -> None:
    store.settings.set("rows", "tall auto").result()
    assert RowStyle(store, "auto").wanted == "auto"
