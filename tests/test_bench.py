"""The bench itself: what it waits for is seen whenever it came."""

from __future__ import annotations

import os
import sys

from tests.bench.terminal import Program


def test_the_bench_sees_what_has_already_come() -> None:
    said = "print('one two', flush=True); input()"
    with Program([sys.executable, "-c", said], os.environ, (40, 5)) as program:
        first = program.until(lambda text: "one" in text)
        assert program.until(lambda text: "two" in text, seconds=5) == first, "nothing else comes after the first line"
