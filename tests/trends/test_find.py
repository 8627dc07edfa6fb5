"""Words that rose or fell are found, and none by chance."""

from __future__ import annotations

import gzip
import json
from datetime import date
from random import Random

import pytest

from paperreader.hub.parse import parse_items
from paperreader.models import Paper
from paperreader.query import parse
from paperreader.trends.find import find
from paperreader.trends.half_years import HalfYears
from paperreader.trends.trend import query
from tests.export.recorded import FOLDER
from tests.trends.titles import FELL, HALF_YEARS, OTHERS, ROSE, titles


def shuffled(listed: list[tuple[date, str]], seed: int) -> list[tuple[date, str]]:
    """The same titles, each on the day of another."""
    days = [day for day, _ in listed]
    Random(seed).shuffle(days)
    return list(zip(days, [title for _, title in listed], strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_what_rose_and_what_fell_is_found_once_each(seed: int) -> None:
    rose, fell = find(HALF_YEARS, titles(seed=seed))
    assert (rose.name, rose.spellings, rose.rises) == (ROSE.lower(), ("warp drives",), True)
    assert (fell.name, fell.rises) == (FELL.lower(), False)
    for trend in (rose, fell):
        assert (trend.rate_before < 60 < 120 < trend.rate_now) is trend.rises
        assert (trend.rate_now < 60 < 120 < trend.rate_before) is not trend.rises
        assert trend.p < 0.01
        assert len(trend.months) == len(trend.rates) == 18
        assert sum(trend.months) == sum(trend.name in title.lower() for _, title in titles(seed=seed))


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_found_where_days_are_shuffled(seed: int) -> None:
    assert not find(HALF_YEARS, shuffled(titles(), seed))


def test_a_word_is_called_as_most_titles_write_it() -> None:
    chance = Random(3)
    words = ["LLMs", "LLMs", "LLM", "Llm"]
    listed = [(day, f"{title} with {chance.choice(words)}") for day, title in titles() if day >= HALF_YEARS.now.first]
    listed += [(day, title) for day, title in titles() if day < HALF_YEARS.now.first]
    found = {trend.name: trend for trend in find(HALF_YEARS, listed)}
    assert set(found["LLMs"].spellings) == {"llms", "llm"}
    first, last = HALF_YEARS.now
    assert query(found["LLMs"], HALF_YEARS) == f'title:"llms" OR title:"llm" day:{first}..{last}'


def test_the_beginning_of_compounds_is_no_word_of_its_own() -> None:
    chance = Random(5)
    compounds = ["Fine-Tuning", "Fine-Tuned", "Fine-Grained", "Instruction Tuning"]
    listed = [
        (day, f"{title} with {chance.choice(compounds)}" if day < HALF_YEARS.now.first else title)
        for day, title in titles()
    ]
    names = [trend.name for trend in find(HALF_YEARS, listed)]
    assert not [name for name in names if name.endswith("fine")]
    assert {"fine-tuned", "fine-tuning"} & {*names}


def test_a_word_that_is_only_a_part_of_others_is_not_said_twice() -> None:
    chance = Random(4)

    def grown(day: date, title: str) -> str:
        if day < HALF_YEARS.now.first or chance.random() < 0.6:
            return title
        return f"{title}: {chance.choice(['Agents', 'Agents at Work', *(f'{other} Agents' for other in OTHERS)])}"

    names = {trend.name for trend in find(HALF_YEARS, [(day, grown(day, title)) for day, title in titles()])}
    assert "agents" in names
    assert not [name for name in names if "agents" in name and name != "agents"]


def test_there_is_nothing_to_find_without_titles_of_both_times() -> None:
    assert not find(HALF_YEARS, [])
    assert not find(HALF_YEARS, [each for each in titles() if each[0] >= HALF_YEARS.now.first])
    assert not find(HALF_YEARS, [(day, "Wheels") for day, _ in titles()])


def test_a_query_is_never_too_long() -> None:
    chance = Random(5)

    def grown(day: date, title: str) -> str:
        wide = [f"{'a' * 50}{ending} {'b' * 50}{end} Loom" for ending in ("", "s") for end in ("", "s", "ed", "ing")]
        return title if day < HALF_YEARS.now.first else f"{title}: {chance.choice(wide)}"

    found = find(HALF_YEARS, [(day, grown(day, title)) for day, title in titles()])
    assert found[0].z > 4
    for trend in found:
        assert not parse(query(trend, HALF_YEARS), HALF_YEARS.now.last).hints


def test_hostile_titles_cost_no_time_and_change_nothing() -> None:
    hostile = [(HALF_YEARS.now.last, "a-" * 5_000), (HALF_YEARS.now.last, "\x1b[31m" + "x" * 9_000)]
    assert [trend.name for trend in find(HALF_YEARS, [*titles(), *hostile])] == [ROSE.lower(), FELL.lower()]
    assert all(other.lower() not in ROSE.lower() for other in OTHERS)


# -- recorded days


def recorded() -> list[tuple[date, str]]:
    """The titles of the recorded papers, each with the first day that lists it."""
    first: dict[str, tuple[date, Paper]] = {}
    for file in sorted(FOLDER.glob("*.json.gz")):
        for paper in parse_items(json.loads(gzip.decompress(file.read_bytes()))).papers:
            first.setdefault(paper.id, (date.fromisoformat(file.name[:10]), paper))
    return [(day, paper.title) for day, paper in first.values()]


@pytest.mark.skipif(not FOLDER.exists(), reason="set PAPERREADER_RECORDED to a folder of the Hub's answers")
def test_recorded_titles_have_trends_and_shuffled_ones_none() -> None:
    listed = recorded()
    half_years = HalfYears(max(day for day, _ in listed))
    found = find(half_years, listed)
    figures = {trend.name: (round(trend.rate_before), round(trend.rate_now)) for trend in found}
    assert len(found) == 34
    assert figures["agents"] == (61, 166)
    assert figures["world models"] == (9, 41)
    assert figures["memory"] == (12, 40)
    assert figures["reasoning"] == (181, 97)
    assert not [seed for seed in range(20) if find(half_years, shuffled(listed, seed))]
