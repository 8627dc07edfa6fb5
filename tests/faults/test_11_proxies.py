"""11 proxies and certificates of the environment"""

from __future__ import annotations

import socket

import pytest

from paperreader.hub.client import Hub
from paperreader.hub.errors import Unreachable
from tests.conftest import FRIDAY, QUICK
from tests.hub_server import HubServer
from tests.hub_server.items import papers


async def test_fault_11_a_broken_proxy_is_named(hub_server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        monkeypatch.setenv("HTTP_PROXY", f"http://me:secret@127.0.0.1:{port}")
        hub = Hub("http://hub.example", timings=QUICK)
        with pytest.raises(Unreachable, match=rf"the proxy 127\.0\.0\.1:{port}") as caught:
            await hub.day(FRIDAY)
        assert "secret" not in str(caught.value)
        await hub.close()
    monkeypatch.setenv("HTTP_PROXY", "gopher://x")
    with pytest.raises(Unreachable, match="HTTP_PROXY"):
        await Hub("http://hub.example", timings=QUICK).day(FRIDAY)


async def test_fault_11_proxies_are_used_but_for_no_proxy(
    hub_server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 2)
    with HubServer({FRIDAY: papers(FRIDAY, 1)}) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        hub = Hub("http://hub.example", timings=QUICK)
        assert len((await hub.day(FRIDAY)).papers) == 1
        assert proxy.requests[0].target.startswith("http://hub.example/api/daily_papers?")
        await hub.close()
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        hub = Hub(hub_server.url, timings=QUICK)
        assert len((await hub.day(FRIDAY)).papers) == 2
        hub_server.stop()
        with pytest.raises(Unreachable, match=r"Can't reach 127\.0\.0\.1"):
            await hub.day(FRIDAY)
        await hub.close()


async def test_fault_11_certificates_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/at-all.pem")
    with pytest.raises(Unreachable, match="SSL_CERT_FILE"):
        await Hub("https://hub.example", timings=QUICK).day(FRIDAY)
