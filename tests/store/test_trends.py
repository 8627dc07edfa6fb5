"""What trends need of the store."""

from __future__ import annotations

from datetime import timedelta

from paperreader.query import parse
from paperreader.store import Store
from paperreader.store.store import Database
from paperreader.store.trends import titles
from paperreader.trends.half_years import Days
from paperreader.trends.trend import query
from paperreader.views import Search
from tests.conftest import FRIDAY, THURSDAY, WEDNESDAY
from tests.stores import a_paper
from tests.trends.titles import FELL, HALF_YEARS, ROSE, fill
from tests.trends.titles import titles as made_up


def listed(store: Store, days: Days) -> list[tuple[str, str]]:
    database: Database = store._database
    return sorted((day.isoformat(), title) for day, title in database.read(titles, days))


def test_a_paper_counts_on_its_first_day_unless_a_rule_hides_it(store: Store) -> None:
    one, two, three = (a_paper(number, title=title) for number, title in enumerate(("Looms", "Boats", "Kites")))
    store.ingest.save_day(WEDNESDAY, [one], complete=True)
    store.ingest.save_day(THURSDAY, [one, two], complete=True)
    store.ingest.save_day(FRIDAY, [one, three], complete=True).result()
    everything = [("2026-07-29", "Looms"), ("2026-07-30", "Boats"), ("2026-07-31", "Kites")]
    assert listed(store, Days(WEDNESDAY, FRIDAY)) == everything
    assert listed(store, Days(THURSDAY, FRIDAY)) == everything[1:]
    store.searches.save("no boats", "boats", hides=True).result()
    assert listed(store, Days(THURSDAY, FRIDAY)) == everything[2:]


def test_trends_are_of_the_newest_day_that_has_papers(store: Store) -> None:
    assert store.searches.trends().result() is None
    fill(store, made_up())
    store.ingest.save_day(HALF_YEARS.now.last + timedelta(days=1), [], complete=False).result()
    trends = store.searches.trends().result()
    assert trends is not None
    assert (trends.half_years.before, trends.half_years.now) == (HALF_YEARS.before, HALF_YEARS.now)
    assert trends.is_enough
    assert [trend.name for trend in trends.words] == [ROSE.lower(), FELL.lower()]
    assert len(trends.missing) < len(HALF_YEARS.weekdays) / 2
    before, now = HALF_YEARS.before, HALF_YEARS.now
    assert trends.papers == len(listed(store, before)) + len(listed(store, now))
    for trend in trends.words:  # the search finds the papers that were counted
        text = query(trend, HALF_YEARS)
        assert not parse(text, FRIDAY).hints
        found = store.searches.find(Search(text)).result()
        assert len(found) == trend.now
        assert all(trend.name in entry.title.lower() for entry in found)


def test_too_few_days_tell_nothing(store: Store) -> None:
    fill(store, [(day, title) for day, title in made_up() if not day.isoformat().startswith("2026-04")])
    trends = store.searches.trends().result()
    assert trends is not None
    assert not trends.is_enough
    assert not trends.words
    assert {day.isoformat()[:7] for day in trends.missing} > {"2026-04"}
