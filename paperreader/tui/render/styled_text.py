"""Text with roles, cut and wrapped to terminal cells; the theme turns roles into colours later."""

from typing import NamedTuple


class StyledSpan(NamedTuple):
    """A run of text in one role (`title`, `figure` …: see `theme.ROLES`)."""

    text: str
    role: str = "text"
    link: str = ""
    """The copy format that a click opens; empty for plain text."""


class StyledLine(NamedTuple):
    """One line of a pane."""

    spans: tuple[StyledSpan, ...] = ()
    section: str = ""
    """The part of the page that it belongs to, and `offset`, its first character there (-1: a heading, -2: the blank
    above it). Together they identify the line in another layout."""
    offset: int = 0
    flows: bool = False
    """It continues the sentence of the line above: a copy joins them with a space."""
    gutter: int = 0
    """Characters at its start that are not text: a copy leaves them out."""

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


class Glyphs(NamedTuple):
    """The symbols; one cell each in any terminal that is not set up for CJK."""

    upvote: str = "▲"
    star: str = "★"
    unread: str = "●"
    read: str = "✓"
    dot: str = "·"
    filling: str = "+"
    absent: str = "–"
    folded: str = "▸"
    cut: str = "…"
    rule: str = "─"
    selected: str = "┃"

    @property
    def legend(self) -> list[tuple[str, str]]:
        """What those in list and sidebar mean."""
        return [
            (self.unread, "Unread paper"),
            (self.star, "Starred paper"),
            (self.upvote, "Upvotes on the Hub, and in green their gain since your last visit"),
            (self.selected, "Selected paper"),
            (f"3 {self.dot} 20", "A day with 3 unread papers of 20"),
            (f"{self.read} 20", "A day whose 20 papers are all read"),
            (self.filling, "A day that the Hub may still add papers to"),
            (self.absent, "A day that is not fetched yet"),
        ]


ASCII = Glyphs("^", "*", "o", "+", "-", "~", "-", ">", "~", "-", "|")
