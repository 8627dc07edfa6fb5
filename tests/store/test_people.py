"""`by:` and `submitter:`: people, however the papers write their names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from paperreader.models import Paper
from paperreader.reader.subjects import Subject
from paperreader.store import Store
from paperreader.views import Search

AUTHORS: dict[int, tuple[str, ...]] = {
    1: ("Ada Lovelace", "Bo Ek"),
    2: ("Bo Ek", "A. Lovelace"),
    3: ("Lovelace, Ada M.",),
    4: ("Alan Lovelace", "Ada Brook"),
    5: ("Àda Lovelace", "Conan O’Brien"),
    6: ('Lin "Jim" Tan', "Jürgen Müller"),
    7: ("王毅", "Yi-Fan Wang"),
    8: ("Wang Yifan", "Lin Tan"),
    9: (*(f"Person{n} Someone" for n in range(300)), "Ada Lovelace"),
    10: ("X", "Y. Wang", "🤖", "(", "a\\b Lovelace"),
}
PEOPLE = {
    'by:"Ada Lovelace"': [9, 5, 3, 2, 1],
    "by:lovelace": [10, 9, 5, 4, 3, 2, 1],
    'by:"A. Lovelace"': [10, 9, 5, 4, 3, 2, 1],
    '-by:"Ada Lovelace" by:lovelace': [10, 4],
    'by:"Ada Lovelace" by:"Bo Ek"': [2, 1],
    'by:"Ada Brook" OR by:"Jim Tan"': [6, 4],
    'by:"Lin Tan" OR title:paper': [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    'by:"Lin (Jim) Tan"': [8, 6],
    'by:"Juergen Mueller"': [6],
    "by:王毅": [7],
    'by:"Yifan Wang"': [10, 8, 7],
    'by:"conan o\'brien"': [5],
    'by:"X"': [10],
    "by:nobody": [],
    'author:"Ada Lovelace"': [9, 5, 1],
    "submitter:ek": [4, 1],
    'submitter:"Bo E"': [],
    'submitter:"ek, bo"': [4, 1],
    "-submitter:ek": [10, 9, 8, 7, 6, 5, 3, 2],
    "submitter:ek OR by:王毅": [7, 4, 1],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("people") / "paperreader.db"
    with closing(Store(Path(path), now=lambda: datetime(2026, 7, 31, 12, tzinfo=UTC))) as store:
        papers = [
            Paper(f"2607.{n:05d}", "A paper", "A paper", "By us.", "By us.", authors=names, submitter=submitter)
            for n, names in AUTHORS.items()
            for submitter in ["Bo Ek" if n in (1, 4) else None]
        ]
        store.ingest.save_day(date(2026, 7, 31), papers, complete=True).result()
        yield store


def found(store: Store, text: str, **how: bool) -> list[int]:
    return [int(entry.id[5:]) for entry in store.searches.find(Search(text, **how)).result()]  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "papers"), PEOPLE.items())
def test_people_are_found_however_their_names_are_written(store: Store, text: str, papers: list[int]) -> None:
    assert found(store, text) == papers
    assert store.searches.count(Search(text)).result() == len(papers)


@pytest.mark.parametrize("text", ['by:"Ada Lovelace"', "by:lovelace", "submitter:ek"])
def test_a_name_is_found_from_the_second_letter_on_while_it_is_typed(store: Store, text: str) -> None:
    all_of_it = set(found(store, text))
    for length in range(text.lower().rindex("lo" if "love" in text.lower() else "ek") + 2, len(text)):
        assert all_of_it <= set(found(store, text[:length], growing=True)), text[:length]


def test_a_star_stands_for_the_rest_of_a_name(store: Store) -> None:
    assert found(store, 'by:"Ada Love*"') == found(store, 'by:"Ada Lovelace"')
    assert found(store, "submitter:e*") == found(store, "submitter:ek")


@pytest.mark.parametrize("text", ["by:", 'by:"', 'by:"🤖"', "by:()", "by:*", "submitter:", "by:-", "by:" + "x" * 3_000])
def test_no_name_is_an_error(store: Store, text: str) -> None:
    for growing in (False, True):
        assert found(store, text, growing=growing) is not None


ODD = ["½İ٣ é", "-王½", 'Ada "', "Ada*Brook", "OD *", "Ⅲ", "_٣-Øst", "(Ada", "éЙ(½", "D'ǆ-Ada", 'x"y"', "Jr.", "𝔸 글"]


def test_every_name_finds_its_own_papers(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "odd.db", now=lambda: datetime(2026, 7, 31, 12, tzinfo=UTC))) as store:
        papers = [
            Paper(f"2607.{n:05d}", "A paper", "A paper", "By us.", "By us.", authors=("Bo Ek", name), submitter=name)
            for n, name in enumerate(ODD)
        ]
        store.ingest.save_day(date(2026, 7, 31), papers, complete=True).result()
        for n, name in enumerate(ODD):
            for subject in (Subject("author", name), Subject("submitter", name)):
                assert n in found(store, subject.query), name
                assert n in found(store, subject.wide_query), name


def test_the_names_that_match_are_marked(store: Store) -> None:
    def marked(text: str, n: int) -> list[str]:
        ranges = store.searches.matches(Search(text), f"2607.{n:05d}").result().get("authors", ())
        return [", ".join(AUTHORS[n])[start:end] for start, end in ranges]

    assert marked('by:"Ada Lovelace"', 2) == ["A. Lovelace"]
    assert marked('by:"Ada Lovelace"', 3) == ["Lovelace, Ada M."]
    assert marked('by:"Ada Lovelace" bo', 1) == ["Ada Lovelace", "Bo"]
    assert marked('-by:"Ada Lovelace" paper', 1) == []
