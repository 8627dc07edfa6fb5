"""The command palette: the words that users have for things, fast typing, and tiny windows."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from paperreader.export import FORMATS
from paperreader.order import ORDERS
from paperreader.store import Store
from paperreader.tui.commands.palette import palette_entries
from paperreader.tui.dialogs.palette import Palette
from paperreader.tui.dialogs.palette_match import PaletteEntry, PaletteIndex, fold
from paperreader.views import Collection
from tests.hub_server.items import item, papers
from tests.stored_days import THU, fill, id_of, week
from tests.tui.conftest import SMALL, WIDE, User

FILLERS = {"the", "a", "go", "to", "in", "this", "show", "paper", "papers"}


def listed(user: User) -> list[PaletteEntry]:
    """The entries that the open palette shows, from top to bottom."""
    palette = user.app.screen
    assert isinstance(palette, Palette)
    return [row for row in palette.entries.rows if isinstance(row, PaletteEntry)]


def first(user: User, words: str) -> str:
    """The name of the first entry that the words find."""
    return next((entry.name for entry in PaletteIndex(palette_entries(user.app.reader.context)).find(words)), "")


async def opened(user: User) -> None:
    await user.press(":")
    await user.until(lambda: isinstance(user.app.screen, Palette))


async def goes_on(user: User) -> None:
    """The next key is for the screen below: everything before it has been handled."""
    await user.blind("j")
    await user.until(lambda: user.rows.cursor == 1)
    assert user.app.screen is user.app.reader


# -- what it knows

WORDS = {
    "More like this": "like, similar",
    "Undo": "undo, revert, mark.undo, udno",
    "Redo": "redo, mark.redo",
    "Quit": "quit, exit, close, app.quit, leave",
    "Refresh": "refresh, reload, update, sync, view.refresh, refesh",
    "Refresh all": "refresh all, update all",
    "Machines": "machines, devices, laptop, lab",
    "Copy BibTeX": "bibtex, cite, bib, copy bibtex, export bib",
    "Copy citation": "citation, apa",
    "Copy Org": "org, emacs",
    "Copy Markdown note": "obsidian, yaml",
    "Add to Zotero": "zotero, to zotero, reference manager",
    "Copy Markdown": "markdown, md",
    "Copy …": "copy, paper.copy",
    "Copy link": "yank, clipboard, share",
    "Star": "star, bookmark, favorite, favourite, unstar",
    "Starred": "starred, favorites, favourites, bookmarks",
    "Unread": "unread, inbox, todo",
    "Trending": "trending, popular, hot",
    "Recently opened": "recent, history",
    "Newest day": "today, latest, newest",
    "Settings": "settings, config, configuration, preferences, options",
    "Help": "help, keys, shortcuts, keybindings",
    "Search": "search, find, grep",
    "Go to date …": "date, jump, calendar, goto",
    "Older day": "yesterday, previous day, older, day.older",
    "Week": "week, weekly",
    "Month": "month",
    "Sort …": "sort, arrange",
    "Sort: upvotes": "sort by upvotes, upvotes",
    "Sort: GitHub stars": "github stars",
    "Archive": "archive, download",
    "Fetch texts …": "fetch, fetch texts, offline, train, full papers",
    "Save PDF": "save, save pdf, paper.save-pdf",
    "Outbox": "outbox, queue, pending",
    "Mark all read": "mark all, all read, list.mark-all",
    "Mark read or unread": "toggle read, mark unread, paper.toggle-read",
    "Catch up": "catch up, backlog, vacation",
    "Skip": "skip, dismiss",
    "Compact list": "compact, density, list.compact",
    "Zoom": "zoom, fullscreen, maximise",
    "Suspend": "suspend, shell",
    "Open in browser": "open, browser, web",
    "Open PDF": "pdf, open pdf",
    "Open code": "open code, open github",
    "Theme: nord": "nord, theme nord",
    "Theme: ansi-dark": "dark",
    "Theme: ansi-light": "theme light, light",
    "Hide papers by Ada Brook": "mute, hide, block, ignore, filter, mute ada",
}


async def test_it_knows_the_words_that_users_have_for_things(store: Store, open_reader: Any) -> None:
    paper = item(id_of(THU, 1), day=THU, authors=["Ada Brook"], keywords=[])
    paper["paper"] |= {"githubRepo": "https://github.com/a/b", "projectPage": "https://a.example"}
    fill(store, {THU: [paper]})
    async with open_reader(store) as user:
        wanted = {text: name for name, words in WORDS.items() for text in words.split(", ")}
        assert {text: first(user, text) for text in wanted} == wanted
        for text in ("zebra", "invoice", "doi"):
            assert first(user, text) == "", text
        for text in ("theme", "color", "colour", "colors", "appearance"):
            assert first(user, text).startswith("Theme: "), text


async def test_every_format_order_view_theme_and_command_id_is_in_it(store: Store, open_reader: Any) -> None:
    paper = item(id_of(THU, 1), day=THU)
    paper["paper"] |= {"githubRepo": "https://github.com/a/b", "projectPage": "https://a.example"}
    fill(store, {THU: [paper]})
    store.searches.save("flow", "flow matching").result()
    store.searches.save("weavers", 'by:"Ada Brook"', follows=True).result()
    async with open_reader(store) as user:
        entries = {entry.name: entry for entry in palette_entries(user.app.reader.context)}
        for format in FORMATS.values():
            assert entries[f"Copy {format.name}"].key == f"Y {format.letter}"
        for order in ORDERS.values():
            assert entries[f"Sort: {order.name or 'Hub order'}"].key == f"s {order.letter}"
        assert {view.title for view in Collection} | {"“flow”", "Settings", "Copy settings path"} <= set(entries)
        for name in user.app.available_themes:
            assert f"Theme: {name}" in entries
        for entry in entries.values():
            if entry.id:
                assert first(user, entry.id) == entry.name
            if not entry.is_risky:
                assert first(user, entry.name) == entry.name


async def test_what_the_paper_lacks_is_left_out(store: Store, open_reader: Any) -> None:
    fill(store, {THU: [item(id_of(THU, 1), day=THU)]})
    async with open_reader(store) as user:
        names = {entry.name for entry in palette_entries(user.app.reader.context)}
        assert not {"Copy code link", "Open code", "Copy project page", "Open project page"} & names


async def test_what_deletes_is_first_only_by_its_verb_and_asks(store: Store, open_reader: Any) -> None:
    fill(store, week())
    store.searches.save("undo", "flow").result()
    store.searches.save("delete", "title:orchard", hides=True).result()
    async with open_reader(store) as user:
        assert first(user, "undo") == "Undo"
        for text in ("delete", "delete rule", "remove saved search", "unhide", "stop hiding", "forget undo"):
            assert first(user, text).startswith("Delete"), text
        for text in ("rule", "del", "saved search"):
            assert first(user, text)
            assert not first(user, text).startswith("Delete"), text
        await opened(user)
        await user.press(*"delete saved")
        at = next(index for index, entry in enumerate(listed(user)) if entry.name.startswith("Delete saved"))
        await user.press(*["down"] * at, "enter")
        await user.until(lambda: "Delete this saved search?" in user.text())
        await user.press("enter")
        await user.until(lambda: user.app.screen is user.app.reader)
        assert len(user.session.catalog.saved) == 2


async def test_names_of_the_users_and_the_hubs_are_no_markup(store: Store, open_reader: Any) -> None:
    name = "[/b] [red]x[/] {mark.undo} $text \x1b[2J \u202eevil"
    fill(store, {THU: [item(id_of(THU, 1), day=THU, authors=["[bold]Ada[/x]"])]})
    store.searches.save(name, name).result()
    async with open_reader(store, size=(100, 40)) as user:
        await opened(user)
        await user.press(*"red")
        await user.until(lambda: "“[/b] [red]x[/] {mark.undo} $text" in user.text())
        assert "\x1b" not in user.text()
        await user.press("ctrl+u", *"bold")
        await user.until(lambda: "Hide papers by [bold]Ada[/x]" in user.text())


async def test_it_says_what_undo_and_redo_would_do(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 5)})
    async with open_reader(store, size=(100, 30)) as user:
        await opened(user)
        await user.press(*"undo")
        assert "Undo nothing to undo U" in user.text()
        assert "Redo nothing to redo Ctrl+R" in user.text()
        await user.press("escape")
        await user.press("space", "space", "space")
        while sum(entry.read for entry in user.rows.entries) < 3:
            await user.press("space")
        await opened(user)
        await user.press(*"undo")
        assert "Undo 3 papers marked read (Space) U" in user.text()
        await user.press("enter")
        await user.until(lambda: sum(entry.read for entry in user.rows.entries) == 2)
        await user.press("?")
        assert "Undo the last mark, bulk action, follow or rule · 2 papers marked read (Space)" in user.text()


async def test_groups_stand_under_headings_and_what_is_typed_is_listed_by_rank(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store, size=WIDE) as user:
        await opened(user)
        groups = list(dict.fromkeys(entry.group for entry in listed(user)))
        assert groups == [
            *("Read", "Text", "Mark", "Go", "Search", "Links", "Discussion", "Views", "Copy and open"),
            *("Sort", "Program", "Help", "Authors", "Follow", "Hide papers", "Themes"),
        ]
        assert "Text" in [line.strip(" │▏") for line in user.lines()]
        await user.press("q")
        assert "Text" not in [line.strip(" │▏") for line in user.lines()]
        await user.press("backspace", "down", "down", "up", "pagedown", "pageup")
        assert user.app.screen.entries.entry is not None


async def test_a_click_runs_an_entry(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        await opened(user)
        await user.press(*"star")
        y = next(y for y, line in enumerate(user.lines()) if "Star or unstar" in line)
        await user.click(user.lines()[y].index("Star"), y)
        await user.until(lambda: user.entry.starred)
        assert user.app.screen is user.app.reader


# -- the settings file


async def test_settings_open_in_the_editor_or_their_path_is_copied(
    store: Store, open_reader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, {THU: papers(THU, 3)})
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    path = tmp_path / "config" / "config.toml"
    async with open_reader(store, config_path=path) as user:
        await opened(user)
        await user.press(*"preferences", "enter")
        await user.until(lambda: user.toasts)
        assert str(path)[-10:] in user.toasts[-1] or "selection" in user.toasts[-1]
        assert not path.exists()


# -- fast typing, and tiny windows


@pytest.mark.parametrize(
    "keys", ["enter " * 2, "enter " * 3, "down up enter enter", "pagedown pageup enter enter enter"]
)
async def test_a_command_chosen_twice_in_quick_succession_runs_once(store: Store, open_reader: Any, keys: str) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        await opened(user)
        await user.press(*"star or unstar")
        await user.blind(*keys.split())
        await user.until(lambda: user.entry.starred)
        await goes_on(user)
        assert user.rows.entries[0].starred


async def test_two_clicks_outside_of_the_palette_close_nothing_else(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        await opened(user)
        await asyncio.gather(user.click(1, 1), user.click(1, 1))
        await goes_on(user)


@pytest.mark.parametrize("size", [(80, 24), SMALL, (50, 3), (50, 1), (5, 24), (4, 24), (3, 3), (1, 1)])
async def test_every_key_in_windows_with_and_without_room(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store, size=size) as user:
        await user.press("ctrl+p")
        for _ in range(8):
            await user.blind("pagedown", "pageup", "down", "t", "up")
        await user.press("escape")
        await user.until(lambda: user.app.screen is user.app.reader)


async def test_it_survives_a_window_that_becomes_too_small(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        await opened(user)
        for size in ((60, 4), (60, 2), (8, 20), (4, 20), (2, 2), (1, 1), (130, 20)):
            await user.pilot.resize_terminal(*size)
            await user.blind("pagedown", "pageup")
        await user.until(lambda: "Show the paper alone on the whole screen" in user.text())
        await user.press("escape")
        await user.until(lambda: user.app.screen is user.app.reader)


async def test_enter_right_behind_a_text_without_a_match_runs_nothing(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        before = user.lines()
        for pause in (0, 0.03):
            await opened(user)
            palette = user.app.screen
            for letter in "quizzz":
                await user.blind(letter)
                await asyncio.sleep(pause)
            await user.blind("enter")
            await user.until(lambda: "No matches found" in user.text())
            assert not user.left
            assert user.app.screen is palette
            await user.press("escape")
            assert user.lines() == before


async def test_enter_right_behind_a_text_runs_its_match(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        await user.blind(":", *"star or unstar", "enter")
        await user.until(lambda: user.entry.starred)
        assert user.app.screen is user.app.reader
        await user.blind(":", *"quit", "enter")
        await user.until(lambda: user.left)


@pytest.mark.parametrize("key", ["slash", "d", "Y", "?", ":"])
async def test_its_key_does_not_open_it_over_a_prompt_or_dialog(store: Store, open_reader: Any, key: str) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        await user.press(key)
        await user.until(lambda: user.app.screen is not user.app.reader)
        await user.press("ctrl+p")
        assert len(user.app.screen_stack) == 2


async def test_what_is_no_longer_wanted_does_not_offer_the_opposite(store: Store, open_reader: Any) -> None:
    fill(store, week())
    async with open_reader(store) as user:
        assert first(user, "hide").startswith("Hide papers")
        for text in ("unhide", "stop hiding", "unmute"):
            assert not first(user, text).startswith("Hide"), text


async def test_a_description_says_more_than_the_name(store: Store, open_reader: Any) -> None:
    fill(store, week())
    async with open_reader(store) as user:
        described = [entry for entry in palette_entries(user.app.reader.context) if entry.id]
        words = {entry.name: set(fold(entry.about).split()) - FILLERS for entry in described}
        assert [name for name, about in words.items() if about <= set(fold(name).split())] == []
