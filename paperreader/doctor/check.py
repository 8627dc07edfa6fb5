"""The result of a check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How serious a result is."""

    OK = "ok"
    NOTE = "note"
    """Works, but worth knowing."""
    PROBLEM = "problem"
    """Something does not work, or marks are at risk."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found, and what to do about it; `advice` is empty if there is nothing to do."""

    name: str
    state: State
    message: str
    advice: str = ""


def ok(name: str, message: str) -> Check:
    """A check that found nothing wrong."""
    return Check(name, State.OK, message)


def note(name: str, message: str, advice: str = "") -> Check:
    """A check that found something worth knowing."""
    return Check(name, State.NOTE, message, advice)


def problem(name: str, message: str, advice: str = "") -> Check:
    """A check that found a problem."""
    return Check(name, State.PROBLEM, message, advice)
