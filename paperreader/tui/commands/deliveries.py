"""Texts and PDFs for later, and what waits for the network."""

from __future__ import annotations

from collections.abc import Collection

from paperreader.reader.copy_and_open import target_papers
from paperreader.reader.delivery_lists import DEMO, OutboxList
from paperreader.reader.session import Session
from paperreader.tui.command import Command, Group, has_papers
from paperreader.tui.commands.context import Context

MAX_PDFS_UNASKED = 5
"""More are only saved after a question."""


def save_pdfs(context: Context) -> None:
    """Save the PDFs of the targets, or open the one that is saved; many only after a question."""
    from paperreader.tui.dialogs.deliveries import pdfs_question

    papers, deliveries = target_papers(context.session), context.session.deliveries

    def answered(yes: str | None) -> None:
        if yes:
            deliveries.save_pdfs(papers)

    if len(papers) > MAX_PDFS_UNASKED:
        context.ask(pdfs_question(len(papers), context.colors), answered)
    elif papers:
        deliveries.save_pdfs(papers)


def fetch_texts(context: Context) -> None:
    """Ask whose texts to fetch."""
    from paperreader.reader.text_pack import choices
    from paperreader.tui.dialogs.deliveries import texts_menu

    session = context.session
    if session.demo:
        session.toasts.show(DEMO)
        return
    with session.reading_store():
        offered = {choice.letter: choice for choice in choices(session.store, session.rows)}

        def answered(letter: str | None) -> None:
            if letter == "stop":
                stop_texts(session)
            elif letter:
                session.deliveries.fetch_texts(offered[letter].papers)

        is_busy = session.delivery_slot.fetches_texts
        context.ask(texts_menu(list(offered.values()), context.colors, is_busy=is_busy), answered)


def stop_texts(session: Session) -> None:
    session.deliveries.pack.stop()


def fetches_texts(session: Session) -> bool:
    return session.delivery_slot.fetches_texts


def open_outbox(context: Context, dropped: Collection[int] = ()) -> None:
    """List what waits for the network; entries can be dropped. `dropped`: those that are being dropped already."""
    from paperreader.tui.dialogs.deliveries import OutboxMenu, drop_question

    session = context.session
    outbox = session.deliveries.outbox

    def waiting() -> OutboxList:
        entries = []
        with session.reading_store():
            entries = [entry for entry in outbox.entries() if entry.number not in dropped]
        return OutboxList(entries, session.connection.is_away(), outbox.next_try_s, outbox.is_postponed)

    listed = waiting()

    def drop_all(yes: str | None) -> None:
        if yes:
            outbox.drop([entry.number for entry in listed.entries])

    def answered(answer: str) -> None:
        if answer == "all":
            context.ask(drop_question(len(listed.entries), context.colors), drop_all)
        elif answer == "pages":
            outbox.ask_again()
        else:
            outbox.drop([int(answer)])
            if len(listed.entries) > 1:
                open_outbox(context, {*dropped, int(answer)})

    if listed.entries:
        context.ask(OutboxMenu(waiting, answered, outbox.try_now, session.now, context.colors, context.glyphs))
    else:
        session.toasts.show("Nothing waits for the network.")


def ask_about_pages(context: Context) -> None:
    """Ask whether to open the pages that waited for the network, unless something else is asked just now."""
    session = context.session
    if not session.delivery_slot.has_question or context.screen.app.screen is not context.screen:
        return
    from paperreader.reader.outbox import Answer
    from paperreader.tui.dialogs.deliveries import pages_question

    outbox = session.deliveries.outbox

    def answered(answer: str | None) -> None:
        session.tasks.start("opening", outbox.answer, Answer(answer) if answer else Answer.LATER)

    with session.reading_store():
        numbers = {entry.number for entry in outbox.question}
        entries = [entry for entry in outbox.entries() if entry.number in numbers]
        if entries:
            context.ask(pages_question(entries, context.colors, context.glyphs), answered)
        else:
            answered(None)


LINK_COMMANDS = (
    Command(
        "paper.save-pdf",
        "P",
        "save PDF",
        "Save the PDF to a file, or open the copy that is there",
        Group.LINKS,
        save_pdfs,
        acts_on="screen",
        enabled=has_papers,
        title="Save PDF",
        also="file, pdf, store, keep",
    ),
)

TEXT_COMMANDS = (
    Command(
        "texts.fetch",
        "T",
        "fetch texts",
        "Fetch whole papers for offline: the selection, this view, starred, or the day's top ten",
        Group.TEXT,
        fetch_texts,
        acts_on="screen",
        enabled=has_papers,
        title="Fetch texts …",
        also="offline, train, pack, prefetch, full text, full papers",
    ),
    Command(
        "texts.stop",
        "",
        "stop texts",
        "Stop fetching texts",
        Group.TEXT,
        stop_texts,
        enabled=fetches_texts,
        title="Stop fetching texts",
        also="cancel, abort, pack, prefetch",
    ),
)

PROGRAM_COMMANDS = (
    Command(
        "outbox.open",
        "W",
        "outbox",
        "What waits for the network: texts, PDFs, pages, papers, searches",
        Group.PROGRAM,
        open_outbox,
        acts_on="screen",
        title="Outbox",
        also="queue, waiting, offline, pending, later",
    ),
)
