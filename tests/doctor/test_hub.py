"""The checks of the Hub and the token."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import TOKEN, Run
from tests.doctor.conftest import examined
from tests.hub_server import HubServer


def test_offline_the_hub_is_not_asked(run: Run, path: Path, hub_server: HubServer) -> None:
    assert examined(run, "--offline", code=0)["hub"][0][0] == "note"
    assert examined(run, HF_HUB_OFFLINE="1", code=0)["hub"][0][0] == "note"
    assert hub_server.requests == []


def test_what_is_wrong_with_the_hub_is_told(run: Run, path: Path, hub_server: HubServer) -> None:
    found = examined(run, HF_ENDPOINT="http://127.0.0.1:9", code=1)
    assert "Can't reach" in found["hub"][0][1]
    assert "must be an address" in examined(run, HF_ENDPOINT="ftp://x", code=1)["hub"][0][1]
    assert "malformed" in examined(run, HF_TOKEN="with a space", code=1)["token"][0][1]
    hub_server.fail("401", times=1)
    assert "rejected the token" in examined(run, HF_TOKEN=TOKEN, code=1)["token"][0][1]
    hub_server.fail("html")
    assert "login page" in examined(run, code=1)["hub"][0][1]


def test_the_calls_that_are_left_are_told(run: Run, path: Path, hub_server: HubServer) -> None:
    state, said = examined(run, code=0)["limits"][0]
    assert state == "ok"
    assert "calls left for the next" in said
