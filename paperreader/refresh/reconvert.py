"""Makes the readable texts anew that an older version of the conversion made; the raw ones lie beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from paperreader.models import Paper
from paperreader.store import Store
from paperreader.text.readable import READABLE_VERSION, readable

AT_ONCE: Final = 50
"""Papers; a search waits for so many to be looked at, a mark for so many to be stored."""
SETTING: Final = "readable_version"


async def reread(store: Store) -> int:
    """Bring every paper of the store up to this version, some at a time; how many had to be.

    It may be cancelled at any moment and goes on where it was the next time.
    """
    if store.read_only or store.setting(SETTING) == str(READABLE_VERSION):
        return 0
    done = after = 0
    while found := await asyncio.wrap_future(store.outdated(after, limit=AT_ONCE, version=READABLE_VERSION)):
        papers, after = found
        if papers:
            made = await asyncio.to_thread(_made_anew, papers)
            await asyncio.wrap_future(store.save_readable(made))
            done += len(papers)
    await asyncio.wrap_future(store.set_setting(SETTING, str(READABLE_VERSION)))
    return done


def _made_anew(papers: Sequence[Paper]) -> list[Paper]:
    return [
        paper._replace(
            title=readable(paper.title_raw),
            abstract=readable(paper.abstract_raw),
            summary=readable(paper.summary_raw),
        )
        for paper in papers
    ]
