"""What is said of what was learned: from how much, and how it compares with votes."""

from __future__ import annotations

from datetime import datetime

from paperreader.humanize import age, count
from paperreader.taste.learned import Learned
from paperreader.taste.trial import MIN_STARS

WHAT_FOLLOWS = "Below: what moves the newest papers most, and what it adds to their scores on average."


def basis_text(learned: Learned | None, now: datetime) -> str:
    """`Learned 5 minutes ago from 12 papers that you liked and 90 that you passed over.`"""
    if learned is None or not (learned.liked or learned.passed or learned.imported):
        stars = f"Star papers that you like ({MIN_STARS} are a beginning)"
        return f"Nothing is learned yet. {stars}, or import your own: paperreader taste import FILE."
    kinds = {"liked": learned.liked, "passed over": learned.passed, "imported": learned.imported}
    some = [(number, did) for did, number in kinds.items() if number]
    numbers = [count(some[0][0], "paper"), *(f"{number:,}" for number, _ in some[1:])]
    *first, last = [f"{number} that you {did}" for number, (_, did) in zip(numbers, some, strict=True)]
    listed = f"{', '.join(first)} and {last}" if first else last
    when = age(learned.at, now)
    return f"Learned {'just now' if when == 'now' else when} from {listed}."


def where_needed(learned: Learned) -> str:
    """Which stars are missing for a trial, where others do not count: an order cannot rank a paper above no other."""
    return ", on days where you do not star every paper" if learned.liked > learned.trial.stars else ""


def trial_text(learned: Learned) -> str:
    """Which of the two would have ranked the user's stars higher; each is judged without knowing it."""
    trial = learned.trial
    if trial.missing_stars:
        return f"{count(trial.missing_stars, 'more star')}{where_needed(learned)}, and it can be compared with votes."
    own, votes = f"{trial.own:.2f}", f"{trial.votes:.2f}"
    stars = f"your last {count(trial.stars, 'star')}"
    scale = "(1: each above all others of its day, 0.5: by chance)"
    if own == votes:
        return f"Your order would have ranked {stars} as high as votes do: {own} {scale}."
    if trial.own_is_better:
        return f"Your order would have ranked {stars} higher than votes do: {own} against {votes} {scale}."
    return f"Votes rank {stars} higher than your order would have: {votes} against {own} {scale}."
