"""The outbox where the network stays away, and where a delivery goes wrong."""

from __future__ import annotations

from paperreader.reader.outbox import Deliver, Delivery, Outbox
from paperreader.store import Store
from tests.conftest import until
from tests.reader.conftest import OpenSession, User

NOBODY = "http://127.0.0.1:9"


def outbox_of(user: User, deliver: Deliver) -> Outbox:
    """At work, with only this to deliver."""

    async def copy(links: object) -> None:
        raise AssertionError

    session = user.session
    outbox = Outbox(
        session.store,
        {"text": deliver, "pdf": deliver, "search": deliver, "page": deliver},
        session.connection,
        look=session.sync.request_due,
        host_of=lambda link: None,
        copy=copy,
        tasks=session.tasks,
        changed=user.listen,
        toasts=session.toasts,
    )
    session.tasks.start("emptying the outbox", outbox.run)
    return outbox


async def test_a_network_that_stays_away_for_weeks_does_not_end_the_outbox(
    store: Store, open_session: OpenSession
) -> None:
    tries = 0
    store.outbox.add("text", "2607.31001").result()

    async def deliver(argument: str) -> Delivery:
        nonlocal tries
        tries += 1
        return Delivery.OFFLINE

    outbox = outbox_of(open_session(store, hub=NOBODY), deliver)
    for number in range(1, 1_040):  # more than two to the power of it can be a number
        await until(lambda number=number: tries >= number)  # type: ignore[misc]
        outbox.ask_again()
    await until(lambda: tries == 1_040)


async def test_one_that_goes_wrong_keeps_none_of_the_others_waiting(store: Store, open_session: OpenSession) -> None:
    done: list[str] = []
    for argument in ("bad", "good", "better"):
        store.outbox.add("text", argument).result()

    async def deliver(argument: str) -> Delivery:
        if argument == "bad":
            raise RuntimeError(argument)
        done.append(argument)
        return Delivery.DONE

    outbox = outbox_of(open_session(store, hub=NOBODY), deliver)
    await until(lambda: done == ["good", "better"] and outbox.count == 1)
    assert [entry.argument for entry in store.outbox.entries()] == ["bad"]
    (left,) = store.outbox.entries()
    assert store.outbox.claim(left.number).result(), "it is tried again later"
