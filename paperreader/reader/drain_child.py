"""Reads what a command still prints once nobody wants it any more, so that it can go on; then removes its files."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

if __name__ == "__main__":
    with suppress(OSError):
        while os.read(0, 65536):
            pass
    for file in sys.argv[1:]:
        with suppress(OSError):
            os.unlink(file)
