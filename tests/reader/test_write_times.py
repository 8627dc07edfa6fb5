"""When marks are written for other machines."""

from __future__ import annotations

from math import inf

from paperreader.reader.write_times import DELAY_S, MAX_DELAY_S, PAUSE_FACTOR, WriteTimes


class Seconds:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_written_once_soon_after_its_end_and_reading_on_now_and_then() -> None:
    clock = Seconds()
    times = WriteTimes(clock=clock)
    assert times.pending  # another program may have marked papers before the start
    assert times.due <= clock.now
    times.begin()
    times.succeed()
    assert times.due == inf
    first = clock.now
    for _ in range(3):
        times.changed()
        assert times.due == clock.now + DELAY_S
        clock.now += 1
    while times.due > clock.now:  # the user reads on: a mark every two seconds
        times.changed()
        clock.now += 2
    assert MAX_DELAY_S <= clock.now - first <= MAX_DELAY_S + 2


def test_what_takes_long_is_done_seldom_but_at_once_for_a_user_who_asks() -> None:
    clock = Seconds()
    times = WriteTimes(clock=clock)
    times.begin()
    clock.now += 4
    times.succeed()
    times.changed()
    assert times.due == clock.now + 4 * PAUSE_FACTOR
    times.hurry()
    assert times.due <= clock.now


def test_what_changes_while_it_is_written_and_what_failed_is_written_again() -> None:
    clock = Seconds()
    times = WriteTimes(clock=clock)
    times.begin()
    times.changed()
    times.succeed()
    assert times.due == clock.now + DELAY_S
    times.begin()
    times.fail(60)
    assert times.due == clock.now + 60
