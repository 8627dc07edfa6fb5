"""Which entries are one paper, and which paper of the store it is."""

from __future__ import annotations

from paperreader.bibliography.entry import OwnPaper
from paperreader.bibliography.match import Matcher
from paperreader.taste.imported import ImportedPaper

STORED = {"2607.12345": "A Loom for Long Threads", "2607.54321": "Looms: a survey", "2607.11111": "Introduction"}


def own(title: str, *, id: str | None = None, doi: str = "", abstract: str = "", author: str = "") -> OwnPaper:
    return OwnPaper(ImportedPaper("", title, id, abstract, (), (author,) if author else ()), doi)


def test_a_paper_of_the_store_is_found_by_id_and_by_title() -> None:
    match = Matcher(STORED).matched
    assert match(own("Another title", id="2607.12345")).paper == "2607.12345"
    assert match(own("LOOMS -- A Survey!")).paper == "2607.54321"
    assert match(own("Introduction")).paper is None
    assert match(own("A Loom for Short Threads")).paper is None


def test_what_is_one_paper_has_one_key() -> None:
    match = Matcher({}).matched
    first = match(own("A Loom for Many Threads", doi="10.1234/x"))
    assert first.key == "doi:10.1234/x"
    second = match(own("A loom for many threads.", id="2607.00001", abstract="We weave."))
    assert (second.key, second.paper, second.abstract) == ("doi:10.1234/x", "2607.00001", "We weave.")
    assert match(own("Now published elsewhere", id="2607.00001")).key == "doi:10.1234/x"
    assert match(own("Under another title", doi="10.1234/x")).key == "doi:10.1234/x"


def test_what_are_two_papers_has_two_keys() -> None:
    match = Matcher({}).matched
    keys = [
        match(own("A Loom for Many Threads", id="2607.00001")).key,
        match(own("A Loom for Many Threads", id="2607.00002")).key,
        match(own("Introduction", author="Ada Lovelace")).key,
        match(own("Introduction", author="Charles Babbage")).key,
        match(own("Introduction")).key,
    ]
    assert len(set(keys)) == len(keys)


def test_what_was_imported_before_is_known_whatever_it_was_known_by() -> None:
    for title, id, doi in (("A Loom", "2607.00001", ""), ("A Loom", None, "10.1/x"), ("Warp and Weft", None, "")):
        before = Matcher({}).matched(own(title, id=id, doi=doi, abstract="Long"))
        again = Matcher({}, [before]).matched(own(title, id=id, doi=doi))
        assert again == before


def test_titles_of_any_script_are_told_apart() -> None:
    match = Matcher({"2607.12345": "織機の研究について"}).matched
    assert match(own("織機の研究について。")).paper == "2607.12345"
    assert match(own("織機の研究")).paper is None
    assert match(own("τ-Bench")).key == match(own("tau-bench")).key
