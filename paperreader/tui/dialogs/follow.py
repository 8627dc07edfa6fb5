"""Following something of a paper: choosing what, what it would find, and what else can be done with a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paperreader.humanize import count
from paperreader.reader.subjects import FollowPreview, Kind, Subject
from paperreader.text.sanitize import clean
from paperreader.text.width import cut
from paperreader.tui.dialogs.chooser import Chooser, ChooserList
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.dialogs.menus import choice
from paperreader.tui.dialogs.palette_match import fold, matched_ranges
from paperreader.tui.render.rows import highlighted, spread
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors
from paperreader.variants import Variants

HEADINGS: Mapping[Kind, str] = {
    "author": "Authors",
    "organization": "Organization",
    "keyword": "Keywords",
    "submitter": "Submitter",
}
MAX_VARIANTS, MAX_CELLS = 8, 60
"""Lines, and cells of each, that say how something is written."""


class SubjectList(ChooserList[Subject]):
    """What can be followed; what is followed has its sign."""

    def __init__(self, followed: Sequence[Subject]) -> None:
        super().__init__()
        self._followed = followed

    def draw_entry(self, entry: Subject) -> StyledLine:
        sign = self.glyphs.followed if entry in self._followed else " "
        value = StyledSpan(clean(entry.value), "text")
        left = [
            StyledSpan(f" {sign} ", "followed"),
            *highlighted(value, 0, tuple(matched_ranges(value.text, self.query_text))),
        ]
        right = [StyledSpan("unfollow", "figure")] if entry in self._followed else []
        return spread(left, right, self.line_width, self.glyphs.cut)


class SubjectChooser(Chooser[Subject]):
    """Dismissed with what to follow, or to unfollow, or None."""

    def __init__(
        self, subjects: Sequence[Subject], followed: Sequence[Subject], colors: Colors, glyphs: Glyphs
    ) -> None:
        super().__init__(" Follow: ", "type to filter", SubjectList(followed), colors, glyphs)
        self._subjects = [(fold(clean(subject.value)), subject) for subject in subjects]

    def find(self, text: str) -> tuple[Sequence[Subject | str], int | None]:
        words = fold(text).split()
        found = [each for folded, each in self._subjects if all(_begins(word, folded) for word in words)]
        rows: list[Subject | str] = []
        for kind, heading in HEADINGS.items():
            if some := [each for each in found if each.kind == kind]:
                rows += [*([""] if rows else []), heading, *some]
        return rows, None


def follow_question(preview: FollowPreview, colors: Colors, glyphs: Glyphs) -> Dialog:
    """What following something would find, and in which form of it; answers `wide`, `exact` or `hide`.

    Enter means what is likely to be meant: every form, or only this one where most of the others rest on an initial.
    """
    subject, wide, exact = preview
    lines = [*_variant_lines(wide, glyphs), StyledLine()]
    answers = {"h": "hide"}
    if exact is None:
        lines.append(choice("Enter", f"follow {count(wide.papers, 'paper')}"))
        return _finished(subject, lines, answers, "wide", wide, colors)
    lines += [_figure(line) for line in _initials_text(wide)]
    ways = [("a", "wide", "however the name is written", wide), ("e", "exact", "only as it is written here", exact)]
    ways = ways[::-1] if preview.is_vague else ways
    enter = ways[0][1]
    for letter, answer, form, found in ways:
        key = "Enter" if answer == enter else letter
        lines.append(choice(f"{key:5}", f"follow {form}: {count(found.papers, 'paper')}"))
        answers[letter] = answer
    return _finished(subject, lines, answers, enter, wide, colors)


def _finished(
    subject: Subject, lines: list[StyledLine], answers: Mapping[str, str], enter: str, found: Variants, colors: Colors
) -> Dialog:
    if found.hidden:
        text = f"A rule hides {count(found.hidden, 'paper')} of these; what you follow is always listed."
        lines = [*lines[:-1], _figure(text), lines[-1]] if len(lines) < 3 else [_figure(text), *lines]
    lines.append(choice("h    ", f"hide papers {_short(subject.title)} instead …"))
    return Dialog(f"Follow {_short(subject.name)}?", colors, answers, lines, enter=enter)


def subject_menu(subject: Subject, *, is_followed: bool, colors: Colors) -> Dialog:
    """What can be done with a name on the page; answers `show`, `follow` or `hide`."""
    title = _short(subject.title)
    lines = [
        choice("p", f"show papers {title}"),
        choice("f", f"{'unfollow' if is_followed else 'follow'} {_short(subject.name)} …"),
        choice("h", f"hide papers {title} …"),
    ]
    return Dialog(_short(subject.value), colors, {"p": "show", "f": "follow", "h": "hide"}, lines, enter="show")


def _variant_lines(found: Variants, glyphs: Glyphs) -> list[StyledLine]:
    """`12 papers  Ada Lovelace`: in how many it is written so."""
    shown = found.found[:MAX_VARIANTS]
    cells = max((len(count(each.papers, "paper")) for each in shown), default=0)
    lines = [
        StyledLine(
            (
                StyledSpan(f"{count(each.papers, 'paper').ljust(cells)}  ", "figure"),
                StyledSpan(cut(clean(each.text), MAX_CELLS, glyphs.cut), "text"),
                StyledSpan("   by the initial" if each.is_initial else "", "figure"),
            )
        )
        for each in shown
    ]
    if more := len(found.found) - len(shown):
        lines.append(_figure(f"and {count(more, 'more form')}"))
    return lines


def _initials_text(found: Variants) -> list[str]:
    if not found.by_initial:
        return []
    verb = "has" if found.by_initial == 1 else "have"
    text = f"{found.by_initial:,} of {count(found.papers, 'paper')} {verb} the name only as far as an initial tells:"
    return [text, "they may be somebody else's.", ""]


def _figure(text: str) -> StyledLine:
    return StyledLine((StyledSpan(text, "figure"),))


def _short(text: str) -> str:
    return cut(clean(text), MAX_CELLS)


def _begins(word: str, folded: str) -> bool:
    return folded.startswith(word) or f" {word}" in folded
