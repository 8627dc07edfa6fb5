"""5 answers that are too large, or packed badly"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from paperreader.hub.client import Hub
from paperreader.hub.errors import WrongAnswer
from tests.conftest import FRIDAY
from tests.hub_server import HubServer
from tests.hub_server.items import item, papers

PACKED = "gzip-bomb double-gzip deflate-bomb br unknown broken-gzip truncated-gzip deflate"


@pytest.mark.parametrize("fault", ["oversize", "flood", *(f"encoded {kind}" for kind in PACKED.split())])
async def test_fault_05_what_is_too_large_or_packed_otherwise_is_refused(hub_server: HubServer, fault: str) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 5)
    hub_server.fail(fault)
    hub = Hub(hub_server.url)
    with pytest.raises(WrongAnswer):
        await hub.day(FRIDAY)
    hub_server.fail()
    assert len((await hub.day(FRIDAY)).papers) == 5
    await hub.close()


@pytest.mark.parametrize(("megabytes", "kept"), [(15, True), (17, False)])
async def test_fault_05_sixteen_megabytes_is_the_limit(hub_server: HubServer, megabytes: int, kept: bool) -> None:
    hub_server.days[FRIDAY] = [item("2607.00001", padding="x" * megabytes * 1024**2)]
    hub = Hub(hub_server.url)
    if kept:
        assert len((await hub.day(FRIDAY)).papers) == 1
    else:
        with pytest.raises(WrongAnswer, match="larger"):
            await hub.day(FRIDAY)
    await hub.close()


def test_fault_05_memory_grows_by_less_than_50_mb(hub_server: HubServer) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 5)
    hub_server.fail("slow 0", times=1)
    for fault in ("oversize", "flood", "encoded gzip-bomb", "encoded double-gzip"):
        hub_server.fail(fault, times=1)
    program = """
import asyncio, datetime, resource, sys
from paperreader.hub.client import Hub
from paperreader.hub.errors import WrongAnswer
def peak():
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
async def main():
    hub, day = Hub(sys.argv[1]), datetime.date(2026, 7, 31)
    await hub.day(day)
    before = peak()
    for _ in range(4):
        try:
            await hub.day(day)
        except WrongAnswer:
            print("refused", (peak() - before) // 1024**2)
    await hub.close()
asyncio.run(main())
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, hub_server.url],
        cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True,
    )  # fmt: skip
    grown = [int(megabytes) for megabytes in re.findall(r"refused (\d+)", ran.stdout)]
    assert len(grown) == 4
    assert max(grown) < 50
