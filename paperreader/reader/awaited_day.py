"""A day that the user went to, as long as the Hub may turn out to have no papers for it."""

from __future__ import annotations

from datetime import date

from paperreader.humanize import long_day
from paperreader.reader.catalog import Catalog
from paperreader.reader.toasts import Toasts
from paperreader.views import View


class AwaitedDay:
    """Leads on to the nearest day before it that has papers."""

    def __init__(self, catalog: Catalog, toasts: Toasts) -> None:
        self._catalog, self._toasts = catalog, toasts
        self.day: date | None = None

    def instead_of(self, view: View | None) -> date | None:
        """Where to go on to; None: stay. `view`: what is shown."""
        wanted, shown = self.day, self._catalog.day_of(view)
        if wanted is None or shown is None or shown.date != wanted or shown.papers:
            self.day = None
            return None
        nearest = self._catalog.neighbour(wanted, 1) if shown.papers == 0 else None
        if nearest is not None:
            self._toasts.show(f"No papers on {long_day(wanted)}: this is {long_day(nearest)}.")
        return nearest
