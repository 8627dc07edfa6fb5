"""Selected papers on the screen: their bar, what the status line says, Esc, copying and opening."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paperreader.store import Store
from tests.hub_server import HubServer
from tests.hub_server.items import item, papers
from tests.stored_days import THU, fill, id_of, ids_of, two_days, with_config
from tests.tui.conftest import SMALL, User


def selected(user: User) -> list[int]:
    """The numbers of the selected papers."""
    return [int(entry.id[-3:]) for entry in user.rows.selected]


def barred(user: User, bar: str = "┃") -> list[str]:
    """The papers whose lines all begin with the bar."""
    found = []
    shown = user.papers
    for index, entry in enumerate(user.rows.entries):
        lines = [shown.line_at(y) for y in range(shown.start_of(index), shown.item_lines.end_of(index))]
        starts = [line.text[:1] or " " for line in lines]
        assert len(set(starts)) == 1
        found += [entry.id] if starts[0] == bar else []
    return found


async def test_v_and_the_bar_of_selected_papers(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    two_days(store, 8)
    async with open_reader(store, size=size) as user:
        await user.press("v", "j", "j", "v")
        assert barred(user) == ids_of(THU, 1, 3)
        assert "2 selected" in user.status
        await user.press("v")
        assert barred(user) == ids_of(THU, 1)
        await user.press("escape")
        assert barred(user) == []
        assert "selected" not in user.status


async def test_the_bar_goes_with_a_range(store: Store, open_reader: Any) -> None:
    two_days(store, 8)
    async with open_reader(store) as user:
        await user.press("j", "V", "j", "j")
        assert barred(user) == ids_of(THU, 2, 3, 4)
        await user.press("k", "k", "k")
        assert barred(user) == ids_of(THU, 1, 2)
        await user.press("j", "J", "n")
        assert barred(user) == ids_of(THU, 2, 3, 4)
        assert "3 selected" in user.status
        await user.press("V", "j", "j", "v", "s", "n")
        assert sorted(barred(user)) == ids_of(THU, 2, 3, 4, 6)


async def test_escape_and_q_deselect_before_anything_else(store: Store, open_reader: Any) -> None:
    two_days(store, 8)
    async with open_reader(store, size=SMALL) as user:
        for key in ("escape", "q"):
            await user.press("V", "j", "l", key)
            assert (selected(user), user.focus) == ([], "page")
            await user.press(key)
            assert user.focus == "papers"
        assert not user.left


async def test_the_list_is_one_entry_a_line_when_it_is_copied(
    store: Store, open_reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = {2: "https://github.com/a/b"}
    fill(store, {THU: [item(id_of(THU, n), f"Paper {n}", day=THU, repo=code.get(n)) for n in (1, 2)]})
    async with open_reader(store) as user:
        taken: list[str] = []
        monkeypatch.setattr(user.session.links._clipboard, "_osc52", taken.append)
        await user.press("V", "j", "y")
        await user.until(lambda: taken)
        assert taken[-1].splitlines() == [f"https://huggingface.co/papers/{id}" for id in ids_of(THU, 1, 2)]
        await user.until(lambda: "of 2 papers to your terminal's clipboard" in user.toasts[-1])
        await user.press("Y")
        assert "Copy 2 papers" in user.text()
        await user.press("k")
        await user.until(lambda: len(taken) == 2)
        assert taken[-1] == "https://github.com/a/b"
        await user.until(lambda: "code link of 1 of the 2 papers" in user.toasts[-1])
        await user.press("Y", "b")
        await user.until(lambda: len(taken) == 3)
        assert taken[-1].count("\n\n@misc{") == 1
        await user.press("Y", "w")
        await user.until(lambda: user.toasts[-1] == "No project page.")


def browser(folder: Path) -> tuple[str, ...]:
    """The user's own browser: it writes down what it was told to open."""
    return ("/bin/sh", "-c", f"printf '%s\\n' \"$0\" >> {folder}/opened")


async def test_up_to_five_pages_are_opened_at_once_and_more_after_a_question(
    store: Store, open_reader: Any, tmp_path: Path, hub_server: HubServer
) -> None:
    two_days(store, 8)
    hub_server.days[THU] = papers(THU, 8)
    opened = tmp_path / "opened"
    config = with_config(browser=browser(tmp_path))
    async with open_reader(store, hub=hub_server.url, config=config) as user:
        await user.until(lambda: not user.session.sync.offline)
        await user.press("V", "j", "o")
        await user.until(lambda: "Opened 2 papers on the Hub" in user.toasts)
        assert opened.read_text().split() == [f"https://huggingface.co/papers/{id}" for id in ids_of(THU, 1, 2)]
        assert [user.read_by(id) for id in ids_of(THU, 1, 2, 3)] == ["opened", "opened", None]
        opened.unlink()
        await user.press("G", "o")
        assert "open 8 pages in the browser" in user.text()
        await user.press("escape")
        assert not opened.exists()
        await user.press("o", "o")
        await user.until(lambda: "Opened 8 papers on the Hub" in user.toasts)
        assert len(opened.read_text().split()) == 8


async def test_the_bar_in_ascii_and_in_the_terminal_s_own_colours(store: Store, open_reader: Any) -> None:
    two_days(store, 8)
    async with open_reader(store, config=with_config(glyphs="ascii"), theme="ansi-dark") as user:
        await user.press("V", "j", "V", "1")
        assert barred(user, "|") == ids_of(THU, 1, 2)
        assert "".join(user.papers.render_line(y).text[0] for y in range(4)) == "|]  "


@pytest.mark.parametrize("pane", ["1", "3"])
async def test_a_range_from_another_pane_goes_with_the_cursor_of_the_list(
    store: Store, open_reader: Any, extreme: tuple[int, int], pane: str
) -> None:
    two_days(store, 8)
    async with open_reader(store, size=extreme) as user:
        await user.press(pane, "V", "j", "j")
        assert (user.focus, barred(user)) == ("papers", ids_of(THU, 1, 2, 3))
