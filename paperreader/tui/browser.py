"""Opening a page, without letting a browser near the terminal."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence

PATIENCE = 5.0
"""Seconds after which a command that still runs is taken for an open browser."""

# in a process without a terminal: a text browser can't take the screen, and what any browser prints lands nowhere
_OPEN = """
import os, sys, webbrowser
browser = webbrowser.get()
text_only = type(browser) is webbrowser.GenericBrowser and "BROWSER" not in os.environ
sys.exit(1 if text_only or not browser.open(sys.argv[1]) else 0)
"""


async def open_url(url: str, *, command: Sequence[str], env: Mapping[str, str]) -> bool:
    """Open the URL with the person's own command (the URL is its last argument), or the system's browser.

    Whether that worked. The URL must be a safe one: it is passed as an argument, never through a shell.
    """
    line = [*command, url] if command else [sys.executable, "-c", _OPEN, url]
    try:
        process = await asyncio.create_subprocess_exec(
            *line,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env=dict(env),
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(PATIENCE):
            return await process.wait() == 0
    except TimeoutError:
        return True
