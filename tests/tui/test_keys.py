"""Help, palette, footer and the person's own keys all tell of the same declarations; themes and colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.color import Color
from textual.widgets import Input, OptionList

from paperreader.config import load
from paperreader.models import Cause, Field
from paperreader.store import Store
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.keymap import KEYS, OWN_PLACE, key_name, keymap_of
from paperreader.tui.render.theme import ROLES, palette
from paperreader.tui.widgets.bars import Bar
from paperreader.tui.widgets.line_view import LineView
from tests.hub_server.items import papers
from tests.tui.conftest import CONFIG, SMALL, THU, WED, Person, fill, id_of, ids_of, with_config


def two_days(store: Store) -> None:
    fill(store, {THU: papers(THU, 4), WED: papers(WED, 3)})


def help_lines(person: Person) -> list[str]:
    """All of the sheet, also what one has to scroll for."""
    sheet = person.app.screen.query_one("#sheet-lines", LineView)
    return [sheet.line_at(y).text.strip() for y in range(sheet.count and sheet.virtual_size.height)]


# -- help


async def test_help_lists_every_binding_with_its_keys(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store) as person:
        await person.press("f1")
        lines = help_lines(person)
        for binding in KEYS:
            names = " ".join(key_name(each) for each in binding.key.split(","))
            assert any(line.startswith(f"{names} ") and line.endswith(binding.tooltip) for line in lines), binding
        await person.press("?")
        assert person.app.screen is person.app.reader


def test_every_binding_has_an_id_a_description_and_a_group_of_its_own() -> None:
    ids = [binding.id for binding in KEYS]
    assert len(set(ids)) == len(ids)
    keys = [key for binding in KEYS if binding not in OWN_PLACE for key in binding.key.split(",")]
    assert len(set(keys)) == len(keys)
    assert all(binding.id and binding.description and binding.tooltip and binding.group for binding in KEYS)


async def test_help_can_be_read_to_its_end_on_a_small_screen(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, size=(40, 10)) as person:
        await person.press("?")
        lines = help_lines(person)
        assert lines[0] in person.text()
        await person.press("G")
        assert lines[-2 if not lines[-1] else -1][:20] in person.text()
        await person.press("g", "j", "space", "k", "ctrl+u", "pagedown")
        await person.press("escape")
        assert person.app.screen is person.app.reader
        assert not any(entry.read for entry in person.papers.entries)


# -- palette


async def chosen(person: Person, words: str, *, opened_by: str = "ctrl+p") -> None:
    """Open the palette, type, and take the first that it finds."""
    await person.press(opened_by)
    await person.until(lambda: person.app.screen.query(Input))
    person.app.screen.query_one(Input).value = words
    options = person.app.screen.query_one(OptionList)
    first = words.split()[0].lower()
    await person.until(lambda: options.option_count and first in str(options.get_option_at_index(0).prompt).lower())
    await person.press("down", "enter")
    if person.app.screen is not person.app.reader:
        await person.press("enter")
    await person.until(lambda: person.app.screen is person.app.reader)


async def test_the_palette_finds_a_command_by_its_name_and_runs_it(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store) as person:
        await chosen(person, "Star the paper")
        await person.until(lambda: person.entry.starred)
        await chosen(person, "Mark it read, and on", opened_by=":")
        await person.until(lambda: person.at == id_of(THU, 2))
        assert person.read_by(id_of(THU, 1)) == "skipped"


async def test_the_palette_runs_what_the_panes_can_do_too(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store) as person:
        await chosen(person, "To the next paper, from")
        await person.until(lambda: person.at == id_of(THU, 2), 1)
        await chosen(person, "To the days")
        await person.until(lambda: person.focus == "days", 1)
        await chosen(person, "The page alone")
        await person.until(lambda: person.displayed == {"page"}, 1)


async def test_the_palette_lists_every_theme_and_every_binding_but_those_of_the_cursor(
    store: Store, reading: Any
) -> None:
    two_days(store)
    async with reading(store) as person:
        await person.press("ctrl+p")
        await person.until(lambda: person.app.screen.query(OptionList))
        options = person.app.screen.query_one(OptionList)
        await person.until(lambda: options.option_count > 50)
        listed = " ".join(str(options.get_option_at_index(i).prompt) for i in range(options.option_count))
        for name in person.app.available_themes:
            assert f"Theme: {name}" in listed
        there = [binding for binding in KEYS if binding not in OWN_PLACE]
        missing = [binding for binding in there if f"{binding.tooltip.partition(':')[0]}  (" not in listed]
        assert [each.id for each in missing if not each.action.startswith("move") and each.id != "app.palette"] == []
        assert "All commands" not in listed
        await person.press("escape")


# -- a person's own keys


async def test_ctrl_c_says_how_to_leave_by_the_persons_own_key(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 2)})
    async with reading(store, config=with_config(keys={"app.quit": "X"})) as person:
        await person.press("ctrl+c", "ctrl+c")
        assert person.toasts[-1].startswith("X leaves")
        assert len(person.app._notifications) == 1


async def test_the_config_gives_keys_by_their_ids(store: Store, reading: Any, tmp_path: Path) -> None:
    two_days(store)
    file = tmp_path / "config.toml"
    file.write_text(
        '[keys]\n"paper.skip" = "f"\n"app.help" = "ctrl+g, ?"\n"paper.next" = "ctrl+n"\n"day.older" = "<"\n'
    )
    config, problems = load(file)
    assert problems == []
    async with reading(store, config=with_config(keys=config.keys)) as person:
        assert person.toasts == []
        await person.press("x")
        assert person.at == id_of(THU, 1)
        await person.press("f")
        assert (person.at, person.read_by(id_of(THU, 1))) == (id_of(THU, 2), "skipped")
        await person.press("ctrl+n", "J")
        assert person.at == id_of(THU, 3)
        assert person.footer.startswith(" Ctrl+G keys")
        assert " f skip" in person.footer
        await person.press("ctrl+g")
        assert any(line.startswith("Ctrl+G ? ") for line in help_lines(person))
        assert any(line.startswith("f ") and "Mark it read, and on" in line for line in help_lines(person))
        await person.press("escape", "<")
        assert person.view == WED


async def test_the_search_bar_and_the_help_name_its_keys_as_the_config_gives_them(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, config=with_config(keys={"search.hub": "f5"}), size=(140, 40)) as person:
        await person.press("?")
        assert any(line.startswith("F5 ") and "hub" in line for line in help_lines(person))
        await person.press("escape", "/", "x")
        said = person.app.screen.query_one("#text-said", Bar)
        await person.until(lambda: "F5 ask the hub" in said.render_line(0).text)


async def test_keys_can_be_swapped(store: Store, reading: Any) -> None:
    two_days(store)
    keys = {"paper.skip": "b", "paper.toggle-star": "x"}
    async with reading(store, config=with_config(keys=keys)) as person:
        assert person.toasts == []
        await person.press("x")
        assert person.entry.starred
        await person.press("b")
        assert person.at == id_of(THU, 2)


async def test_a_clash_and_an_unknown_id_are_told_and_the_rest_holds(store: Store, reading: Any) -> None:
    two_days(store)
    keys = {"paper.skip": "y", "paper.skp": "s", "nonsense": "s", "paper.toggle-star": "*"}
    async with reading(store, config=with_config(keys=keys), problems=["config.toml:3: something else"]) as person:
        told = " ".join(person.toasts)
        assert "config.toml:3: something else" in told
        assert "paper.skip: y is the key of paper.copy-link" in told
        assert "there is no “paper.skp”; is “paper.skip” meant?" in told
        assert "there is no “nonsense”" in told
        await person.press("*")
        assert person.entry.starred
        await person.press("x")
        assert person.at == id_of(THU, 2)


def test_a_key_that_was_kept_after_a_clash_is_not_given_away() -> None:
    keymap, problems = keymap_of({"paper.skip": "y", "paper.toggle-star": "x"})
    assert keymap == {}
    assert len(problems) == 2


def test_two_wanted_ids_for_one_new_key_are_told() -> None:
    keymap, problems = keymap_of({"paper.skip": "f", "paper.toggle-star": "f"})
    assert keymap == {"paper.skip": "f"}
    assert problems == [("paper.toggle-star", "paper.toggle-star: f is the key of paper.skip already; kept as it was")]


# -- the footer


async def test_the_footer_starts_with_the_help_and_never_cuts_a_key(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, size=(220, 40)) as person:
        bar = person.app.reader._keys
        whole = [f" {key} {description}" for key, description in bar._keys]
        assert len(whole) >= 12
        for width in range(8, 221):
            line = bar.line(width)
            assert len(line.text.rstrip()) <= width
            assert line.text.startswith(" ? keys")
            entries = [
                f"{key.text}{what.text.rstrip()}" for key, what in zip(line.spans[::2], line.spans[1::2], strict=True)
            ]
            assert set(entries) <= set(whole)
        assert entries == whole


# -- colours


async def test_without_colour_cursor_dot_and_focus_are_still_to_be_seen(
    store: Store, reading: Any, monkeypatch: pytest.MonkeyPatch, extreme: tuple[int, int]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    two_days(store)
    store.set_marks(Field.READ, True, ids_of(THU, 2), Cause.OPENED).result()
    async with reading(store, size=extreme) as person:
        assert person.app.theme == "ansi-dark"
        first = next(line for line in person.lines() if "Part 1" in line)
        assert "●" in first
        second = next(line for line in person.lines() if "Part 2" in line)
        assert "●" not in second
        assert store.setting("theme") is None
        assert "Part 1" in reversed_text(person)
        assert "Part 2" not in reversed_text(person)
        await person.press("1")
        if extreme != SMALL:
            assert "▌" in next(line for line in person.lines() if "Part 1" in line)
            assert "Part 1" not in reversed_text(person)
        colours = {
            segment.style.color.name
            for strip in person.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.color and not segment.style.color.is_default
        }
        assert all(len(set(_rgb(name))) <= 1 for name in colours if name.startswith("#")), colours


def reversed_text(person: Person) -> str:
    """What stands on the screen in reverse."""
    strips = person.app.screen._compositor.render_strips()
    return "".join(segment.text for strip in strips for segment in strip if segment.style and segment.style.reverse)


def _rgb(name: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(name[1:7]))


async def test_every_theme_can_be_chosen_and_is_remembered(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, size=SMALL) as person:
        names = sorted(person.app.available_themes)
        assert len(names) >= 20
        for name in names:
            person.app.theme = name
            await person.pilot.pause()
            assert "Part 1" in person.text()
            background = person.app.screen.styles.background
            assert background == Color.parse(person.app.reader.palette.page) or background.ansi is not None
        person.app.theme = "textual-light"
        await person.pilot.pause()
        await person.press("q")
    async with reading(store, size=SMALL) as person:
        assert person.app.theme == "textual-light"
        await person.press("q")
    async with reading(store, size=SMALL, theme="nord") as person:
        assert person.app.theme == "nord"
        await person.press("q")
    async with reading(store, size=SMALL) as person:
        assert person.app.theme == "textual-light"
        await person.press("q")
    async with reading(store, size=SMALL, config=with_config(theme="gruvbox")) as person:
        assert person.app.theme == "gruvbox", "the config was changed since"
    assert CONFIG.theme == "textual-dark"


async def test_a_theme_that_does_not_exist_is_told(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, theme="mauve [/]") as person:
        assert person.app.theme == "textual-dark"
        assert any("mauve [/]" in toast for toast in person.toasts)


async def test_what_is_read_stands_out_from_every_ground_in_every_theme(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, size=SMALL) as person:
        weak = []
        for theme in person.app.available_themes.values():
            if theme.ansi:
                continue
            variables = {**theme.to_color_system().generate(), **theme.variables}
            made = palette(variables, dark=theme.dark, ansi=False)
            grounds = [Color.parse(made.page), Color.parse(made.side), Color.parse(made.bar)]
            for style in (made.cursor, made.cursor_resting, made.selected):
                assert style.bgcolor is not None
                grounds.append(Color.from_rich_color(style.bgcolor))
            for role in ROLES:
                ink = Color.from_rich_color(made.style(role).color)
                least = min(wcag(ink, ground) for ground in grounds)
                if least < (3 if role == "faint" else 4.5) - 0.05:
                    weak.append((theme.name, role, round(least, 2)))
        assert weak == []


def wcag(one: Color, other: Color) -> float:
    """Contrast by the definition of WCAG 2."""

    def luminance(color: Color) -> float:
        channels = (value / 255 for value in color.rgb)
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("opening", ["?", "Y", "s", "C"])
@pytest.mark.parametrize("closing", ["q", "escape"])
async def test_keys_right_behind_the_one_that_closes_a_sheet_are_for_the_screen_below(
    store: Store, reading: Any, opening: str, closing: str
) -> None:
    two_days(store)
    async with reading(store) as person:
        await person.press(opening)
        await person.until(lambda: isinstance(person.app.screen, Dialog))
        await person.blind(closing, "escape", "j", "j", "escape")
        await person.until(lambda: person.at == id_of(THU, 3))
        assert person.app.screen is person.app.reader
