"""46 the terminal's own cursor is where the user is: screen readers, braille and input methods follow it"""

from __future__ import annotations

from collections.abc import Callable

from tests.terminal import PROGRAM, Terminal

DEMO = f"{PROGRAM} --demo"
HIDDEN, VISIBLE = "0", "1"


def cursor(terminal: Terminal) -> tuple[int, int, str]:
    """Column, row, and whether it is visible."""
    x, y, flag = terminal.tmux("display-message", "-p", "#{cursor_x},#{cursor_y},#{cursor_flag}").strip().split(",")
    return int(x), int(y), flag


def row_of(text: str, word: str, columns: int = 86) -> int:
    """The first row that has the word, in sidebar or list."""
    return next(row for row, line in enumerate(text.split("\n")) if word in line[:columns])


def stands(terminal: Terminal, where: Callable[[str], tuple[int, int, str]]) -> None:
    """Wait until the cursor is where it should be on the screen that is shown."""

    def is_there(text: str) -> bool:
        try:
            return cursor(terminal) == where(text)
        except (StopIteration, ValueError):
            return False

    try:
        terminal.until(is_there, seconds=20)
    except AssertionError as error:
        raise AssertionError(f"{cursor(terminal)}\n{error}") from None


def test_fault_46_the_cursor_is_on_the_row_of_the_focused_pane(terminal: Terminal) -> None:
    terminal.type(DEMO)
    terminal.shows("? keys", "Slowcoach")
    stands(terminal, lambda text: (24, row_of(text, "Slowcoach"), HIDDEN))
    terminal.press("j")
    stands(terminal, lambda text: (24, row_of(text, "The Ledger"), HIDDEN))
    terminal.press("1")
    stands(terminal, lambda text: (1, row_of(text, "Fri 31", 24), HIDDEN))
    terminal.press("j")
    stands(terminal, lambda text: (1, row_of(text, "Thu 30", 24), HIDDEN))
    terminal.press("3")
    stands(terminal, lambda text: (cursor(terminal)[0], 1, HIDDEN))
    assert cursor(terminal)[0] > 80
    terminal.press("?")
    terminal.shows("Page down; at the end")
    stands(terminal, lambda text: (cursor(terminal)[0], row_of(text, "Keys ─") + 1, HIDDEN))


def test_fault_46_the_cursor_is_visible_in_a_text_and_at_its_end(terminal: Terminal) -> None:
    """From the moment that a bar opens, and not one cell beyond what was typed; hidden again when it closes."""
    terminal.type(DEMO)
    terminal.shows("? keys")
    for key, label in (("/", " / "), ("d", "Go to")):
        terminal.press(key)
        terminal.shows(label)
        stands(terminal, lambda text: (text_column(text), 38, VISIBLE))
        terminal.press("z", "q")
        terminal.shows("zq")
        stands(terminal, lambda text: (text.split("\n")[38].index("zq") + 2, 38, VISIBLE))
        terminal.press("Left")
        stands(terminal, lambda text: (text.split("\n")[38].index("zq") + 1, 38, VISIBLE))
        terminal.press("Home")
        stands(terminal, lambda text: (text.split("\n")[38].index("zq"), 38, VISIBLE))
        terminal.press("End", "北")
        stands(terminal, lambda text: (text.split("\n")[38].index("zq") + 4, 38, VISIBLE))
        terminal.press("Escape")
        stands(terminal, lambda text: (24, row_of(text, "Slowcoach"), HIDDEN))
    terminal.press("C-p")
    terminal.until(lambda text: cursor(terminal)[2] == VISIBLE)
    terminal.press("m", "a", "r")
    stands(
        terminal, lambda text: (text.split("\n")[row_of(text, "mar")].index("mar") + 3, row_of(text, "mar"), VISIBLE)
    )
    terminal.press("Escape")
    stands(terminal, lambda text: (24, row_of(text, "Slowcoach"), HIDDEN))
    terminal.press("q")
    terminal.until(lambda text: text.rstrip().endswith("$"))
    assert cursor(terminal)[2] == VISIBLE


def text_column(text: str) -> int:
    """Where the text of the open bar begins."""
    label = text.split("\n")[38]
    return len(label.rstrip()) + 1


def test_fault_46_a_suspended_bar_shows_its_cursor_again(terminal: Terminal) -> None:
    terminal.type(DEMO)
    terminal.shows("? keys")
    terminal.press("/", "z", "q")
    terminal.shows(" / zq")
    terminal.press("C-z")
    terminal.until(lambda text: "Stopped" in text or "suspended" in text)
    terminal.type("fg")
    terminal.shows(" / zq")
    stands(terminal, lambda text: (5, 38, VISIBLE))
