"""Opens the reader for all that can go wrong."""

from __future__ import annotations

import pytest

from tests.hub_server import HubServer
from tests.stored_days import week
from tests.tui.conftest import _plain_terminal, _rare_garbage_collection, extreme, open_reader

__all__ = ["_plain_terminal", "_rare_garbage_collection", "extreme", "open_reader"]


@pytest.fixture
def week_hub(hub_server: HubServer) -> HubServer:
    """A hub that has all that a first start fetches."""
    hub_server.days.update(week())
    return hub_server
