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
)
from paperreader.store import StoreError
from paperreader.tui.commands.context import Context, PaletteEntry


def palette_entries(context: Context) -> Iterator[PaletteEntry]:
    """One entry for each thing that can be done now."""
    session = context.session
    movable = [search.name for search in session.catalog.sidebar_searches]
    for search in session.catalog.saved:
        yield from _entries_of(context, search, movable)
    for rule in possible_rules(session.page.paper):
        yield f"Hide papers {rule.title}", partial(session.tasks.start, "hiding papers", _ask_hide, context, rule.query)


def _entries_of(context: Context, search: SavedSearch, movable: list[str]) -> Iterator[PaletteEntry]:
    session, name = context.session, search.name
    title = f"{'Rule' if search.hides else 'Saved search'} “{name}”"
    yield f"{title}: delete", partial(delete_search, session, name, hides=search.hides)
    yield f"{title}: rename", partial(ask_rename, context, name)
    if name in movable:
        for step, word, end in ((-1, "up", movable[0]), (1, "down", movable[-1])):
            if name != end:
                yield f"{title}: move {word}", partial(move_search, session, name, step)


def ask_rename(context: Context, name: str) -> None:
    """Ask for another name."""
    from paperreader.tui.dialogs.name_prompt import NamePrompt

    def answered(new: str | None) -> None:
        if new:
            rename_search(context.session, name, new)

    context.ask(NamePrompt(name, context.colors, context.glyphs), answered)


async def _ask_hide(context: Context, query: str) -> None:
    """Say what a rule would hide, and make it if that is wanted."""
    from paperreader.tui.dialogs.menus import hide_question

    try:
        preview: RulePreview = await preview_rule(context.session, query)
    except StoreError as error:
        context.session.toasts.show(str(error))
        return

    def answered(yes: str | None) -> None:
        if yes:
            hide(context.session, preview)

    dialog = hide_question(
        query,
        hidden=preview.hidden,
        hidden_lately=preview.hidden_lately,
        lately=preview.lately,
        palette_key=context.keymap.with_keys("{app.palette}"),
        colors=context.colors,
    )
    context.ask(dialog, answered)
