"""Help, palette, footer and the user's own keys all come from the same commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paperreader.config import load
from paperreader.store import Store
from paperreader.tui.commands import COMMANDS, FOOTER
from paperreader.tui.commands.palette import palette_entries
from paperreader.tui.dialogs.date_prompt import DatePrompt
from paperreader.tui.dialogs.help import HelpDialog
from paperreader.tui.dialogs.search_prompt import SearchPrompt
from paperreader.tui.key_names import key_name
from paperreader.tui.keymap import Keymap
from paperreader.tui.render.styled_text import StyledLine
from paperreader.tui.widgets.bars import Bar
from paperreader.tui.widgets.line_view import LineView
from tests.hub_server.items import papers
from tests.stored_days import THU, WED, fill, id_of, two_days, with_config
from tests.tui.conftest import User


def help_lines(user: User) -> list[str]:
    """All lines of the help, also those below the edge of the screen."""
    lines = user.app.screen.query_one("#dialog-lines", LineView)
    return [lines.line_at(y).text.strip() for y in range(lines.count and lines.virtual_size.height)]


# -- help


async def test_help_lists_every_command_with_its_keys(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await user.press("f1")
        text = " ".join(" ".join(help_lines(user)).split())
        for command in COMMANDS:
            if command.keys:
                names = " ".join(key_name(key) for key in command.keys.split(","))
                assert f" {names} {Keymap(COMMANDS, {}).with_keys(command.help)} " in text
        await user.press("?")
        assert user.app.screen is user.app.reader


def test_every_command_has_an_id_and_keys_of_its_own() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(set(ids)) == len(ids)
    assert set(FOOTER) <= set(ids)
    keys = [key for command in COMMANDS if command.keys and not command.is_local for key in command.keys.split(",")]
    assert len(set(keys)) == len(keys)
    assert all(command.name and command.help for command in COMMANDS)


async def test_help_can_be_read_to_its_end_on_a_small_screen(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store, size=(40, 10)) as user:
        await user.press("?")
        lines = help_lines(user)
        assert lines[0] in user.text()
        await user.press("G")
        assert lines[-2 if not lines[-1] else -1][:20] in user.text()
        await user.press("g", "j", "space", "k", "ctrl+u", "pagedown")
        await user.press("escape")
        assert user.app.screen is user.app.reader
        assert not any(entry.read for entry in user.rows.entries)


# -- palette


async def chosen(user: User, words: str, *, opened_by: str = "ctrl+p") -> None:
    """Open the palette, type, and take the first that it finds."""
    await user.press(opened_by, *words, "enter")
    await user.until(lambda: user.app.screen is user.app.reader)


async def test_the_palette_finds_a_command_by_its_name_and_runs_it(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await chosen(user, "Star")
        await user.until(lambda: user.entry.starred)
        await chosen(user, "Skip", opened_by=":")
        await user.until(lambda: user.at == id_of(THU, 2))
        assert user.read_by(id_of(THU, 1)) == "skipped"


async def test_the_palette_runs_what_the_panes_can_do_too(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await chosen(user, "next paper")
        await user.until(lambda: user.at == id_of(THU, 2))
        await chosen(user, "sidebar")
        await user.until(lambda: user.focus == "days")
        await chosen(user, "zoom")
        await user.until(lambda: user.displayed == {"page"})


async def test_the_palette_lists_every_theme_and_every_command_but_those_of_the_cursor(
    store: Store, open_reader: Any
) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        entries = list(palette_entries(user.app.reader.context))
        names, ids = {entry.name for entry in entries}, {entry.id for entry in entries}
        assert {f"Theme: {name}" for name in user.app.available_themes} <= names
        for command in COMMANDS:
            is_wanted = command.id not in ("archive.stop", "texts.stop", "paper.linked", "paper.note-discard")
            is_there = not command.is_local and command.in_palette and is_wanted
            assert (command.id in ids) is is_there, command.id
        cursor = {command.id for command in COMMANDS if not (command.is_local or command.in_palette)}
        assert {id for id in cursor if not id.startswith(("list.", "pane."))} == {"app.palette"}


# -- the user's own keys


async def test_ctrl_c_says_how_to_quit_by_the_user_s_own_key(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 2)})
    async with open_reader(store, config=with_config(keys={"app.quit": "X"})) as user:
        await user.press("ctrl+c", "ctrl+c")
        assert user.toasts[-1].startswith("X quits")
        assert len(user.app._notifications) == 1


async def test_the_config_gives_keys_by_their_ids(store: Store, open_reader: Any, tmp_path: Path) -> None:
    two_days(store, 4)
    file = tmp_path / "config.toml"
    file.write_text(
        '[keys]\n"paper.skip" = "X"\n"app.help" = "ctrl+g, ?"\n"paper.next" = "ctrl+n"\n"day.older" = "<"\n'
    )
    config, problems = load(file)
    assert problems == []
    async with open_reader(store, config=with_config(keys=config.keys)) as user:
        assert user.toasts == []
        await user.press("x")
        assert user.at == id_of(THU, 1)
        await user.press("X")
        assert (user.at, user.read_by(id_of(THU, 1))) == (id_of(THU, 2), "skipped")
        await user.press("ctrl+n", "J")
        assert user.at == id_of(THU, 3)
        assert user.footer.startswith(" Ctrl+G keys")
        assert " X skip" in user.footer
        await user.press("ctrl+g")
        assert any(line.startswith("Ctrl+G ? ") for line in help_lines(user))
        assert any(line.startswith("X ") and "Skip" in line for line in help_lines(user))
        await user.press("escape", "<")
        assert user.view == WED


async def test_the_search_bar_and_the_help_name_its_keys_as_the_config_gives_them(
    store: Store, open_reader: Any
) -> None:
    two_days(store, 4)
    async with open_reader(store, config=with_config(keys={"search.hub": "f5"}), size=(140, 40)) as user:
        await user.press("?")
        assert any(line.startswith("F5 ") and "Hub" in line for line in help_lines(user))
        await user.press("escape", "/", "x")
        said = user.app.screen.query_one("#prompt-message", Bar)
        await user.until(lambda: "F5 ask the Hub" in said.render_line(0).text)


async def test_keys_can_be_swapped(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    keys = {"paper.skip": "b", "paper.toggle-star": "x"}
    async with open_reader(store, config=with_config(keys=keys)) as user:
        assert user.toasts == []
        await user.press("x")
        assert user.entry.starred
        await user.press("b")
        assert user.at == id_of(THU, 2)


async def test_a_clash_and_an_unknown_id_are_told_and_the_rest_holds(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    keys = {"paper.skip": "y", "paper.skp": "s", "nonsense": "s", "paper.toggle-star": "*"}
    async with open_reader(store, config=with_config(keys=keys), problems=["config.toml:3: something else"]) as user:
        told = " ".join(user.toasts)
        assert "config.toml:3: something else" in told
        assert "paper.skip: y is already the key of paper.copy-link" in told
        assert "there is no “paper.skp”; did you mean “paper.skip”?" in told
        assert "there is no “nonsense”" in told
        await user.press("*")
        assert user.entry.starred
        await user.press("x")
        assert user.at == id_of(THU, 2)


def test_a_key_that_was_kept_after_a_clash_is_not_given_away() -> None:
    keymap = Keymap(COMMANDS, {"paper.skip": "y", "paper.toggle-star": "x"})
    assert keymap.changed == {}
    assert len(keymap.problems) == 2


def test_a_new_key_that_two_commands_want_is_reported() -> None:
    keymap = Keymap(COMMANDS, {"paper.skip": "X", "paper.toggle-star": "X"})
    assert keymap.changed == {"paper.skip": "X"}
    assert keymap.problems == [
        ("paper.toggle-star", "paper.toggle-star: X is already the key of paper.skip; keeping the default")
    ]


# -- the footer


def entries(line: StyledLine) -> list[str]:
    return [f"{key.text}{what.text}".strip() for key, what in zip(line.spans[::2], line.spans[1::2], strict=True)]


async def test_the_footer_starts_with_help_search_and_the_way_out_and_never_cuts_a_key(
    store: Store, open_reader: Any
) -> None:
    two_days(store, 4)
    async with open_reader(store, size=(230, 40)) as user:
        bar = user.app.reader._bars.footer
        whole = [f"{key_name(key)} {name}" for key, name, _ in bar.keys]
        assert whole[:3] == ["? keys", "/ search", "q quit"]
        assert len(whole) >= 12
        for width in range(8, 231):
            line = bar.line(width)
            assert len(line.text.rstrip()) <= width
            shown = entries(line)
            assert shown
            assert shown == whole[: len(shown)], "the rare fall off first"
        assert shown == whole


@pytest.mark.parametrize("size", [(40, 10), (50, 20), (80, 24)])
async def test_search_and_the_way_out_are_there_in_the_smallest_window(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    two_days(store, 4)
    async with open_reader(store, size=size) as user:
        for key in ("2", "3", "1"):
            await user.press(key)
            way_out = "back" if user.panes.can_close_page else "quit"
            assert user.footer.startswith(f" ? keys   / search   q {way_out}")


async def click_on(user: User, words: str) -> None:
    """Click on words that are on the screen, the lowest if they are there more than once."""
    y, line = next((y, line) for y, line in reversed(list(enumerate(user.lines()))) if words in line)
    await user.click(line.index(words) + 1, y)
    await user.press()


async def test_words_in_the_footer_can_be_clicked(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store, size=(140, 40), config=with_config(keys={"paper.skip": "f5"})) as user:
        await click_on(user, "star")
        await user.until(lambda: user.entry.starred)
        await click_on(user, "F5 skip")
        assert user.at == id_of(THU, 2)
        await click_on(user, "] older")
        assert user.view == WED
        await click_on(user, "? keys")
        assert isinstance(user.app.screen, HelpDialog)
        await click_on(user, "Esc closes")
        await click_on(user, "/ search")
        assert isinstance(user.app.screen, SearchPrompt)
        await click_on(user, "F1 help")
        await click_on(user, "Esc closes")
        await click_on(user, "Esc back")
        assert user.app.screen is user.app.reader
        await click_on(user, "d date")
        assert isinstance(user.app.screen, DatePrompt)
        await click_on(user, "Esc back")
        assert user.app.screen is user.app.reader
        await click_on(user, "q quit")
        assert user.left


async def test_between_the_words_of_the_footer_nothing_happens(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await user.click(user.footer.index("q quit") - 2, 19)
        assert user.app.screen is user.app.reader
        assert not user.left


async def test_what_the_mouse_points_at_in_the_footer_is_underlined_and_explained(
    store: Store, open_reader: Any
) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        bar = user.app.reader._bars.footer
        assert await user.pilot.hover(bar, offset=(user.footer.index("skip"), 0))
        await user.until(lambda: str(bar.tooltip) == "Skip: mark it read and go to the next paper")
        underlined = [part.text.strip() for part in bar.render_line(0) if part.style and part.style.underline]
        assert underlined == ["x", "skip"]
        await user.pilot.hover(user.papers)
        await user.until(lambda: bar.tooltip is None)


async def test_lines_of_menus_can_be_clicked(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store, size=(140, 40)) as user:
        await user.press("s")
        await click_on(user, "t  title")
        titles = [entry.title for entry in user.rows.entries]
        assert titles == sorted(titles)
        await user.press("C")
        await click_on(user, "h l ")
        assert user.app.screen is not user.app.reader
        await click_on(user, "Enter  keep")
        assert user.app.screen is user.app.reader
