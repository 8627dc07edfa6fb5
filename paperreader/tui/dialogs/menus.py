"""Menus and questions: what to copy or open, sort orders, opening many pages, hiding papers; a text to copy by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from paperreader.export import FORMATS, has
from paperreader.export.addresses import repo_url
from paperreader.humanize import count
from paperreader.linked import Linked, LinkedRepo
from paperreader.models import Paper, SavedSearch
from paperreader.order import ORDERS, Order
from paperreader.reader.links import OPENED
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut, wrap
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.render.linked import KIND_NAMES, linked_summary
from paperreader.tui.render.page import ALL_LINKED
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

MAX_REPO_CELLS = 60
INDENT = "   "
"""Before what goes on below a choice."""
TO_ZOTERO = "to Zotero"
"""What the menu of copies answers for Zotero."""


class LinkMenu(Dialog):
    """What can be copied or opened, by letter: answers the name of a format, an address that begins with `hub`,
    ALL_LINKED, or TO_ZOTERO.

    Formats that none of the papers has are dimmed. The first repositories that name a single paper have digits; those
    that come meanwhile, too.
    """

    def __init__(
        self,
        verb: str,
        papers: Sequence[Paper],
        names: Mapping[str, str],
        linked: Callable[[], Linked],
        hub: str,
        colors: Colors,
        of_text: Sequence[tuple[str, str, str]] = (),
        elsewhere: Sequence[tuple[str, str, str]] = (),
    ) -> None:
        """`of_text`: what can be copied of an open text: letter, name and answer; `elsewhere`: what else can be done.
        `linked`: what names the papers."""
        self._elsewhere = elsewhere
        self._papers, self._names, self._read, self._hub, self._of_text = papers, names, linked, hub, of_text
        self._linked = linked()
        title = f"{verb} {len(papers)} papers" if len(papers) > 1 else verb
        answers = {letter: answer for letter, _, answer in (*of_text, *elsewhere)}
        super().__init__(title, colors, answers | {FORMATS[name].letter: name for name in names} | self._addresses)

    @property
    def _shown(self) -> Sequence[LinkedRepo]:
        return self._linked.first() if len(self._papers) == 1 else []

    @property
    def _addresses(self) -> dict[str, str]:
        """What the keys of repositories answer."""
        addresses = {f"{digit}": repo_url(repo, self._hub) for digit, repo in enumerate(self._shown, 1)}
        return addresses | ({"l": ALL_LINKED} if self._linked.total > len(self._shown) else {})

    def write(self, width: int) -> list[StyledLine]:
        lines = [choice(letter, name) for letter, name, _ in self._of_text] + ([StyledLine()] if self._of_text else [])
        for format, name in self._names.items():
            is_there = any(has(paper, format) for paper in self._papers)
            lines.append(choice(FORMATS[format].letter, name, "text" if is_there else "faint"))
        lines += [choice(letter, name) for letter, name, _ in self._elsewhere]
        lines += [StyledLine()] if self._linked.total else []
        for digit, repo in enumerate(self._shown, 1):
            lines.append(choice(f"{digit}", f"{KIND_NAMES[repo.kind]:9}{cut(clean(repo.id), MAX_REPO_CELLS)}"))
        if self._linked.total > len(self._shown):
            lines.append(choice("l", f"all: {linked_summary(self._linked)}" + (" …" if self._shown else "")))
        return lines

    def follow_session(self) -> None:
        """Show what has come."""
        if (linked := self._read()) != self._linked:
            before, self._linked = self._addresses, linked
            kept = {key: answer for key, answer in self._answers.items() if key not in before}
            self._answers = kept | self._addresses
            self.lines_changed()


def copy_menu(
    papers: Sequence[Paper],
    of_text: Sequence[tuple[str, str, str]],
    linked: Callable[[], Linked],
    hub: str,
    colors: Colors,
) -> Dialog:
    """What can be copied."""
    names = {name: format.name for name, format in FORMATS.items()}
    return LinkMenu("Copy", papers, names, linked, hub, colors, of_text, [("z", "to Zotero …", TO_ZOTERO)])


def open_menu(papers: Sequence[Paper], linked: Callable[[], Linked], hub: str, colors: Colors) -> Dialog:
    """What can be opened, by the letters of `copy_menu`, with its answers."""
    names = {name: FORMATS[name].name.removesuffix(" link") for name in OPENED}
    return LinkMenu("Open", papers, names, linked, hub, colors)


class SortMenu(Dialog):
    """The sort orders by letter, with a tick at the chosen one."""

    def __init__(self, default_order: str, standing: str, chosen: Order, colors: Colors, glyphs: Glyphs) -> None:
        """`default_order`: what the view is sorted by itself. `standing`: how the user's order compares with votes."""
        super().__init__("Sort", colors, {row.letter: order.value for order, row in ORDERS.items()})
        self._default_order, self._standing, self._chosen, self._glyphs = default_order, standing, chosen, glyphs

    def write(self, width: int) -> list[StyledLine]:
        lines = []
        for order, sort_order in ORDERS.items():
            line = choice(sort_order.letter, sort_order.name or self._default_order)
            tick = StyledSpan(f"  {self._glyphs.read}" if order is self._chosen else "", "key")
            lines.append(line._replace(spans=(*line.spans, tick)))
        beside, before = f" {self._glyphs.dot} {self._standing}", lines[-1].spans
        if cell_width(lines[-1].text + beside) <= width:
            return [*lines[:-1], StyledLine((*before, StyledSpan(beside, "figure")))]
        below = wrap(self._standing, max(1, width - len(INDENT)))
        return [*lines, *(StyledLine((StyledSpan(INDENT), StyledSpan(text, "figure"))) for _, text in below)]


def open_question(pages: int, colors: Colors) -> Dialog:
    """Whether to open so many pages; answers `yes`."""
    line = choice("Enter", f"open {pages} pages in the browser")
    answers = dict.fromkeys(("o", "O", "y"), "yes")
    return Dialog(f"Open {pages} pages?", colors, answers, [line], enter="yes")


def hide_question(
    query: str, *, hidden: int, spared: int, hidden_lately: int, lately: int, palette_key: str, colors: Colors
) -> Dialog:
    """Whether to hide what the query finds; answers `yes`. `hidden_lately`: of the last `lately` papers. `spared`: of
    all, those that stay since the user marked or follows them."""
    stays = "Starred, tagged, noted and followed papers stay visible."
    if spared:
        stays = f"{count(spared, 'paper')} of these stay visible: starred, tagged, noted or followed."
    lines = [
        StyledLine((StyledSpan(query, "strong"),)),
        StyledLine(),
        StyledLine((StyledSpan(f"Matches {hidden_lately:,} of the last {lately:,} papers,", "text"),)),
        StyledLine((StyledSpan(f"{hidden:,} in total.", "figure"),)),
        StyledLine((StyledSpan(stays, "figure"),)),
        StyledLine((StyledSpan(f"You can delete the rule later: {palette_key}.", "figure"),)),
        StyledLine(),
        choice("Enter", "hide them"),
    ]  # fmt: skip
    return Dialog("Hide these papers?", colors, {"y": "yes"}, lines, enter="yes")


def delete_question(search: SavedSearch, colors: Colors) -> Dialog:
    """Whether to delete a saved search, rule or follow; answers `yes`; Enter keeps it."""
    comes_back = [f"{count(search.count, 'hidden paper')} will be listed again."] if search.hides else []
    title, does = ("Unfollow?", "unfollow") if search.follows else (f"Delete this {search.kind}?", "delete it")
    lines = [
        *(StyledLine((StyledSpan(line, "text"),)) for line in dict.fromkeys((clean(search.name), clean(search.query)))),
        *(StyledLine((StyledSpan(line, "figure"),)) for line in comes_back),
        StyledLine(),
        choice("y", f"    {does}"),
        choice("Enter", "keep it"),
    ]
    return Dialog(title, colors, {"y": "yes"}, lines)


class ManualCopyDialog(Dialog):
    """A text that no clipboard took, to be selected with the mouse or by the terminal's own means."""

    def __init__(self, title: str, text: str, colors: Colors) -> None:
        super().__init__(title, colors, {})
        self._text = text

    def write(self, width: int) -> list[StyledLine]:
        return [
            StyledLine((StyledSpan(line, "text"),), flows=start > 0)
            for part in self._text.splitlines()
            for start, line in list(wrap(part, width)) or [(0, "")]
        ]


def choice(letter: str, text: str, role: str = "text") -> StyledLine:
    """A line that offers an answer."""
    return StyledLine((StyledSpan(f"{letter}  ", "key"), StyledSpan(text, role)))
