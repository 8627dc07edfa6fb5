"""An item of the Hub's lists: finds its fields by their names, in any spelling, wherever in the item they are.

The Hub has moved and renamed fields before. Where one is today is tried first, so that the rest costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

from paperreader.hub.values import arxiv_id

T = TypeVar("T")
Place = Mapping[str, Any]
"""An object of the item: its values by plain name."""

IDS: Final = ("id", "paperid", "arxivid", "arxiv", "paper", "url", "paperurl", "link")
OTHERS: Final = ("submittedby", "submittedondailyby", "organization", "submitterorganization", "user", "author")
"""Objects with a name, a title or figures of their own."""
MAX_PLACES: Final = 20


class Item:
    """One item: the paper, what is around it, and what is further inside."""

    def __init__(self, item: object) -> None:
        places = list(islice(_places(item), MAX_PLACES))
        self._outer: Place = places[0] if places else {}
        wrapped = _object(self._outer.get("paper"))
        with_id = (place for place in places if _id([place]))
        self._paper: Place = next(with_id, self._outer) if wrapped is None else _plain(wrapped)
        self._further = places[1:]

    def find(self, read: Callable[[object], T | None], *names: str) -> T | None:
        """The first value that can be read: in the paper, then around it, then further inside."""
        return _find([self._paper, self._outer, *self._further], read, names)

    def find_outside(self, read: Callable[[object], T | None], *names: str) -> T | None:
        """The same, but what is around the paper goes before the paper."""
        return _find([self._outer, self._paper, *self._further], read, names)

    def find_inside(self, read: Callable[[object], T | None], *names: str) -> T | None:
        """The same, in the paper alone."""
        return _find([self._paper], read, names)

    @property
    def id(self) -> str | None:
        """The arXiv id, under one of the usual names, or any other with "id" in it."""
        return _id([self._paper, self._outer, *self._further])

    def like(self, part: str, read: Callable[[object], T | None]) -> Iterable[T]:
        """All values that can be read and have the part in their name."""
        return _like([self._paper, self._outer, *self._further], part, read)


def plain(name: str) -> str:
    """A name without the difference between `submittedAt`, `submitted_at` and `SubmittedAt`."""
    return name[:40].lower().replace("_", "").replace("-", "")


def _find(places: Iterable[Place], read: Callable[[object], T | None], names: Iterable[str]) -> T | None:
    values = (place[name] for name in names for place in places if name in place)
    return next((found for value in values if (found := read(value)) is not None), None)


def _like(places: Iterable[Place], part: str, read: Callable[[object], T | None]) -> Iterable[T]:
    found = (read(value) for place in places for name, value in place.items() if part in name)
    return (value for value in found if value is not None)


def _id(places: Sequence[Place]) -> str | None:
    return _find(places, arxiv_id, IDS) or next(iter(_like(places, "id", arxiv_id)), None)


def _places(value: object) -> Iterable[Place]:
    """The objects in an item, itself first, each before what is inside."""
    waiting = [value]
    while waiting:
        if (found := _object(waiting.pop(0))) is not None:
            place = _plain(found)
            yield place
            waiting += [inner for name, inner in place.items() if name not in OTHERS]


def _object(value: object) -> dict[str, Any] | None:
    """An object, or the only one in a list."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, dict) else None


def _plain(value: dict[str, Any]) -> Place:
    """By plain name, without nulls; a name like `_id` gives way to `id`."""
    given = [(name, each) for name, each in islice(value.items(), 200) if each is not None]
    given.sort(key=lambda pair: not pair[0].startswith("_"))
    return {plain(name): each for name, each in given}
