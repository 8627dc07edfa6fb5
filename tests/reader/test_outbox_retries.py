"""The outbox where the network stays away."""

from __future__ import annotations

from paperreader.reader.outbox import Delivery, Outbox
from paperreader.store import Store
from tests.conftest import until
from tests.reader.conftest import OpenSession


async def test_a_network_that_stays_away_for_weeks_does_not_end_the_outbox(
    store: Store, open_session: OpenSession
) -> None:
    user = open_session(store)
    session, tries = user.session, 0
    store.outbox.add("text", "2607.31001").result()

    async def deliver(argument: str) -> Delivery:
        nonlocal tries
        tries += 1
        return Delivery.OFFLINE

    async def copy(links: object) -> None:
        raise AssertionError

    outbox = Outbox(
        store,
        {"text": deliver, "pdf": deliver, "search": deliver, "page": deliver},
        session.sync,
        copy=copy,
        tasks=session.tasks,
        changed=user.listen,
        toasts=session.toasts,
    )
    session.tasks.start("emptying the outbox", outbox.run, can_deliver=True)
    for number in range(1, 1_040):  # more than two to the power of it can be a number
        await until(lambda number=number: tries >= number)  # type: ignore[misc]
        outbox.ask_again()
    await until(lambda: tries == 1_040)
