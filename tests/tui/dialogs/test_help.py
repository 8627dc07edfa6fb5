"""The topics of the reference over the screen."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.help_topics import TOPICS
from paperreader.store import Store
from paperreader.tui.commands.help_topics import show
from paperreader.tui.dialogs.help import TopicDialog
from tests.hub_server.items import papers
from tests.stored_days import THU, fill
from tests.tui.conftest import SMALL, WIDE


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_the_palette_opens_a_topic(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store, size=size) as user:
        await user.press(":", *"help on sear", "enter")
        await user.until(lambda: isinstance(user.app.screen, TopicDialog))
        await user.until(lambda: "/ searches titles, abstracts" in user.text())
        await user.press("G")
        await user.until(lambda: "nothing." in user.text())
        await user.press("escape")
        await user.until(lambda: user.app.screen is user.app.reader)


async def test_every_topic_can_be_shown(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        for topic in TOPICS:
            show(user.app.reader.context, topic)
            await user.until(lambda: isinstance(user.app.screen, TopicDialog))
            await user.until(lambda: len(user.text()) > 1000)
            await user.press("q")
            await user.until(lambda: user.app.screen is user.app.reader)
