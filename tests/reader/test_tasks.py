"""What runs in the background of a session."""

from __future__ import annotations

import asyncio
import logging

import pytest

from paperreader.reader.tasks import Tasks
from paperreader.reader.toasts import Toasts
from tests.conftest import until


@pytest.fixture
def toasts() -> list[str]:
    return []


@pytest.fixture
def tasks(toasts: list[str]) -> Tasks:
    shown = Toasts(lambda _: toasts.append(shown.last))
    return Tasks(shown)


async def test_a_task_that_fails_is_logged_and_a_toast_says_so(
    tasks: Tasks, toasts: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(reason: str) -> None:
        raise ValueError(reason)

    tasks.start("weaving", fail, "no thread")
    await until(lambda: toasts)
    assert toasts == ["Internal error while weaving; see the log."]
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage() == "weaving failed"
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "no thread"


async def test_a_task_takes_the_place_of_one_with_its_name(tasks: Tasks, toasts: list[str]) -> None:
    first, other = tasks.start("highlights", asyncio.sleep, 60), tasks.start("search", asyncio.sleep, 60)
    second = tasks.replace("highlights", asyncio.sleep, 0)
    await second
    assert first.cancelled()
    assert not other.done()
    tasks.close()
    await until(other.cancelled)
    assert toasts == []


async def test_after_the_end_nothing_is_called_any_more(tasks: Tasks) -> None:
    called: list[str] = []
    tasks.later(0, called.append, "before")
    await until(lambda: called)
    tasks.later(0, called.append, "after")
    tasks.close()
    await asyncio.sleep(0.01)
    assert called == ["before"]
