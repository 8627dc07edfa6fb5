"""A reader in whose store the sample text is the text of Thursday's first paper."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from paperreader.store import Store
from tests.hub_server.items import papers
from tests.sample_text import SAMPLE
from tests.stored_days import THU, fill, id_of
from tests.tui.conftest import User

PAPER = id_of(THU, 1)


@pytest.fixture
def open_text(store: Store, open_reader: Callable[..., Any]) -> Callable[..., Any]:
    """`async with open_text(size=…) as user:` opens the reader with the text on its screen."""

    @asynccontextmanager
    async def opened(**options: Any) -> AsyncIterator[User]:
        fill(store, {THU: papers(THU, 3)})
        store.texts.save(PAPER, b"", SAMPLE, converter=1, etag=None, modified=None).result()
        async with open_reader(store, **options) as user:
            await user.press("f")
            await user.until(lambda: "Looms weave threads" in user.text())
            yield user

    return opened
