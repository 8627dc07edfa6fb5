"""The thread that searches."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Event

import pytest

from paperreader.store import StoreError
from paperreader.store.search_thread import SearchThread

ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(goes_on()) FROM n"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("in_passing", [False, True])
def test_leaving_waits_for_no_question(path: Path, in_passing: bool) -> None:
    began, thread = Event(), SearchThread(path)

    def endless(connection: sqlite3.Connection) -> int:
        connection.create_function("goes_on", 0, began.set)
        (papers,) = connection.execute(ENDLESS).fetchone()
        return int(papers)

    answer = thread.ask_in_passing(endless) if in_passing else thread.ask(endless, drops=False)
    assert began.wait(20)
    thread.close()
    with pytest.raises(StoreError):
        answer.result(0)
    with pytest.raises(StoreError):
        thread.ask_in_passing(endless).result(0)
