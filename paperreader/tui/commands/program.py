"""The program itself: help, palette, refresh, the archive, and leaving."""

from __future__ import annotations

from functools import partial

from paperreader.reader import navigation
from paperreader.reader.session import Session
from paperreader.text.sanitize import clean, escape_bytes
from paperreader.tui.command import Command, Group, HelpRow
from paperreader.tui.commands.context import Context


def show_help(context: Context) -> None:
    from paperreader.tui.dialogs.help import HelpDialog

    symbols = [HelpRow("Symbols", [symbol], meaning) for symbol, meaning in context.glyphs.legend]
    file = clean(escape_bytes(str(context.config_path)))
    note = f"Remap any key under [keys] in {file}; paperreader help keys has the names."
    context.ask(HelpDialog([*context.help_rows(), *symbols], note, context.colors))


def show_palette(context: Context) -> None:
    from paperreader.tui.commands.palette import palette_entries, paper_entry
    from paperreader.tui.dialogs.palette import Palette
    from paperreader.tui.dialogs.palette_match import PaletteEntry

    def answered(entry: PaletteEntry | None) -> None:
        if entry is not None:
            entry.run()

    with context.session.reading_store():
        named = partial(paper_entry, context)
        context.ask(Palette(palette_entries(context), context.colors, context.glyphs, named=named), answered)


def edit_settings(context: Context) -> None:
    from paperreader.tui.commands.settings import edit

    edit(context)


def close_something(context: Context) -> bool:
    """Clear a selection; else end the search in a text or discussion, or close it; else end the zoom, or go back.

    False if there is nothing of that."""
    if context.has_selected_text:
        context.screen.clear_selection()
        return True
    session = context.session
    if session.rows.deselect():
        return True
    if session.text_slot.is_open:
        if not session.text.stop_search():
            session.text.close()
        return True
    if session.discussion_slot.is_open:
        if not session.discussion.search.stop():
            session.discussion.close()
        return True
    return context.panes.close_page() or navigation.back(session)


def escape(context: Context) -> None:
    close_something(context)


def back(context: Context) -> None:
    if not close_something(context):
        context.screen.app.exit()


def back_or_quit(context: Context) -> str:
    """What `back` would do now."""
    session = context.session
    is_open = context.has_selected_text or session.rows.has_selection or context.panes.can_close_page
    is_open = is_open or session.text_slot.is_open or session.discussion_slot.is_open
    return "back" if is_open or session.history.leads_back_from(session.view) else "quit"


def archive_is_wanted(session: Session) -> bool:
    return session.archive.wanted


def archive_is_not_wanted(session: Session) -> bool:
    return not session.archive.wanted


COMMANDS = (
    Command(
        "app.help",
        "question_mark,f1",
        "keys",
        "Show all keys",
        Group.PROGRAM,
        show_help,
        acts_on="screen",
        title="Help",
        also="keys, shortcuts, bindings, keybindings, hotkeys, manual, symbols, legend",
    ),
    Command(
        "view.refresh",
        "r",
        "refresh",
        "Refresh this day and re-sort",
        Group.PROGRAM,
        navigation.refresh,
        also="reload, update, sync, fetch, download day",
    ),
    Command(
        "app.back",
        "q",
        "quit",
        "Back: clear selection or zoom, else quit",
        Group.PROGRAM,
        back,
        acts_on="screen",
        also="back, return, previous view",
        name_now=back_or_quit,
    ),
    Command(
        "view.refresh-all",
        "R",
        "refresh all",
        "Refresh all days that may have changed",
        Group.PROGRAM,
        navigation.fetch_all,
        also="reload, update, sync, fetch, other machines",
    ),
    Command(
        "app.escape",
        "escape",
        "close",
        "Close, deselect, unzoom; never quits",
        Group.PROGRAM,
        escape,
        acts_on="screen",
        title="Deselect",
        also="cancel, unselect, unzoom, escape, clear selection",
    ),
    Command(
        "archive.fetch",
        "",
        "fetch archive",
        "Fetch the whole archive",
        Group.PROGRAM,
        partial(navigation.fetch_archive, wanted=True),
        enabled=archive_is_not_wanted,
        title="Archive",
        also="fetch archive, download, whole archive, all days, everything",
    ),
    Command(
        "archive.stop",
        "",
        "stop archive",
        "Stop fetching the archive",
        Group.PROGRAM,
        partial(navigation.fetch_archive, wanted=False),
        enabled=archive_is_wanted,
        also="cancel archive, download",
    ),
    Command(
        "app.settings",
        "",
        "settings",
        "Edit the settings file in $VISUAL or $EDITOR",
        Group.PROGRAM,
        edit_settings,
        acts_on="screen",
        also="config, configuration, preferences, options, setup, customize, customise, remap keys",
    ),
    Command(
        "app.palette",
        "ctrl+p,colon",
        "commands",
        "Open the command palette: find any command by name",
        Group.PROGRAM,
        show_palette,
        acts_on="screen",
        in_palette=False,
    ),
)
