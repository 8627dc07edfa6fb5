"""Going from view to view."""

from __future__ import annotations

from functools import partial

from paperreader.order import Order
from paperreader.reader import navigation
from paperreader.tui.command import Command, Group, has_papers
from paperreader.tui.commands.context import Context


def jump_to_date(context: Context) -> None:
    """Ask for a date, and go to the nearest day with papers."""
    from paperreader.reader.go_to_papers import go_to_papers
    from paperreader.reader.jump import JumpTarget
    from paperreader.tui.dialogs.date_prompt import DatePrompt

    session = context.session

    def answered(target: JumpTarget | None) -> None:
        if target and target.papers:
            go_to_papers(session, target.papers)
        elif target and target.day:
            session.go_to_day(target.day)
            if target.instead:
                session.toasts.show(target.instead)

    prompt = DatePrompt(session.catalog.calendar, session.now().date(), context.colors, context.glyphs)
    context.ask(prompt, answered)


def sort(context: Context) -> None:
    """Ask what to sort the list by."""
    from paperreader.reader.own_order_offer import standing
    from paperreader.tui.dialogs.menus import SortMenu

    session, how = context.session, ""
    if (view := session.view) is None:
        return

    def answered(order: str | None) -> None:
        if order == Order.YOURS:
            session.toasts.show("")  # the offer of it, which may still be shown, is taken
        if order:
            session.sort(Order(order))

    with session.reading_store():
        how = standing(session.store.taste.learned())
    context.ask(SortMenu(view.default_order, how, session.orders.of(view), context.colors, context.glyphs), answered)


COMMANDS = (
    Command(
        "day.older",
        "right_square_bracket",
        "older",
        "Go to the day before",
        Group.GO,
        partial(navigation.to_neighbour, step=1),
        enabled=has_papers,
        title="Older day",
        also="previous day, yesterday, earlier, past, back",
    ),
    Command(
        "day.newer",
        "left_square_bracket",
        "newer",
        "Go to the day after",
        Group.GO,
        partial(navigation.to_neighbour, step=-1),
        enabled=has_papers,
        title="Newer day",
        also="next day, later, forward, tomorrow",
    ),
    Command(
        "day.jump",
        "d",
        "date",
        "Go to a date: “12 mar 24”, “last fri”, “3d” …",
        Group.GO,
        jump_to_date,
        acts_on="screen",
        enabled=has_papers,
        title="Go to date …",
        also="date, day, jump, calendar, goto",
    ),
    Command(
        "list.sort",
        "s",
        "sort",
        "Sort this list: by upvotes, rise, newest, stars, your own order …",
        Group.GO,
        sort,
        acts_on="screen",
        enabled=has_papers,
        title="Sort …",
        also="order, rank, arrange",
    ),
    Command(
        "view.week",
        "w",
        "week",
        "Show the week of this day, by upvotes",
        Group.GO,
        partial(navigation.to_period, unit="week"),
        enabled=has_papers,
        also="weekly, digest, top of the week",
    ),
    Command(
        "view.month",
        "m",
        "month",
        "Show the month of this day, by upvotes",
        Group.GO,
        partial(navigation.to_period, unit="month"),
        enabled=has_papers,
        also="monthly, digest, top of the month",
    ),
)
