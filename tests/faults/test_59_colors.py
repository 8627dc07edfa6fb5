"""59 what can be read, and told apart, in the colours that a terminal has: 16 million, 256, 16 and none"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pyte
import pytest
from textual.color import Color
from textual.geometry import Region

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.store import Store
from paperreader.tui.dialogs.palette import PaletteList
from paperreader.tui.render.palette import difference
from paperreader.tui.terminal.internals import frame_sequences
from paperreader.tui.widgets.line_view import LineView
from tests.bench.terminal import Program
from tests.stored_days import THU, ids_of, two_days
from tests.tui.conftest import User
from tests.tui.render.test_theme import wcag

TERMINALS = {
    "truecolor": {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    "256": {"TERM": "xterm-256color", "COLORTERM": ""},
    "16": {"TERM": "xterm", "COLORTERM": ""},
    "none": {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"},
}
TEXT, SIGN = 4.5 - 0.05, 3.0 - 0.05
SIGN_ROLES = ("faint", "star", "name-read", "figure-read", "pane-name")
CURSOR_SIGNS = "▌█┃"
SIZE = (140, 30)


class Look(NamedTuple):
    """What a line looks like apart from its text."""

    ground: Color | None
    is_reversed: bool
    sign: str


def written(user: User) -> pyte.Screen:
    """The screen as a terminal shows what is written to it."""
    screen, sequences = pyte.Screen(*SIZE), frame_sequences(user.app.screen)
    assert user.app._color_system == "16 million" or "8;2;" not in sequences
    pyte.Stream(screen).feed(sequences)
    return screen


def rgb(name: str) -> Color | None:
    """A colour that is the same in every terminal; None for one that its user chose."""
    return Color.parse(f"#{name}") if len(name) == 6 and all(digit in "0123456789abcdef" for digit in name) else None


def looks(screen: pyte.Screen, pane: LineView) -> dict[int, Look]:
    """By item of the pane: what its lines look like."""
    region: Region = pane.content_region
    found = {}
    for index in range(pane.count):
        y = region.y + pane.start_of(index) - pane.scroll_offset.y
        if region.y <= y < region.bottom:
            line = screen.buffer[y]
            middle, first = line[region.x + 2], line[region.x].data
            found[index] = Look(rgb(middle.bg), middle.reverse, first if first in CURSOR_SIGNS else "")
    return found


def is_like(one: Look, other: Look) -> bool:
    if one[1:] != other[1:]:
        return False
    return one.ground == other.ground or (
        one.ground is not None and other.ground is not None and difference(one.ground, other.ground) < 0.02
    )


def weak_texts(
    screen: pyte.Screen, signs: set[str], rows: Iterable[int] = range(SIZE[1])
) -> Iterator[tuple[str, str, float]]:
    """Lines with text that has not enough contrast."""
    for y in rows:
        row = screen.buffer[y]
        for x in range(SIZE[0]):
            cell = row[x]
            if not cell.data.isalnum():
                continue
            ink, ground = rgb(cell.fg), rgb(cell.bg)
            if ink is None or ground is None:
                if (cell.fg, cell.bg) != ("default", "default"):
                    yield "".join(row[x].data for x in range(SIZE[0])).strip(), f"{y}: {cell.fg} on {cell.bg}", 0
            elif (ratio := wcag(ink, ground)) < (SIGN if cell.fg in signs else TEXT):
                yield "".join(row[x].data for x in range(SIZE[0])).strip(), f"{y}: {cell.fg} on {cell.bg}", ratio


@pytest.mark.parametrize("terminal", TERMINALS)
async def test_fault_59_everything_can_be_read_and_told_apart_in_every_theme(
    store: Store, open_reader: Any, monkeypatch: pytest.MonkeyPatch, terminal: str
) -> None:
    """The cursor, the shown day and what is selected differ from their neighbours, with the focus and without it."""
    for name, value in TERMINALS[terminal].items():
        monkeypatch.setenv(name, value)
    two_days(store, 6)
    store.marks.set(READ, True, ids_of(THU, 2), Cause.OPENED).result()
    store.marks.set(STARRED, True, ids_of(THU, 3)[2:], Cause.BY_HAND).result()
    weak, alike = [], []
    async with open_reader(store, size=SIZE) as user:
        panes = user.app.reader.panes
        await user.press("v", "j", "v", "j")
        assert [panes.papers.is_selected(index) for index in range(3)] == [True, True, False]
        assert panes.papers.cursor == 2
        for theme in user.app.available_themes.values():
            user.app.theme = theme.name
            for focus in ("papers", "days", "page"):
                panes.focus_id(focus)
                await user.pilot.pause()
                screen = written(user)
                colors = user.app.reader.context.colors
                styles = [colors.style(role, over) for role in SIGN_ROLES for over in (None, *colors.roles_over)]
                signs = {style.color.triplet.hex[1:] for style in styles if style.color and style.color.triplet}
                if not theme.ansi or terminal == "none":
                    weak += [(theme.name, focus, *each) for each in weak_texts(screen, signs)]
                papers, days = looks(screen, panes.papers), looks(screen, panes.sidebar)
                pairs = [(papers, 2, 1), (papers, 2, 3), (papers, 1, 3), (papers, 0, 4)]
                day = panes.sidebar.cursor
                assert day is not None
                pairs += [(days, day, other) for other in (day - 1, day + 1) if other in days]
                for rows, one, other in pairs:
                    if is_like(rows[one], rows[other]):
                        alike.append((theme.name, focus, one, other, rows[one]))
            await user.press("d", "3")
            prompt = set(weak_texts(written(user), signs, rows=range(SIZE[1] - 2, SIZE[1])))
            weak += [(theme.name, "prompt", *each) for each in prompt if not theme.ansi or terminal == "none"]
            await user.press("escape")
    assert (weak, alike) == ([], [])


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("theme", ["textual-dark", "solarized-light"])
async def test_fault_59_the_palette_can_be_read(
    store: Store, open_reader: Any, monkeypatch: pytest.MonkeyPatch, terminal: str, theme: str
) -> None:
    for name, value in TERMINALS[terminal].items():
        monkeypatch.setenv(name, value)
    two_days(store, 6)
    async with open_reader(store, size=SIZE, theme=theme) as user:
        await user.press("ctrl+p", "m", "a", "r")
        palette = user.app.screen.query_one(PaletteList)
        region, screen = palette.content_region, written(user)
        assert list(weak_texts(screen, set(), rows=(region.y - 1, *region.line_range))) == []
        first, second = list(looks(screen, palette).values())[:2]
        assert not is_like(first, second)


def test_fault_59_without_colours_a_theme_keeps_its_cursor(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "paperreader", "--demo", "--theme", "nord"]
    with Program(command, env | {"NO_COLOR": "1"}, (140, 30)) as program:
        program.until(lambda text: "? keys" in text)
        screen = pyte.Screen(140, 30)
        pyte.ByteStream(screen).feed(bytes(program.output))
        program.leave("Q")
    cells = [cell for row in screen.buffer.values() for cell in row.values()]
    assert {(cell.fg, cell.bg) for cell in cells} == {("default", "default")}
    assert "Slowcoach" in "".join(cell.data for cell in cells if cell.reverse)


def test_fault_59_an_empty_no_color_counts_as_unset(env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "paperreader", "--demo"]
    colors = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""}
    with Program(command, env | colors, (140, 30)) as program:
        program.until(lambda text: "? keys" in text)
        program.leave("Q")
    assert b"48;2;18;18;18" in bytes(program.output)


@pytest.mark.parametrize("terminal", [{"TERM": "screen"}, {"TERM": "xterm-256color", "STY": "1.pts-0"}])
def test_fault_59_gnu_screen_gets_no_colours_that_it_takes_for_others(
    env: dict[str, str], terminal: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "paperreader", "--demo"]
    with Program(command, env | {"COLORTERM": "truecolor", **terminal}, (140, 30)) as program:
        program.until(lambda text: "? keys" in text)
        program.leave("Q")
    assert b"8;2;" not in bytes(program.output)
