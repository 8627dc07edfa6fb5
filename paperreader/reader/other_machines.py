"""The user's machines and groups: what is known of them; renaming this machine, and forgetting another."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from paperreader.config import MAX_NAME_CHARS
from paperreader.machine_list import Machine, Status
from paperreader.machines.overview import overview
from paperreader.machines.sync_settings import task_of, with_stored_folder
from paperreader.reader.changes import Change
from paperreader.reader.folder_process import FolderProcess
from paperreader.reader.session import Session
from paperreader.store import StoreError
from paperreader.store.settings import MACHINE_NAME
from paperreader.text.sanitize import clean

FORGET: Final = "paperreader.machines.forget_child"

log = logging.getLogger(__name__)


def status(session: Session) -> Status:
    """As the store has it; no folder is looked at. Raises StoreError."""
    machines, known = session.machines, overview(session.store, session.config, session.now())
    problem = "This is a demo: nothing is exchanged." if session.demo else session.store.read_only or machines.problem
    return Status(known, machines.looked, problem)


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
    config = with_stored_folder(session.config, session.store)
    task = task_of(config, is_offline=session.connection.network is None)
    process = await FolderProcess.start(FORGET, str(session.store.path), machine.device)
    try:
        problem = await process.ask_last(task._asdict())
    except ValueError:
        log.exception("%s was not forgotten", machine.name)
        problem = "internal error; see the log"
    finally:
        process.leave()
    if problem:
        session.toasts.show(f"{machine.name} was not forgotten: {problem}", stays=True)
    else:
        session.toasts.show(f"Forgot {machine.name}; its marks stay here")
    session.reload()
