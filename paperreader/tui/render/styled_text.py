"""Text with roles, cut and wrapped to terminal cells; the theme turns roles into colours later."""

from typing import NamedTuple


class StyledSpan(NamedTuple):
    """A run of text in one role (`title`, `figure` …: see `theme.ROLES`)."""

    text: str
    role: str = "text"
    link: str = ""
    """What a click opens: the name of a copy format, or in the text of a paper `#` and the id of a block or an address;
    empty for plain text."""
    tex: str = ""
    """The TeX of the formula that it shows, or shows a piece of: neighbours with the same TeX are one formula."""
    start: int = -1
    """In the text of a paper, the index of its first character in the text of its block (see `fulltext.block_text`);
    -1: it is not part of that, like a bullet."""


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


def indented(line: StyledLine, cells: int) -> StyledLine:
    """The line so many cells further to the right; a blank line as it is."""
    if not line.spans or cells <= 0:
        return line
    return line._replace(spans=(StyledSpan(" " * cells), *line.spans), gutter=line.gutter + cells)


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
    code: str = "◆"
    comments: str = "»"
    text: str = "¶"
    edge: str = "▏"
    """The line between panes."""
    cursor: str = "▌"
    """At the row of a pane that is not focused, where no colour can show it; `cursor_selected` if it is selected."""
    cursor_selected: str = "█"
    here: str = "◂"
    """Behind the section that the user is in."""
    followed: str = "◈"
    tag: str = "#"
    note: str = "✎"
    put_forward: str = "⇧"
    minus: str = "−"

    def put_into(self, text: str) -> str:
        """Our own text, which has the usual glyphs, with these in their place."""
        if text.isascii():
            return text
        pairs = zip(Glyphs(), self, strict=True)
        return text.translate({ord(usual): own for usual, own in pairs if not usual.isascii()})

    @property
    def legend(self) -> list[tuple[str, str]]:
        """What those in list and sidebar mean."""
        return [
            (self.unread, "Unread paper"),
            (self.star, "Starred paper"),
            (self.followed, "Paper that you follow: its author, organization, keyword or submitter"),
            (self.selected, "Selected paper"),
            (f"{self.upvote} 84 +37", "84 upvotes on the Hub, 37 of them since your last visit"),
            (f"{self.code} 145", "Code, and its stars on GitHub from 100 on"),
            (f"{self.comments} 7", "Comments on the Hub, from 2 on"),
            (self.text, "Its whole text is stored, to be read offline"),
            (self.tag, "It has tags of yours"),
            (self.note, "It has a note of yours"),
            (self.put_forward, "Put forward by votes or by chance, in a list in your order"),
            (f"3 {self.dot} 20", "A day with 3 unread papers of 20"),
            ("12", "A day with 12 papers: all unread where it is bold, else older than your first start"),
            (f"{self.read} 20", "A day whose 20 papers are all read"),
            (f"Fri 27 {self.filling}", "A day that the Hub may still add papers to"),
            (self.absent, "A day that is not fetched yet"),
            (f"{self.folded} 64", "A folded month or year with 64 unread papers"),
        ]


ASCII = Glyphs(
    "^", "*", "o", "+", "-", "~", "-", ">", "~", "-", "|", "#", '"', "=", "|", ">", "]", "<", "@", "&", "%", "!", "-"
)
