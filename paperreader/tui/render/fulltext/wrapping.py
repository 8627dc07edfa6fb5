"""Text in several styles, wrapped to cells: a formula, a citation and its word stay together where they are short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from paperreader.fulltext.blocks import Runs
from paperreader.text.sanitize import printable
from paperreader.text.width import cell_width, wrap
from paperreader.tui.render.styled_text import StyledLine, StyledSpan

MAX_UNBROKEN_FORMULA, MAX_UNBROKEN_LINK = 26, 14
"""Characters; a longer formula, or a link of several words, may be broken at a blank."""
BOUND = str.maketrans(" -", "__")
ROLES_OF_STYLES = {
    "strong": "strong",
    "emphasis": "emphasis",
    "strong emphasis": "strong-emphasis",
    "code": "code",
    "math": "math",
}
Spans = Sequence[StyledSpan]


def spans_of(runs: Runs, role: str = "text", start: int = 0) -> list[StyledSpan]:
    """The runs as spans. `role`: that of plain text; `start`: where they begin in the text of their block."""
    spans = []
    for text, style, target, tex in runs:
        if not text:
            continue
        text = printable(text)
        if target and style != "math":
            spans.append(StyledSpan(text, "citation" if target[0] == "#" else "link", target, tex, start))
        else:
            spans.append(StyledSpan(text, ROLES_OF_STYLES.get(style, role) if style else role, target, tex, start))
        start += len(text)
    return spans


def wrap_spans(spans: Spans, width: int, first: int = 0) -> list[tuple[StyledSpan, ...]]:
    """Lines of at most `width` cells. `first`: cells of the first line that are taken.

    What is wrapped is a shadow of the text: as long, but with other characters where it must not be broken.
    """
    shadow = _shadow(_bound(spans, width))
    if first:
        shadow = "_" * (first - 1) + " " + shadow
    places = ((at - first, at - first + len(line)) for at, line in wrap(shadow, width))
    return _cut(spans, [(max(0, at), max(0, end)) for at, end in places])


def hang(lines: Iterable[tuple[StyledSpan, ...]], first: Spans, rest: Spans, section: str) -> list[StyledLine]:
    """Wrapped lines behind what stands before the first and before the others; blanks and bars are no text."""
    styled = []
    before, gutter, at = tuple(first), _gutter(first), 0
    for number, spans in enumerate(lines):
        if number == 1:
            before, gutter = tuple(rest), _gutter(rest)
        at = next((span.start for span in spans if span.start >= 0), at)
        styled.append(StyledLine(before + spans, section, at, number > 0, gutter))
    return styled


def margin(cells: int) -> list[StyledSpan]:
    """So many blanks."""
    return [StyledSpan(" " * cells)] if cells > 0 else []


def _gutter(before: Spans) -> int:
    length = 0
    for span in before:
        if span.role != "faint" and not span.text.isspace():
            break
        length += len(span.text)
    return length


def _bound(spans: Spans, width: int) -> str:
    """The text with other characters in place of blanks and hyphens at which no line may be broken.

    A formula keeps to a hyphen beside it, a number that is a link to the word before it: `top-k`, `Figure 2`.
    """
    parts: list[str] = []
    is_after_formula = False
    for text, role, link, _, _ in spans:
        is_formula = role == "math"
        if is_after_formula and text.startswith("-"):
            text = f"_{text[1:]}"
        if is_formula or link:
            longest = min(MAX_UNBROKEN_FORMULA if is_formula else MAX_UNBROKEN_LINK, width * 2 // 3)
            before = parts[-1] if parts else ""
            joint = "-" if is_formula else " " if link.startswith("#") and not text[:1].isalpha() else ""
            if joint and before.endswith(joint):
                word = before[:-1].rpartition(" ")[2]
                if len(word) + 1 + len(text) <= longest:
                    parts[-1] = f"{before[:-1]}_"
            if len(text) <= longest:
                text = text.translate(BOUND)
        parts.append(text)
        is_after_formula = is_formula
    return "".join(parts)


def _shadow(text: str) -> str:
    """The text as it is wrapped: in ASCII if all its characters are one cell wide, which is then measured at once.

    Long addresses may be broken at a slash, and words at a dash.
    """
    if "://" in text:
        text = re.sub(r"https?://\S+", lambda address: address[0].replace("/", "-"), text)
    if text.isascii():
        return text
    text = text.replace("—", "-")
    if all(cell_width(each) == 1 for each in set(text)):
        return text.encode("ascii", "replace").decode()
    return text


def _cut(spans: Spans, places: Iterable[tuple[int, int]]) -> list[tuple[StyledSpan, ...]]:
    """The spans of each place, which follow each other."""
    lines = []
    index = at = 0  # the span, and where it begins
    for first, last in places:
        line: list[StyledSpan] = []
        while index < len(spans) and at + len(spans[index].text) <= first:
            at += len(spans[index].text)
            index += 1
        here, begin = index, at
        while here < len(spans) and begin < last:
            span = spans[here]
            text, role, link, tex, start = span
            end = begin + len(text)
            if first <= begin and end <= last:
                line.append(span)
            elif part := text[max(0, first - begin) : last - begin]:
                offset = start + max(0, first - begin) if start >= 0 else -1
                line.append(StyledSpan(part, role, link, tex, offset))
            here, begin = here + 1, end
        lines.append(tuple(line))
    return lines
