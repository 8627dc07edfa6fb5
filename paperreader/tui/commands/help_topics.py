"""The topics of the reference in the palette."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from paperreader.help_topics import TOPICS
from paperreader.reader.messages import sentence
from paperreader.tui.commands.context import Context
from paperreader.tui.dialogs.palette_match import PaletteEntry

GROUP = "Help"
WORDS = "manual, documentation, reference, how to"
"""Other words for all of them, with commas between."""


def palette_entries(context: Context) -> Iterator[PaletteEntry]:
    """An entry for each topic."""
    for topic, what in TOPICS.items():
        run = partial(show, context, topic)
        yield PaletteEntry(GROUP, f"Help on {topic}", sentence(what), run, also=WORDS, is_data=True)


def show(context: Context, topic: str) -> None:
    """Show a topic over the screen."""
    from paperreader.help_topics import blocks_of
    from paperreader.tui.dialogs.help import TopicDialog

    context.ask(TopicDialog(blocks_of(topic), context.colors, context.glyphs))
