"""The texts of the store, and the process that fetches others into it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from paperreader.fulltext.blocks import Fulltext
from paperreader.reader.messages import pause_text
from paperreader.reader.text_source import OR_PDF, Progress, no_text

if TYPE_CHECKING:
    from paperreader.reader.text_fetch import TextFetch
    from paperreader.store.texts import Texts

MISSING_HOLDS = timedelta(days=1)
"""When a paper had no text so long ago, the sources are asked again."""

KEPT = "The stored text stays."


class StoredTexts:
    """Where the texts that a session shows come from: a `TextSource`."""

    def __init__(
        self,
        texts: Texts,
        fetch: TextFetch | None,
        *,
        now: Callable[[], datetime],
        queue: Callable[[str], None] | None = None,
    ) -> None:
        """`fetch` None: only what is stored can be shown. `queue`: fetch the text of a paper once that is possible."""
        self._texts, self._fetch, self._now, self._queue = texts, fetch, now, queue
        self._not_stored: tuple[str, Fulltext] | None = None
        """The last text that could not be stored, and its paper."""
        self._positions: dict[str, str] = {}
        """As they were saved last: that may not be written yet."""

    def stored(self, paper: str) -> Fulltext | None:
        """The text, if it is stored, or the last one that could not be. Raises StoreError."""
        if self._not_stored is not None and self._not_stored[0] == paper:
            return self._not_stored[1]
        found = self._texts.get(paper)
        return found.text if found else None

    def why_not(self, paper: str) -> str:
        """Why it need not be fetched, though it is not stored; empty if it should be. Raises StoreError."""
        missing = self._texts.missing(paper)
        if missing is not None and (self._fetch is None or self._now() - missing.since < MISSING_HOLDS):
            return no_text(missing.reason)
        return self._later(paper, "Offline.") if self._fetch is None else ""

    async def fetch(self, paper: str) -> AsyncGenerator[Progress, None]:
        """Fetch it into the store, or what has changed of it. Closing the generator cancels that."""
        from paperreader.fulltext.encode import decode
        from paperreader.refresh import (
            Failed,
            FetchingText,
            NoText,
            Offline,
            TextFailed,
            TextFetched,
            TextNotStored,
            Waiting,
        )

        host = ""
        is_stored = bool(self._texts.stored([paper]))
        if self._fetch is None:
            yield Progress(f"Offline. {KEPT}" if is_stored else self._later(paper, "Offline."), is_over=True)
            return
        async with aclosing(self._fetch.text(paper)) as events:
            async for event in events:
                match event:
                    case TextFetched():
                        self._not_stored = None
                    case TextNotStored(_, data, message):
                        text = decode(data)
                        self._not_stored = paper, text._replace(lacks=(*text.lacks, f"not stored. {message}"))
                    case FetchingText(_, asked):
                        host = asked
                        yield Progress(f"Fetching the text from {host} …")
                    case Waiting():
                        yield Progress(pause_text(event, host.replace("the", "The")))
                    case NoText(_, reason):
                        yield Progress(no_text(reason), is_over=True)
                    case TextFailed(_, message) | Failed(_, message) | Offline(message) if is_stored:
                        yield Progress(f"{message} {KEPT}", is_over=True)
                    case Offline(message, network_up) if not network_up:
                        yield Progress(self._later(paper, message), is_over=True)
                    case TextFailed(_, message) | Failed(_, message) | Offline(message):
                        yield Progress(f"{message} {OR_PDF}", is_over=True)

    def _later(self, paper: str, trouble: str) -> str:
        """What is said where the network is away: the text is queued."""
        if self._queue is None:
            return no_text("offline, and it is not stored")
        self._queue(paper)
        return f"{trouble} The text is fetched when the network is back: {{outbox.open}} lists what waits."

    def position(self, paper: str) -> str:
        """Where the user was in the text, as `save_position` was told. Raises StoreError."""
        return self._positions.get(paper) or self._texts.position(paper) or ""

    def save_position(self, paper: str, position: str) -> None:
        """Remember where the user is."""
        self._positions[paper] = position
        self._texts.save_position(paper, position)

    def close(self) -> None:
        """End the worker."""
        if self._fetch is not None:
            self._fetch.close()
