"""Lines of text with roles, cut and flowed to a number of terminal cells. Colours come later, by role."""

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes


class StyledSpan(NamedTuple):
    """A run of text that plays one role (`title`, `figure` …: see `colors.ROLES`)."""

    text: str
    role: str = "text"
    link: str = ""
    """What a click on it opens, by the name of a copy format; empty for plain text."""


class StyledLine(NamedTuple):
    """One line of a pane."""

    spans: tuple[StyledSpan, ...] = ()
    section: str = ""
    """What it is part of, and `offset`: its first character there (a heading -1, the blank above it -2). Together
    they find a place again when the page is laid out anew."""
    offset: int = 0
    flows: bool = False
    """It goes on in the sentence of the line above (a copy joins them with a space)."""
    gutter: int = 0
    """Characters at its start that are no text: a copy drops them."""

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


class Glyphs(NamedTuple):
    """The signs that are not letters; one cell each in any terminal that is not set for CJK."""

    upvote: str = "▲"
    star: str = "★"
    unread: str = "●"
    read: str = "✓"
    dot: str = "·"
    growing: str = "…"
    absent: str = "–"
    folded: str = "▸"
    cut: str = "…"
    rule: str = "─"
    selected: str = "┃"


ASCII = Glyphs("^", "*", "o", "+", "-", "~", "-", ">", "~", "-", "|")


def width_of(text: str) -> int:
    """Cells that a terminal gives the text."""
    return len(text) if text.isascii() else cell_len(text)


def fitting(text: str, width: int) -> int:
    """How many characters of the text fit into `width` cells; what belongs to one sign on the screen stays whole."""
    if width_of(text) <= width:
        return len(text)
    if text.isascii():
        return max(width, 0)
    cells = end = 0
    for _, after, size in split_graphemes(text)[0]:
        cells += size
        if cells > width:
            break
        end = after
    return end


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in at most `width` cells, with an ellipsis where something had to go."""
    if width_of(text) <= width:
        return text
    return text[: fitting(text, width - width_of(ellipsis))].rstrip() + ellipsis if width > 0 else ""


def flow(text: str, width: int) -> Iterator[tuple[int, str]]:
    """Lines of at most `width` cells, each with the index of its first character; words that fit stay whole."""
    start, total = 0, len(text)
    while start < total:
        # no line holds more than `width` visible characters; the rest is room for those without a width
        end = start + max(fitting(text[start : start + 2 * width + 8], width), 1)
        after = end
        if end < total and text[end] != " ":
            hyphen = text.rfind("-", start + 2, end) + 1
            if not text[hyphen - 2 : hyphen - 1].isalnum():
                hyphen = 0  # of an option's name, or a dash
            after = max(text.rfind(" ", start + 1, end), hyphen)
            if after <= start:
                after = end
        yield start, text[start:after].rstrip()
        start = after
        while start < total and text[start] == " ":
            start += 1
