"""15 and 16 any JSON in any place, from the hub's client to the store and the painted screen"""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperreader.hub.client import Hub
from paperreader.refresh import Done, Failed, Fetched, Offline
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from paperreader.text.sanitize import clean
from paperreader.tui.render.page import page_lines
from paperreader.tui.render.paper_row import entry_lines, row_format
from paperreader.tui.render.styled_text import Glyphs
from paperreader.views import DayView
from tests.conftest import FRIDAY, Clock, told
from tests.hostile import nasty
from tests.hub_server import HubServer
from tests.hub_server.items import Item, item
from tests.stores import assert_counts_hold

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | nasty
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FULL: dict[str, Any] = {"keywords": ["k"], "summary": "s", "organization": ("o", "O"), "repo": "https://a.org"}
WHOLE = item("2607.00001", day=FRIDAY, **FULL)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in a JSON value, itself first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    if not path:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], by)
    return copy


PLACES = places(WHOLE)
spoilt = st.lists(st.tuples(st.sampled_from(PLACES), JSON), min_size=1, max_size=4)


def with_changes(changes: list[tuple[tuple[Any, ...], Any]]) -> Any:
    made: Any = WHOLE
    for path, value in changes:
        try:
            made = replaced(made, path, value)
        except (KeyError, IndexError, TypeError, ValueError):  # an earlier change took the place away
            continue
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=st.lists(spoilt.map(with_changes), max_size=3) | JSON)
def test_fault_15_any_json_in_any_place(hub_server: HubServer, clock: Clock, items: Any) -> None:
    good: Item = item("2607.00002", "Whole", day=FRIDAY)
    answer = [*items, good] if isinstance(items, list) else items
    body = json.dumps(answer)
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n"
    hub_server.fail()
    hub_server.fail("raw " + (head + body).replace("\\", "\\\\"))
    asyncio.run(refreshed(hub_server.url, clock, whole=isinstance(answer, list)))


async def refreshed(url: str, clock: Clock, *, whole: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store, hub = Store(Path(folder, "x.db"), now=clock), Hub(url, now=clock, sleep=clock.sleep)
        store.settings.set("newest", FRIDAY.isoformat()).result()
        events = await told(Refresh(store, hub, now=clock), FRIDAY)
        await hub.close()
        assert isinstance(events[-1], Done if whole else Offline)
        assert any(isinstance(event, Fetched if whole else Failed) for event in events)
        for entry, paper in store.papers.with_entries(DayView(FRIDAY)):
            for width in (1, 30, 120):
                row = row_format([entry], width, Glyphs(), is_compact=False, this_year=None)
                lines = [*entry_lines(entry, row), *page_lines(paper, width, Glyphs(), entry=entry)]
                for line in lines:
                    assert clean(line.text).split() == line.text.split(), "nothing is left to be taken out"
        assert store.close()
        assert_counts_hold(Path(folder, "x.db"))
