"""Opening a page, without letting a browser near the terminal."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Mapping, Sequence

from paperreader import children

BROWSER_TIMEOUT_S = 5.0
"""A command that runs longer is taken for an open browser."""

POLL_INTERVAL_S = 0.05


async def open_url(url: str, *, command: Sequence[str], env: Mapping[str, str]) -> bool:
    """Open the URL with the user's own command (the URL is its last argument), or the system's browser.

    Whether that worked. The URL must be a safe one: it is passed as an argument, never through a shell.
    """
    line = [*command, url] if command else children.own("paperreader.reader.browser_child", url)
    try:
        # not asyncio's own, which from Python 3.12 on ends what still runs when the reader is left
        process = subprocess.Popen(
            line,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=children.environment(env),
        )
    except OSError:
        return False
    for _ in range(round(BROWSER_TIMEOUT_S / POLL_INTERVAL_S)):
        if process.poll() is not None:
            return process.returncode == 0
        await asyncio.sleep(POLL_INTERVAL_S)
    return True
