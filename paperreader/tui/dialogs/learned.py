"""What the user's own order has learned, and what they said of it: all of it can be argued with, or forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from paperreader.humanize import count
from paperreader.taste.reasons import Feature
from paperreader.text.sanitize import clean
from paperreader.tui.dialogs.chooser import Chooser, ChooserList
from paperreader.tui.dialogs.palette_match import fold, matched_ranges
from paperreader.tui.dialogs.reasons import kind_of, said_span
from paperreader.tui.render.reasons import sign_of
from paperreader.tui.render.rows import highlighted, spread
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

MAX_SHOWN, MAX_FOUND = 12, 200
"""Features of each side: until something is typed, and then."""
MIN_CELLS_FOR_PAPERS = 50


class Known(NamedTuple):
    """All that is known, as the dialog shows it."""

    about: Sequence[str]
    """Sentences: what it was learned from, and how it compares with votes."""
    features: Sequence[Feature]
    """Those that move the newest papers most come first."""


class Remark(NamedTuple):
    """A line between features."""

    text: str


class Act(Enum):
    """What else can be chosen."""

    START_ANEW = "Start learning anew"


Row = Feature | Remark | Act


class KnownList(ChooserList[Row]):
    """Features, and what is said between them."""

    def is_selectable(self, index: int) -> bool:
        return isinstance(self.rows[index], (Feature, Act))

    def draw_entry(self, entry: Row) -> StyledLine:
        if isinstance(entry, Remark):
            return StyledLine((StyledSpan(f" {entry.text}", "figure"),))
        if isinstance(entry, Act):
            return StyledLine((StyledSpan(f"   {entry.value} {self.glyphs.cut}", "link"),))
        sign, role = sign_of(entry.share, self.glyphs) or " ", "rise" if entry.share > 0 else "figure"
        name = StyledSpan(clean(entry.text), "text")
        left = [
            StyledSpan(f" {sign} ", role),
            *highlighted(name, 0, tuple(matched_ranges(name.text, self.query_text))),
            StyledSpan(kind_of(entry.names[0]), "figure"),
            *said_span(entry.said),
        ]
        papers = count(entry.papers, "paper") if self.line_width >= MIN_CELLS_FOR_PAPERS else ""
        right = [StyledSpan(f"{papers:>10}", "figure"), StyledSpan(f"{abs(entry.share):7.2f}", role)]
        return spread(left, right, self.line_width, self.glyphs.cut)


class LearnedChooser(Chooser[Row]):
    """It stays open while the user says something of a feature, and follows that and what is learned."""

    def __init__(
        self, known: Callable[[], Known], chosen: Callable[[Feature | Act], None], colors: Colors, glyphs: Glyphs
    ) -> None:
        super().__init__(" Your order: ", "type to filter", KnownList(), colors, glyphs)
        self._read, self._chosen = known, chosen
        self._known = known()
        self._folded: Sequence[str] = ()
        """The texts of the features as they are searched, once something is: there are some 10,000."""

    def find(self, text: str) -> tuple[Sequence[Row | str], int | None]:
        words = fold(text).split()
        features = self._known.features
        if words:
            self._folded = self._folded or [fold(clean(each.text)) for each in features]
            named = zip(features, self._folded, strict=True)
            found = [each for each, folded in named if all(word in folded for word in words)]
        else:
            found = [*features]
        learned = [each for each in found if each.said is None]
        most = MAX_FOUND if words else MAX_SHOWN
        sections = {
            "You said": [each for each in found if each.said is not None],
            "For a paper": [each for each in learned if each.share > 0][:most],
            "Against it": [each for each in learned if each.share < 0][:most],
        }
        rows: list[Row | str] = [] if words else list(self._remarks())
        for heading, some in sections.items():
            if some:
                rows += [*([""] if rows else []), heading, *some]
        if self._known.features and all(word in fold(Act.START_ANEW.value) for word in words):
            rows += [*([""] if rows else []), Act.START_ANEW]
        return rows, self._row_of(rows, self.entries.entry)

    def follow_session(self) -> None:
        """Show what is known now."""
        if (known := self._read()) != self._known:
            self._known = known
            self._folded = ()
            self._shown = None
            self.text_changed(self.text)

    def _remarks(self) -> Sequence[Remark]:
        return [Remark(line) for text in self._known.about for line in self.wrapped(text)]

    def _row_of(self, rows: Sequence[Row | str], entry: Row | None) -> int | None:
        """Where the feature under the cursor is now."""
        if not isinstance(entry, Feature):
            return None
        return next((at for at, row in enumerate(rows) if isinstance(row, Feature) and row.names == entry.names), None)

    def _choose(self) -> None:
        entry = self.entries.entry
        if isinstance(entry, (Feature, Act)):
            self._chosen(entry)
