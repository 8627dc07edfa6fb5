"""What is unread after a holiday, and what of it to mark read: nothing that is starred, or followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from paperreader.models import Entry


class Choice(StrEnum):
    """What to mark read."""

    FEW_UPVOTES = "few upvotes"
    """Fewer than the threshold."""
    OLDER = "older"
    """Than the day."""
    BELOW = "below"
    """The rest of the list, from the cursor down."""


class Backlog(NamedTuple):
    """What is unread when the user begins to catch up."""

    unread: Sequence[Entry]
    """All unread papers."""
    below: Sequence[Entry]
    """Those of the open view from the cursor down."""
    day: date | None
    """The day that is shown, or that of the paper under the cursor."""

    @property
    def followed(self) -> int:
        """How many of the unread papers are followed."""
        return sum(bool(entry.followed) for entry in self.unread)

    def papers(self, choice: Choice, threshold: int, *, keeps_followed: bool) -> list[str]:
        """The ids of what the choice marks read: nothing that is starred, or if so wished, followed."""
        match choice:
            case Choice.FEW_UPVOTES:
                chosen = [entry for entry in self.unread if entry.upvotes < threshold]
            case Choice.OLDER:
                chosen = [entry for entry in self.unread if self.day and entry.day and entry.day < self.day]
            case Choice.BELOW:
                chosen = list(self.below)
        return [entry.id for entry in chosen if not (entry.starred or (keeps_followed and entry.followed))]
