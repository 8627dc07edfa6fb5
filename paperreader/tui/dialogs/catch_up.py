"""Asks what to keep of all that is unread, with a threshold of upvotes that can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

from textual import events
from textual.containers import Container

from paperreader.humanize import count, short_day
from paperreader.reader.backlog import Backlog, Choice
from paperreader.text.width import cell_width
from paperreader.tui.dialogs.dialog import Dialog, DialogLines
from paperreader.tui.render.rows import wrapped
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

THRESHOLDS = (1, 2, 3, 5, 8, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 300, 500, 1000)
"""Numbers of upvotes that the arrow keys step through; digits set any other."""
FIRST_THRESHOLD = 20
MAX_DIGITS = 5
KEY_CELLS = 7
MIN_HEIGHT_FOR_GAPS = 14
"""Lines of the screen."""


class CatchUpDialog(Dialog):
    """Dismissed with a Choice."""

    def __init__(self, backlog: Backlog, colors: Colors, glyphs: Glyphs, *, undo_key: str) -> None:
        self._backlog, self._glyphs, self._undo_key = backlog, glyphs, undo_key
        self.threshold, self.keeps_followed = FIRST_THRESHOLD, True
        super().__init__("Catch up", colors, {"o": Choice.OLDER, "d": Choice.BELOW})
        self._is_typing = False

    def chosen(self, choice: Choice) -> list[str]:
        """The ids of what the choice would mark read now."""
        return self._backlog.papers(choice, self.threshold, keeps_followed=self.keeps_followed)

    def write(self, width: int) -> list[StyledLine]:
        unread, day = self._backlog.unread, self._backlog.day
        total, read = len(unread), self._marked(Choice.FEW_UPVOTES)
        days = len({entry.day for entry in unread})
        older, below = self._marked(Choice.OLDER), self._marked(Choice.BELOW)
        followed, stays = self._backlog.followed, "stays" if self._backlog.followed == 1 else "stay"
        follows = f"{stays} unread" if self.keeps_followed else "not spared"
        keep = f"keep {self._glyphs.upvote} {self.threshold:,}+"
        actions = [
            ("Enter", [f"{keep} ({count(total - read, 'paper')}), mark {read:,} read", f"{keep}, mark {read:,} read"]),
            ("h l", ["or a number: change the threshold", "or a number: threshold"]),
            *([("f", [f"{count(followed, 'followed paper')}: {follows}"])] if followed else []),
            *([("o", [f"older than {short_day(day)}: mark {older:,} read"])] if day and older else []),
            *(
                [("d", [f"rest of this list: mark {below:,} read", f"rest of list: mark {below:,} read"])]
                if below
                else []
            ),
        ]
        return [
            StyledLine((StyledSpan(f"{total:,} unread in {count(days, 'day')}", "strong"),)),
            *self._gap(),
            *(line for key, wordings in actions for line in _action(key, wordings, width)),
            *self._gap(),
            *wrapped(f"Starred papers are left alone; {self._undo_key} undoes it.", width, "figure"),
        ]

    def _gap(self) -> list[StyledLine]:
        """A blank line, where the screen is not too low for it."""
        return [StyledLine()] if self.app.size.height >= MIN_HEIGHT_FOR_GAPS else []

    def _marked(self, choice: Choice) -> int:
        return len(self.chosen(choice))

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
        elif event.key == "f" and self._backlog.followed:
            self.keeps_followed = not self.keeps_followed
            if self.is_mounted:
                self.fit_frame(self.query_one("#dialog", Container))
            self._set(self.threshold)
        elif event.key == "enter":
            self.dismiss(Choice.FEW_UPVOTES)
        else:
            return super().answer_key(event)
        return True

    def _set(self, threshold: int) -> None:
        self.threshold = threshold
        if self.is_mounted:
            self.query_one(DialogLines).lay_out()


def _action(key: str, wordings: Sequence[str], width: int) -> list[StyledLine]:
    """A key and what it does, in the first wording that fits on a line; else the last of them on several."""
    room = max(1, width - KEY_CELLS)
    text = next((each for each in wordings if cell_width(each) <= room), wordings[-1])
    heads = chain([StyledSpan(key.ljust(KEY_CELLS), "key")], repeat(StyledSpan(" " * KEY_CELLS)))
    return [StyledLine((head, *line.spans)) for head, line in zip(heads, wrapped(text, room, "text"), strict=False)]
