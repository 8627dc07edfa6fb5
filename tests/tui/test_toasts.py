"""Notifications can be read whole."""

from __future__ import annotations

import pytest

from paperreader.tui.app import PaperReader
from paperreader.tui.terminal.internals import frame_strips
from tests.conftest import until


@pytest.mark.parametrize("size", [(40, 12), (50, 20), (70, 24), (140, 40)])
async def test_a_toast_is_readable_as_a_whole(demo_app: PaperReader, size: tuple[int, int]) -> None:
    words = [f"word{number}" for number in range(14)]
    async with demo_app.run_test(size=size, notifications=True):
        demo_app.reader.toast(" ".join(words))

        def shown() -> set[str]:
            return set(" ".join(strip.text for strip in frame_strips(demo_app.screen, demo_app.size)).split())

        await until(lambda: set(words) <= shown())
