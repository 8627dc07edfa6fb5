"""The page pane: everything known about one paper, at a measure that reads well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from paperreader.environment import HUB
from paperreader.linked import NOTHING_LINKED, Linked
from paperreader.models import NO_TEXT_HITS, Entry, Paper, TextHits, TextRanges
from paperreader.notes import NO_NOTE, Note
from paperreader.text.width import cell_width, fit_length
from paperreader.tui.command import Command, Group, bindings
from paperreader.tui.render import page as render
from paperreader.tui.render.styled_text import StyledLine, StyledSpan, indented
from paperreader.tui.widgets.line_view import LineView
from paperreader.tui.widgets.scroll_anchor import Anchor
from paperreader.tui.widgets.text_selection import clear_text_selection

if TYPE_CHECKING:
    from paperreader.group_mark import GroupMark
    from paperreader.taste.reasons import Explanation


def go_to_match(step: int, page: PaperPage) -> None:
    page.go_to_match(step)


PAGE_COMMANDS = (
    Command(
        "search.next-match",
        "n",
        "next match",
        "Go to the next match in the page",
        Group.SEARCH,
        partial(go_to_match, 1),
        acts_on="page",
    ),
    Command(
        "search.previous-match",
        "N",
        "previous match",
        "Go to the previous match in the page",
        Group.SEARCH,
        partial(go_to_match, -1),
        acts_on="page",
    ),
)

Match = tuple[str, tuple[int, int]]
"""Where a search matches the page: the section, and the characters of its text."""


def _shown_of(entry: Entry | None) -> object:
    """What the page shows of what the list knows."""
    if entry is None:
        return None
    of_list = entry.day, entry.rise, entry.passed, entry.new_comments, entry.shared_words, entry.put_forward
    return (*of_list, entry.followed, entry.tags, entry.starred, entry.groups)


class PaperPage(LineView):
    """One paper. The line on top stays there when the paper changes above it, or the width does."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PAGE_COMMANDS, "screen.command")]
    NAME, INDENT = "Page", 0
    TOP = ("", 0)

    class LinkClicked(Message):
        """A link of the page: what its span has as link."""

        def __init__(self, link: str) -> None:
            super().__init__()
            self.link = link

    class NameClicked(Message):
        """The name of an author, an organization, a keyword or a submitter, and which of them it is."""

        def __init__(self, kind: render.Kind, name: str) -> None:
            super().__init__()
            self.kind, self.name = kind, name

    def __init__(self, *, id: str, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.paper: Paper | None = None
        self.hub = HUB
        """What links to the Hub begin with."""
        self.now: Callable[[], datetime] = partial(datetime.now, UTC)
        self._entry: Entry | None = None
        self._linked, self._note = NOTHING_LINKED, NO_NOTE
        self._groups: Sequence[GroupMark] = ()
        self._explains = False
        self._explanation: Explanation | None = None
        self.note_hint = ""
        """What to do with texts that the note had on another machine."""
        self._lines: list[StyledLine] = []
        self._highlights: Mapping[str, TextRanges] = {}
        self._hits = NO_TEXT_HITS
        self._matches: dict[Match, int] = {}
        """Every match, and its line."""
        self._match: Match | None = None
        """The match that the user went to."""

    def show_paper(
        self,
        paper: Paper | None,
        entry: Entry | None,
        linked: Linked = NOTHING_LINKED,
        note: Note = NO_NOTE,
        groups: Sequence[GroupMark] = (),
        *,
        explains: bool = False,
        explanation: Explanation | None = None,
    ) -> None:
        """Show a paper, what the list knows of it, what names it, the note, what others did with it, and why it stands
        where it does, for which there is room if it `explains` that: a new one from its top, the same where it was.
        """
        before, known = self.paper, self._entry
        around = (self._linked, self._note, self._groups, self._explains, self._explanation)
        self.paper, self._entry, self._linked, self._note, self._groups = paper, entry, linked, note, groups
        self._explains, self._explanation = explains, explanation
        now = (linked, note, groups, explains, explanation)
        if paper == before and _shown_of(entry) == _shown_of(known) and now == around:
            return
        is_same = before is not None and paper is not None and before.id == paper.id
        if not is_same:
            self._highlights, self._hits, self._match, self._matches = {}, NO_TEXT_HITS, None, {}
        self.scroll_anchor.save()
        self.lay_out()
        if is_same:
            self.scroll_anchor.recompute()
        else:
            self.scroll_anchor.reset()
        self.scroll_anchor.restore()

    # -- matches

    def show_highlights(self, highlights: Mapping[str, TextRanges], hits: TextHits) -> None:
        """Show what a search found in the paper, by text, and in its whole text."""
        if hits != self._hits:
            self._hits = hits
            self.scroll_anchor.save()
            self.lay_out()
            self.scroll_anchor.recompute()
            self.scroll_anchor.restore()
        if highlights != self._highlights:
            self._highlights, self._match = highlights, None
            self._list_matches()
            self.redraw([0])

    @property
    def has_matches(self) -> bool:
        return bool(self._matches)

    def go_to_match(self, step: int) -> None:
        """Go to the next (1) or previous (-1) match, all around."""
        matches = list(self._matches)
        if self._match in matches:
            number = (matches.index(self._match) + step) % len(matches)
        else:
            visible = self.scroll_offset.y
            below = [number for number, match in enumerate(matches) if self._matches[match] >= visible]
            number = (below[0] if below else 0) if step > 0 else (below[0] if below else len(matches)) - 1
        self._match = matches[number]
        y, height = self._matches[self._match], self.scrollable_content_region.height
        if not self.scroll_offset.y <= y < self.scroll_offset.y + height:
            self.scroll_to(y=max(0, y - height // 3), animate=False)
        self.redraw([0])

    @property
    def match_line(self) -> int | None:
        """The line of the match that the user went to."""
        return self._matches.get(self._match) if self._match else None

    def _list_matches(self) -> None:
        self._matches = {
            (line.section, place): y
            for y, line in enumerate(self._lines)
            if line.offset >= 0
            for place in self._highlights.get(render.SEARCHED_TEXT_OF_SECTION.get(line.section, ""), ())
            if line.offset <= place[0] < line.offset + len(line.text)
        }
        self.refresh_bindings()

    # -- lines

    @property
    def visible_lines(self) -> list[StyledLine]:
        return [self.line_at(self.line_in_row(row)) for row in range(self.scrollable_content_region.height)]

    @property
    def top_anchor(self) -> Anchor:
        """Section and character of the first visible line."""
        y = self.scroll_offset.y
        return (self._lines[y].section, self._lines[y].offset) if 0 < y < len(self._lines) else self.TOP

    def line_of(self, anchor: Anchor) -> int:
        section, offset = anchor
        found = [y for y, line in enumerate(self._lines) if line.section == section and line.offset <= offset]
        return max(found, default=0)

    @property
    def at_end(self) -> bool:
        """Whether the end of the paper is visible."""
        return self.scroll_offset.y >= self.max_scroll_y

    def lay_out(self) -> None:
        width = self.line_width - 1  # air before the scrollbar
        clear_text_selection(self)
        shown = self.paper if width > 0 else None
        self._lines = self._drawn(shown, width) if shown else []
        self.set_heights([len(self._lines)] if self._lines else [])
        if self._highlights:
            self._list_matches()

    def _drawn(self, paper: Paper, width: int) -> list[StyledLine]:
        return render.page_lines(
            paper,
            width,
            self.glyphs,
            entry=self._entry,
            linked=self._linked,
            hub=self.hub,
            hits=self._hits,
            now=self.now(),
            note=self._note,
            groups=self._groups,
            note_hint=self.note_hint,
            explains=self._explains,
            explanation=self._explanation,
        )

    def is_selectable(self, index: int) -> bool:
        return False

    @property
    def _margin(self) -> int:
        """Cells before the lines, which stand in the middle of a pane that is wider, as those of a text do."""
        room = self.line_width - 1 - render.MAX_LINE_CELLS
        return room // 2 if room > 1 else 0

    def draw(self, index: int) -> Sequence[StyledLine]:
        lines: Sequence[StyledLine] = self._lines
        if self._highlights:
            lines = [render.highlight_line(line, self._highlights, self._match) for line in lines]
        return [indented(line, self._margin) for line in lines]

    def on_click(self, event: events.Click) -> None:
        if (offset := event.get_content_offset(self)) is None or self.screen.selections:
            return
        y, x, index = offset.y + self.scroll_offset.y, self._margin, 0
        if not 0 <= y < len(self._lines) or offset.x < x:
            return
        line = self._lines[y]
        for span in line.spans:
            if offset.x < x + cell_width(span.text):
                self._clicked(line, span, index + fit_length(span.text, offset.x - x))
                return
            x, index = x + cell_width(span.text), index + len(span.text)

    def _clicked(self, line: StyledLine, span: StyledSpan, index: int) -> None:
        """A character of a line was clicked."""
        if span.link:
            self.post_message(self.LinkClicked(span.link))
        elif self.paper is not None and (named := render.name_at(self.paper, line, index)) is not None:
            self.post_message(self.NameClicked(*named))
