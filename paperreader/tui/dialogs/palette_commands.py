"""What the command palette lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content


class HasPaletteEntries(Protocol):
    """A screen with commands."""

    def palette_entries(self) -> Iterable[tuple[str, Callable[[], object]]]:
        """A title for each, and what it does."""


class PaletteCommands(Provider):
    """The commands of the screen below, then the themes."""

    def _entries(self) -> Iterator[tuple[str, Callable[[], None]]]:
        for title, run in cast(HasPaletteEntries, self.screen).palette_entries():
            yield title, partial(_run, run)
        for name in sorted(self.app.available_themes):
            yield f"Theme: {name}", partial(setattr, self.app, "theme", name)

    async def discover(self) -> Hits:
        for title, run in self._entries():
            yield DiscoveryHit(Content(title), run, title)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for title, run in self._entries():
            score, offsets = matcher.fuzzy_search.match(query, title)
            if score > 0:
                shown = Content(title)  # Textual's own highlighting would take the name of an author for markup
                for offset in offsets:
                    shown = shown.stylize(matcher.match_style, offset, offset + 1)
                yield Hit(score, shown, run, title)


def _run(command: Callable[[], object]) -> None:
    """Run it; what it returns would be taken for something to wait for."""
    command()
