"""What everything that acts on the reader works with."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from textual.screen import Screen
from textual.worker import Worker

from paperreader.store import Store
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.render.theme import Colors
from paperreader.tui.shelf import Shelf
from paperreader.tui.widgets.panes import Panes

T = TypeVar("T")


class Desk(NamedTuple):
    """The reader's screen, what it shows, and the ways to say, ask and do something there."""

    screen: Screen[Any]
    store: Store
    panes: Panes
    shelf: Shelf
    now: Callable[[], datetime]
    tell: Callable[[str], None]
    """Says something once."""
    dressed: Callable[[], Colors]

    @property
    def palette(self) -> Colors:
        """That of the moment."""
        return self.dressed()

    @property
    def glyphs(self) -> Glyphs:
        """The signs that the terminal has."""
        return self.panes.papers.glyphs

    def ask(self, question: Screen[T], answered: Callable[[T | None], None]) -> None:
        """Lay a sheet or a bar over the screen."""
        self.screen.app.push_screen(question, answered)

    def run(
        self, work: Callable[[], Coroutine[None, None, None]], group: str, *, exclusive: bool = False
    ) -> Worker[None]:
        """Do it in the background; `exclusive`: what still runs of the group ends.

        Not a coroutine: one that is cancelled before it began would complain.
        """
        return self.screen.run_worker(work, group=group, exclusive=exclusive, exit_on_error=False)
