"""The comments of a discussion as styled lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from paperreader.discussion.comment import Comment
from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Block
from paperreader.humanize import count, short_number
from paperreader.reader.comment_folds import Fold
from paperreader.text.sanitize import printable
from paperreader.text.width import cell_width, cut
from paperreader.tui.render.fulltext import gap_before, lay_out
from paperreader.tui.render.page import MAX_LINE_CELLS
from paperreader.tui.render.rows import fit
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan

PART_LINES = 8
"""Of a long comment that is shown in part."""
LEVEL_CELLS, SIGN_CELLS = 2, 2
"""What a level of replies is indented, and room for a sign before a name."""
GAP_CELLS, MIN_NAME_CELLS = 2, 8
"""Between a name, roles and what else is known of a comment; and the least that is shown of a name."""
MIN_TEXT_CELLS, MAX_LEVELS = 28, 8
"""Replies are indented no further than leaves so much to their text, and no more often."""
BEGINNING_CHARACTERS = 200
"""Of a folded comment, at most."""
HIDDEN = "This comment is hidden on the Hub"
MORE = "more"
"""The section of the line that unfolds the rest."""


class ShownComment(NamedTuple):
    """A comment, and what its place in the discussion says."""

    comment: Comment
    depth: int
    replied_to: str
    """Whom it replies to."""
    replies: int
    """All that hang on it."""
    age: str
    fold: Fold
    is_new: bool


def levels_shown(depth: int, width: int) -> int:
    """How many levels a reply is indented."""
    return max(0, min(depth, MAX_LEVELS, (width - SIGN_CELLS - MIN_TEXT_CELLS) // LEVEL_CELLS))


def comment_lines(shown: ShownComment, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """A line that says who wrote it and when, and below it the text, as much as its fold shows."""
    levels = levels_shown(shown.depth, width)
    bars = guides(levels, glyphs)
    room = max(1, width - levels * LEVEL_CELLS)
    head = StyledLine((*bars, *_head(shown, levels, room, glyphs)), "head", 0)
    if shown.fold is Fold.FOLDED:
        return [head]
    before = (*bars, StyledSpan(" " * SIGN_CELLS))
    gutter = sum(len(span.text) for span in before)
    body = [
        line._replace(spans=(*before, *line.spans), gutter=line.gutter + gutter)
        for line in _body(shown.comment, max(1, room - SIGN_CELLS), glyphs)
    ]
    left = len(body) - PART_LINES
    if shown.fold is Fold.PART and left > 1:
        more = StyledSpan(f"{glyphs.cut} {count(left, 'more line')}", "link")
        body[PART_LINES:] = [StyledLine((*before, more), MORE, body[PART_LINES].offset)]
    return [head, *body]


def guides(levels: int, glyphs: Glyphs) -> list[StyledSpan]:
    """The bars before a reply, one a level."""
    return [StyledSpan(f"{glyphs.edge} " * levels, "faint")] if levels else []


def _head(shown: ShownComment, levels: int, width: int, glyphs: Glyphs) -> list[StyledSpan]:
    """`● Ada Brook  author  3 days ago · to Bo Loom · 👍 2`, and behind it what a folded comment says.

    Where there is no room for all of it, the name gives way to roles and age, and other facts are left out.
    """
    comment, is_folded = shown.comment, shown.fold is Fold.FOLDED
    sign = glyphs.folded if is_folded else glyphs.unread if shown.is_new else ""
    roles = ", ".join(comment.roles)
    room = width - SIGN_CELLS - (GAP_CELLS + cell_width(shown.age) if shown.age else 0)
    if room - GAP_CELLS - cell_width(roles) < MIN_NAME_CELLS:
        roles = ""
    room -= GAP_CELLS + cell_width(roles) if roles else 0
    name = cut(printable(comment.author) or "unknown", max(MIN_NAME_CELLS, min(width // 2, room)), glyphs.cut)
    spans = [StyledSpan(sign.ljust(SIGN_CELLS), "unread" if shown.is_new else "figure"), StyledSpan(name, "strong")]
    spans += [StyledSpan(" " * GAP_CELLS), StyledSpan(roles, "citation")] if roles else []
    facts = [shown.age] if shown.age else []
    facts += [f"to {printable(shown.replied_to)}"] if shown.depth > levels and shown.replied_to else []
    facts += ["edited"] if comment.is_edited else []
    facts += ["new"] if shown.is_new and is_folded else []
    facts += [count(shown.replies, "reply").replace("replys", "replies")] if shown.replies and is_folded else []
    facts += [f"{printable(each.sign)} {short_number(each.users)}" for each in comment.reactions]
    left, before = width - sum(cell_width(span.text) for span in spans), " " * GAP_CELLS
    for fact in facts:
        if cell_width(before + fact) <= left:
            spans.append(StyledSpan(before + fact, "figure"))
            left, before = left - cell_width(before + fact), f" {glyphs.dot} "
    if is_folded:
        beginning, left = HIDDEN if comment.is_hidden else _beginning(comment), left - 3
        spans += [StyledSpan(f"   {cut(beginning, left, glyphs.cut)}", "note")] if left > 8 and beginning else []
    return fit(spans, width, glyphs.cut)


def _beginning(comment: Comment) -> str:
    """Its first words."""
    words: list[str] = []
    for block in comment.blocks:
        words += block_text(block)[:BEGINNING_CHARACTERS].split()
        if sum(map(len, words)) >= BEGINNING_CHARACTERS:
            break
    return printable(" ".join(words))


def _body(comment: Comment, width: int, glyphs: Glyphs) -> list[StyledLine]:
    """The text; offsets count its characters behind the head."""
    if comment.is_hidden:
        return _note(f"{HIDDEN}: {printable(comment.text)}." if comment.text else f"{HIDDEN}.", width, glyphs)
    blocks: Sequence[Block] = comment.blocks
    if not blocks:
        return _note("(without text)", width, glyphs)
    lines: list[StyledLine] = []
    at = 1
    previous: Block | None = None
    for block in blocks:
        lines += [StyledLine(section="gap", offset=at)] * (1 if gap_before(previous, block) else 0)
        laid_out = lay_out(block, min(width, MAX_LINE_CELLS), glyphs, pane_width=width)
        lines += [_moved(line, at) for line in laid_out]
        at += len(block_text(block)) + 1
        previous = block
    return lines


def _moved(line: StyledLine, by: int) -> StyledLine:
    """A line of a block as one of the comment, whose characters are counted through all blocks."""
    spans = (span._replace(start=span.start + by) if span.start >= 0 else span for span in line.spans)
    return line._replace(spans=tuple(spans), offset=by + max(0, line.offset))


def _note(text: str, width: int, glyphs: Glyphs) -> list[StyledLine]:
    return [StyledLine((StyledSpan(cut(text, width, glyphs.cut), "note"),), "note", 1)]
