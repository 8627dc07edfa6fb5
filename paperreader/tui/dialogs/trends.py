"""Words of titles that rose or fell, filtered while the user types."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.humanize import count
from paperreader.trends.trend import Trend, Trends
from paperreader.tui.dialogs.chooser import Chooser, ChooserList
from paperreader.tui.render.rows import fit
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors
from paperreader.tui.render.trends import Columns, columns, trend_line


class TrendsList(ChooserList[Trend]):
    """Names, figures and bars in columns, which stay where they are while the list is filtered."""

    def __init__(self) -> None:
        super().__init__()
        self.says: Sequence[str] = ()
        """Lines before the words."""
        self.all_words: Sequence[Trend] = ()
        self._columns = Columns(0, True, 0)

    def lay_out(self) -> None:
        self._columns = columns(self.all_words, self.line_width, self.glyphs)
        super().lay_out()

    def draw(self, index: int) -> Sequence[StyledLine]:
        row = self.rows[index]
        if isinstance(row, str):
            role = "figure" if row in self.says else "strong"
            return [StyledLine(tuple(fit([StyledSpan(f" {row}", role)], self.line_width, self.glyphs.cut)))]
        return super().draw(index)

    def draw_entry(self, entry: Trend) -> StyledLine:
        return trend_line(entry, self._columns, self.line_width, self.glyphs)


class TrendsChooser(Chooser[Trend]):
    """Dismissed with the word whose papers to show, or None."""

    def __init__(self, colors: Colors, glyphs: Glyphs) -> None:
        self._list = TrendsList()
        super().__init__(" Trends: ", "type to filter", self._list, colors, glyphs)
        self._list.says = [glyphs.put_into("Comparing titles …")]
        self.trends: Trends | None = None
        """None until they are known."""

    def show(self, says: Sequence[str], trends: Trends | None) -> None:
        """Show what was found, or why there is nothing. `says`: sentences before the words."""
        self.trends = trends
        self._list.says = [line for text in says for line in self.wrapped(text) or [""]]
        self._list.all_words = trends.words if trends else ()
        self._shown = None
        if self.is_attached and self.is_mounted:
            self.text_changed(self.text)

    def find(self, text: str) -> tuple[Sequence[Trend | str], int | None]:
        if self.trends is None or not self.trends.words:
            return self._list.says, None
        typed, rows = text.lower().split(), list[Trend | str]()
        for rises, did in ((True, "rose"), (False, "fell")):
            words = [trend for trend in self.trends.words if trend.rises is rises]
            found = [trend for trend in words if all(each in _searched(trend) for each in typed)]
            if found:
                heading = f"{count(len(words), 'word')} {did}"
                heading = f"{len(found)} of {count(len(words), 'word')} that {did}" if typed else heading
                rows += [*([""] if rows else []), heading, *found]
        return ([*self._list.says, "", *rows] if rows and not typed else rows), None


def _searched(trend: Trend) -> str:
    return " ".join((trend.name.lower(), *trend.spellings))
