"""The process that learns, at the lowest priority: `child STORE NOW`. What it stored is its answer.

It ends with whoever started it, whose end closes its standard input.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from paperreader.learning.learn import learn
from paperreader.store import Store, StoreError

NICENESS = 19


def main(path: Path, now: datetime) -> None:
    """Learn by the reader's clock."""
    offset = now - datetime.now(UTC)
    store = Store(path, now=lambda: datetime.now(UTC) + offset)
    try:
        learn(store, now)
    finally:
        store.close(timeout=timedelta(minutes=1).total_seconds())


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
    if (store_path := Path(sys.argv[1])).exists():  # a new one would be made
        try:
            main(store_path, datetime.fromisoformat(sys.argv[2]))
        except StoreError as error:
            sys.exit(str(error))
