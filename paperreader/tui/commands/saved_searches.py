"""What the palette offers for saved searches and rules, and for the paper on the page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from paperreader.models import SavedSearch
from paperreader.reader.saved_searches import (
    RulePreview,
    delete_search,
    hide,
    move_search,
    possible_rules,
    preview_rule,
    rename_search,
    save_search,
)
from paperreader.store import StoreError
from paperreader.tui.commands.context import Context
from paperreader.tui.dialogs.palette_match import PaletteEntry
from paperreader.views import Search

GROUP, HIDE = "Saved searches", "Hide papers"
UNHIDE = "unhide stop unmute unblock delete remove"
RULE_WORDS = "mute, block, ignore, filter, exclude, rule, author, organization, organisation, keyword, topic"


def palette_entries(context: Context) -> Iterator[PaletteEntry]:
    """One entry for each thing that can be done now."""
    session = context.session
    if session.search and not session.catalog.name_of(session.search.text):
        about, save = f"{session.search.title} to the sidebar", partial(ask_name, context, session.search)
        yield PaletteEntry(GROUP, "Save search …", about, save, also="keep search, sidebar, bookmark search")
    movable = [search.name for search in session.catalog.sidebar_searches]
    for search in session.catalog.saved:
        yield from _entries_of(context, search, movable)
    for rule in possible_rules(session.page.paper):
        run = partial(session.tasks.start, "hiding papers", _ask_hide, context, rule.query)
        yield PaletteEntry(HIDE, f"Hide papers {rule.title}", "", run, also=RULE_WORDS, is_data=True, opposite=UNHIDE)


def _entries_of(context: Context, search: SavedSearch, movable: list[str]) -> Iterator[PaletteEntry]:
    session, name = context.session, search.name
    kind = "rule" if search.hides else "saved search"
    about = search.query if search.query != name else ""
    also = f"{kind}, {'rules' if search.hides else 'saved'}"
    verbs = "delete remove forget" + (" unhide unmute unblock hiding" if search.hides else "")
    delete_words = f"{also}, {', '.join(verbs.split())}" + (", stop hiding" if search.hides else "")
    entry = partial(PaletteEntry, GROUP, is_data=True)
    if not search.hides:
        found, show = f"Saved search · {search.count:,} unread", partial(context.show, Search(search.query))
        yield entry(f"“{name}”", found, show, also=f"{also}, show, go to")
    yield entry(f"Rename {kind} “{name}”", about, partial(ask_rename, context, name), also=also)
    if name in movable:
        for step, word, end in ((-1, "up", movable[0]), (1, "down", movable[-1])):
            if name != end:
                move = partial(move_search, session, name, step)
                yield entry(f"Move “{name}” {word}", "In the sidebar", move, also=f"{kind}, order")
    yield entry(
        f"Delete {kind} “{name}” …",
        about,
        partial(ask_delete, context, search),
        also=delete_words,
        is_risky=True,
        verbs=verbs,
    )


def ask_delete(context: Context, search: SavedSearch) -> None:
    """Delete a saved search or rule, after a question."""
    from paperreader.tui.dialogs.menus import delete_question

    def answered(yes: str | None) -> None:
        if yes:
            delete_search(context.session, search.name, hides=search.hides)

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


async def _ask_hide(context: Context, query: str) -> None:
    """Say what a rule would hide, and make it if that is wanted."""
    from paperreader.tui.dialogs.menus import hide_question

    try:
        preview: RulePreview = await preview_rule(context.session, query)
    except StoreError as error:
        context.session.toasts.show(str(error), stays=True)
        return

    def answered(yes: str | None) -> None:
        if yes:
            hide(context.session, preview)

    dialog = hide_question(
        query,
        hidden=preview.hidden,
        hidden_lately=preview.hidden_lately,
        lately=preview.lately,
        palette_key=context.key("app.palette"),
        colors=context.colors,
    )
    context.ask(dialog, answered)
