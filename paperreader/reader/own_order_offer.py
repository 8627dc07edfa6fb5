"""How the user's own order compares with votes: said in the sort menu, and offered once where it is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.humanize import count
from paperreader.order import ORDERS, Order
from paperreader.reader.session import Session

if TYPE_CHECKING:
    from paperreader.taste.learned import Learned

SETTING = "own order"


def standing(learned: Learned | None) -> str:
    """`0.81 vs 0.66 by votes on 12 stars`: how the own order stands, or what it lacks."""
    if learned is None or not learned.can_order:
        return "nothing learned yet: star papers, or run `paperreader taste import`"
    trial = learned.trial
    if trial.missing_stars:
        from paperreader.reader.learned_words import where_needed  # no start needs it

        return f"{count(trial.missing_stars, 'more star')} to compare with votes{where_needed(learned)}"
    own, votes = f"{trial.own:.2f}", f"{trial.votes:.2f}"
    if own == votes:
        return f"as good as votes: {own} on {count(trial.stars, 'star')}"
    if not trial.own_is_better:
        return f"votes still do better: {own} vs {votes}"
    return f"{own} vs {votes} by votes on {count(trial.stars, 'star')}"


class OwnOrderOffer:
    """Offers the own order once, when it is first seen to be better, and nothing else goes on."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._is_done: bool | None = None
        """None: not looked up yet."""
        self._seen: str | None = None
        """What had been learned at the last poll, as it is stored."""

    def poll(self) -> str | None:
        """The offer, if it is to be made now."""
        session = self._session
        if self._is_done or session.rows.selects_range or session.text_slot.is_open or session.discussion_slot.is_open:
            return None
        with session.reading_store():
            settings = session.store.settings
            if self._is_done is None:
                self._is_done = settings.get(SETTING) is not None
            stored = settings.get("learned")
            if self._is_done or stored == self._seen:
                return None
            self._seen, learned = stored, session.store.taste.learned()
            if learned is None or not learned.can_order or not learned.trial.own_is_clearly_better:
                return None
            own, votes = f"{learned.trial.own:.2f}", f"{learned.trial.votes:.2f}"
            is_known = session.orders.has_used(Order.YOURS)
            if own == votes and not is_known:
                return None
            self._is_done = True
            settings.set(SETTING, "known" if is_known else "offered")
            if is_known:
                return None
            compared = f"Your order would have ranked your stars higher: {own} vs {votes} by votes."
            return f"{compared} {{list.sort}} {ORDERS[Order.YOURS].letter} sorts by it"
        return None
