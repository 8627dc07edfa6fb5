"""The user's machines and groups: what is known of them, renaming this one, and forgetting one that is gone for good."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import NamedTuple

from paperreader.config import MAX_NAME_CHARS
from paperreader.machine_list import Machine, Overview
from paperreader.machines.overview import overview
from paperreader.reader.changes import Change
from paperreader.reader.session import Session
from paperreader.store import StoreError
from paperreader.store.settings import MACHINE_NAME
from paperreader.text.sanitize import clean


class State(NamedTuple):
    """What is known of them now."""

    overview: Overview
    looked_at: datetime | None
    """When the folder was looked at; None: not yet."""
    problem: str
    """What is wrong with the exchange; empty if nothing is."""


def state(session: Session) -> State:
    """As the store has it; no folder is looked at. Raises StoreError."""
    machines, known = session.machines, overview(session.store, session.config, session.now())
    problem = "This is a demo: nothing is exchanged." if session.demo else session.store.read_only or machines.problem
    return State(known, machines.looked_at, problem)


async def rename(session: Session, name: str) -> None:
    """Call this machine so from now on; the others see it once our file is written, which is soon."""
    name = " ".join(clean(name).split())[:MAX_NAME_CHARS]
    try:
        await asyncio.wrap_future(session.store.settings.set(MACHINE_NAME, name))
    except StoreError as error:
        session.toasts.show(str(error), stays=True)
        return
    session.machines.follow(Change.MARKS)
    others = [each for each in overview(session.store, session.config, session.now()).machines if not each.is_this]
    same = any(each.name.casefold() == name.casefold() for each in others)
    session.toasts.show(f"This machine is called {name}" + (", as another one is" if same else ""))


async def forget(session: Session, machine: Machine) -> None:
    """Remove its files from the folder; the marks that came from it stay."""
    if problem := await session.machines.forget(machine.device):
        session.toasts.show(f"{machine.name} was not forgotten: {problem}", stays=True)
    else:
        session.toasts.show(f"Forgot {machine.name}; its marks stay here")
