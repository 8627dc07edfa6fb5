"""BibTeX as people and programs write it: what is right in a file is read, whatever else is wrong in it."""

from __future__ import annotations

import tracemalloc

import pytest

from paperreader.bibliography.bibtex import entries
from paperreader.bibliography.entry import Entry, Problem, own_paper
from paperreader.taste.imported import ImportedPaper


def papers(text: str) -> list[ImportedPaper]:
    return [own_paper(entry).paper for entry in entries(text) if isinstance(entry, Entry)]


def paper(fields: str) -> ImportedPaper:
    [found] = papers(f"@misc{{k, {fields}}}")
    return found


def test_an_entry_has_all_that_is_learned_from() -> None:
    [entry] = entries("""
@Article{weaver26,
  Title    = {{A {L}oom for {$\\tau$}-Bench}: {\\'E}tudes \\& More},
  author   = "Lovelace, Ada and {The Weaving Team} and de la {\\"U}nl{\\"u}, Jr., Eren and others",
  abstract = {We weave   <i>long</i> threads
              in {\\em many} ways.},
  keywords = {looms; long threads, Weaving},
  doi      = {https://doi.org/10.1234/Loom.7},
  year     = 2026,
}
""")
    assert isinstance(entry, Entry)
    assert entry.where == "line 2"
    own = own_paper(entry)
    assert own.doi == "10.1234/loom.7"
    assert own.paper == ImportedPaper(
        "",
        "A Loom for τ-Bench: Études & More",
        None,
        "We weave long threads in many ways.",
        ("looms", "long threads", "Weaving"),
        ("Ada Lovelace", "The Weaving Team", "Eren de la Ünlü Jr."),
    )


@pytest.mark.parametrize(
    "fields",
    [
        "title={A}, eprint={2607.12345v2}, archivePrefix={arXiv}",
        "title={A}, eprint={arXiv:2607.12345}, eprinttype={arxiv}",
        "title={A}, eprint={2607.12345}",
        "title={A}, arxivId={2607.12345}",
        "title={A}, journal={arXiv preprint arXiv:2607.12345}",
        "title={A}, journal={CoRR}, volume={abs/2607.12345}",
        "title={A}, url={https://arxiv.org/pdf/2607.12345v1.pdf}",
        "title={A}, howpublished={\\url{https://huggingface.co/papers/2607.12345}}",
        "title={A}, doi={10.48550/ARXIV.2607.12345}",
        "title={A}, note={To appear. arXiv:2607.12345 [cs.CL]}",
    ],
)
def test_an_arxiv_id_is_found_wherever_it_is(fields: str) -> None:
    assert paper(fields).paper == "2607.12345"


@pytest.mark.parametrize(
    "fields",
    [
        "title={A}, eprint={2607.12345}, eprinttype={pubmed}",
        "title={A}, doi={10.1000/2607.12345}",
        "title={A}, url={https://example.org/2607.12345}",
        "title={A}, note={2607.12345 copies}",
        "title={2607.12345}",
    ],
)
def test_other_numbers_are_no_arxiv_ids(fields: str) -> None:
    assert paper(fields).paper is None


def test_macros_are_put_in_and_texts_joined() -> None:
    [found] = papers("""
@string(loom = "The " # {Loom})
@STRING{ada = {Lovelace, Ada}}
@misc{a, title = LOOM # " of " # loom # {, Again}, author = ada # " and " # {Babbage, Charles}, month = jan, year = 1}
""")
    assert (found.title, found.authors) == ("The Loom of The Loom, Again", ("Ada Lovelace", "Charles Babbage"))


def test_macros_that_grow_without_end_do_not() -> None:
    lines = [f"@string{{a{n + 1} = a{n} # a{n} # a{n}}}" for n in range(200)]
    [found] = papers("\n".join(["@string{a0 = {word }}", *lines, "@misc{x, title = a200}"]))
    assert found.title.startswith("word word")
    assert len(found.title) <= 1000


def test_one_broken_entry_does_not_spoil_the_others() -> None:
    found = list(
        entries("""% Encoding: UTF-8
@comment{jabref-meta: databaseType:bibtex;}
@preamble{"\\newcommand{\\x}{y}"}
Words between entries, even with an address: me@example.org.
@misc{a, title = {No comma behind it}
  author = {Lovelace, Ada},
}
@misc{b, title = {No end, author = {Ada Lovelace},
  year = 2026

@misc{c title = {No comma behind the key}}
@misc{a, title = {The key again}}
@misc(d, title = "In {"}brackets{"}", title = {and again})
@misc{, title = {No key}}
@misc{e, title = {With an @misc{inside} of it}}
@misc{f, author = {No title}}
@xdata{g, publisher = {None}}
""")
    )
    problems = [found for found in found if isinstance(found, Problem)]
    assert problems == [Problem("line 8", "it is not valid BibTeX"), Problem("line 11", "it is not valid BibTeX")]
    read = [own_paper(each).paper for each in found if isinstance(each, Entry)]
    assert [each.title for each in read] == [
        "No comma behind it",
        "The key again",
        'In "brackets"',
        "No key",
        "With an @miscinside of it",
        "",
    ]
    assert read[0].authors == ("Ada Lovelace",)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("{100{\\%} of x{\\^{}}2 {\\&} {\\$}5 in a{\\_}b}", "100% of x^2 & $5 in a_b"),
        ("{Looms}, subtitle = {A Survey}", "Looms: A Survey"),
        ("{$O(n^{2})$ {\\em Looms}}", "O(n²) Looms"),
        ("{Caf{\\'e}s ``of'' \\textbf{{{W}}eavers}}", "Cafés “of” Weavers"),
        ("{A \x1b[31mred\x1b[0m \u202ebidi}", "A red bidi"),
    ],
)
def test_titles_are_as_they_are_read(written: str, title: str) -> None:
    assert paper(f"title = {written}").title == title


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Kydl{\\'\\i}{\\v c}ek, Hynek", "Hynek Kydlíček"),
        ("Fran{\\c{c}}ois {\\O}stergaard", "François Østergaard"),
        ('M\\"uller-L\\"udenscheidt, A.~B.', "A. B. Müller-Lüdenscheidt"),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("{World Health Organization and Friends}", "World Health Organization and Friends"),
        ("Lovelace,   Ada", "Ada Lovelace"),
        ("{Lovelace}, {Ada}", "Ada Lovelace"),
    ],
)
def test_names_are_written_as_the_hub_does(written: str, name: str) -> None:
    assert paper(f"title={{A}}, author={{{written}}}").authors == (name,)


def test_a_field_of_many_macros_takes_no_more_memory_than_a_long_one() -> None:
    macros = "".join(f"@string{{a{n + 1} = a{n} # a{n}}}" for n in range(1_000))
    bomb = "@string{a0 = {" + "x" * 50_000 + "}}" + macros + "@misc{x, title = " + " # ".join(["a1000"] * 2_000) + "}"
    tracemalloc.start()
    try:
        [found] = papers(bomb)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert found.title == "x" * 1_000
