"""The three panes together: which of them are there, which has the focus, and moving between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.message import Message

from paperreader.config import Rows
from paperreader.reader.history import Viewport
from paperreader.reader.paper_rows import PaperRows
from paperreader.tui.keymap import Keymap
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.render.theme import Colors
from paperreader.tui.widgets.line_view import LineView
from paperreader.tui.widgets.paper_list import PaperList
from paperreader.tui.widgets.paper_page import PaperPage
from paperreader.tui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from paperreader.reader.open_discussion import OpenDiscussion
    from paperreader.reader.open_text import OpenText
    from paperreader.tui.widgets.paper_discussion import PaperDiscussion
    from paperreader.tui.widgets.paper_text import PaperText


NOTE_HINT = "{paper.note} opens all of it: what you save is the note."
"""Below what a note also said."""
PANE_IDS = ("days", "papers", "page")


class Panes(Container):
    """Sidebar, papers, page. Small screens show only the focused pane: TCSS does it, by the classes set here."""

    BLANK = True  # nothing of it is seen, so it need not be drawn line by line below the panes

    class PageVisibilityChanged(Message):
        """Another pane has the focus, or others are visible."""

    class Entered(Message):
        """The user activated an item of the focused pane: a row of the sidebar or of the papers."""

    def __init__(
        self, rows: PaperRows, row_style: tuple[Rows, Rows], keymap: Keymap, glyphs: Glyphs, colors: Colors
    ) -> None:
        """`row_style`: how papers are listed, and how the settings want it."""
        super().__init__(id="panes", classes="-on-papers")
        self.sidebar, self.papers, self.page = (
            Sidebar(id="days"),
            PaperList(rows, *row_style, keymap, id="papers"),
            PaperPage(id="page", classes="page-pane"),
        )
        self._keymap = keymap
        self.page.note_hint = keymap.with_keys(NOTE_HINT)
        self.text: PaperText | None = None
        self.discussion: PaperDiscussion | None = None
        """One of them takes the place of the page while it is open; each is made when it is first needed."""
        self._instead: PaperText | PaperDiscussion | None = None
        """What stands in the place of the page now."""
        self._before: Viewport | None = None
        """Where the user was when that was opened."""
        for pane in self._made:
            pane.glyphs = glyphs
        self.apply_theme(colors)

    @property
    def shown_page(self) -> PaperPage | PaperText | PaperDiscussion:
        """The page, or what stands in its place."""
        return self._instead or self.page

    @property
    def can_be_drawn(self) -> bool:
        """Whether they are on the screen; while the app ends, they leave it one by one."""
        return all(pane.is_attached for pane in (self.sidebar, self.papers, self.page))

    @property
    def _all(self) -> tuple[LineView, ...]:
        return self.sidebar, self.papers, self.shown_page

    @property
    def _made(self) -> tuple[LineView, ...]:
        made = [pane for pane in (self.text, self.discussion) if pane is not None]
        return self.sidebar, self.papers, self.page, *made

    def apply_glyphs(self, glyphs: Glyphs) -> None:
        """Draw everything with these, and as wide as text is measured now."""
        for pane in self._made:
            pane.glyphs = glyphs
            pane.notify_style_update()
            pane.scroll_anchor.hold(pane.lay_out)

    def apply_theme(self, colors: Colors) -> None:
        for pane in self._made:
            pane.theme_colors = colors

    def compose(self) -> ComposeResult:
        yield from self._made

    # -- focus

    @property
    def focused(self) -> LineView:
        """The pane that the keys act in."""
        focused = self.screen.focused  # `has_focus` follows only later: keys may come in one burst
        return focused if isinstance(focused, LineView) and focused in self._all else self.papers

    def focus_pane(self, pane: LineView) -> None:
        self.screen.set_focus(pane)

    def focus_id(self, id: str) -> None:
        """Focus `days`, `papers` or `page`, or what stands in its place."""
        self.focus_pane(dict(zip(PANE_IDS, self._all, strict=True))[id])

    @property
    def focused_id(self) -> str:
        return PANE_IDS[self._all.index(self.focused)]

    def focus_next(self, step: int) -> None:
        """Focus the next (1) or previous (-1) pane, all around."""
        self.focus_pane(self._all[(self._all.index(self.focused) + step) % len(self._all)])

    @on(events.DescendantFocus)
    def _focus_moved(self) -> None:
        left = {} if self.focused is self.shown_page else {"-zoomed": False, "-entered": False}
        self.update_classes({f"-on-{id}": id == self.focused_id for id in PANE_IDS} | left)
        self.post_message(self.PageVisibilityChanged())

    # -- into and out of panes

    @on(LineView.ItemActivated)
    def _item_activated(self, event: LineView.ItemActivated) -> None:
        self.focus_pane(event.view)
        if event.view is not self.sidebar or not self.sidebar.toggle_fold():
            self.post_message(self.Entered())

    def enter_page(self) -> None:
        """Go to the page; where it stands below the papers, it takes their room as well."""
        self.focus_pane(self.shown_page)
        self.add_class("-entered")
        self.post_message(self.PageVisibilityChanged())

    def toggle_zoom(self) -> None:
        """Show the page alone, or all panes again."""
        is_alone = self.has_class("-zoomed") or (self.has_class("-entered") and not self.papers.display)
        self.focus_pane(self.shown_page)
        self.remove_class("-entered")
        self.set_class(not is_alone, "-zoomed")
        self.post_message(self.PageVisibilityChanged())

    @property
    def can_close_page(self) -> bool:
        """The page is zoomed, or fills a small screen."""
        return self.has_class("-zoomed") or (self.focused is self.shown_page and not self.papers.display)

    def close_page(self) -> bool:
        """End the zoom, or leave a page that fills a small screen; False if there is neither."""
        if not self.can_close_page:
            return False
        if self.has_class("-zoomed"):
            self.toggle_zoom()
        else:
            self.focus_pane(self.papers)
        return True

    def leave(self) -> None:
        """From the page to the papers to the sidebar; there fold the month or year."""
        if self.focused is self.sidebar:
            self.sidebar.toggle_fold(fold=True)
        else:
            self.focus_pane(self._all[self._all.index(self.focused) - 1])

    # -- in the place of the page

    def show_text(self, text: OpenText, bindings: Iterable[Binding]) -> None:
        """Show the text in the place of the page, or the page again. `bindings`: the keys that work in the text."""
        if text.is_open and self.text is None:
            from paperreader.tui.widgets.paper_text import PaperText  # a start need not import it

            self.text = PaperText(text, self._keymap, bindings, id="text", classes="page-pane")
            self._mount(self.text)
        if self.text is not None:
            self._show_instead(self.text, is_open=text.is_open)
            self.text.show_text()

    def show_discussion(self, discussion: OpenDiscussion, bindings: Iterable[Binding]) -> None:
        """Show the discussion in the place of the page, or the page again."""
        if discussion.is_open and self.discussion is None:
            from paperreader.tui.widgets.paper_discussion import PaperDiscussion  # a start need not import it

            self.discussion = PaperDiscussion(discussion, self._keymap, bindings, id="discussion", classes="page-pane")
            self._mount(self.discussion)
        if self.discussion is not None:
            self._show_instead(self.discussion, is_open=discussion.is_open)
            self.discussion.show_discussion()

    def _mount(self, pane: LineView) -> None:
        pane.glyphs, pane.theme_colors = self.page.glyphs, self.page.theme_colors
        pane.styles.display = "none"
        self.mount(pane, after=self.page)

    def show_instead_position(self, place: str, facts: Sequence[str]) -> None:
        """Say in the top line where the user is in what stands there, and `facts`, in several wordings."""
        if self._instead is not None:
            self._instead.heading.show([place], right=facts)

    def enter_instead(self) -> None:
        """Go to what stands in the place of the page; where the page is small, it gets the whole window."""
        self.focus_pane(self.shown_page)
        if not (self.screen.has_class("-wide") and self.screen.has_class("-tall")):
            self.add_class("-zoomed")
        self.post_message(self.PageVisibilityChanged())

    def _show_instead(self, pane: PaperText | PaperDiscussion, *, is_open: bool) -> None:
        """Put it in the place of the page, or the page back, with focus and zoom as they were before."""
        if is_open and self._instead is not pane:
            had_focus = self.focused is self.page
            self._before = self.viewport
            self._instead = pane
            pane.styles.display, self.page.styles.display = None, "none"
            if had_focus:
                self.focus_pane(pane)
        elif not is_open and self._instead is pane:
            had_focus = self.focused is pane
            self._instead = None
            self.page.styles.display = None  # as the style sheet says
            self.remove_class("-zoomed", "-entered")
            if had_focus and (before := self._before) is not None:
                self.focus_id(before.focus)
                self.set_class(before.is_entered, "-entered")
                self.set_class(before.is_zoomed, "-zoomed")
            self._before = None
            pane.styles.display = "none"
            self.post_message(self.PageVisibilityChanged())

    # -- what is visible

    @property
    def viewport(self) -> Viewport:
        """Focus and scroll positions now."""
        return Viewport(
            self.focused_id,
            self.papers.top_anchor,
            self.page.top_anchor,
            self.has_class("-entered"),
            self.has_class("-zoomed"),
            self.papers.rows_on_screen,
            "" if self._instead is None else "text" if self._instead is self.text else "discussion",
            self._before,
        )

    def show_position(self, position: Sequence[str]) -> None:
        """Say in the top line where the user is."""
        self.papers.heading.show(position)
        self.page.heading.show([self.page.NAME], when_alone=position)

    def restore(self, viewport: Viewport) -> None:
        """Put focus and scroll positions back."""
        self.papers.scroll_to(y=self.papers.line_of(viewport.list_top), animate=False)
        self.page.scroll_to(y=self.page.line_of(viewport.page_top), animate=False)
        self.focus_id(viewport.focus)
        if self._before is not None:
            self._before = viewport.before or self._before
        if self.focused is self.shown_page:
            self.set_class(viewport.is_entered, "-entered")
            self.set_class(viewport.is_zoomed, "-zoomed")

    def to_start_state(self) -> bool:
        """Scroll all panes to where they are at the start; False if the focus is elsewhere than then."""
        if self.focused is not self.papers or self.shown_page is not self.page:
            return False
        self.sidebar.reset_folds()
        for pane in self._all:
            pane.scroll_to(y=0, animate=False)
        return True
