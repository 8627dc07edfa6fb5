"""All reasons for the place of a paper, and what can be said of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from paperreader.taste.judge import VOTES, Verdict
from paperreader.taste.reasons import Explanation, ReadReason, as_read, verdict_on
from paperreader.text.sanitize import clean
from paperreader.text.width import cut, wrap
from paperreader.tui.dialogs.chooser import Chooser, ChooserList
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.dialogs.menus import choice
from paperreader.tui.dialogs.palette_match import fold, matched_ranges
from paperreader.tui.render.reasons import figure, sign_of
from paperreader.tui.render.rows import highlighted, spread
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

MAX_TITLE_CELLS, MAX_TEXT_CELLS = 46, 60
SAID = {Verdict.UP: "counts more", Verdict.OFF: "does not count", Verdict.DOWN: "counts against"}
"""What the user said, behind a feature."""


class Answer(StrEnum):
    """What the menu of a feature answers."""

    UP = "up"
    OFF = "off"
    DOWN = "down"
    LEARNED = "learned"
    KNOWN = "known"
    """The user wants to see all that was learned."""

    @property
    def said(self) -> str:
        """As the value of a mark."""
        return "" if self is Answer.LEARNED else self.value


def said_span(said: Verdict | None) -> list[StyledSpan]:
    """Behind a feature: what the user said of it."""
    return [StyledSpan(f"   {SAID[said]}", "key")] if said is not None else []


def feature_menu(
    text: str,
    about: str,
    said: Verdict | None,
    colors: Colors,
    glyphs: Glyphs,
    answered: Callable[[str], None],
    *,
    is_known: bool = False,
) -> Dialog:
    """What can be said of a feature; `about`: what it counts now. `is_known`: all that was learned is open already.

    Answers an `Answer`."""
    ways = [
        ("m", Answer.UP, "count it more", said is Verdict.UP),
        ("n", Answer.OFF, "do not count it", said is Verdict.OFF),
        ("a", Answer.DOWN, "count it against papers", said is Verdict.DOWN),
        ("l", Answer.LEARNED, "count it as it was learned", said is None),
    ]
    lines = [_figure_line(line) for _, line in wrap(about, MAX_TEXT_CELLS)] + [StyledLine()]
    for letter, _, does, is_now in ways:
        line = choice(letter, does)
        lines.append(line._replace(spans=(*line.spans, StyledSpan(f"  {glyphs.read}" if is_now else "", "key"))))
    answers = {letter: answer.value for letter, answer, _, _ in ways}
    if not is_known:
        lines += [StyledLine(), choice("w", f"what your order has learned {glyphs.cut}")]
        answers["w"] = Answer.KNOWN.value
    return Dialog(cut(clean(text), MAX_TITLE_CELLS), colors, answers, lines, answered=answered)


def votes_menu(about: str, colors: Colors, glyphs: Glyphs, answered: Callable[[str], None]) -> Dialog:
    """What there is to say of votes; answers Answer.KNOWN."""
    lines = [
        *(_figure_line(line) for _, line in wrap(about, MAX_TEXT_CELLS)),
        StyledLine(),
        choice("w", f"what your order has learned {glyphs.cut}"),
    ]
    return Dialog("Votes", colors, {"w": Answer.KNOWN.value}, lines, answered=answered)


def anew_question(about: Sequence[str], colors: Colors, answered: Callable[[str], None]) -> Dialog:
    """Whether to start learning anew; answers `yes`. Enter keeps what is known."""
    lines = [
        *(_figure_line(line) for text in about for _, line in wrap(text, MAX_TEXT_CELLS)),
        StyledLine(),
        choice("y", "    start anew"),
        choice("Enter", "keep what is learned"),
    ]
    return Dialog("Start learning anew?", colors, {"y": "yes"}, lines, answered=answered)


class ReasonList(ChooserList[ReadReason]):
    """What speaks for a paper or against it, with its figure and what the user said of it."""

    said: Mapping[str, Verdict] = {}

    def draw_entry(self, entry: ReadReason) -> StyledLine:
        role = "rise" if entry.figure > 0 else "figure"
        name = StyledSpan(clean(entry.text), "text")
        left = [
            StyledSpan(f" {sign_of(entry.figure, self.glyphs) or ' '} ", role),
            *highlighted(name, 0, tuple(matched_ranges(name.text, self.query_text))),
            StyledSpan(kind_of(entry.features[0]), "figure"),
            *said_span(verdict_on(entry.features, self.said)),
        ]
        right = [StyledSpan(figure(entry.figure, self.glyphs), role)] if entry.figure else []
        return spread(left, right, self.line_width, self.glyphs.cut)


class ReasonChooser(Chooser[ReadReason]):
    """All reasons of one paper. It stays open while the user says something of them, and follows that."""

    def __init__(
        self,
        explain: Callable[[], Explanation | None],
        said: Callable[[], Mapping[str, Verdict]],
        chosen: Callable[[ReadReason], None],
        colors: Colors,
        glyphs: Glyphs,
        *,
        is_own: bool,
    ) -> None:
        """`is_own`: the user starred, tagged or noted it, so that all that it has speaks for it."""
        self._list = ReasonList()
        super().__init__(" For you: ", "type to filter", self._list, colors, glyphs)
        self._explain, self._said, self._chosen = explain, said, chosen
        self._about = "in your order, which has learned from it" if is_own else "in your order"
        self._explanation: Explanation | None = None
        self._read()

    def find(self, text: str) -> tuple[Sequence[ReadReason | str], int | None]:
        if self._explanation is None:
            return ["Nothing is learned yet."], None
        score, reasons = as_read(self._explanation)
        words = fold(text).split()
        found = [each for each in reasons if all(word in fold(each.text) for word in words)]
        said = self._list.said
        left_out = [each for each in found if verdict_on(each.features, said) is Verdict.OFF and not each.figure]
        sections = {
            "For it": [each for each in found if each.figure > 0],
            "Against it": [each for each in found if each.figure < 0],
            "You left out": left_out,
            "Less than 0.01": [each for each in found if not each.figure and each not in left_out],
        }
        rows: list[ReadReason | str] = [] if words else [f"{self._figure(score)} {self._about}"]
        for heading, some in sections.items():
            together = sum(each.figure for each in some)
            named = f"{heading}: {self._figure(together)}" if together else heading
            rows += [*([""] if rows else []), named, *some] if some else []
        return rows, row_of(rows, self._list.entry)

    def follow_session(self) -> None:
        """Show what came of what the user said."""
        before = self._explanation, self._list.said
        self._read()
        if (self._explanation, self._list.said) != before:
            self._shown = None
            self.text_changed(self.text)

    def _read(self) -> None:
        self._explanation, self._list.said = self._explain(), self._said()

    def _figure(self, hundredths: int) -> str:
        return figure(hundredths, self._glyphs)

    def _choose(self) -> None:
        if (entry := self.entries.entry) is not None:
            self._chosen(entry)


def row_of(rows: Sequence[ReadReason | str], entry: ReadReason | None) -> int | None:
    """Where an entry is now that may have another figure; None if it is not there."""
    features = entry.features if entry else ()
    return next((at for at, row in enumerate(rows) if isinstance(row, ReadReason) and row.features == features), None)


def kind_of(feature: str) -> str:
    """Behind a name: ` (author)`."""
    kind = feature.partition(":")[0]
    return f" ({kind})" if kind in ("author", "organization") else ""


def share_text(reason: ReadReason) -> str:
    """`Adds 0.42 to this paper's score.`"""
    if not reason.figure:
        return "It hardly counts for this paper."
    amount = f"{abs(reason.figure) / 100:.2f}"
    return f"Adds {amount} to this paper's score." if reason.figure > 0 else f"Takes {amount} off this paper's score."


def feature_title(reason: ReadReason) -> str:
    """The reason as the title of its menu."""
    return f"“{reason.text}”{kind_of(reason.features[0])}"


def is_votes(reason: ReadReason) -> bool:
    """It is no feature."""
    return reason.features == (VOTES,)


def _figure_line(text: str) -> StyledLine:
    return StyledLine((StyledSpan(text, "figure"),))
