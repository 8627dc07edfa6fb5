"""Asks what to keep of all that is unread, with a threshold of upvotes that can be changed."""

from __future__ import annotations

from textual import events

from paperreader.humanize import count, short_day
from paperreader.reader.backlog import Backlog, Choice
from paperreader.tui.dialogs.dialog import Dialog, DialogLines
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

THRESHOLDS = (1, 2, 3, 5, 8, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 300, 500, 1000)
"""Numbers of upvotes that the arrow keys step through; digits set any other."""
FIRST_THRESHOLD = 20
MAX_DIGITS = 5


class CatchUpDialog(Dialog):
    """Dismissed with a Choice."""

    def __init__(self, backlog: Backlog, colors: Colors, glyphs: Glyphs, *, undo_key: str) -> None:
        super().__init__("Catch up", colors, {"o": Choice.OLDER, "d": Choice.BELOW})
        self._backlog, self._glyphs, self._undo_key = backlog, glyphs, undo_key
        self.threshold = FIRST_THRESHOLD
        self._is_typing = False

    def write(self, width: int) -> list[StyledLine]:
        unread, day = self._backlog.unread, self._backlog.day
        total, read = len(unread), self._marked(Choice.FEW_UPVOTES)
        days = len({entry.day for entry in unread})
        lines = [
            StyledLine((StyledSpan(f"{total:,} unread in {count(days, 'day')}", "strong"),)),
            StyledLine(),
            StyledLine((
                StyledSpan("Enter  ", "key"),
                StyledSpan(f"keep {self._glyphs.upvote} ", "text"),
                StyledSpan(f"{self.threshold:,}+", "strong"),
                StyledSpan(f" ({count(total - read, 'paper')}), mark {read:,} read", "text"),
            )),
            _choice("h l", "or a number: change the threshold", "figure"),
            StyledLine(),
        ]  # fmt: skip
        if day:
            lines.append(_choice("o", f"older than {short_day(day)}: mark {self._marked(Choice.OLDER):,} read"))
        lines.append(_choice("d", f"rest of this list: mark {self._marked(Choice.BELOW):,} read"))
        note = StyledSpan(f"Starred papers are left alone; {self._undo_key} undoes it.", "figure")
        return [*lines, StyledLine(), StyledLine((note,))]

    def _marked(self, choice: Choice) -> int:
        return len(self._backlog.papers(choice, self.threshold))

    def answer_key(self, event: events.Key) -> bool:
        was_typing, self._is_typing = self._is_typing, False
        if event.key in ("h", "left"):
            self._set(max((each for each in THRESHOLDS if each < self.threshold), default=THRESHOLDS[0]))
        elif event.key in ("l", "right"):
            self._set(min((each for each in THRESHOLDS if each > self.threshold), default=self.threshold))
        elif event.character and event.character in "0123456789":
            self._set(int(f"{self.threshold if was_typing else ''}{event.character}"[-MAX_DIGITS:]))
            self._is_typing = True
        elif event.key == "backspace":
            self._set(self.threshold // 10)
            self._is_typing = True
        elif event.key == "enter":
            self.dismiss(Choice.FEW_UPVOTES)
        else:
            return super().answer_key(event)
        return True

    def _set(self, threshold: int) -> None:
        self.threshold = threshold
        if self.is_mounted:
            self.query_one(DialogLines).lay_out()


def _choice(key: str, text: str, role: str = "text") -> StyledLine:
    return StyledLine((StyledSpan(f"{key:7}", "key"), StyledSpan(text, role)))
