"""The map of the package names every file, and says of each what its docstring says."""

from __future__ import annotations

import re

from tests.package_map import MAP, PACKAGE, package_map


def test_the_map_is_up_to_date() -> None:
    assert MAP.read_text(encoding="utf-8") == package_map(), "python -m tests.package_map writes it"


def test_every_file_is_named_once_and_says_what_it_is() -> None:
    lines = re.findall(r"(?m)^\| `(\S+\.py)` \| (.+) \|$", package_map())
    assert len(lines) == len(list(PACKAGE.rglob("*.py")))
