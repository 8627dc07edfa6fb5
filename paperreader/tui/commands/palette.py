"""What the command palette lists: every command, view, copy format, sort order and theme, and the user's own things."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from paperreader.export import FORMATS, has
from paperreader.humanize import count, long_day
from paperreader.order import ORDERS
from paperreader.reader.copy_and_open import copy_papers, copy_text
from paperreader.reader.go_to_papers import go_to_papers
from paperreader.reader.links import OPENED
from paperreader.reader.messages import sentence, shortened
from paperreader.reader.subjects import Subject
from paperreader.text.paper_ids import named_papers
from paperreader.tui.command import Command, Group
from paperreader.tui.commands.context import Context
from paperreader.tui.commands.follows import palette_entries as follow_entries
from paperreader.tui.commands.help_topics import palette_entries as topic_entries
from paperreader.tui.commands.links import open_targets
from paperreader.tui.commands.notes import list_tag
from paperreader.tui.commands.related import list_subject
from paperreader.tui.commands.saved_searches import palette_entries as saved_search_entries
from paperreader.tui.dialogs.palette_match import PaletteEntry
from paperreader.views import Collection, DayView, Search

VIEWS, TAGS, COPY, SORT, AUTHORS, THEMES = "Views", "Tags", "Copy and open", "Sort", "Authors", "Themes"

COLLECTION_WORDS = {
    Collection.UNREAD: "new, inbox, todo, to read",
    Collection.STARRED: "favorites, favourites, bookmarks, stars, saved, liked, reading list",
    Collection.OPENED: "history, last read, opened",
    Collection.TRENDING: "popular, hot, top",
    Collection.FOLLOWING: "followed, follows, subscriptions, feed, watched",
    Collection.SECOND_LOOK: "missed, overlooked, passed, skipped, risen, rising, reconsider",
}
"""Other words for each view, with commas between; below those for orders."""
ORDER_WORDS = "order by, rank, arrange, sort by"
GROUP_WORDS = "group, lab, team, colleagues, stars, shared, show, go to"
TAG_WORDS = "label, tagged, tags, show, go to"
AUTHOR_WORDS = "same author, written by, other papers, more papers, publications"


def palette_entries(context: Context) -> Iterator[PaletteEntry]:
    """Everything that can be done now."""
    groups: dict[str, list[PaletteEntry]] = {}
    for command in context.commands:
        if command.in_palette and context.is_enabled(command):
            groups.setdefault(command.group.value, []).append(_entry(context, command))
    program = groups.pop(Group.PROGRAM.value, [])
    for entries in groups.values():
        yield from entries
    yield from _views(context)
    yield from _groups(context)
    yield from _tags(context)
    yield from _formats(context)
    yield from _orders(context)
    yield from program
    yield PaletteEntry(
        Group.PROGRAM.value,
        "Copy settings path",
        str(context.config_path),
        partial(copy_text, context.session, str(context.config_path)),
        also="config, configuration, preferences, options, file",
    )
    yield from topic_entries(context)
    yield from _authors(context)
    yield from follow_entries(context)
    yield from saved_search_entries(context)
    yield from _themes(context)


def paper_entry(context: Context, text: str) -> PaletteEntry | None:
    """Goes to the papers that the text names; None if it names none."""
    ids = named_papers(text)
    if not ids:
        return None
    with context.session.reading_store():
        paper = context.session.store.papers.get(ids[0])
    name = f"Go to arXiv:{ids[0]}" if len(ids) == 1 else f"Go to {count(len(ids), 'paper')}"
    about = "" if len(ids) > 1 else paper.title if paper else "Not stored: asks the Hub"
    return PaletteEntry(VIEWS, name, about, partial(go_to_papers, context.session, ids), is_data=True)


def _entry(context: Context, command: Command) -> PaletteEntry:
    keys = context.keymap.names(command)
    name = command.title or sentence(context.name(command))
    now = context.keymap.with_keys(command.now(context.session)) if command.now else ""
    title, _, rest = command.help.partition(": ")
    about = sentence(rest) if title == name else command.help
    run = partial(context.run, command)
    return PaletteEntry(
        command.group.value,
        name,
        now or context.keymap.with_keys(about),
        run,
        key=keys[0] if keys else "",
        id=command.id,
        also=command.also,
        is_dim=now.startswith("nothing to"),
    )


def _views(context: Context) -> Iterator[PaletteEntry]:
    session = context.session
    if session.view is None:
        return
    totals = session.catalog.totals
    abouts = {
        Collection.UNREAD: count(totals.unread, "paper"),
        Collection.STARRED: count(totals.starred, "paper"),
        Collection.OPENED: "Papers that you opened or read to the end",
        Collection.TRENDING: "Trending on the Hub",
        Collection.FOLLOWING: f"{totals.followed:,} unread",
        Collection.SECOND_LOOK: "Papers that you passed over, and that others voted up later",
    }
    for view in Collection:
        if view is Collection.FOLLOWING and not session.catalog.follows:
            continue
        also = COLLECTION_WORDS[view]
        yield PaletteEntry(VIEWS, view.title, abouts[view], partial(context.show, view), also=f"{also}, show, go to")
    if (newest := session.catalog.newest_with_papers) is not None:
        day = DayView(newest.date)
        also = "today, latest, home, now, show, go to"
        yield PaletteEntry(VIEWS, "Newest day", long_day(newest.date), partial(context.show, day), also=also)


def _groups(context: Context) -> Iterator[PaletteEntry]:
    """What was starred in each of the user's groups, and of that what is new."""
    for group in context.session.config.groups:
        for name, about, query in (
            (f"Starred in {group}", "By any of its members", f"group:{group}"),
            (f"Starred in {group} this week", "In the last 7 days", f"group:{group}@7d"),
        ):
            run = partial(context.show, Search(query))
            yield PaletteEntry(VIEWS, name, about, run, also=GROUP_WORDS, is_data=True)


def _tags(context: Context) -> Iterator[PaletteEntry]:
    """The papers with each of the user's tags."""
    for tag, papers in context.session.catalog.tags.items():
        run = partial(list_tag, context, tag)
        yield PaletteEntry(TAGS, f"Tag {tag}", count(papers, "paper"), run, also=TAG_WORDS, is_data=True)


def _formats(context: Context) -> Iterator[PaletteEntry]:
    """What can be copied and opened; what the paper under the cursor lacks is left out."""
    session, menu_key, open_key = context.session, context.key("paper.copy"), context.key("paper.open-menu")
    paper = session.page.paper
    if paper is None:
        return
    for name, format in FORMATS.items():
        if not session.rows.selected and not has(paper, name):
            continue
        also, copy, open = format.also, partial(copy_papers, session, name), partial(open_targets, name, context)
        yield PaletteEntry(COPY, f"Copy {format.name}", "", copy, key=f"{menu_key} {format.letter}", also=also)
        if name in OPENED and name not in ("hub", "pdf"):  # these are commands
            what = format.name.removesuffix(" link")
            yield PaletteEntry(
                COPY,
                f"Open {what}",
                "In the browser",
                open,
                key=f"{open_key} {format.letter}",
                also=f"{also}, browser, web, visit",
            )


def _orders(context: Context) -> Iterator[PaletteEntry]:
    session, menu_key = context.session, context.key("list.sort")
    if (view := session.view) is None:
        return
    for order, sort_order in ORDERS.items():
        yield PaletteEntry(
            SORT,
            f"Sort: {sort_order.name or view.default_order}",
            "Chosen" if order is session.orders.of(view) else "",
            partial(session.sort, order),
            key=f"{menu_key} {sort_order.letter}",
            also=ORDER_WORDS,
        )


def _authors(context: Context) -> Iterator[PaletteEntry]:
    """The other papers of each author of the paper on the page."""
    paper = context.session.page.paper
    for name in dict.fromkeys(paper.authors) if paper else ():
        run = partial(list_subject, context, Subject("author", name))
        yield PaletteEntry(AUTHORS, f"Papers by {shortened(name, 50)}", "", run, also=AUTHOR_WORDS, is_data=True)


def _themes(context: Context) -> Iterator[PaletteEntry]:
    app = context.screen.app
    for name, theme in sorted(app.available_themes.items()):
        kind = "dark" if theme.dark else "light"
        chosen = ", chosen" if name == app.theme else ""
        also = f"{kind} mode, color, colour, colors, colours, appearance, scheme"
        run = partial(setattr, app, "theme", name)
        yield PaletteEntry(THEMES, f"Theme: {name}", f"{kind.capitalize()}{chosen}", run, also=also)
