"""Opening a page, without letting a browser near the terminal."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Mapping, Sequence

BROWSER_TIMEOUT_S = 5.0
"""A command that runs longer is taken for an open browser."""

POLL_INTERVAL_S = 0.05

# in a process without a terminal: a text browser can't take the screen, and what any browser prints lands nowhere
_OPEN = """
import os, sys, webbrowser
browser = webbrowser.get()
text_only = type(browser) is webbrowser.GenericBrowser and "BROWSER" not in os.environ
sys.exit(1 if text_only or not browser.open(sys.argv[1]) else 0)
"""


async def open_url(url: str, *, command: Sequence[str], env: Mapping[str, str]) -> bool:
    """Open the URL with the user's own command (the URL is its last argument), or the system's browser.

    Whether that worked. The URL must be a safe one: it is passed as an argument, never through a shell.
    """
    line = [*command, url] if command else [sys.executable, "-c", _OPEN, url]
    try:
        # not asyncio's own, which from Python 3.12 on ends what still runs when the reader is left
        process = subprocess.Popen(
            line,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=dict(env),
        )
    except OSError:
        return False
    for _ in range(round(BROWSER_TIMEOUT_S / POLL_INTERVAL_S)):
        if process.poll() is not None:
            return process.returncode == 0
        await asyncio.sleep(POLL_INTERVAL_S)
    return True
