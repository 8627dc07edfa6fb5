"""All that can go wrong: a test for each number, 1 to 63; `pytest tests/faults -v` reads like the list"""

from __future__ import annotations

import re
from pathlib import Path


def test_every_number_has_its_test() -> None:
    names = [
        name
        for file in Path(__file__).parent.glob("test_*.py")
        for name in re.findall(r"def (test_fault_\w+)", file.read_text())
    ]
    numbers = {int(number) for name in names for number in re.findall(r"(?:fault|and)_(\d\d)(?=_)", name)}
    assert numbers == set(range(1, 64))
