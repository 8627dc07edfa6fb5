"""The progress bar of the archive."""

from __future__ import annotations

from paperreader.cli.progress import line
from paperreader.models import SaveResult
from paperreader.refresh import ArchiveSize, Fetched, Waiting
from paperreader.refresh.progress import Progress
from paperreader.views import FIRST_DAY


def test_the_bar_says_what_there_is_room_for() -> None:
    now = [0.0]
    progress = Progress(clock=lambda: now[0])
    progress.update(ArchiveSize(926))
    for n in range(463):
        progress.update(Fetched(SaveResult(FIRST_DAY, 20 + n % 2, 0), 0))
    now[0] = 120.0
    text = "463/926 days · 9,491 papers · 79 papers/s · 2 minutes left"
    assert line(progress, 102) == f"{'█' * 20}{'░' * 20}  {text}"
    assert line(progress, 74) == f"{'█' * 7}{'░' * 7}  {text}"
    assert line(progress, len(text)) == text
    assert line(progress, 50) == f"{'█' * 3}{'░' * 4}  463/926 days · 9,491 papers · 79 papers/s"
    assert line(progress, 30) == "463/926 days · 9,491 papers"
    assert line(progress, 10) == "463/926 da"
    assert max(len(line(progress, width)) - width for width in range(200)) <= 0
    progress.update(Waiting(42.4))
    assert line(progress, 100, utf8=False).endswith("--  463/926 days, 9,491 papers, waiting 42 s for the Hub")
    assert progress.summary == "463 of 926 days fetched, 9,491 papers"
    progress.update(ArchiveSize(464))
    assert progress.facts[0] == "463/927 days"
