"""Converts one text, in a process of its own: a hostile page costs this process, and not what waits for it.

The text comes on standard input; its blocks, or why there are none, go to standard output.
"""

from __future__ import annotations

import resource
import sys
from contextlib import suppress
from typing import Final

from paperreader.fulltext.convert import convert
from paperreader.fulltext.encode import encode
from paperreader.fulltext.errors import NoText

NO_TEXT: Final = 3
"""Exit status: there is no text in what the source answered."""
CPU_S: Final = 60
"""Of processor time, should nobody be left to end it."""


def limit(what: int, most: int) -> None:
    """Take no more of something, where the system can see to it."""
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))


def main(source: str, address: str, memory_mb: str) -> int:
    limit(resource.RLIMIT_AS, int(memory_mb) << 20)
    limit(resource.RLIMIT_CPU, CPU_S)
    limit(resource.RLIMIT_CORE, 0)
    try:
        text = convert("arxiv" if source == "arxiv" else "hub", sys.stdin.buffer.read(), address=address)
    except NoText as why:
        sys.stdout.buffer.write(str(why).encode())
        return NO_TEXT
    sys.stdout.buffer.write(encode(text))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
