"""The three panes together: which of them are there, which has the focus, and how a person gets about in them."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message

from paperreader.tui.keymap import PANE_KEYS
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.render.theme import Colors
from paperreader.tui.widgets.line_view import LineView
from paperreader.tui.widgets.paper_list import PaperList
from paperreader.tui.widgets.paper_page import PaperPage
from paperreader.tui.widgets.sidebar import Sidebar


class Panes(Container):
    """Days, papers, page. Small screens show the pane that has the focus: TCSS does it, by the classes set here."""

    BINDINGS: ClassVar[list[BindingType]] = [*PANE_KEYS]
    BLANK = True  # nothing of it is seen: it need not be drawn line by line below the panes

    class Taken(Message):
        """A person takes what a row of the list offers."""

        def __init__(self, act: str) -> None:
            super().__init__()
            self.act = act

    class Turned(Message):
        """Another pane has the focus, or others are visible."""

    def __init__(self, glyphs: Glyphs, palette: Colors) -> None:
        super().__init__(id="panes", classes="-on-papers")
        self.days, self.papers, self.page = Sidebar(id="days"), PaperList(id="papers"), PaperPage(id="page")
        self._all: tuple[LineView, ...] = (self.days, self.papers, self.page)
        for pane in (self.days, self.papers, self.page):
            pane.glyphs = glyphs
        self.dress(palette)

    def dress(self, palette: Colors) -> None:
        """Draw everything with another palette."""
        for pane in self._all:
            pane.palette = palette

    def compose(self) -> ComposeResult:
        yield from self._all

    @property
    def focused(self) -> LineView:
        """The pane that the keys act in."""
        focused = self.screen.focused  # `has_focus` follows only later: keys may come in one burst
        return focused if isinstance(focused, LineView) and focused in self._all else self.papers

    @on(events.DescendantFocus)
    def _focus_moved(self) -> None:
        for pane in self._all:
            self.set_class(pane is self.focused, f"-on-{pane.id}")
        if self.focused is not self.page:
            self.remove_class("-zoomed")
        self.post_message(self.Turned())

    @on(LineView.Chosen)
    def _chosen(self, event: LineView.Chosen) -> None:
        self.screen.set_focus(event.lines)
        if event.lines is not self.days or not self.days.toggle():
            self.action_enter()

    def drop(self) -> bool:
        """Drop what was selected, the zoom, or the page where it fills a small screen; False if there is nothing."""
        if self.papers.drop_selected():
            return True
        if self.has_class("-zoomed"):
            self.action_zoom_page()
        elif self.focused is self.page and not self.papers.display:
            self.screen.set_focus(self.papers)
        else:
            return False
        return True

    def rewind(self) -> bool:
        """Scroll all panes to where they are at the start; False where the focus is elsewhere than then."""
        if self.focused is not self.papers:
            return False
        self.days.fold_anew()
        for pane in self._all:
            pane.scroll_to(y=0, animate=False)
        return True

    def action_move(self, step: int) -> None:
        self.focused.move_by(step)

    def action_move_page(self, pages: float) -> None:
        self.focused.page_by(pages)

    def action_move_end(self, last: bool) -> None:
        self.focused.move_to_end(last=last)

    def action_page_back(self) -> None:
        self.page.page_by(-1)

    def action_next_paper(self, step: int) -> None:
        self.papers.move_by(step)

    def action_next_unread(self, step: Literal[1, -1]) -> None:
        if (index := self.papers.next_unread(step)) is not None:
            self.papers.move_to(index)

    def action_select(self, many: bool) -> None:
        self.papers.select(many=many)

    def action_go(self, number: int) -> None:
        self.screen.set_focus(self._all[number])

    def action_next_pane(self, step: int) -> None:
        self.screen.set_focus(self._all[(self._all.index(self.focused) + step) % len(self._all)])

    def action_enter(self) -> None:
        if self.focused is self.papers and (offer := self.papers.offer) is not None:
            self.post_message(self.Taken(offer.act))
        elif self.focused is not self.days:
            self.screen.set_focus(self.page)
        elif not self.days.toggle(fold=False):
            self.days.moved()  # from its week back to the day that the cursor never left
            self.screen.set_focus(self.papers)

    def action_leave(self) -> None:
        if self.focused is self.days:
            self.days.toggle(fold=True)
        else:
            self.screen.set_focus(self._all[self._all.index(self.focused) - 1])

    def action_zoom_page(self) -> None:
        self.screen.set_focus(self.page)
        self.toggle_class("-zoomed")
        self.post_message(self.Turned())
