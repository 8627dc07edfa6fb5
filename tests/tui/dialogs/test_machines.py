"""The dialog of the user's machines and groups."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from paperreader.machines.exchange import pull, push
from paperreader.machines.groups import read_group
from paperreader.machines.machine_file import GROUP
from paperreader.machines.notices import save_seen
from paperreader.machines.sync_settings import store_folder
from paperreader.store import Store
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.dialogs.machines import MachinesChooser
from paperreader.tui.dialogs.name_prompt import NamePrompt
from paperreader.views import Search
from tests.conftest import Clock
from tests.machines.folders import machine_file
from tests.stored_days import CONFIG, THU, id_of, two_days
from tests.tui.conftest import SMALL, WIDE, User


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Sync").mkdir()
    return tmp_path / "Sync"


@pytest.fixture
def filled(store: Store, folder: Path, clock: Clock, tmp_path: Path) -> Store:
    """A store that knows a laptop, a machine that is long gone, and a group."""
    two_days(store)
    papers = [id_of(THU, 1), id_of(THU, 2)]
    machine_file(folder, "laptop", clock.now - timedelta(minutes=12), papers=papers, announced=5)
    machine_file(folder, "laptop", clock.now - timedelta(hours=2), file="laptop0.sync-conflict-1.jsonl")
    machine_file(folder, "old", clock.now - timedelta(days=80))
    (folder / "notes.jsonl").write_text("milk\n")
    (folder / "damaged.jsonl").write_text('{"format": "paperreader machine", "version": 1}\n')
    lab = tmp_path / "lab"
    lab.mkdir()
    machine_file(lab, "anna", clock.now - timedelta(days=2), papers=papers, kind=GROUP)
    pull(store, folder, clock.now)
    push(store, folder, "", clock.now)
    read_group(store, "lab", lab)
    save_seen(store, [str(folder), str(lab)])
    return store


async def open_machines(user: User, words: str = "Machines") -> MachinesChooser:
    """From the palette."""
    await user.press("ctrl+p", *words, "enter")
    await user.until(lambda: isinstance(user.app.screen, MachinesChooser))
    assert isinstance(user.app.screen, MachinesChooser)
    return user.app.screen


def shown(user: User) -> str:
    """All lines of the dialog's list as one, those out of sight as well."""
    entries = next(each for each in reversed(user.app.screen_stack) if isinstance(each, MachinesChooser)).entries
    lines = (line.text for at in range(len(entries.rows)) for line in entries.draw(at))
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize(("size", "glyphs"), [(WIDE, "unicode"), (SMALL, "ascii")])
async def test_it_lists_machines_problems_files_and_groups(
    filled: Store, open_reader: Any, folder: Path, size: tuple[int, int], glyphs: Any, tmp_path: Path
) -> None:
    config = CONFIG._replace(sync=str(folder), machine="desk", groups={"lab": str(tmp_path / "lab")}, glyphs=glyphs)
    async with open_reader(filled, size=size, config=config) as user:
        await open_machines(user)
        text = shown(user).replace(" ", "")  # long names are broken
        for words in (
            "desk this machine",
            "12 minutes ago",
            "3 marks not there yet",
            "1 conflict copy: laptop0.sync-conflict-1.jsonl",
            "not heard of for long: Enter forgets it",
            "damaged.jsonl: its first line is damaged",
            "notes.jsonl: not read",
            "anna (2 days ago)",
        ):
            assert words.replace(" ", "") in text
        assert glyphs == "unicode" or text.isascii()
        assert "Machines:" in user.text()
        assert "this machine" in user.text()
        await user.until(lambda: "Looked at 12:00." in shown(user))
        await user.press(*"lap")
        assert "laptop" in shown(user)
        assert "desk" not in shown(user)
        await user.press("escape")
        assert user.view == THU


async def test_where_nothing_is_set_up_it_says_how(store: Store, open_reader: Any) -> None:
    two_days(store)
    async with open_reader(store) as user:
        for words in ("sync", "devices", "laptop", "folder"):
            await user.press("ctrl+p", *words)
            assert "List your machines and groups" in user.text()
            await user.press("escape")
        await open_machines(user)
        assert "paperreader sync ~/Sync/paperreader" in shown(user)
        assert "It needs nothing else." in shown(user)
        await user.press("enter")  # there is nothing to choose
        assert isinstance(user.app.screen, MachinesChooser)


async def test_this_machine_is_renamed_and_the_others_see_it(filled: Store, open_reader: Any, folder: Path) -> None:
    def written() -> str:
        own = folder / f"{filled.machines.device()}.jsonl"
        name: str = json.loads(own.read_text().splitlines()[0])["name"]
        return name

    async with open_reader(filled, config=CONFIG._replace(sync=str(folder))) as user:
        await open_machines(user)
        await user.press("enter")
        await user.until(lambda: isinstance(user.app.screen, NamePrompt))
        await user.press("ctrl+u", *"study", "enter")
        await user.until(lambda: "study this machine" in shown(user))
        assert "This machine is called study" in user.toasts
        await user.until(lambda: written() == "study")


async def test_the_name_of_the_settings_is_not_asked_for(filled: Store, open_reader: Any, folder: Path) -> None:
    async with open_reader(filled, config=CONFIG._replace(sync=str(folder), machine="desk")) as user:
        await open_machines(user)
        await user.press("enter")
        await user.until(lambda: type(user.app.screen) is Dialog)
        assert "It is called desk by the settings, as machine in" in user.text().replace("`", "")
        await user.press("escape", "escape")
        assert user.app.screen is user.app.reader


async def test_a_machine_is_forgotten_after_a_question(filled: Store, open_reader: Any, folder: Path) -> None:
    before = filled.marks.count()
    async with open_reader(filled, config=CONFIG._replace(sync=str(folder))) as user:
        await open_machines(user)
        await user.press("down", "down", "enter")
        await user.until(lambda: type(user.app.screen) is Dialog)
        assert "Forget old?" in user.text()
        await user.press("enter")  # keeps it
        assert (folder / "old0.jsonl").exists()
        await user.press("enter", "y")
        await user.until(lambda: "Forgot old; its marks stay here" in user.toasts)
        assert not (folder / "old0.jsonl").exists()
        await user.until(lambda: " old " not in shown(user))
        assert filled.marks.count() == before


async def test_a_group_leads_to_what_it_starred(filled: Store, open_reader: Any, folder: Path, tmp_path: Path) -> None:
    config = CONFIG._replace(groups={"lab": str(tmp_path / "lab")})
    async with open_reader(filled, config=config) as user:
        await open_machines(user)
        assert "paperreader sync ~/Sync/paperreader" in shown(user), "groups alone are no exchange between machines"
        await user.press("enter")
        await user.until(lambda: user.view == Search("group:lab") and len(user.ids) == 2)
        await user.press("escape")
        await user.until(lambda: user.view == THU)


async def test_what_comes_while_it_is_open_is_shown(
    filled: Store, open_reader: Any, folder: Path, clock: Clock
) -> None:
    async with open_reader(filled, config=CONFIG._replace(sync=str(folder))) as user:
        await open_machines(user)
        await user.press("down")
        machine_file(folder, "phone", clock.now, papers=[id_of(THU, 3)])
        user.session.machines.look(fetch=False)
        await user.until(lambda: "phone" in shown(user))
        entry = user.app.screen.entries.entry  # type: ignore[attr-defined]
        assert entry.name == "laptop", "the cursor stays where it is"


async def test_a_folder_that_is_set_up_meanwhile_is_used_at_once(
    filled: Store, open_reader: Any, folder: Path, clock: Clock
) -> None:
    async with open_reader(filled) as user:
        assert not user.session.machines.looked
        store_folder(filled, folder)  # as `paperreader sync` does
        machine_file(folder, "phone", clock.now, papers=[id_of(THU, 3)])
        await open_machines(user)
        await user.until(lambda: "Looked at 12:00." in shown(user) and "phone" in shown(user))
        store_folder(filled, None)
        await user.until(lambda: "paperreader sync ~/Sync/paperreader" in shown(user))
