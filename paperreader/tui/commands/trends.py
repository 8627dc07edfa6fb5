"""Words of titles that rose or fell, and their papers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from paperreader.reader.related_papers import list_papers
from paperreader.store import StoreError
from paperreader.text.sanitize import clean
from paperreader.tui.command import Command, Group, has_papers
from paperreader.tui.commands.context import Context

if TYPE_CHECKING:
    from paperreader.trends.trend import Trend, Trends
    from paperreader.tui.dialogs.trends import TrendsChooser


def choose_trend(context: Context) -> None:
    """List the words; list the papers of the one that the user chooses."""
    from paperreader.trends.trend import query
    from paperreader.tui.dialogs.trends import TrendsChooser

    session = context.session

    def answered(trend: Trend | None) -> None:
        if trend is not None and dialog.trends is not None:
            list_papers(session, query(trend, dialog.trends.half_years))
            context.panes.focus_pane(context.panes.papers)

    dialog = TrendsChooser(context.colors, context.glyphs)
    context.ask(dialog, answered)
    session.tasks.replace("looking for trends", _fill, context, dialog)


async def _fill(context: Context, dialog: TrendsChooser) -> None:
    """Show in the dialog what the store tells, which takes a moment."""
    try:
        trends = await asyncio.wrap_future(context.session.store.searches.trends())
    except StoreError as error:
        dialog.show([clean(str(error))], None)
    else:
        dialog.show(_says(context, trends), trends)


def _says(context: Context, trends: Trends | None) -> Sequence[str]:
    """What is compared, or why there is nothing to show."""
    from paperreader.trends.phrases import NO_WORD, compared, not_stored, too_few

    if trends is None:
        return ["No papers are stored yet."]
    if trends.is_enough:
        missing = not_stored(trends)
        return [compared(trends), *([missing] if missing else []), *([] if trends.words else ["", NO_WORD])]
    how = "" if context.session.demo else f" “Archive” in the palette ({context.key('app.palette')}) fetches them."
    return [f"{too_few(trends)}.{how}"]


COMMANDS = (
    Command(
        "view.trends",
        "",
        "trends",
        "List words of titles that rose or fell within a year, and show their papers",
        Group.GO,
        choose_trend,
        acts_on="screen",
        enabled=has_papers,
        title="Trends",
        also="trend, trending words, topics, rising, falling, statistics, half a year",
    ),
)
