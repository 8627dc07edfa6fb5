"""Holds input back while the app is busy with what came before it, so that no storm of keys fills the memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import sleep
from typing import Any

from textual.app import App

from paperreader.tui.terminal.internals import is_exiting, waiting_messages

MAX_WAITING_MESSAGES = 100
POLL_S = 0.01


def let_catch_up(app: App[Any], loop: asyncio.AbstractEventLoop, is_wanted: Callable[[], bool]) -> None:
    """Wait, in a thread, until the app has handled most of its messages or is exiting, as long as that is wanted."""
    with suppress(RuntimeError):  # the app has ended already
        caught_up = asyncio.run_coroutine_threadsafe(_few_messages_wait(app), loop)
        while is_wanted() and not caught_up.done():
            sleep(POLL_S)


async def _few_messages_wait(app: App[Any]) -> None:
    while not is_exiting(app):
        screen = app.screen_stack[-1] if app.screen_stack else None
        pumps = {app, screen, screen and screen.focused}
        if sum(waiting_messages(pump) for pump in pumps if pump) < MAX_WAITING_MESSAGES:
            return
        await asyncio.sleep(POLL_S)
