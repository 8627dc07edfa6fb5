"""Reasons on the page: what is shown adds up to the score, whatever the features are called."""

from __future__ import annotations

from math import fsum

from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.models import Entry
from paperreader.taste.judge import VOTES
from paperreader.taste.reasons import Explanation, Reason
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width
from paperreader.tui.render.reasons import reason_lines, reason_room
from paperreader.tui.render.styled_text import ASCII, Glyphs, StyledLine
from tests.hostile import EVIL, nasty

LINK, ALL = "reason-", "all"
OWN = Entry("2607.30001", None, "Looms", 0, 0, False, None, None, "", 0, False, False, starred=True)
texts = st.one_of(nasty, st.sampled_from([EVIL, "agents", "1.23 more +4", "x" * 150, "世界" * 40]))


def lines_of(explanation: Explanation, width: int, glyphs: Glyphs | None = None) -> list[StyledLine]:
    return reason_lines(explanation, OWN, LINK, ALL, width, glyphs or Glyphs())


def hundredths(text: str, glyphs: Glyphs) -> int:
    """`−0.42` as a number; the sign may stand before what the figure is of."""
    figure = text.rpartition(" ")[2].lstrip(f"+{glyphs.minus}")
    return round(float(figure) * 100) * (-1 if glyphs.minus in (text[0], text.rpartition(" ")[2][0]) else 1)


@settings(max_examples=200, deadline=None)
@given(
    reasons=st.lists(st.tuples(texts, st.floats(-3, 3)), min_size=1, max_size=80),
    width=st.integers(46, 90),
    glyphs=st.sampled_from([Glyphs(), ASCII]),
)
def test_what_is_shown_adds_up_to_the_score(reasons: list[tuple[str, float]], width: int, glyphs: Glyphs) -> None:
    named = [Reason(f"word:{number}{text}", text, share) for number, (text, share) in enumerate(reasons)]
    drawn = lines_of(Explanation(fsum(share for _, share in reasons), named), width, glyphs)
    assert len(drawn) == len(reason_room(width))
    assert all(cell_width(line.text) <= width for line in drawn)
    spans = [span for line in drawn for span in line.spans]
    (score,) = (hundredths(span.text, glyphs) for span in spans if span.role == "strong")
    pairs = [span for span in spans if span.link.startswith(LINK)]
    assert all(clean(sign.text) == sign.text.rstrip() for sign in pairs[::2])
    shown = [
        hundredths(sign.text[0] + amount.text, glyphs) for sign, amount in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    rest = [hundredths(span.text, glyphs) for span in spans if span.link == ALL]
    assert sum(shown) + sum(rest) == score
    assert len(rest) <= 1


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(texts, max_size=9), width=st.integers(1, 45))
def test_no_width_is_too_narrow(texts: list[str], width: int) -> None:
    reasons = [Reason(f"word:{number}", text, 0.2) for number, text in enumerate(texts)]
    drawn = lines_of(Explanation(0.2 * len(texts), reasons), width)
    assert [cell_width(line.text) <= width for line in drawn] == [True] * len(reason_room(width))


def test_it_reads_like_a_sum() -> None:
    reasons = [
        Reason("word:agent", "agents", 0.42),
        Reason("author:Ada Brook", "Ada Brook", 0.2),
        Reason("word:survey", "survey", -0.1),
        *(Reason(f"word:{number}", f"word{number}", 0.004) for number in range(30)),
        Reason(VOTES, VOTES, -0.004),
    ]
    drawn = lines_of(Explanation(fsum(reason.share for reason in reasons), reasons), 70)
    assert [line.text.rstrip() for line in drawn] == [
        "For you  +0.64 (you starred it):  + agents 0.42  + Ada Brook 0.20",
        "         − survey 0.10  + word0 0.01  + word1 0.01  and 29 more +0.10",
    ]
