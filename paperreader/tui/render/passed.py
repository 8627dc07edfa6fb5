"""That the user passed over a paper which others came to like, as styled lines."""

from __future__ import annotations

from paperreader.humanize import count, ordinal
from paperreader.models import Passed
from paperreader.text.width import wrap
from paperreader.tui.render.styled_text import StyledLine, StyledSpan

SECTION = "second look"


def passed_lines(passed: Passed, upvotes: int, width: int) -> list[StyledLine]:
    """`You passed it on 12 Nov: 14 upvotes then, 131 now, 3rd of 45 that day`. That is never long ago: no year is said.

    `upvotes`: those it has now.
    """
    at = passed.at.astimezone()
    then = f"{count(passed.upvotes, 'upvote')} then, {upvotes:,} now"
    place = f"{ordinal(passed.place)} of {passed.papers:,} that day"
    text = f"You passed it on {at.day} {at:%b}: {then}, {place}"
    return [
        StyledLine((StyledSpan(line, "text"),), SECTION, offset, flows=offset > 0)
        for offset, line in wrap(text, max(1, width))
    ]
