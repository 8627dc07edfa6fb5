"""What is said of what was learned: from how much, and how it compares with votes."""

from __future__ import annotations

from datetime import datetime

from paperreader.humanize import count, relative_time
from paperreader.taste.learned import Learned
from paperreader.taste.trial import MIN_STARS, Trial


def basis_text(learned: Learned | None, now: datetime) -> str:
    """`Learned from 12 papers that you liked and 90 that you passed over, today 17:20.`"""
    if learned is None or not (learned.liked or learned.passed or learned.imported):
        return f"Nothing is learned yet. Star papers that you like: from {MIN_STARS} on, your order means something."
    parts = [
        *([f"{count(learned.liked, 'paper')} that you liked"] if learned.liked else []),
        *([f"{count(learned.passed, 'paper')} that you passed over"] if learned.passed else []),
        *([f"{count(learned.imported, 'paper')} of your bibliographies"] if learned.imported else []),
    ]
    *first, last = parts
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"Learned from {listed}, {relative_time(learned.at.astimezone(), now.astimezone())}."


def trial_text(trial: Trial) -> str:
    """Which of the two would have ranked the user's stars higher; each is judged without knowing it."""
    if trial.missing_stars:
        return f"{count(trial.missing_stars, 'more star')}, and it can be compared with votes."
    own, votes = f"{trial.own:.2f}", f"{trial.votes:.2f}"
    stars = f"Of your last {count(trial.stars, 'star')}"
    scale = "(1: each above all others of its day, 0.5: by chance)"
    if own == votes:
        return f"{stars}: your order would have ranked them as high as votes do, {own} {scale}."
    if trial.own_is_better:
        return f"{stars}: your order would have ranked them higher than votes do, {own} against {votes} {scale}."
    return f"{stars}: votes rank them higher than your order would have, {votes} against {own} {scale}."
