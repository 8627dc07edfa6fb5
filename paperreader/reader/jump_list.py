"""Back and forward through jumps in a text, as a web browser goes through its pages."""

from __future__ import annotations

from paperreader.reader.text_place import Place

MAX_JUMPS = 200


class JumpList:
    """The places that the user jumped from, and, after going back, those that lie ahead."""

    def __init__(self) -> None:
        self._back: list[Place] = []
        self._ahead: list[Place] = []

    @property
    def leads_back(self) -> bool:
        return bool(self._back)

    @property
    def leads_forward(self) -> bool:
        return bool(self._ahead)

    def jumped(self, origin: Place) -> None:
        """The user jumps from here to elsewhere: what lay ahead is forgotten."""
        if self._back[-1:] != [origin]:
            self._back = [*self._back[1 - MAX_JUMPS :], origin]
        self._ahead.clear()

    def back(self, here: Place) -> Place | None:
        """Where the last jump began; None if there was none."""
        return _moved(self._back, self._ahead, here)

    def forward(self, here: Place) -> Place | None:
        """Where going back began; None if that is here."""
        return _moved(self._ahead, self._back, here)


def _moved(source: list[Place], other: list[Place], here: Place) -> Place | None:
    while source:
        place = source.pop()
        if place != here:
            other.append(here)
            return place
    return None
