"""What an open text needs of where texts come from; `stored_texts` is that place."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import NamedTuple, Protocol

from paperreader.fulltext.blocks import Fulltext

OR_PDF = "{paper.open-menu}p opens the PDF."


class Progress(NamedTuple):
    """What to say in the place of a text that is being fetched."""

    message: str
    is_over: bool = False
    """Without a text."""


class TextSource(Protocol):
    """Where texts come from, and where places in them are kept."""

    def stored(self, paper: str) -> Fulltext | None: ...
    def why_not(self, paper: str) -> str: ...
    def fetch(self, paper: str) -> AsyncGenerator[Progress, None]: ...
    def position(self, paper: str) -> str: ...
    def save_position(self, paper: str, position: str) -> None: ...
    def close(self) -> None: ...


def no_text(reason: str) -> str:
    """What is shown in the place of a text."""
    return f"No text available: {reason.rstrip('.')}. {OR_PDF}"
