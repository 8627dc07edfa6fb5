"""Shows lines at a terminal, in the user's pager where they are more than it has."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence

from paperreader import children

LESS = "FRX"
"""Options of less unless the user has their own: quit where all fits, let attributes through, leave the text there."""


def print_paged(lines: Sequence[str]) -> None:
    """Print them, through `PAGER` or less if the terminal has fewer lines; as they are if there is no such program."""
    text = "".join(f"{line}\n" for line in lines)
    if len(lines) < os.get_terminal_size(sys.stdout.fileno()).lines or not _is_paged(text):
        print(text, end="")


def _is_paged(text: str) -> bool:
    """Whether a pager could show it; waits until the user has left it."""
    try:
        command = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:  # an open quotation
        return False
    if not command or command == ["cat"]:
        return False
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=children.environment({"LESS": LESS, **os.environ}))
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the pager's: less stops a search
    try:
        pager.communicate(text.encode())
    finally:
        signal.signal(signal.SIGINT, before)
    return True
