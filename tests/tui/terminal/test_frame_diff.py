"""A terminal that gets only the changes shows the same as one that gets everything."""

from __future__ import annotations

import random

import pyte
import pytest

from paperreader.text.width import cell_width
from paperreader.tui.terminal.frame_diff import FrameDiff

COLUMNS, ROWS = 24, 6
PENS = ("0", "38;2;9;9;9;48;2;1;1;1", "1;38;2;9;9;9;48;2;1;1;1", "38;2;9;9;9;48;2;3;3;3", "7;31", "4;48;5;20", "31;44")
TEXTS = (" ", "    ", "word", "a word or two", "●  ▏", "東京", "é…", "x" * COLUMNS, " " * COLUMNS)


class Terminal:
    """Two terminals: one gets everything, the other the changes."""

    def __init__(self) -> None:
        self.full, self.diffed = pyte.Screen(COLUMNS, ROWS), pyte.Screen(COLUMNS, ROWS)
        self.frame_diff = FrameDiff()

    def write(self, data: str) -> str:
        changes = self.frame_diff.changes(data)
        for screen, text in ((self.full, data), (self.diffed, changes)):
            screen.reset_mode(7)  # lines do not wrap, as in Textual's terminals
            pyte.Stream(screen).feed(text)
        return changes

    def assert_same(self) -> None:
        assert (self.diffed.cursor.y, self.diffed.cursor.x) == (self.full.cursor.y, self.full.cursor.x)
        for y in range(ROWS):
            for x in range(COLUMNS):
                one, other = self.full.buffer[y][x], self.diffed.buffer[y][x]
                if one.data == " " == other.data and not (one.reverse or one.underscore):
                    one, other = one._replace(fg="", bold=False), other._replace(fg="", bold=False)
                assert one == other, (y, x)


def run(y: int, x: int, pen: str, text: str) -> str:
    return f"\x1b[{y + 1};{x + 1}H\x1b[{pen}m{text}\x1b[0m"


@pytest.mark.parametrize("seed", range(60))
def test_the_terminal_shows_the_same(seed: int) -> None:
    dice, terminal = random.Random(seed), Terminal()
    for _ in range(40):
        frame = ""
        for _ in range(dice.randint(1, 6)):
            y, x = dice.randrange(ROWS), dice.randrange(COLUMNS)
            frame += f"\x1b[{y + 1};{x + 1}H"
            for _ in range(dice.randint(1, 3)):
                text = dice.choice(TEXTS)
                room = COLUMNS - x
                if "東" not in text or room > len(text) * 2:
                    frame += f"\x1b[{dice.choice(PENS)}m{text[:room]}\x1b[0m"
                    x += 4 if "東" in text else len(text[:room])
                if x >= COLUMNS:
                    break
            frame += dice.choice(("", "\n" if y < ROWS - 1 else "", "\x1b[?2026h", "\x1b[1;1H"))
        if dice.random() < 0.05:
            frame += "\x1b[2J"
        terminal.write(frame)
        terminal.write("\x1b[1;1H")
        terminal.assert_same()


def test_cells_that_do_not_change_are_not_written() -> None:
    terminal, frame = Terminal(), run(0, 0, PENS[1], "one") + run(1, 0, PENS[2], "two  ") + "\x1b[1;1H"
    assert terminal.write(frame)
    assert terminal.write(frame) == ""
    assert terminal.write("\x1b[2;3H") == "\x1b[2;3H"
    assert terminal.write(frame) == "\x1b[1;1H"


def test_only_changed_cells_and_changed_colours_are_written() -> None:
    terminal = Terminal()
    terminal.write(run(0, 0, PENS[1], "a long word") + run(1, 0, PENS[1], "two   "))
    assert terminal.write(run(0, 0, PENS[1], "a lost word")) == f"\x1b[{PENS[1]}m\x1b[1;5Hst\x1b[0m\x1b[1;12H"
    runs = (run(0, 0, PENS[2], "A"), run(0, 1, PENS[1], "B"), run(0, 2, PENS[3], "C"), run(1, 0, PENS[3], "   "))
    assert terminal.write("".join(runs)) == (
        f"\x1b[{PENS[2]}m\x1b[1;1HA\x1b[0;{PENS[1]}mB\x1b[48;2;3;3;3mC\x1b[2;1H   \x1b[0m"
    )


def test_a_terminal_that_was_cleared_gets_everything() -> None:
    terminal, frame = Terminal(), run(0, 0, PENS[1], "one")
    terminal.write(frame)
    for sequence in ("\x1b[?1049h", "\x1b[?1049l", "\x1b[2J", "\x1bc"):
        terminal.frame_diff.changes(sequence)
        assert "one" in terminal.write(frame)


def test_everything_behind_a_character_of_ambiguous_width_is_written() -> None:
    terminal, frame = Terminal(), run(0, 0, PENS[1], "Go 🧑‍🚀 on") + run(0, 12, PENS[1], "edge")
    terminal.write(frame)
    again = terminal.write(frame)
    assert "🧑‍🚀 on" in again
    assert "edge" in again


@pytest.mark.parametrize("wide", ["👩\u200d👩\u200d👧\u200d👧", "👍🏽", "🇳🇴", "☎\ufe0f", "e\u0301", "ᄀ\u1161\u11a8"])
def test_only_a_character_that_the_terminal_draws_wider_is_off(wide: str) -> None:
    """Not what follows it in its line, nor what stands behind that and is not written now."""
    terminal = Terminal()
    terminal.write(run(0, 0, PENS[1], "before now") + run(0, 10, PENS[2], "|next pane"))
    changes = terminal.frame_diff.changes(run(0, 0, PENS[1], f"Go {wide}") + f"\x1b[{PENS[2]}m on  \x1b[0m")
    pyte.Stream(terminal.diffed).feed(changes)
    shown = terminal.diffed.display[0]
    end = 3 + cell_width(wide)
    row = "".join(terminal.diffed.buffer[0][x].data for x in range(COLUMNS))
    assert "Go" in shown
    assert "".join(terminal.diffed.buffer[0][x].data for x in range(end, 20)).startswith(" on  ")
    assert "".join(terminal.diffed.buffer[0][x].data for x in range(10, 20)) == "|next pane", row
