"""Everything is readable in every theme."""

from __future__ import annotations

from collections.abc import Iterator
from math import radians
from operator import attrgetter
from typing import Any

import pytest
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from paperreader.color_system import EIGHT_BIT, NO_COLORS, STANDARD, TRUECOLOR
from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.store import Store
from paperreader.tui.app import PaperReader
from paperreader.tui.render.palette import contrast, difference, oklch
from paperreader.tui.render.theme import ROLES, SIGN_CONTRAST, TEXT_CONTRAST, colors_of
from tests.stored_days import CONFIG, FULL, THU, ids_of, two_days, with_config
from tests.tui.conftest import SMALL, User


def styled_texts(app: PaperReader) -> Iterator[tuple[str, Style]]:
    """Every run of letters on the screen, with its style."""
    for strip in app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if style is not None and any(character.isalnum() for character in text):
                yield text, style


async def test_everything_is_readable_in_every_theme(demo_app: PaperReader) -> None:
    weak = []
    async with demo_app.run_test(size=(140, 40)) as pilot:
        for theme in sorted(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi):
            demo_app.theme = theme
            demo_app.reader.toast("17 marked read · U undo")
            await pilot.pause()
            faint = demo_app.reader.context.colors.roles["faint"].color
            side = Color.parse(demo_app.reader.context.colors.side).rich_color
            for keys in ([], ["1"], ["question_mark"]):
                await pilot.press(*keys)
                await pilot.pause()
                for text, style in styled_texts(demo_app):
                    assert style.color is not None, (theme, text)
                    assert style.bgcolor is not None, (theme, text)
                    if keys == ["question_mark"] and style.bgcolor != side:
                        continue  # the screen below the dialog is dimmed
                    ratio = contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
                    if ratio < (SIGN_CONTRAST if style.color == faint else TEXT_CONTRAST) - 0.05:
                        weak.append((theme, keys, text, round(ratio, 2)))
            await pilot.press("escape", "2")
    assert not weak


async def test_the_terminals_own_colours_are_used_as_they_are(demo_app: PaperReader) -> None:
    """Weight and signs then show what is unread and where the cursor is."""
    async with demo_app.run_test(size=(140, 40)) as pilot:
        for theme in ("ansi-dark", "ansi-light"):
            demo_app.theme = theme
            await pilot.pause()
            runs = list(styled_texts(demo_app))
            for text, style in runs:
                assert style.color is not None, text
                assert style.color.triplet is None, text
            title = demo_app.reader.session.rows.entry
            assert title is not None
            under_cursor = [style for text, style in runs if text and title.title.startswith(text)]
            assert any(style.reverse and style.bold for style in under_cursor)


@pytest.mark.parametrize("system", [TRUECOLOR, EIGHT_BIT])
@pytest.mark.parametrize(
    "theme", [theme for theme in BUILTIN_THEMES.values() if not theme.ansi], ids=attrgetter("name")
)
def test_every_role_contrasts_with_every_background(theme: Theme, system: str) -> None:
    variables = {**theme.to_color_system().generate(), **theme.variables}
    made = colors_of(variables, dark=theme.dark, ansi=False, system=system)
    weak = []
    for role, (_, _, least, _) in ROLES.items():
        for ground in (made.page, made.side, made.bar):
            ratio = wcag(Color.from_rich_color(made.style(role).color), Color.parse(ground))
            weak += [(role, ground, ratio)] if ratio < least - 0.05 else []
        for over in (made.cursor, made.cursor_resting, made.selected):
            style = made.style(role, over)
            ratio = wcag(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
            weak += [(role, over, ratio)] if ratio < least - 0.05 else []
    assert weak == []


@pytest.mark.parametrize("system", [TRUECOLOR, EIGHT_BIT, STANDARD, NO_COLORS])
def test_what_an_author_emphasizes_can_be_told_from_the_text_in_any_terminal(system: str) -> None:
    theme = BUILTIN_THEMES["textual-dark"]
    variables = {**theme.to_color_system().generate(), **theme.variables}
    made = colors_of(variables, dark=True, ansi=False, system=system)
    roles = ("text", "strong", "emphasis", "strong-emphasis", "link", "match", "match-here")
    assert len({made.style(role) for role in roles}) == len(roles)
    assert made.style("heading").bold
    assert made.style("emphasis").italic


@pytest.mark.parametrize(
    "theme", [theme for theme in BUILTIN_THEMES.values() if not theme.ansi], ids=attrgetter("name")
)
def test_what_is_unread_is_orange_in_every_theme(theme: Theme) -> None:
    """And neither mud nor next to white, however dark or light it has to be."""
    variables = {**theme.to_color_system().generate(), **theme.variables}
    made = colors_of(variables, dark=theme.dark, ansi=False)
    lightness, chroma, hue = oklch(Color.from_rich_color(made.style("unread").color))
    assert radians(30) < hue < radians(78)
    assert chroma > 0.09
    assert lightness < 0.86


async def test_without_colour_cursor_dot_and_focus_can_still_be_seen(
    store: Store, open_reader: Any, monkeypatch: pytest.MonkeyPatch, extreme: tuple[int, int]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    two_days(store, 4)
    store.marks.set(READ, True, ids_of(THU, 2), Cause.OPENED).result()
    async with open_reader(store, size=extreme, config=FULL) as user:
        first = next(line for line in user.lines() if "Part 1" in line)
        assert "●" in first
        second = next(line for line in user.lines() if "Part 2" in line)
        assert "●" not in second
        assert store.settings.get("theme") is None
        assert "Part 1" in reversed_text(user)
        assert "Part 2" not in reversed_text(user)
        await user.press("1")
        if extreme != SMALL:
            assert "▌" in next(line for line in user.lines() if "Part 1" in line)
            assert "Part 1" not in reversed_text(user)
        colours = {
            segment.style.color.name
            for strip in user.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.color and not segment.style.color.is_default
        }
        assert all(len(set(_rgb(name))) <= 1 for name in colours if name.startswith("#")), colours


def reversed_text(user: User) -> str:
    """What is shown in reverse video."""
    strips = user.app.screen._compositor.render_strips()
    return "".join(segment.text for strip in strips for segment in strip if segment.style and segment.style.reverse)


def _rgb(name: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(name[1:7]))


async def test_every_theme_can_be_chosen_and_is_remembered(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store, size=SMALL, config=FULL) as user:
        names = sorted(user.app.available_themes)
        assert len(names) >= 20
        for name in names:
            user.app.theme = name
            await user.pilot.pause()
            assert "Part 1" in user.text()
            background = user.app.screen.styles.background
            assert background == Color.parse(user.app.reader.context.colors.page) or background.ansi is not None
        user.app.theme = "textual-light"
        await user.pilot.pause()
        await user.press("q")
    async with open_reader(store, size=SMALL) as user:
        assert user.app.theme == "textual-light"
        await user.press("q")
    async with open_reader(store, size=SMALL, theme="nord") as user:
        assert user.app.theme == "nord"
        await user.press("q")
    async with open_reader(store, size=SMALL) as user:
        assert user.app.theme == "textual-light"
        await user.press("q")
    async with open_reader(store, size=SMALL, config=with_config(theme="gruvbox")) as user:
        assert user.app.theme == "gruvbox", "the config was changed since"
    assert CONFIG.theme == "textual-dark"


async def test_a_theme_that_does_not_exist_is_reported(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store, theme="mauve [/]") as user:
        assert user.app.theme == "textual-dark"
        assert any("mauve [/]" in toast for toast in user.toasts)


def wcag(one: Color, other: Color) -> float:
    """Contrast by the definition of WCAG 2."""

    def luminance(color: Color) -> float:
        channels = (value / 255 for value in color.rgb)
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


NOTICED = 0.065
"""See `difference`."""


@pytest.mark.parametrize("name", sorted(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi))
def test_references_look_different_from_prose_and_formulas(name: str) -> None:
    theme = BUILTIN_THEMES[name]
    colors = colors_of(theme.to_color_system().generate(), dark=theme.dark, ansi=False)
    looks = {}
    for role in ("citation", "math", "text"):
        color = colors.style(role).color
        assert color is not None
        looks[role] = Color.from_rich_color(color)
    assert difference(looks["citation"], looks["text"]) >= NOTICED
    assert difference(looks["citation"], looks["math"]) >= NOTICED


@pytest.mark.parametrize("system", [STANDARD, NO_COLORS])
def test_without_colours_references_are_underlined(system: str) -> None:
    colors = colors_of({}, dark=True, ansi=False, system=system)
    assert colors.style("citation").underline
    assert not colors.style("math").underline
