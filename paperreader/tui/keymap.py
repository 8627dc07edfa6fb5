"""Every key, declared once: footer, palette, help and the person's keymap all read this.

The ids are public: they are what `[keys]` in the config remaps. The first key of each is the one that is shown;
those with `show` stand at the foot of the screen, in this order as far as there is room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from textual.binding import ActiveBinding, Binding
from textual.keys import Keys, _character_to_key, key_to_character

if TYPE_CHECKING:
    from textual.screen import Screen

NAMES = {"slash": "/", "pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc", "backspace": "Backspace"}

READ = Binding.Group("Read")
SEARCH = Binding.Group("Search")
GO = Binding.Group("Go")
MARK = Binding.Group("Mark")
LINKS = Binding.Group("Links")
PROGRAM = Binding.Group("Program")
GROUPS = (READ, MARK, GO, SEARCH, LINKS, PROGRAM)
"""In the order of the help."""


def _key(
    id: str, keys: str, action: str, description: str, tooltip: str, group: Binding.Group, *, show: bool = False
) -> Binding:
    return Binding(keys, action, description, show=show, tooltip=tooltip, id=id, group=group)


READER_KEYS: list[Binding] = [
    _key("app.help", "question_mark,f1", "help", "keys", "All keys, and what they do here", PROGRAM, show=True),
    _key(
        "paper.read-on",
        "space",
        "read_on",
        "read on",
        "Page down; at the end mark it read and go to the next unread paper of this view",
        READ,
        show=True,
    ),
    _key("paper.skip", "x", "skip_paper", "skip", "Mark it read, and on to the next", READ, show=True),
    _key("paper.toggle-star", "b", "toggle_star", "star", "Star the paper, or take the star off", MARK, show=True),
    _key("paper.copy-link", "y", "copy_link", "copy link", "Copy the paper's link", LINKS, show=True),
    _key("paper.open", "o", "open_paper", "open", "Open the paper's page in the browser", LINKS, show=True),
    _key("paper.toggle-read", "u", "toggle_read", "unread", "Mark it unread, or read", MARK, show=True),
    _key("day.older", "right_square_bracket", "to_day(1)", "older", "To the day before", GO, show=True),
    _key("day.newer", "left_square_bracket", "to_day(-1)", "newer", "To the day after", GO, show=True),
    _key("search.open", "slash", "search", "search", "Search: words, “a phrase”, author:, day: …", SEARCH, show=True),
    _key("day.jump", "d", "jump", "date", "Go to a date: “12 mar 24”, “last fri”, “3d” …", GO, show=True),
    _key("list.sort", "s", "sort", "sort", "Sort this list: by upvotes, rise, newest, stars …", GO, show=True),
    _key("list.mark-all", "A", "mark_all", "all read", "Mark all of this view read, or all selected", MARK, show=True),
    _key("mark.undo", "U", "step(False)", "undo", "Take back the last mark by hand, skip or bulk", MARK, show=True),
    _key("view.refresh", "r", "refresh_view", "refresh", "Ask the hub for this day, sort afresh", PROGRAM, show=True),
    _key("paper.copy", "Y", "copy_menu", "copy …", "Copy something else: BibTeX, PDF, abstract …", LINKS, show=True),
    _key("app.back", "q", "back", "quit", "Drop selection or zoom; where there is none, leave", PROGRAM, show=True),
    _key("list.catch-up", "C", "catch_up", "catch up", "Catch up: mark what is old or has few upvotes read", MARK),
    _key("mark.redo", "ctrl+r", "step(True)", "redo", "Do again what undo took back", MARK),
    _key("paper.open-pdf", "O", "open_paper('pdf')", "open PDF", "Open the PDF on arXiv", LINKS),
    _key("view.refresh-all", "R", "refresh_all", "refresh all", "Ask the hub for every day that is stale", PROGRAM),
    _key("view.week", "w", "span('week')", "week", "The week of this day, by upvotes", GO),
    _key("view.month", "m", "span('month')", "month", "The month of this day, by upvotes", GO),
    _key("app.escape", "escape", "escape", "close", "Close, unselect, unzoom; never leaves", PROGRAM),
]
"""What is done with papers and views."""

PANE_KEYS: list[Binding] = [
    _key("page.zoom", "z", "zoom_page", "zoom", "The page alone on the screen, and back", READ, show=True),
    _key("page.back", "backspace", "page_back", "page up", "Page up in the paper", READ),
    _key("list.next", "j,down", "move(1)", "down", "Down in the pane that has the focus", GO),
    _key("list.previous", "k,up", "move(-1)", "up", "Up in the pane that has the focus", GO),
    _key("list.first", "g,home", "move_end(False)", "first", "To the first line", GO),
    _key("list.last", "G,end", "move_end(True)", "last", "To the last line", GO),
    _key("pane.half-down", "ctrl+d", "move_page(0.5)", "half a page down", "Half a page down in this pane", GO),
    _key("pane.half-up", "ctrl+u", "move_page(-0.5)", "half a page up", "Half a page up in this pane", GO),
    _key("pane.page-down", "pagedown,ctrl+f", "move_page(1.0)", "page down", "A page down in this pane", GO),
    _key("pane.page-up", "pageup,ctrl+b", "move_page(-1.0)", "page up", "A page up in this pane", GO),
    _key("paper.next", "J", "next_paper(1)", "next paper", "To the next paper, from every pane", GO),
    _key("paper.previous", "K", "next_paper(-1)", "previous paper", "To the previous paper, from every pane", GO),
    _key("list.next-unread", "n", "next_unread(1)", "next unread", "To the next unread paper", GO),
    _key("list.previous-unread", "p", "next_unread(-1)", "previous unread", "To the previous unread paper", GO),
    _key("list.select", "v", "select(False)", "select", "Select this paper for u, b, x, y, o; or no longer", MARK),
    _key("list.select-range", "V", "select(True)", "range", "Select a range: it goes with the cursor, V ends it", MARK),
    _key("pane.enter", "l,enter,right", "enter", "open", "Days → list → page; a folded month or year opens", GO),
    _key("pane.leave", "h,left", "leave", "back", "Page → list → days; in the days it folds months and years", GO),
    _key("pane.next", "tab", "next_pane(1)", "next pane", "To the next pane", GO),
    _key("pane.previous", "shift+tab", "next_pane(-1)", "previous pane", "To the previous pane", GO),
    _key("pane.days", "1", "go(0)", "days", "To the days", GO),
    _key("pane.papers", "2", "go(1)", "papers", "To the list of papers", GO),
    _key("pane.page", "3", "go(2)", "page", "To the page", GO),
]
"""How one gets about."""

SEARCH_KEYS: list[Binding] = [
    _key("search.best", "enter", "best", "best first", "In the search bar: to the papers, the best first", SEARCH),
    _key("search.newest", "down", "newest", "newest first", "In the search bar: to the papers, newest first", SEARCH),
    _key("search.complete", "tab", "complete", "complete", "In the search bar: complete the name of a field", SEARCH),
    _key("search.hub", "ctrl+o", "ask_hub", "ask the hub", "In the search bar: ask the hub's own search", SEARCH),
    _key("search.keep", "ctrl+s", "keep", "keep", "In the search bar: keep this search in the sidebar", SEARCH),
    _key("search.help", "f1", "language", "help", "In the search bar: what can be searched for", SEARCH),
]
"""What is done in the search bar."""

PAGE_KEYS: list[Binding] = [
    _key("search.next-match", "n", "match(1)", "next match", "To the next match in the page", SEARCH, show=True),
    _key("search.previous-match", "N", "match(-1)", "previous match", "To the previous match in the page", SEARCH),
]
"""What a page can do that has something found in it."""

APP_KEYS: list[Binding] = [
    _key("app.palette", "ctrl+p,colon", "app.command_palette", "commands", "All commands, to find by name", PROGRAM),
    _key("app.suspend", "ctrl+z", "app.suspend_process", "suspend", "To the shell; `fg` comes back", PROGRAM),
    _key("app.quit", "Q", "app.quit", "quit", "Leave at once", PROGRAM),
]
"""What is done with the program, whatever it shows."""

COMMANDS = {
    "Fetch the whole archive": "fetch_archive(True)",
    "Stop fetching the archive": "fetch_archive(False)",
}
"""What is done too seldom for a key: the palette alone has it."""

KEYS = [*READER_KEYS[:1], *PAGE_KEYS, *READER_KEYS[1:], *PANE_KEYS, *APP_KEYS, *SEARCH_KEYS]

OWN_PLACE = [*SEARCH_KEYS, *PAGE_KEYS]
"""Keys that go before all others where they are: they may be what another has elsewhere."""


def keymap_of(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The person's keys by binding id, and what cannot be had: its id and why (no such id, no such key, two jobs)."""
    known = {binding.id: binding.key.split(",") for binding in KEYS if binding.id}
    granted: dict[str, list[str]] = {}
    problems: list[tuple[str, str]] = []
    for id, text in wanted.items():
        names = [_long_name(key.strip()) for key in text.split(",") if key.strip()]
        if id not in known:
            near = get_close_matches(id, known, 1)
            problems.append((id, f"there is no “{id}”" + (f"; is “{near[0]}” meant?" if near else "")))
        elif strange := [name for name in names if not _is_key(name)]:
            problems.append((id, f"{id}: there is no key “{strange[0]}”; kept as it was"))
        else:
            granted[id] = names
    while clash := _clash(granted, known):
        # what is refused keeps its own keys, which may clash with another wish in turn
        id, key, owner = clash
        problems.append((id, f"{id}: {key_name(key)} is the key of {owner} already; kept as it was"))
        del granted[id]
    return {id: ",".join(names) for id, names in granted.items()}, problems


def _is_key(name: str) -> bool:
    """Whether a terminal has such a key."""
    *modifiers, last = name.split("+")
    named = last in {key.value for key in Keys} or key_to_character(last) is not None
    return named and set(modifiers) <= {"ctrl", "shift", "alt", "super"}


def _clash(granted: Mapping[str, list[str]], known: Mapping[str, list[str]]) -> tuple[str, str, str] | None:
    """The first wish for a key that has another job: its id, the key, and whose it is."""
    apart = {binding.id for binding in OWN_PLACE}
    taken = {key: id for id, names in known.items() if id not in granted and id not in apart for key in names}
    for id, names in granted.items():
        if id in apart:
            continue
        for key in names:
            if key in taken:
                return id, key, taken[key]
        taken |= dict.fromkeys(names, id)
    return None


def _long_name(key: str) -> str:
    """`?` as Textual calls it."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    return "+".join([*modifiers, _character_to_key(last) if len(last) == 1 else last])


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: `?`, `Space`, `Ctrl+P`."""
    *modifiers, last = key.split("+")
    character = key_to_character(last)
    shown = character is not None and character.isprintable() and character != " "
    name = character if character and shown else NAMES.get(last, last.title())
    return "+".join([*(modifier.title() for modifier in modifiers), name.upper() if modifiers and shown else name])


def own_names(binding: Binding, screen: Screen[Any]) -> list[str]:
    """The names of the keys that it has, or would have where it does something, by the person's own wish."""
    return [key_name(key) for key in screen.app._keymap.get(binding.id or "", binding.key).split(",")]


def key_names(screen: Screen[Any]) -> Iterator[tuple[ActiveBinding, list[str]]]:
    """The screen's bindings that do something now, in their order, each with the names of its keys."""
    found: dict[str | None, tuple[ActiveBinding, list[str]]] = {}
    for active in screen.active_bindings.values():
        if active.enabled and active.binding.id:
            found.setdefault(active.binding.id, (active, []))[1].append(key_name(active.binding.key))
    yield from (found[binding.id] for binding in KEYS if binding.id in found)
