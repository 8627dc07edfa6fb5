"""Messages, and the offers that some of them make."""

from __future__ import annotations

from paperreader.reader.toasts import OFFER_IS_NEW_S, Place, Toasts
from tests.conftest import Clock

FOUND = Place(None, "", (), hub_search="looms")
UNDONE = Place(None, "2607.31001", ())


def toasts_of(clock: Clock) -> Toasts:
    return Toasts(lambda _: None, clock=lambda: clock.now.timestamp())


def test_an_offer_holds_until_another_is_made_or_it_is_taken(clock: Clock) -> None:
    toasts = toasts_of(clock)
    toasts.show("“looms” has 3 results: {mark.show} shows them", place=FOUND)
    for message in ("Saved a.pdf", "The text of “A” is here"):
        toasts.show(message)
        toasts.withdraw()
        assert toasts.place == FOUND
    other = FOUND._replace(hub_search="threads")
    toasts.show("“threads” has 1 result: {mark.show} shows it", place=other)
    assert toasts.place == other
    toasts.forget_offer()
    assert toasts.place is None


def test_an_offer_that_nobody_has_read_yet_is_shown_with_what_comes_next(clock: Clock) -> None:
    toasts = toasts_of(clock)
    toasts.show("“looms” has 3 results: {mark.show} shows them", place=FOUND)
    clock.tick(1)
    toasts.show("Saved a.pdf")
    assert toasts.last == "Saved a.pdf\n“looms” has 3 results: {mark.show} shows them"
    clock.tick(OFFER_IS_NEW_S)
    toasts.show("Saved b.pdf")
    assert toasts.last == "Saved b.pdf"
    assert toasts.place == FOUND


def test_where_a_step_led_is_out_of_date_when_something_else_is_marked(clock: Clock) -> None:
    toasts = toasts_of(clock)
    toasts.show("Undone: 2 papers unread again · {mark.show} shows it", place=UNDONE)
    toasts.show("Copied link")
    assert (toasts.last, toasts.place) == ("Copied link", UNDONE)
    toasts.forget_undo()
    assert toasts.place is None
    toasts.show("“looms” has 3 results: {mark.show} shows them", place=FOUND)
    toasts.forget_undo()
    assert toasts.place == FOUND
