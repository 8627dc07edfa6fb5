"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it stands."""

    OK = "ok"
    NOTE = "note"
    """It works, and yet is worth knowing."""
    PROBLEM = "problem"
    """Something does not work, or marks are in danger."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found, and what to do about it: empty where there is nothing to do."""

    name: str
    state: State
    said: str
    advice: str = ""


def ok(name: str, said: str) -> Check:
    """All is well."""
    return Check(name, State.OK, said)


def note(name: str, said: str, advice: str = "") -> Check:
    """It works, and yet is worth knowing."""
    return Check(name, State.NOTE, said, advice)


def problem(name: str, said: str, advice: str = "") -> Check:
    """Something does not work, or marks are in danger."""
    return Check(name, State.PROBLEM, said, advice)
