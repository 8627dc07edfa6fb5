"""The server of the tests behaves like the Hub: its official client understands it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import FRIDAY
from tests.hub_server import HubServer
from tests.hub_server.items import papers


def test_the_official_client_understands_the_server(hub_server: HubServer) -> None:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    hub_server.days |= {FRIDAY: papers(FRIDAY, 60), FRIDAY - timedelta(1): papers(FRIDAY - timedelta(1), 5)}
    api = HfApi(endpoint=hub_server.url, token=False)
    listed = list(api.list_daily_papers(date=FRIDAY.isoformat()))
    assert len(listed) == 50
    first = listed[0]
    assert (first.id, first.upvotes, first.comments) == ("2607.31001", 199, 1)
    assert first.title == "Ferry: Mending Friday's Tokens, Part 1"
    assert first.authors is not None
    assert first.authors[0].name == "Bo Lindqvist"
    assert first.submitted_by is not None
    assert first.submitted_by.fullname == "Bo Lindqvist"
    assert first.organization is not None
    assert first.organization.fullname == "North Quay Institute"
    assert len(list(api.list_daily_papers(date=FRIDAY.isoformat(), p=1))) == 10
    assert len(list(api.list_daily_papers(week="2026-W31", limit=100))) == 65
    assert len(list(api.list_daily_papers(month="2026-07", limit=100))) == 65
    assert len(list(api.list_daily_papers(sort="trending", limit=7))) == 7
    assert list(api.list_daily_papers(date="2026-07-26")) == []
    info = api.paper_info("2607.30003")
    assert info.title == "Compass: Folding Thursday's Tokens, Part 3"
    assert info.num_total_models == 0
    found = list(api.list_papers(query="ferry part 1"))
    assert found[0].title == first.title
    with pytest.raises(HfHubHTTPError):
        api.paper_info("2607.99999")
    with pytest.raises(HfHubHTTPError):
        list(api.list_daily_papers(date="2026-08-01"))
