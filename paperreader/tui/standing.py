"""What the status line and an empty list say: where the person is, and what goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from paperreader.models import Collection, Period, Search, View
from paperreader.order import Order
from paperreader.reader.archive import Archive
from paperreader.reader.sync import Sync
from paperreader.tui.desk import Desk
from paperreader.tui.render import status
from paperreader.tui.widgets.bars import StatusBar


class Standing:
    """Says it in the bar, and to who is new here how to begin, until something else is shown after the first key."""

    def __init__(
        self,
        desk: Desk,
        bar: StatusBar,
        background: Sync,
        archive: Archive,
        *,
        note: Callable[[], str],
        demo: bool,
    ) -> None:
        """`note`: a word to the person, as long as there is one."""
        self._desk, self._shelf, self._papers = desk, desk.shelf, desk.panes.papers
        self._bar, self._background, self._archive = bar, background, archive
        self._note, self._demo = note, demo
        self._hint = desk.store.setting("hint") is None

    def word(self, view: View | None) -> str:
        """What stands in a list without papers."""
        day, hub = self._shelf.contents.day(view) if isinstance(view, date) else None, self._background
        trouble = hub.failed.get(view, "") if isinstance(view, date) else hub.trouble
        return status.word(view, day, asking=hub.asking, trouble=trouble, offline=hub.offline)

    def show(self) -> None:
        """Say it as it is now."""
        shelf, papers, hub = self._shelf, self._papers, self._background
        view = shelf.view
        where = status.where(
            view,
            len(papers.entries),
            papers.unread,
            shelf.orders.of(view) if view else Order.OWN,
            shelf.shown_day,
            self._desk.now().astimezone(),
            len(papers.selected),
            missing=len(shelf.contents.missing(view)) if isinstance(view, Period) else 0,
            asked=shelf.contents.trended if view is Collection.TRENDING else None,
            called=self._called(view.text) if isinstance(view, Search) else "",
        )
        news = status.news(
            hub.doing,
            hub.trouble,
            offline=hub.offline,
            note=self._note(),
            hint=self._hint and bool(papers.rows),
            arrived=shelf.arrived,
            archive=self._archive.facts,
            demo=self._demo,
        )
        self._bar.say(where, news)

    def _called(self, query: str) -> str:
        return next((each.name for each in self._shelf.contents.saved if each.query == query), "")

    def noticed(self) -> None:
        """The person has begun."""
        if self._hint and self._papers.rows:
            self._hint = False
            self._desk.store.set_setting("hint", "shown")
