"""What a user did with papers, and what each of that counts for their own order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import exp, log
from typing import Final, NamedTuple

from paperreader.mark_fields import (
    ALL_PAPERS,
    COPIED,
    LEARN_SINCE,
    LINGERED,
    NOTE,
    READ,
    STARRED,
    TAG,
    TASTE,
    TEXT,
)
from paperreader.models import Cause, MarkChange, timestamp

STAR_WEIGHT: Final = 1024
"""What a star counts that was given now."""
LIKED: Final[Mapping[str, float]] = {STARRED: 1.0, TAG: 0.7, NOTE: 0.7, COPIED: 0.5, TEXT: 0.5, LINGERED: 0.3}
"""By the field of the mark; of a paper the most counts."""
OPENED: Final = 0.3
"""It was read to its end, or opened in the browser."""
PASSED: Final[Mapping[str, float]] = {Cause.SKIPPED: -1.0, Cause.PASSED: -1.0}
"""By the cause of the mark that it is read. What was caught up with in bulk was not looked at."""
IMPORTED: Final = 1.0
"""A paper of a bibliography."""
HALF_LIFE: Final = timedelta(days=182)
AS_LEARNED: Final = ""
"""The value of the mark that takes back what the user said of a feature."""


class Act(NamedTuple):
    """A mark, as far as it tells what a user likes."""

    paper: str
    field: str
    cause: str | None
    at: datetime


def weights(acts: Iterable[Act], now: datetime) -> dict[str, int]:
    """What each paper counts, in units of a star given now: positive where it was liked, negative where passed over.

    Those liked come last, in the order in which they first were, if the acts do.
    """
    liked: dict[str, int] = {}
    passed: dict[str, int] = {}
    for act in acts:
        figure = _figure(act)
        counted = round(figure * weight(act.at, now))
        if figure > 0:
            liked[act.paper] = max(liked.get(act.paper, 0), counted)
        elif figure < 0:
            passed[act.paper] = counted
    only_passed = {paper: figure for paper, figure in passed.items() if paper not in liked}
    return {paper: figure for paper, figure in (only_passed | liked).items() if figure}


def weight(at: datetime, now: datetime) -> float:
    """What is left of a star's weight."""
    return STAR_WEIGHT * exp(-log(2) * (max(timedelta(), now - at) / HALF_LIFE))


def begin_anew(said: Iterable[str], now: datetime) -> list[MarkChange]:
    """The marks after which nothing counts that the user did so far, or said of features; `said`: of which."""
    taken_back = [MarkChange(f"{TASTE}{feature}", AS_LEARNED, [ALL_PAPERS]) for feature in said]
    return [MarkChange(LEARN_SINCE, timestamp(now), [ALL_PAPERS]), *taken_back]


def _figure(act: Act) -> float:
    if act.field == READ:
        return OPENED if act.cause == Cause.OPENED else PASSED.get(act.cause or "", 0.0)
    return LIKED.get(TAG if act.field.startswith(TAG) else act.field, 0.0)
