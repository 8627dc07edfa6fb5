"""The status line's words -> styled wordings, the longest first."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.tui.render.styled_text import StyledSpan


def location_wordings(
    title: str, short_title: str, selected: int, facts: Sequence[str], short_fact: str = ""
) -> list[list[StyledSpan]]:
    """Title, papers selected, facts: with less and less of it."""
    chosen = [StyledSpan(f" · {selected} selected", "selected")] if selected else []
    figures = [StyledSpan(f" · {fact}", "figure") for fact in facts]
    wordings = [(title, figures), (short_title, figures), (short_title, figures[:1])]
    wordings += [(short_title, [StyledSpan(f" · {short_fact}", "figure")])] if short_fact else []
    wordings += [(short_title, [])] if selected else []
    return [[StyledSpan(f" {name}", "strong"), *chosen, *shown] for name, shown in wordings]


def activity_wordings(wordings: Sequence[Sequence[str]], kind: str) -> list[list[StyledSpan]]:
    """`kind`: `news`, `detail` or `trouble`; parts behind the first are details."""
    role = {"news": "news", "detail": "figure", "trouble": "trouble"}[kind]
    return [[StyledSpan(part, "figure" if number else role) for number, part in enumerate(parts)] for parts in wordings]
