"""A dialog handles only keys that are meant for it."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.store import Store
from paperreader.tui.dialogs.dialog import Dialog
from tests.stored_days import THU, id_of, two_days


@pytest.mark.parametrize("opening", ["?", "Y", "s", "C"])
@pytest.mark.parametrize("closing", ["q", "escape"])
async def test_keys_right_behind_the_one_that_closes_a_dialog_go_to_the_screen_below(
    store: Store, open_reader: Any, opening: str, closing: str
) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await user.press(opening)
        await user.until(lambda: isinstance(user.app.screen, Dialog))
        await user.blind(closing, "escape", "j", "j", "escape")
        await user.until(lambda: user.at == id_of(THU, 3))
        assert user.app.screen is user.app.reader
