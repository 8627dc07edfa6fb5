"""Tells users who have fallen behind that they can catch up."""

from __future__ import annotations

from paperreader.reader.session import Session

CATCH_UP_THRESHOLD = 150
"""With more unread papers the user is offered to catch up."""
SETTING = "catch up"


class CatchUpOffer:
    """Offers it once; at a later start again only after the count has dropped below the threshold."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._is_behind: bool | None = None
        """None: not looked at yet."""
        self._offered = False

    def poll(self) -> str | None:
        """The offer, if it is to be made now."""
        session, unread = self._session, self._session.catalog.totals.unread
        if session.sync.activity or (unread > CATCH_UP_THRESHOLD) is self._is_behind:
            return None
        self._is_behind = unread > CATCH_UP_THRESHOLD
        offer = None
        with session.reading_store():
            offered_before = session.store.settings.get(SETTING) is not None
            if self._is_behind and not offered_before and not self._offered:
                self._offered = True
                offer = f"{unread:,} unread · {{list.catch-up}} catches up"
            if self._is_behind is not offered_before:
                session.store.settings.set(SETTING, "offered" if self._is_behind else None)
        return offer
