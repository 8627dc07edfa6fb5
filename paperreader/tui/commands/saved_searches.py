"""What the palette offers for saved searches, rules and follows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from paperreader.models import SavedSearch
from paperreader.reader.saved_searches import (
    delete_search,
    move_search,
    rename_search,
    save_search,
)
from paperreader.tui.commands.context import Context
from paperreader.tui.dialogs.palette_match import PaletteEntry
from paperreader.views import Search

GROUP = "Saved searches"
WORDS = {
    "saved search": "saved",
    "rule": "rules, stop hiding",
    "follow": "follows, followed, following, stop following",
}
VERBS = {"saved search": "", "rule": " unhide unmute unblock hiding", "follow": " unfollow unsubscribe"}
"""Other words for each kind, and for deleting it."""


def palette_entries(context: Context) -> Iterator[PaletteEntry]:
    """One entry for each thing that can be done now."""
    session = context.session
    if session.search and not session.catalog.name_of(session.search.text):
        about, save = f"{session.search.title} to the sidebar", partial(ask_name, context, session.search)
        yield PaletteEntry(GROUP, "Save search …", about, save, also="keep search, sidebar, bookmark search")
    catalog = session.catalog
    for search in catalog.saved:
        among = catalog.follows if search.follows else [] if search.hides else catalog.sidebar_searches
        yield from _entries_of(context, search, [each.name for each in among])


def _entries_of(context: Context, search: SavedSearch, movable: list[str]) -> Iterator[PaletteEntry]:
    session, name, kind = context.session, search.name, search.kind
    about = search.query if search.query != name else ""
    also = f"{kind}, {WORDS[kind]}"
    verbs = "delete remove forget" + VERBS[kind]
    delete_words = f"{also}, {', '.join(verbs.split())}"
    entry = partial(PaletteEntry, GROUP, is_data=True)
    if not search.hides:
        found, show = f"{kind.capitalize()} · {search.count:,} unread", partial(context.show, Search(search.query))
        yield entry(f"“{name}”", found, show, also=f"{also}, show, go to")
    yield entry(f"Rename {kind} “{name}”", about, partial(ask_rename, context, name), also=also)
    if name in movable:
        for step, word, end in ((-1, "up", movable[0]), (1, "down", movable[-1])):
            if name != end:
                move = partial(move_search, session, name, step)
                yield entry(f"Move “{name}” {word}", "In the sidebar", move, also=f"{kind}, order")
    yield entry(
        f"Unfollow “{name}” …" if search.follows else f"Delete {kind} “{name}” …",
        about,
        partial(ask_delete, context, search),
        also=delete_words,
        is_risky=True,
        verbs=verbs,
    )


def ask_delete(context: Context, search: SavedSearch) -> None:
    """Delete a saved search, rule or follow, after a question."""
    from paperreader.tui.dialogs.menus import delete_question

    def answered(yes: str | None) -> None:
        if yes:
            delete_search(context.session, search)

    context.ask(delete_question(search, context.colors), answered)


def ask_name(context: Context, search: Search) -> None:
    """Save a search under a name that the user gives it."""
    from paperreader.tui.dialogs.name_prompt import NamePrompt

    text = context.session.searcher.settled(search.text) if search.growing else search.text

    def answered(name: str | None) -> None:
        if name:
            save_search(context.session, text, name)

    context.ask(
        NamePrompt(context.session.searcher.name(search) or search.text, "saves", context.colors, context.glyphs),
        answered,
    )


def ask_rename(context: Context, name: str) -> None:
    """Ask for another name."""
    from paperreader.tui.dialogs.name_prompt import NamePrompt

    def answered(new: str | None) -> None:
        if new:
            rename_search(context.session, name, new)

    context.ask(NamePrompt(name, "renames", context.colors, context.glyphs), answered)
