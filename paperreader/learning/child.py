"""The process that learns, at the lowest priority: `child STORE NOW`. What it stored is its answer.

It ends with whoever started it, whose end closes its standard input.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from paperreader.children import nice_session

NICENESS = 19


def main(path: Path, now: datetime) -> None:
    """Learn by the reader's clock."""
    from paperreader.learning.learn import learn  # at the lowest priority as well
    from paperreader.store import Store, StoreError

    offset = now - datetime.now(UTC)
    try:
        with closing(Store(path, now=lambda: datetime.now(UTC) + offset)) as store:
            learn(store, now)
    except StoreError as error:
        sys.exit(str(error))


def end_with_starter() -> None:
    """End at once when nobody has the other end of the standard input any more. What was stored is whole."""
    with suppress(OSError):
        while os.read(0, 1024):
            pass
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=end_with_starter, daemon=True).start()
    with suppress(OSError):
        os.nice(NICENESS)
    nice_session(NICENESS)
    if (store_path := Path(sys.argv[1])).exists():  # a new one would be made
        main(store_path, datetime.fromisoformat(sys.argv[2]))
