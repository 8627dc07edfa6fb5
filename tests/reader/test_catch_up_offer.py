"""The offer to catch up: once, and again after the next holiday."""

from __future__ import annotations

from datetime import timedelta

import pytest

from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.reader.catch_up_offer import CATCH_UP_THRESHOLD, SETTING, CatchUpOffer
from paperreader.store import Store
from tests.hub_server.items import papers
from tests.reader.conftest import OpenSession
from tests.stored_days import THU, fill

OVER = CATCH_UP_THRESHOLD + 1


@pytest.mark.parametrize("unread", [CATCH_UP_THRESHOLD, OVER])
async def test_it_is_made_once_when_much_is_unread(store: Store, open_session: OpenSession, unread: int) -> None:
    fill(store, {THU: papers(THU, unread)})
    user = open_session(store)
    offer = CatchUpOffer(user.session)
    assert offer.poll() == (f"{OVER} unread · {{list.catch-up}} catches up" if unread == OVER else None)
    assert offer.poll() is None
    await user.until(lambda: (store.settings.get(SETTING) is not None) is (unread == OVER))
    assert CatchUpOffer(open_session(store).session).poll() is None, "nor at the next start"


async def test_it_is_made_again_after_the_next_holiday(store: Store, open_session: OpenSession) -> None:
    first, second = (THU + timedelta(days=days) for days in (4, 11))
    fill(store, {THU: papers(THU, OVER)})
    user = open_session(store)
    offer = CatchUpOffer(user.session)
    assert offer.poll()
    user.session.mark(READ, True, user.ids, Cause.BULK)
    await user.until(lambda: not offer.poll() and store.settings.get(SETTING) is None)
    fill(store, {THU: [], first: papers(first, OVER)})
    user.session.poll()
    assert offer.poll() is None, "not twice while the reader is open"
    await user.until(lambda: store.settings.get(SETTING) is not None)
    user.session.mark(READ, True, user.ids, Cause.BULK)
    await user.until(lambda: not offer.poll() and store.settings.get(SETTING) is None)
    fill(store, {THU: [], second: papers(second, OVER)})
    assert CatchUpOffer(open_session(store).session).poll() == "151 unread · {list.catch-up} catches up"


async def test_it_waits_for_a_refresh(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, OVER)})
    user = open_session(store)
    offer = CatchUpOffer(user.session)
    user.session.sync._activity = "refreshing …"
    assert offer.poll() is None
    user.session.sync._activity = ""
    assert offer.poll()
