"""The user's machines and groups: what is known of them; renaming this machine, and forgetting another."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import datetime
from typing import NamedTuple

from paperreader import children
from paperreader.config import MAX_NAME_CHARS
from paperreader.machine_list import Machine, Overview
from paperreader.machines.overview import overview
from paperreader.machines.sync_settings import with_stored_folder
from paperreader.machines.task import Task
from paperreader.reader.changes import Change
from paperreader.reader.session import Session
from paperreader.store import StoreError
from paperreader.store.settings import MACHINE_NAME
from paperreader.text.sanitize import clean


class State(NamedTuple):
    """What is known of them now."""

    overview: Overview
    looked: datetime | None
    """When the folders answered last; None: not yet."""
    problem: str
    """What is wrong with the exchange; empty if nothing is."""


def state(session: Session) -> State:
    """As the store has it; no folder is looked at. Raises StoreError."""
    machines, known = session.machines, overview(session.store, session.config, session.now())
    problem = "This is a demo: nothing is exchanged." if session.demo else session.store.read_only or machines.problem
    return State(known, machines.looked, problem)


async def rename(session: Session, name: str) -> None:
    """Call this machine so from now on; the others see it once our file is written, which is soon."""
    name = " ".join(clean(name).split())[:MAX_NAME_CHARS]
    try:
        await asyncio.wrap_future(session.store.settings.set(MACHINE_NAME, name))
    except StoreError as error:
        session.toasts.show(str(error), stays=True)
        return
    session.machines.follow(Change.MARKS)
    session.machines.look(fetch=False)
    others = [each for each in overview(session.store, session.config, session.now()).machines if not each.is_this]
    same = any(each.name.casefold() == name.casefold() for each in others)
    session.toasts.show(f"This machine is called {name}" + (", as another one is" if same else ""))


async def forget(session: Session, machine: Machine) -> None:
    """Remove its files from the folder, which may take its time; the marks that came from it stay."""
    process = await asyncio.create_subprocess_exec(
        *children.own("paperreader.machines.forget_child", str(session.store.path), machine.device),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=children.environment(os.environ),
        start_new_session=True,  # Ctrl+C and Ctrl+Z are for the reader alone
    )
    config = with_stored_folder(session.config, session.store)
    task = Task(config.sync, config.machine)
    if session.connection.network is not None:
        task = task._replace(git=config.sync_git, before=config.sync_before, after=config.sync_after)
    said, _ = await process.communicate(json.dumps(task._asdict()).encode())
    problem = said.decode(errors="replace").strip() if not process.returncode else "internal error"
    if problem:
        session.toasts.show(f"{machine.name} was not forgotten: {problem}", stays=True)
    else:
        session.toasts.show(f"Forgot {machine.name}; its marks stay here")
    session.reload()
