"""The check of arXiv."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run
from tests.doctor.conftest import examined
from tests.hub_server import HubServer


def test_arxiv_is_asked_for_one_small_thing(run: Run, path: Path, hub_server: HubServer) -> None:
    state, message = examined(run, code=0)["arxiv"][0]
    assert (state, message.startswith(f"{hub_server.url} answers in ")) == ("ok", True)
    assert [request.path for request in hub_server.requests if "/api" not in request.path] == ["/robots.txt"]
    hub_server.fail("html", match="robots")
    assert examined(run, code=0)["arxiv"][0][0] == "ok"


def test_what_is_wrong_with_arxiv_is_told(run: Run, path: Path, hub_server: HubServer) -> None:
    hub_server.fail("429", match="robots")
    assert "arXiv asks us to wait 5 minutes" in examined(run, code=1)["arxiv"][0][1]
    hub_server.fail()
    hub_server.fail("redirect http://login.example/", match="robots")
    assert "a login page?" in examined(run, code=1)["arxiv"][0][1]


def test_offline_arxiv_is_not_asked(run: Run, path: Path, hub_server: HubServer) -> None:
    assert examined(run, "--offline", code=0)["arxiv"][0][0] == "note"
    assert hub_server.requests == []
