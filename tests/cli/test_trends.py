"""`paperreader trends`."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from paperreader.store import Store
from tests.cli.conftest import Here
from tests.conftest import THURSDAY, store_of
from tests.stores import a_paper
from tests.trends.titles import FELL, HALF_YEARS, ROSE, fill, titles

COMPARED = "paperreader: in 1,000 titles, 31 Jan-30 Jul 2025 and 31 Jan-30 Jul 2026 ("


def store_in(env: dict[str, str]) -> Store:
    return Store(store_of(env), now=lambda: datetime.now(UTC))


def test_words_are_printed_with_figures_and_bars(env: dict[str, str], here: Here) -> None:
    store = store_in(env)
    fill(store, titles())
    trends = store.searches.trends().result()
    store.close()
    assert trends is not None
    rose, fell = trends.words

    done = here("trends", "--width", "60")
    assert done.code == 0
    one, blank, other = done.out.splitlines()
    assert one.startswith(f" {ROSE.lower()}  {rose.rate_before:>3.0f} → {rose.rate_now:>3.0f}  ")
    assert other.startswith(f" {FELL.lower()}    {fell.rate_before:>3.0f} → {fell.rate_now:>3.0f}  ")
    assert (one.split()[-2:], blank) == ([f"{rose.now}", "papers"], "")
    assert set(one.split()[-3]) <= set("▁▂▃▄▅▆▇█")
    compared, missing = done.err.splitlines()
    assert compared == f"{COMPARED}{trends.papers} papers)"
    first, last = trends.missing[0], trends.missing[-1]
    days = f"{len(trends.missing)} of {len(HALF_YEARS.weekdays)} days are not stored"
    assert missing == f"paperreader: {days}: run paperreader fetch --since {first} --until {last}"

    found = json.loads(here("trends", "--json").out)
    words = found.pop("words")
    assert found == {
        "before": {"first": "2025-01-31", "last": "2025-07-30"},
        "now": {"first": "2026-01-31", "last": "2026-07-30"},
        "missing_days": len(trends.missing),
        "papers": trends.papers,
    }
    assert [(word["name"], word["rises"]) for word in words] == [(ROSE.lower(), True), (FELL.lower(), False)]
    word = words[0]
    assert word["spellings"] == ["warp drives"]
    assert (word["papers_before"], word["papers"]) == (rose.before, rose.now)
    assert word["per_mille"] == round(rose.rate_now, 1)
    assert word["per_mille_before"] == round(rose.rate_before, 1)
    assert len(word["months"]) == 18
    assert word["z"] > 0
    assert 0 < word["p"] < 0.01
    assert len(here("search", word["query"], "--fields", "id").out.splitlines()) == rose.now


def test_it_says_why_there_is_nothing(env: dict[str, str], here: Here) -> None:
    assert here("trends") == (1, "", "paperreader: no store yet: run paperreader fetch\n")
    store = store_in(env)
    store.settings.set("hint", "shown").result()
    assert here("trends") == (1, "", "paperreader: no papers in the store yet: run paperreader fetch\n")
    store.ingest.save_day(THURSDAY, [a_paper(1)], complete=True).result()
    code, out, err = here("trends", "--json")
    assert (code, out) == (1, "")
    assert err == (
        "paperreader: too few days are stored to compare 31 Jan-30 Jul 2026 with 31 Jan-30 Jul 2025: 257 of 258 are"
        " missing: run paperreader fetch --since 2025-01-31 --until 2026-07-29\n"
    )
    store.close()


@pytest.mark.parametrize("option", [(), ("--json",)])
def test_no_word_may_have_changed(option: tuple[str, ...], env: dict[str, str], here: Here) -> None:
    store = store_in(env)
    fill(store, [(day, "Wheels") for day, _ in titles(1)])
    store.close()
    code, out, err = here("trends", *option)
    assert code == 0
    assert err.splitlines()[-1] == "paperreader: no word of titles rose or fell more than by chance"
    assert json.loads(out)["words"] == [] if option else out == ""
