"""What the tests of `paperreader doctor` share: a store with a mark, and the checks by name."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.store import Store
from tests.conftest import FRIDAY, Run, store_of
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stores import a_paper

Found = dict[str, list[tuple[str, str]]]


def examined(run: Run, *args: str, code: int | None = None, **extra: str) -> Found:
    """What it tells by name: how it stands, and what is said with what to do."""
    done = run("doctor", "--json", *args, **extra)
    assert done.stderr == ""
    found: Found = {}
    for check in json.loads(done.stdout):
        found.setdefault(check["name"], []).append((check["state"], f"{check['message']} {check['advice']}"))
    problems = [check for checks in found.values() for check in checks if check[0] == "problem"]
    assert done.returncode == bool(problems)
    assert code is None or done.returncode == code, problems
    return found


@pytest.fixture
def path(env: dict[str, str], hub_server: HubServer, config_file: Path) -> Path:
    """A store with papers and a mark, and a hub that has them."""
    hub_server.days = {FRIDAY: papers(FRIDAY, 3)}
    path = store_of(env)
    with closing(Store(path, now=lambda: datetime.now(UTC))) as store:
        store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(20)], complete=True).result()
        store.marks.set(READ, True, ["2607.00001"], Cause.BY_HAND).result()
    return path
