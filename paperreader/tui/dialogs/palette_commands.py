"""The command palette: every key's action by name, what has no key, and the themes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.actions import parse
from textual.binding import ActiveBinding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.types import IgnoreReturnCallbackType

from paperreader.tui.keymap import COMMANDS, key_names

if TYPE_CHECKING:
    from paperreader.tui.screen import ReaderScreen

    pass


class ReaderCommands(Provider):
    """What can be done on the reader's screen now, read from its bindings."""

    def _commands(self) -> Iterator[tuple[str, IgnoreReturnCallbackType]]:
        for active, keys in key_names(self.screen):
            binding = active.binding
            if not binding.action.startswith(("move", "app.command_palette")):
                label = binding.tooltip.partition(":")[0]
                yield f"{label}  ({keys[0]})", partial(self._run, active)
        for label, action in COMMANDS.items():
            _, name, parameters = parse(action)
            if self.screen.check_action(name, parameters):
                yield label, partial(self.app.run_action, action, self.screen)
        yield from cast("ReaderScreen", self.screen).keeping.commands()
        for name in sorted(self.app.available_themes):
            yield f"Theme: {name}", partial(setattr, self.app, "theme", name)

    async def _run(self, active: ActiveBinding) -> None:
        await self.app.run_action(active.binding.action, active.node)

    async def discover(self) -> Hits:
        for name, run in self._commands():
            yield DiscoveryHit(Content(name), run, name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, run in self._commands():
            score, offsets = matcher.fuzzy_search.match(query, name)
            if score > 0:
                shown = Content(name)  # Textual's own highlighting would take the name of an author for markup
                for offset in offsets:
                    shown = shown.stylize(matcher.match_style, offset, offset + 1)
                yield Hit(score, shown, run, name)
