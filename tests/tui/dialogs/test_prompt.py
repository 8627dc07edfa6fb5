"""Prompts and dialogs over a screen of another size."""

from __future__ import annotations

from typing import Any

import pytest
from textual.geometry import Size

from paperreader.store import Store
from tests.stored_days import two_days


@pytest.mark.parametrize("key", ["/", "question_mark", "y", "ctrl+p"])
@pytest.mark.parametrize("size", [(140, 40), (60, 20)])
async def test_a_frame_can_be_painted_while_the_terminal_already_has_another_size(
    store: Store, open_reader: Any, key: str, size: tuple[int, int]
) -> None:
    """Textual learns of a new size some time before it lays out for it, and may paint in between."""
    two_days(store)
    async with open_reader(store, size=(100, 30)) as user:
        await user.press(key)
        user.app._size = Size(*size)
        user.app.screen.refresh()
        for row in user.app.screen._compositor.render_full_update().strips:
            assert sum(strip.cell_length for strip in row) == 100
        user.app._size = Size(100, 30)
