"""Finding something in a text while it is typed: what the prompt does, letter by letter, and when it closes."""

from __future__ import annotations

from typing import Protocol

from paperreader.reader.text_place import Place
from paperreader.reader.text_search import TextSearch


class Searched(Protocol):
    """A text or a discussion that is open."""

    @property
    def here(self) -> Place: ...
    @property
    def search(self) -> TextSearch: ...

    def find(self, text: str, origin: Place) -> None: ...
    def show(self, place: Place) -> None: ...
    def settle(self, origin: Place) -> None: ...
    def jumped_from(self, origin: Place) -> None: ...


class TextFinder:
    """Open from the key that asks what to find until it is accepted or cancelled."""

    def __init__(self, text: Searched) -> None:
        self._open_text = text
        self._origin = text.here
        self._before = text.search.text
        self.text = ""

    @property
    def count_text(self) -> str:
        """`3 of 17`."""
        return self._open_text.search.count_text

    @property
    def has_failed(self) -> bool:
        """The text has nothing like it."""
        search = self._open_text.search
        return bool(search.text) and search.is_complete and not search.total

    def type(self, text: str) -> None:
        """Look for another text, from where the prompt was opened on."""
        self.text = text
        self._open_text.find(text, self._origin)

    def end(self, accepted: bool | None) -> None:
        """Stay at the match, or else go back to where the prompt was opened."""
        if accepted:
            self._accept()
        else:
            self._open_text.find(self._before, self._origin)
            self._open_text.show(self._origin)

    def _accept(self) -> None:
        """The way back leads to where the prompt was opened. An empty text means the last one."""
        if not self.text.strip() and self._before:
            self._open_text.find(self._before, self._origin)
        self._open_text.settle(self._origin)
        self._open_text.jumped_from(self._origin)
