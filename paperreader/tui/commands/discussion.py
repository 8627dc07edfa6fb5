"""Reading the discussion of a paper in the place of its page."""

from __future__ import annotations

from functools import partial

from paperreader.reader.session import Session
from paperreader.tui.command import Command, Group, bindings, has_papers
from paperreader.tui.commands.context import Context, selection_or_link
from paperreader.tui.commands.discussion_search import SEARCH_COMMANDS, has_comments

# a start imports nothing of what a discussion needs: the functions do


def toggle_discussion(context: Context) -> None:
    """Show the discussion of the paper on the page, or the page again."""
    session = context.session
    if session.discussion_slot.is_open:
        session.discussion.close()
    elif (paper := session.page.paper) is not None:
        if session.text_slot.is_open:
            session.text.close()
        session.discussion.open(paper.id)
        context.panes.enter_instead()


def discussion_or_page(context: Context) -> str:
    """What `toggle_discussion` would show."""
    return "page" if context.session.discussion_slot.is_open else "discussion"


def is_open(session: Session) -> bool:
    """There may be no comments."""
    return session.discussion_slot.is_open


def fold(context: Context) -> None:
    """Fold the comment; from one that is folded go to what it replies to, at last out of the pane."""
    if not context.session.discussion.fold():
        context.panes.leave()


def unfold(context: Context) -> None:
    context.session.discussion.unfold()


def toggle_fold(context: Context) -> None:
    context.session.discussion.toggle()


def fold_or_unfold(context: Context) -> str:
    """What `toggle_fold` would do."""
    from paperreader.reader.comment_folds import Fold

    discussion = context.session.discussion
    return "fold" if discussion.is_shown and discussion.folds.of(discussion.here) is Fold.WHOLE else "unfold"


def go_to_thread(step: int, context: Context) -> None:
    context.session.discussion.go_to_thread(step)


def go_to_new(context: Context) -> None:
    if not context.session.discussion.go_to_new():
        context.session.toasts.show("No new comments.")


def update(context: Context) -> None:
    """Ask the Hub what has come since."""
    context.session.discussion.update()


def follow_links(context: Context) -> None:
    """Put letters on all links; where there is but one, follow it."""
    from paperreader.tui.commands.discussion_view import follow_link, links_in_sight
    from paperreader.tui.commands.text_dialogs import choose

    links = links_in_sight(context)
    choose(
        context,
        links,
        lambda link: follow_link(context, link.target),
        "No link is in sight.",
        "Type the letter of a link to follow it",
    )


def reply(context: Context) -> None:
    """Open the comment in the browser."""
    from paperreader.reader.copy_and_open import open_address
    from paperreader.tui.commands.discussion_view import comment_address

    open_address(context.session, comment_address(context.session))


def copy_link(context: Context) -> None:
    from paperreader.reader.copy_and_open import copy_text
    from paperreader.tui.commands.discussion_view import comment_address

    if context.has_selected_text:
        copy_text(context.session, context.selected_text)
    else:
        copy_text(context.session, comment_address(context.session), "link to the comment")


def copy_comment(context: Context) -> None:
    """Copy what the comment says, as its author typed it."""
    from paperreader.reader.copy_and_open import copy_text

    if (comment := context.session.discussion.comment) is not None:  # it may have gone while a menu asked
        copy_text(context.session, comment.text, "comment as Markdown")


COPIES = (("discussion.copy", "c", "comment as Markdown", copy_comment),)
"""What the menu of copies has besides while a discussion is open: id, letter, name, and what copies it."""

DISCUSSION_COMMANDS = (
    *SEARCH_COMMANDS,
    Command(
        "discussion.unfold",
        "l,right",
        "unfold",
        "In the discussion: show all of the comment, and its replies",
        Group.DISCUSSION,
        unfold,
        acts_on="discussion",
        enabled=has_comments,
        in_palette=False,
    ),
    Command(
        "discussion.fold",
        "h,left",
        "fold",
        "In the discussion: fold the comment and its replies, or go to what it replies to",
        Group.DISCUSSION,
        fold,
        acts_on="discussion",
        enabled=has_comments,
        in_palette=False,
    ),
    Command(
        "discussion.toggle",
        "enter",
        "unfold",
        "In the discussion: fold the comment and its replies, or unfold them",
        Group.DISCUSSION,
        toggle_fold,
        acts_on="discussion",
        enabled=has_comments,
        title="Fold or unfold comment",
        also="expand, collapse, hide, replies, thread",
        name_now=fold_or_unfold,
    ),
    Command(
        "discussion.next-thread",
        "right_curly_bracket",
        "next thread",
        "In the discussion: go to the next thread",
        Group.DISCUSSION,
        partial(go_to_thread, 1),
        acts_on="discussion",
        enabled=has_comments,
        also="comment, topic",
    ),
    Command(
        "discussion.previous-thread",
        "left_curly_bracket",
        "previous thread",
        "In the discussion: go to the start of the thread, or the previous one",
        Group.DISCUSSION,
        partial(go_to_thread, -1),
        acts_on="discussion",
        enabled=has_comments,
        also="comment, topic",
    ),
    Command(
        "discussion.next-new",
        "",
        "next new",
        "Go to the next comment that is new since your last visit",
        Group.DISCUSSION,
        go_to_new,
        acts_on="discussion",
        enabled=has_comments,
        title="Next new comment",
        also="unread comment, unseen",
    ),
    Command(
        "discussion.follow",
        "i",
        "letters",
        "In the discussion: put letters on links; a letter follows it, a paper opens here",
        Group.DISCUSSION,
        follow_links,
        acts_on="discussion",
        enabled=has_comments,
        title="Follow a link",
        also="hints, url, open, reference, paper",
    ),
    Command(
        "discussion.reply",
        "o",
        "reply",
        "In the discussion: open the comment in the browser, to reply to it",
        Group.DISCUSSION,
        reply,
        acts_on="discussion",
        enabled=has_comments,
        title="Reply in the browser",
        also="answer, comment, write, open, web, hub, hugging face, react",
    ),
    Command(
        "discussion.copy-link",
        "y",
        "copy link",
        "In the discussion: copy the link to the comment",
        Group.DISCUSSION,
        copy_link,
        acts_on="discussion",
        enabled=has_comments,
        title="Copy link to comment",
        also="yank, url, clipboard, share, permalink",
        name_now=selection_or_link,
    ),
    Command(
        "discussion.copy",
        "",
        "copy comment",
        "Copy the comment as Markdown",
        Group.DISCUSSION,
        copy_comment,
        acts_on="discussion",
        enabled=has_comments,
        title="Copy comment as Markdown",
        also="md, text, quote, yank, clipboard",
    ),
    Command(
        "discussion.update",
        "r",
        "ask again",
        "In the discussion: ask the Hub for new comments",
        Group.DISCUSSION,
        update,
        acts_on="discussion",
        enabled=is_open,
        title="Update discussion",
        also="refresh, reload, fetch again, new comments",
    ),
)
"""Their keys work while a discussion has the focus."""

COMMANDS = (
    Command(
        "discussion.open",
        "c",
        "discussion",
        "Read the comments on the paper, or return to the page",
        Group.DISCUSSION,
        toggle_discussion,
        acts_on="screen",
        enabled=has_papers,
        title="Discussion",
        also="comments, community, thread, talk, replies, reactions",
        name_now=discussion_or_page,
    ),
    *DISCUSSION_COMMANDS,
)

DISCUSSION_BINDINGS = bindings(DISCUSSION_COMMANDS, "screen.command")
