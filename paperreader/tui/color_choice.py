"""Which colours are drawn: those of the theme, as far as the terminal has them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO

from rich.console import Console
from textual.filter import LineFilter, NoColor
from textual.theme import Theme

from paperreader import children
from paperreader.color_system import EIGHT_BIT, NO_COLORS, STANDARD, TRUECOLOR, color_system
from paperreader.store import Store
from paperreader.tui.render.palette import EightBitColors, TerminalColors
from paperreader.tui.render.theme import Colors, colors_of

ASK_TMUX = ("tmux", "display-message", "-p", "#{client_termfeatures}")
TMUX_TIMEOUT_S = 5.0
SETTING = "tmux colors"
"""In the store: how many colours tmux had last."""


def console_for(file: IO[str]) -> Console:
    """For Textual: panes and filters choose the colours; Rich would guess anew what the terminal has."""
    return Console(
        color_system="truecolor",
        force_terminal=True,
        legacy_windows=False,
        no_color=False,
        file=file,
        highlight=False,
        emoji=False,
        safe_box=False,
    )


class ColorChoice:
    """By environment variables, and by tmux: that takes every colour, and rounds it to what its terminal has."""

    def __init__(self, store: Store, env: Mapping[str, str]) -> None:
        self._store, self._env = store, env
        self._system = color_system(env)
        self._is_up_to_tmux = self._system == TRUECOLOR and bool(env.get("TMUX"))
        if self._is_up_to_tmux and store.settings.get(SETTING) == EIGHT_BIT:
            self._system = EIGHT_BIT
        self._colors_by_theme: dict[str, Colors] = {}

    def theme_for(self, chosen: Theme, theme: Callable[[str], Theme | None]) -> Theme:
        """The chosen theme; where there are few colours one made of those stands in for it, dark or light as it is.

        `theme`: finds one by its name. It is asked only if needed, since Textual wants the theme at every style.
        """
        if self._system in (STANDARD, NO_COLORS) and not chosen.ansi:
            return theme("ansi-dark" if chosen.dark else "ansi-light") or chosen
        return chosen

    def colors_of(self, chosen: Theme, theme: Theme) -> Colors:
        """What the panes draw with; `theme`: the one for the chosen."""
        if chosen.name not in self._colors_by_theme:
            variables = {**theme.to_color_system().generate(), **theme.variables}
            colors = colors_of(variables, dark=theme.dark, ansi=chosen.ansi, system=self._system)
            self._colors_by_theme[chosen.name] = colors
        return self._colors_by_theme[chosen.name]

    def line_filters(self, theme: Theme) -> Sequence[LineFilter]:
        """What makes everything that is drawn fit."""
        if self._system == NO_COLORS:
            return [NoColor()]
        if theme.ansi:
            return [TerminalColors()]
        return [EightBitColors()] if self._system == EIGHT_BIT else []

    async def ask_tmux(self) -> bool:
        """Ask how many colours its terminal has; whether that changes what is drawn."""
        if not self._is_up_to_tmux or not (features := await self._tmux_features()):
            return False
        system = TRUECOLOR if "RGB" in features.split(",") else EIGHT_BIT
        if system == self._system:
            return False
        self._system = system
        self._colors_by_theme.clear()
        self._store.settings.set(SETTING, system)
        return True

    async def _tmux_features(self) -> str:
        """Empty if it does not say: before version 3.2, or while nobody looks."""
        pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        with suppress(OSError, TimeoutError):
            process = await asyncio.create_subprocess_exec(
                *ASK_TMUX, stdin=null, stdout=pipe, stderr=null, env=children.environment(self._env)
            )
            async with asyncio.timeout(TMUX_TIMEOUT_S):
                output, _ = await process.communicate()
                return output.decode(errors="replace").strip()
        return ""
