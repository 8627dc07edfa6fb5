"""Many papers at once: selected one by one or as a range, and acted on in one step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paperreader.models import Cause, Collection, Field
from paperreader.store import Store
from tests.hub_server.items import item, papers
from tests.tui.conftest import SMALL, THU, WED, Person, fill, id_of, ids_of, parsed, with_config


def a_day(store: Store, count: int = 8) -> None:
    fill(store, {THU: papers(THU, count), WED: papers(WED, 3)})


def selected(person: Person) -> list[int]:
    """The numbers of the papers that are selected."""
    return [int(entry.id[-3:]) for entry in person.papers.selected]


def barred(person: Person, bar: str = "┃") -> list[str]:
    """The papers whose lines all begin with the bar."""
    found = []
    shown = person.papers
    for index, entry in enumerate(shown.entries):
        lines = [shown.line_at(y) for y in range(shown.start_of(index), shown.start_of(index) + 3)]
        starts = [line.text[:1] or " " for line in lines]
        assert len(set(starts)) == 1
        found += [entry.id] if starts[0] == bar else []
    return found


async def test_v_selects_a_row_and_takes_it_out_again(store: Store, reading: Any, size: tuple[int, int]) -> None:
    a_day(store)
    async with reading(store, size=size) as person:
        await person.press("v", "j", "j", "v")
        assert selected(person) == [1, 3]
        assert barred(person) == ids_of(THU, 1, 3)
        assert "2 selected" in person.status
        await person.press("v")
        assert selected(person) == [1]
        await person.press("escape")
        assert selected(person) == []
        assert "selected" not in person.status


@pytest.mark.parametrize("end", ["V", "v"])
async def test_a_range_goes_with_the_cursor_until_it_is_ended(store: Store, reading: Any, end: str) -> None:
    a_day(store)
    async with reading(store) as person:
        await person.press("j", "V", "j", "j")
        assert selected(person) == [2, 3, 4]
        assert barred(person) == ids_of(THU, 2, 3, 4)
        await person.press("k", "k", "k")
        assert selected(person) == [1, 2]
        assert barred(person) == ids_of(THU, 1, 2)
        await person.press("j", "J", "n")
        assert selected(person) == [2, 3, 4]
        assert "3 selected" in person.status
        await person.press(end, "j", "j", "v")
        assert selected(person) == [2, 3, 4, 6]
        assert barred(person) == ids_of(THU, 2, 3, 4, 6)


async def test_escape_and_q_drop_the_selection_before_anything_else(store: Store, reading: Any) -> None:
    a_day(store)
    async with reading(store, size=SMALL) as person:
        for key in ("escape", "q"):
            await person.press("V", "j", "l", key)
            assert (selected(person), person.focus) == ([], "page")
            await person.press(key)
            assert person.focus == "papers"
        assert not person.left


async def test_each_mark_is_one_step_for_all_that_is_selected(store: Store, reading: Any) -> None:
    a_day(store)
    store.set_marks(Field.STARRED, True, ids_of(THU, 2), Cause.BY_HAND).result()
    async with reading(store) as person:
        await person.press("V", "j", "j", "b")
        assert [entry.starred for entry in person.papers.entries[:4]] == [True, True, True, False]
        assert person.toasts == ["2 starred · U undo"]
        await person.press("u")
        assert [entry.read for entry in person.papers.entries[:4]] == [True, True, True, False]
        assert person.toasts[-1] == "3 marked read · U undo"
        assert selected(person) == [1, 2, 3]
        await person.press("u")
        assert [entry.unread for entry in person.papers.entries[:4]] == [True, True, True, True]
        assert person.toasts[-1] == "3 marked unread · U undo"
        await person.press("b")
        assert not any(entry.starred for entry in person.papers.entries)
        await person.press("escape", "U")
        await person.until(lambda: person.entry.starred)
        assert [entry.starred for entry in person.papers.entries[:4]] == [True, True, True, False]
        await person.press("U", "U", "U")
        await person.until(lambda: len(person.toasts) == 8)
        assert [entry.starred for entry in person.papers.entries[:4]] == [False, True, False, False]
        assert all(entry.unread for entry in person.papers.entries)


async def test_x_skips_what_is_selected_and_goes_on_to_what_is_left(store: Store, reading: Any) -> None:
    a_day(store)
    async with reading(store) as person:
        await person.press("V", "j", "j", "x")
        assert [person.read_by(id) for id in ids_of(THU, 1, 2, 3, 4)] == ["skipped"] * 3 + [None]
        assert (person.at, selected(person)) == (id_of(THU, 4), [])
        assert person.toasts == ["3 skipped · U undo"]
        await person.press("U")
        await person.until(lambda: person.entry.unread and person.at == id_of(THU, 1))
        assert store.totals().unread == 11


async def test_all_read_marks_just_what_is_selected(store: Store, reading: Any) -> None:
    a_day(store)
    async with reading(store) as person:
        await person.press("v", "j", "v", "A")
        assert [entry.read for entry in person.papers.entries] == [True, True] + [False] * 6
        assert selected(person) == []
        await person.press("A")
        assert all(entry.read for entry in person.papers.entries)


async def test_a_selection_outlives_a_refresh_and_sorting_but_not_another_view(store: Store, reading: Any) -> None:
    a_day(store)
    async with reading(store) as person:
        await person.press("j", "V", "j")
        store.save_day(THU, parsed(papers(THU, 9)), complete=False).result()
        await person.until(lambda: len(person.ids) == 9, 3)
        assert selected(person) == [2, 3]
        await person.press("j")
        assert selected(person) == [2, 3, 4], "the range goes on"
        await person.press("s", "n")
        assert sorted(selected(person)) == [2, 3, 4]
        assert sorted(barred(person)) == ids_of(THU, 2, 3, 4)
        await person.press("]")
        assert selected(person) == []
        await person.press("[", "v", "1", "g")
        assert person.view is Collection.UNREAD
        assert selected(person) == [], "the same papers are in another list"


async def test_the_list_is_one_entry_a_line_when_it_is_copied(store: Store, reading: Any) -> None:
    code = {2: "https://github.com/a/b"}
    fill(store, {THU: [item(id_of(THU, n), f"Paper {n}", day=THU, repo=code.get(n)) for n in (1, 2)]})
    async with reading(store) as person:
        taken: list[str] = []
        person.app._ways_out._osc52 = taken.append
        await person.press("V", "j", "y")
        await person.until(lambda: taken)
        assert taken[-1].splitlines() == [f"https://huggingface.co/papers/{id}" for id in ids_of(THU, 1, 2)]
        assert person.toasts[-1].startswith("Page on the hub of 2 papers sent to the terminal")
        await person.press("Y")
        assert "Copy 2 papers" in person.text()
        await person.press("k")
        await person.until(lambda: len(taken) == 2)
        assert taken[-1] == "https://github.com/a/b"
        assert "Code of 1 of the 2 papers" in person.toasts[-1]
        await person.press("Y", "b")
        await person.until(lambda: len(taken) == 3)
        assert taken[-1].count("\n\n@misc{") == 1
        await person.press("Y", "w")
        await person.until(lambda: person.toasts[-1] == "these papers have no project page")


def browser(folder: Path) -> tuple[str, ...]:
    """A browser of the person's own: it writes down what it was told to open."""
    return ("/bin/sh", "-c", f"printf '%s\\n' \"$0\" >> {folder}/opened")


@pytest.fixture
def hub(hub_server: Any) -> Any:
    """A hub that has what the store has."""
    hub_server.days[THU] = papers(THU, 8)
    return hub_server


async def test_up_to_five_pages_are_opened_at_once_and_more_after_a_question(
    store: Store, reading: Any, tmp_path: Path, hub: Any
) -> None:
    a_day(store)
    opened = tmp_path / "opened"
    config = with_config(browser=browser(tmp_path))
    async with reading(store, hub=hub.url, config=config) as person:
        await person.until(lambda: not person.app.reader._background.offline)
        await person.press("V", "j", "o")
        await person.until(lambda: "Page on the hub of 2 papers opened" in person.toasts)
        assert opened.read_text().split() == [f"https://huggingface.co/papers/{id}" for id in ids_of(THU, 1, 2)]
        assert [person.read_by(id) for id in ids_of(THU, 1, 2, 3)] == ["opened", "opened", None]
        opened.unlink()
        await person.press("G", "o")
        assert "open 8 pages in the browser" in person.text()
        await person.press("escape")
        await person.stands_for(0.1)
        assert not opened.exists()
        await person.press("o", "o")
        await person.until(lambda: "Page on the hub of 8 papers opened" in person.toasts)
        assert len(opened.read_text().split()) == 8


async def test_it_is_seen_in_ascii_and_in_the_terminal_s_own_colours(store: Store, reading: Any) -> None:
    a_day(store)
    async with reading(store, config=with_config(glyphs="ascii"), theme="ansi-dark") as person:
        await person.press("V", "j", "V", "1")
        assert barred(person, "|") == ids_of(THU, 1, 2)
        lines = [person.papers.render_line(y).text[0] for y in range(9)]
        assert "".join(lines[:9]) == "|||███   "
