"""Tags and notes on papers."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from paperreader.humanize import count
from paperreader.reader.messages import MAX_TITLE_CHARS, shortened
from paperreader.reader.session import Session
from paperreader.tui.command import Command, Group, has_papers
from paperreader.tui.commands.context import Context
from paperreader.views import Search

if TYPE_CHECKING:
    from paperreader.models import Paper
    from paperreader.notes import Note
    from paperreader.reader.note_draft import NoteDraft
    from paperreader.tui.dialogs.tag_chooser import TagChoice
    from paperreader.tui.terminal.editor import Edited

log = logging.getLogger(__name__)

AT_ONCE_S = 1.5
"""An editor that returns so soon, and has changed nothing, may have a window of its own."""


def ask_tags(context: Context) -> None:
    """Ask for tags, and put them on the targets, or remove them."""
    from paperreader.reader.note_taking import toggle_tags
    from paperreader.tui.dialogs.tag_chooser import TagChooser

    session = context.session
    targets = session.rows.targets

    def answered(choice: TagChoice | None) -> None:
        if choice is not None:
            toggle_tags(session, choice.tags)

    if targets:
        label = f" Tag {count(len(targets), 'paper')}: " if len(targets) > 1 else " Tag: "
        tagged = [entry.tags for entry in targets]
        context.ask(TagChooser(label, session.catalog.tags, tagged, context.colors, context.glyphs, answered=answered))


def edit_note(context: Context) -> None:
    """Edit the note on the page's paper in $VISUAL or $EDITOR, which gets the terminal; without one, in a prompt."""
    from paperreader.reader.note_taking import note_on
    from paperreader.tui.terminal.editor import editor_of

    session = context.session
    paper = session.page.paper
    if paper is None:
        return
    if session.store.read_only:
        session.toasts.show(session.store.read_only)
        return
    note = note_on(session, paper.id)
    if note is None:
        return
    if command := editor_of(os.environ):
        _edit_in(command, context, paper, note)
    else:
        _ask_note(context, paper.id, note)


def _ask_note(context: Context, id: str, note: Note) -> None:
    from paperreader.reader.note_taking import save_note
    from paperreader.tui.dialogs.note_prompt import MAX_CHARS, NotePrompt

    def answered(text: str | None) -> None:
        if text is not None:
            save_note(context.session, id, note._replace(others=()), text)

    if len(note.text) > MAX_CHARS:
        context.session.toasts.show("The note is too long for a prompt: set $VISUAL or $EDITOR to your editor.")
    else:
        context.ask(NotePrompt(note.text, context.colors, context.glyphs), answered)


def _edit_in(command: str, context: Context, paper: Paper, note: Note) -> None:
    from paperreader.export.pdf_names import pdf_name
    from paperreader.reader.note_draft import NoteDraft
    from paperreader.tui.terminal.editor import edit

    toasts = context.session.toasts
    called = paper._replace(authors=(), title=shortened(paper.title, MAX_TITLE_CHARS))
    name = f"{pdf_name(paper.id, called).removesuffix('.pdf')}.md"
    draft = NoteDraft(context.session.store.path, name, paper.id, note)
    try:
        draft.write()
    except OSError as error:
        toasts.show(f"{draft.path} cannot be written: {error.strerror}.", stays=True)
        return
    try:
        edited = edit(context.screen.app, command, draft.path)
    except SuspendNotSupported:
        draft.delete()
        _ask_note(context, paper.id, note)
        return
    _take(context.session, command, paper.id, note, draft, edited)


def _take(session: Session, command: str, id: str, note: Note, draft: NoteDraft, edited: Edited) -> None:
    """Make what the editor has left the note, if it is one; otherwise it stays in its file, and is named."""
    from paperreader.reader.note_draft import UnusableDraft
    from paperreader.reader.note_taking import save_note

    kept = f"What you wrote is kept in {draft.path}; {{paper.note}} goes on with it."
    trouble, text, left_out = edited.trouble, "", 0
    try:
        text, left_out = draft.read()
        is_changed = text != draft.first
    except UnusableDraft as why:
        trouble, is_changed = f"{trouble} {why}".strip(), draft.path.exists()
    if edited.was_killed or (trouble and is_changed):
        log.warning("%s The note on %s is kept in %s", trouble, id, draft.path)
        session.toasts.show(f"{trouble} The note is as it was. {kept}", stays=True)
    elif trouble:
        draft.delete()
        session.toasts.show(trouble, stays=True)
    elif not is_changed and edited.took_s < AT_ONCE_S:
        name = command.split()[0].rpartition("/")[2]
        session.toasts.show(
            f"{name} returned at once. If it has a window of its own, make it wait, as with"
            f' VISUAL="{name} --wait". What you write now stays in {draft.path}: {{paper.note}} goes on with it.'
        )
    elif not is_changed:
        draft.delete()
        session.toasts.show("The note is as it was.")
    else:
        about = f", without {count(left_out, 'control character')}" if left_out else ""
        save_note(session, id, note, text, about, draft.delete)


def list_tag(context: Context, tag: str) -> None:
    """List the papers with a tag."""
    from paperreader.text.tags import search_for

    context.show(Search(search_for(tag)))


def discard_others(session: Session) -> None:
    """Delete what the note also said."""
    from paperreader.reader.note_taking import discard_other_texts

    discard_other_texts(session)


def has_other_texts(session: Session) -> bool:
    return bool(session.page.note.others)


COMMANDS = (
    Command(
        "paper.tag",
        "number_sign",
        "tag",
        "Tag the paper or the selection: several tags with blanks between; the same tag again removes it",
        Group.MARK,
        ask_tags,
        acts_on="screen",
        enabled=has_papers,
        title="Tag …",
        also="tags, label, category, keyword, folder, group, untag, hashtag",
    ),
    Command(
        "paper.note",
        "e",
        "note",
        "Write a note on the paper, in $VISUAL or $EDITOR",
        Group.MARK,
        edit_note,
        acts_on="screen",
        enabled=has_papers,
        title="Edit note",
        also="comment, annotate, annotation, memo, write, editor, markdown",
    ),
    Command(
        "paper.note-discard",
        "",
        "discard texts",
        "Delete what the note also said on another machine",
        Group.MARK,
        discard_others,
        enabled=has_other_texts,
        title="Delete the other texts of the note",
        also="conflict, merge, remove, note",
    ),
)
