"""The main states as pictures: a change of look is seen before it ships (`pytest --snapshot-update` accepts it)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader import demo
from paperreader.config import Config
from paperreader.environment import Network
from paperreader.store import Store
from paperreader.tui.app import PaperReader


def then() -> datetime:
    return datetime(2026, 7, 31, 14, 5, tzinfo=UTC)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Callable[..., PaperReader]]:
    """Makes a reader on the demo feed, or on an empty store."""
    store = Store(tmp_path / "demo.db", now=then)

    def make(*, theme: str, empty: bool = False, network: Network | None = None, **config: object) -> PaperReader:
        if not empty:
            demo.fill(store)
            demo.save_texts(store)
            store.settings.set("hint", "shown").result()
        settings = Config(**config)  # type: ignore[arg-type]
        return PaperReader(config=settings, store=store, network=network, now=then, theme=theme, demo=not empty)

    yield make
    store.close()


STATES = {
    "wide-dark": ("textual-dark", (140, 40), ["j", "x", "b"]),
    "wide-light": ("textual-light", (140, 40), ["right_square_bracket", "1"]),
    "very-wide": ("nord", (240, 40), ["right_square_bracket"]),
    "list-beside-page": ("gruvbox", (100, 30), ["right_square_bracket", "right_square_bracket"]),
    "days-for-the-page": ("textual-dark", (100, 30), ["1"]),
    "list-above-page": ("textual-dark", (80, 24), ["j"]),
    "one-pane-list": ("textual-dark", (50, 20), []),
    "one-pane-page": ("textual-dark", (40, 10), ["j", "l"]),
    "zoomed": ("dracula", (120, 30), ["z"]),
    "starred": ("textual-dark", (140, 40), ["1", "g", "j"]),
    "help": ("textual-dark", (140, 40), ["question_mark"]),
    "copy-menu": ("textual-light", (80, 24), ["Y"]),
    "date-bar": ("textual-light", (80, 24), ["d", *"last", "space", *"wed"]),
    "date-bar-in-own-colours": ("ansi-dark", (60, 20), ["d", "2", "space", *"aug"]),
    "selected": ("textual-light", (140, 40), ["V", "j", "j", "V", "j", "v", "j"]),
    "selected-in-own-colours": ("ansi-light", (60, 20), ["j", "V", "j", "V", "k", "1"]),
    "own-colours": ("ansi-dark", (80, 24), ["j", "b"]),
}


@pytest.mark.parametrize("state", STATES)
def test_looks_as_before(snap_compare: Callable[..., bool], reader: Callable[..., PaperReader], state: str) -> None:
    theme, size, keys = STATES[state]
    assert snap_compare(reader(theme=theme), terminal_size=size, press=keys)


def test_looks_as_before_in_ascii(snap_compare: Callable[..., bool], reader: Callable[..., PaperReader]) -> None:
    assert snap_compare(reader(theme="textual-dark", glyphs="ascii"), terminal_size=(100, 30))


def test_looks_as_before_offline(snap_compare: Callable[..., bool], reader: Callable[..., PaperReader]) -> None:
    assert snap_compare(reader(theme="textual-dark", empty=True), terminal_size=(100, 20))
