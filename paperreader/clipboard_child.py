"""The system clipboard, in a process of its own: a tool that hangs can be killed, and what it prints goes nowhere.

`copy` puts standard input into the clipboard, and exits with 1 if it does not read the same back; `paste` prints it.
"""

from __future__ import annotations

import sys
import time

import pyperclip

READ_BACK_S = 1.0
"""How long the text may take to arrive: `xclip` is back before the display has heard of it."""


def copy() -> bool:
    """Copy standard input; whether the clipboard then holds it."""
    text = sys.stdin.buffer.read().decode()
    pyperclip.copy(text)
    end = time.monotonic() + READ_BACK_S
    while not (arrived := _holds(text)) and time.monotonic() < end:
        time.sleep(0.05)
    return arrived


def _holds(text: str) -> bool:
    held: str = pyperclip.paste()
    return held.replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


def paste() -> bool:
    """Print what the clipboard holds."""
    sys.stdout.buffer.write(pyperclip.paste().encode())
    return True


if __name__ == "__main__":
    sys.exit(not {"copy": copy, "paste": paste}[sys.argv[1]]())
