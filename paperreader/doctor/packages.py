"""Check of what paperreader is made of: modules of Python, and packages. It needs none of them itself."""

from __future__ import annotations

from collections.abc import Iterator

from paperreader import requirements
from paperreader.doctor.check import Check, ok, problem


def checks() -> Iterator[Check]:
    """A problem for each module or package that is missing, or of a version that is not allowed."""
    found = list(requirements.problems())
    for message in found:
        what, _, advice = message.partition(": run ")
        yield problem("packages", what, f"run {advice}" if advice else "")
    if not found:
        there = requirements.requirements()
        yield ok("packages", ", ".join(f"{each.package} {each.installed}" for each in there) or "all there")
