"""Catching up after a holiday: what is worth keeping stays unread, the rest is marked read in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual import events

from paperreader.humanize import count, short_day
from paperreader.models import Entry
from paperreader.tui.dialogs.dialog import Dialog, DialogLines
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

THRESHOLDS = (1, 2, 3, 5, 8, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 300, 500, 1000)
"""Where the arrows stop; digits say any other number of upvotes."""
USUAL = 20


class CatchUp(Dialog):
    """Answers with what to mark: `votes` below the threshold, `older` than the day, `below` the cursor."""

    def __init__(
        self, waiting: Sequence[Entry], from_here: Sequence[Entry], day: date | None, palette: Colors, glyphs: Glyphs
    ) -> None:
        """`waiting`: all that is unread; `from_here`: that of it which stands in the list from the cursor down;
        `day`: the one that is shown."""
        super().__init__("Catch up", self._write_lines, palette, {"o": "older", "d": "below"})
        self._waiting, self._from_here, self._day, self._glyphs = waiting, from_here, day, glyphs
        self.threshold = USUAL
        self._typing = False

    def papers(self, answer: str) -> list[str]:
        """What the answer marks read: nothing that is starred."""
        day = self._day
        match answer:
            case "votes":
                chosen = [entry for entry in self._waiting if entry.upvotes < self.threshold]
            case "older":
                chosen = [entry for entry in self._waiting if day and entry.day and entry.day < day]
            case _:
                chosen = list(self._from_here)
        return [entry.id for entry in chosen if not entry.starred]

    def _write_lines(self, width: int) -> list[StyledLine]:
        total, read = len(self._waiting), len(self.papers("votes"))
        days = len({entry.day for entry in self._waiting})
        lines = [
            StyledLine((StyledSpan(f"{total:,} unread in {count(days, 'day')}", "strong"),)),
            StyledLine(),
            StyledLine(
                (
                    StyledSpan("Enter  ", "accent-strong"),
                    StyledSpan(f"keep {self._glyphs.upvote} ", "text"),
                    StyledSpan(f"{self.threshold:,}", "accent-strong"),
                    StyledSpan(f" and more ({total - read:,}), mark {read:,} read", "text"),
                )
            ),
            StyledLine(
                (
                    StyledSpan(f"{'h l':7}", "accent-strong"),
                    StyledSpan("or digits: another number of upvotes", "figure"),
                )
            ),
            StyledLine(),
        ]
        if self._day:
            older = f"all older than {short_day(self._day)}: mark {len(self.papers('older')):,} read"
            lines.append(StyledLine((StyledSpan(f"{'o':7}", "accent-strong"), StyledSpan(older, "text"))))
        below = f"from here down: mark {len(self.papers('below')):,} read"
        lines.append(StyledLine((StyledSpan(f"{'d':7}", "accent-strong"), StyledSpan(below, "text"))))
        return [
            *lines,
            StyledLine(),
            StyledLine((StyledSpan("What is starred stays as it is; U takes all back.", "figure"),)),
        ]

    def _answer(self, event: events.Key) -> bool:
        typing, self._typing = self._typing, False
        if event.key in ("h", "left"):
            self._move_to(max((each for each in THRESHOLDS if each < self.threshold), default=THRESHOLDS[0]))
        elif event.key in ("l", "right"):
            self._move_to(min((each for each in THRESHOLDS if each > self.threshold), default=self.threshold))
        elif event.character and event.character in "0123456789":
            self._move_to(int(f"{self.threshold if typing else ''}{event.character}"[-5:]))
            self._typing = True
        elif event.key == "backspace":
            self._move_to(self.threshold // 10)
            self._typing = True
        elif event.key == "enter":
            self.dismiss("votes")
        else:
            return super()._answer(event)
        return True

    def _move_to(self, threshold: int) -> None:
        self.threshold = threshold
        if self.is_mounted:
            self.query_one(DialogLines).lay_out()
