"""Imports what a text or a discussion needs while nothing else happens: the first opens as fast as the next."""

from __future__ import annotations

import asyncio
from importlib import import_module

AFTER_S, PAUSE_S = 1.5, 0.03
"""How long after the start, and the time for keys between two modules."""
MODULES = (
    *("paperreader.fulltext.blocks", "paperreader.fulltext.encode", "paperreader.store.packed_text"),
    *("paperreader.store.text_index", "paperreader.store.texts"),
    *("paperreader.reader.text_place", "paperreader.reader.text_search", "paperreader.reader.open_text"),
    *("paperreader.reader.text_fetch", "paperreader.reader.stored_texts"),
    *("paperreader.fulltext.table_grid", "paperreader.tui.render.fulltext.tables", "paperreader.tui.render.fulltext"),
    *("paperreader.tui.widgets.measured_items", "paperreader.tui.widgets.measured_view"),
    *("paperreader.tui.widgets.text_blocks", "paperreader.tui.widgets.paper_text"),
    *("paperreader.discussion.comment", "paperreader.discussion.threads", "paperreader.reader.comment_folds"),
    *("paperreader.reader.open_discussion", "paperreader.store.discussions", "paperreader.reader.stored_discussions"),
    "paperreader.reader.paper_detail",
    *("paperreader.taste.vector", "paperreader.taste.judge", "paperreader.taste.trial", "paperreader.store.taste"),
    *("paperreader.tui.render.discussion", "paperreader.tui.widgets.paper_discussion"),
    *("paperreader.fulltext.contents", "paperreader.fulltext.preview", "paperreader.fulltext.to_markdown"),
    *("paperreader.tui.dialogs.peek", "paperreader.tui.dialogs.table_sheet", "paperreader.tui.commands.text_view"),
)
"""Each after those that it imports."""


async def preload() -> None:
    """A module at a time."""
    for name in MODULES:
        import_module(name)
        await asyncio.sleep(PAUSE_S)
