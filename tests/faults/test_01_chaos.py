"""1 to 16 by the routes of the chaos server"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from paperreader.hub.client import Hub
from paperreader.hub.transport import Timings
from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.refresh import Done, Failed, Fetched, NewestDay, Offline
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from paperreader.views import DayView
from tests.conftest import FRIDAY, Clock, told, working_days
from tests.hub_server import HubServer
from tests.hub_server.chaos import ROUTES
from tests.hub_server.items import papers
from tests.stores import a_paper, assert_counts_hold, rows

HURRY = Timings(connect=0.3, read=0.1, total=0.2, backoff=0.001)


@pytest.mark.parametrize("number", ROUTES)
async def test_fault_01_to_16_each_leaves_what_was_there(
    number: int, store: Store, hub_server: HubServer, clock: Clock, path: Path
) -> None:
    """Whatever comes is told by an event; papers and marks that were there stay; the next right answer is taken."""
    hub_server.days |= {day: papers(day, 3) for day in working_days(FRIDAY, 12)}
    store.ingest.save_day(FRIDAY - timedelta(days=30), [a_paper(n) for n in range(5)], complete=True).result()
    store.marks.set(STARRED, True, ["2607.00001", "2607.31001"], Cause.BY_HAND).result()
    store.settings.set("newest", FRIDAY.isoformat()).result()
    hub = Hub(f"{hub_server.url}/chaos/{number}", now=clock, sleep=clock.sleep, timings=HURRY)
    for _ in ROUTES[number]:
        events = await told(Refresh(store, hub, now=clock), FRIDAY)
        assert isinstance(events[-1], Offline | Failed | Done)
        said = [event.message for event in events if isinstance(event, Offline | Failed)]
        for message in said:
            assert message.isprintable()
            assert re.fullmatch(r"[A-Z0-9].*\.", message)
        clock.tick(3700)
    await hub.close()
    assert len(store.papers.entries(DayView(FRIDAY - timedelta(days=30)))) == 5
    assert rows(path, "SELECT paper FROM mark") == [("2607.00001",), ("2607.31001",)]
    right = Hub(hub_server.url, now=clock)
    events = await told(Refresh(store, right, now=clock), FRIDAY)
    await right.close()
    assert [type(event) for event in events if not isinstance(event, NewestDay)][-2:] == [Fetched, Done]
    assert [entry.starred for entry in store.papers.entries(DayView(FRIDAY))] == [True, False, False]
    assert_counts_hold(path)
