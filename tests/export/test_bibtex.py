"""BibTeX: entries, keys, names, and titles as TeX."""

from __future__ import annotations

import re
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from paperreader.export import export, export_all
from paperreader.export.cite_keys import cite_key, cite_keys
from paperreader.export.names import read_name
from paperreader.export.tex import tex
from paperreader.export.tex_title import tex_title
from paperreader.models import Paper
from paperreader.text.readable import readable
from paperreader.text.sanitize import clean
from tests.export.papers import hard_papers
from tests.export.test_export import PAPER, hard_texts, texts


def test_bibtex() -> None:
    assert export(PAPER, "bibtex") == (
        "@misc{brook2026loom,\n"
        "  title = {The Loom: Weaving Small Models},\n"
        "  author = {Brook, Ada and Lindqvist, Bo},\n"
        "  year = {2026},\n"
        "  eprint = {2607.12345},\n"
        "  archivePrefix = {arXiv},\n"
        "  eprinttype = {arxiv},\n"
        "  doi = {10.48550/arXiv.2607.12345},\n"
        "  url = {https://arxiv.org/abs/2607.12345},\n"
        "}"
    )


def test_biblatex_has_the_whole_date() -> None:
    text = export(PAPER, "biblatex") or ""
    assert text.startswith("@online{brook2026loom,\n")
    assert "  date = {2026-07-29},\n  eprint = {2607.12345},\n  eprinttype = {arxiv},\n" in text


@pytest.mark.parametrize(
    ("authors", "title", "published", "key"),
    [
        (("Ashish Vaswani",), "Attention Is All You Need", date(2017, 6, 12), "vaswani2017attention"),
        (("Łukasz Żółć",), "Über Maße", date(2025, 1, 2), "zolc2025uber"),
        (("Søren Æbelø Jr.",), "GPT-[n]", date(2025, 1, 2), "aebelo2025gpt"),
        (("Brook, Ada",), "1 + 1", date(2025, 1, 2), "brook20251"),
        (("Laurens van der Maaten",), "How Is It?", date(2025, 1, 2), "maaten2025it"),
        (("Gemini Team",), "Gemini", date(2025, 1, 2), "team2025gemini"),
        (("李雷",), "一篇论文", None, "paper2026260712345"),
        ((), "A", None, "paper2026260712345"),
        (("Ada O'Brien-Smith",), "On the {Loom}", None, "obriensmith2026loom"),
    ],
)
def test_keys_are_plain(authors: tuple[str, ...], title: str, published: date | None, key: str) -> None:
    paper = PAPER._replace(authors=authors, title=title, published=published)
    assert (export(paper, "bibtex") or "").startswith(f"@misc{{{key},\n")


def test_keys_in_a_batch_are_unique_whatever_its_order() -> None:
    papers = [PAPER._replace(id=f"2607.{number:05}") for number in (300, 100, 200)]
    papers.append(PAPER._replace(id="2607.00050", title="The LoomA"))  # has a key that letters would make
    expected = {
        "2607.00050": "brook2026looma",
        "2607.00100": "brook2026loom",
        "2607.00200": "brook2026loomb",
        "2607.00300": "brook2026loomc",
    }
    for some in permutations(papers):
        assert cite_keys(some) == expected
    assert {cite_key(paper) for paper in papers[:3]} == {"brook2026loom"}
    text = export_all(papers, "bibtex") or ""
    assert re.findall(r"@misc\{(\w+),", text) == [expected[paper.id] for paper in papers]


def test_letters_go_on_after_z() -> None:
    papers = [PAPER._replace(id=f"2607.{number:05}") for number in range(60)]
    keys = [*cite_keys(papers).values()]
    assert (keys[0], keys[1], keys[26], keys[27], keys[53]) == tuple(
        f"brook2026loom{letters}" for letters in ("", "a", "z", "aa", "ba")
    )
    assert len(set(keys)) == 60


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ada Brook", "Brook, Ada"),
        ("Laurens van der Maaten", "van der Maaten, Laurens"),
        ("Guy Van den Broeck", "Van den Broeck, Guy"),
        ("Christopher De Sa", "De Sa, Christopher"),
        ("Blaise Agüera y Arcas", r"Ag{\"u}era y Arcas, Blaise"),
        ("Thang Van Nguyen", "Nguyen, Thang Van"),
        ("Di Wu", "Wu, Di"),
        ("Hal Daumé III", r"Daum{\'e}, III, Hal"),
        ("Brook, Ada", "Brook, Ada"),
        ("Brook, Ada, Jr.", "Brook, Jr., Ada"),
        ("Ada Brook, Jr.", "Brook, Jr., Ada"),
        ("Madonna", "Madonna"),
        ("chen chen", "{chen}, chen"),
        ("DreamX Team", "{DreamX Team}"),
        ("NVIDIA", "{NVIDIA}"),
        ("OpenAI", "{OpenAI}"),
        ("DeepSeek-AI", "{DeepSeek-AI}"),
        ("LG AI Research", "{LG AI Research}"),
        ("o3 contributors", "{o3 contributors}"),
        ("Search and Rescue Lab", "{Search and Rescue Lab}"),
        ("Ann & Bob", r"{Ann \& Bob}"),
        ("Yuang Ai", "Ai, Yuang"),
        ("Robin Research-Smith", "Research-Smith, Robin"),
        ("Andrea Sand", "Sand, Andrea"),
        ("Ada McDonald", "McDonald, Ada"),
        ("Marsh Circle", "{Marsh Circle}"),
        ("Jiří Ďáblík", r"{\v D}{\'a}bl{\'i}k, Ji{\v r}{\'i}"),
        ("Иван Петров", "Петров, Иван"),
        ("Ị Nguyễn Đặng", r"Đ{\d{ă}}ng, {\d I} Nguy{\~{ê}}n"),
    ],
)
def test_names_are_taken_apart(name: str, written: str) -> None:
    paper = PAPER._replace(authors=(name,), organization="Marsh Circle")
    assert f"  author = {{{written}}},\n" in (export(paper, "bibtex") or "")


def test_no_name_is_lost() -> None:
    for paper in hard_papers():
        for name in map(clean, paper.authors):
            read = read_name(name)
            assert sorted(re.findall(r"\w+", f"{read.given} {read.family} {read.suffix}")) == sorted(
                re.findall(r"\w+", name)
            )


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("A Survey of Weaving", "A Survey of Weaving"),
        ("GPT-4o: A VLM, DeepSeek-R1 and 3D", "{GPT}-4o: A {VLM}, {DeepSeek}-{R1} and {3D}"),
        ("Self-Supervised Q-Learning", "Self-Supervised {Q}-Learning"),
        (r"On $\mathcal{O}(n^{2})$ Bounds", r"On {{$\mathcal{O}(n^{2})$}} Bounds"),
        (r"$\alpha$-Weaving and $k$NN", r"{{$\alpha$}}-Weaving and {{$k$}NN}"),
        (r"E$^2$Rank and R$_{\alpha}$", r"{E{$^2$}Rank} and {R{$_{\alpha}$}}"),
        ("Synth^2 and π³: L_2", r"{Synth{$^{2}$}} and {{$\pi^{3}$}}: {L{$_{2}$}}"),
        ("Earn $1 Million, not $200k", r"Earn \$1 Million, not \$200k"),
        (r"$\input{/etc/passwd}$ Loom", None),
        (r"$\write18{ls}$ Loom", None),
        (r"$a}{b$ Loom", None),
        (r"$x % y$ Loom", None),
    ],
)
def test_titles_keep_formulas_and_capitals(title: str, written: str | None) -> None:
    """None: the formula is nothing that TeX should get."""
    paper = PAPER._replace(title=readable(title), title_raw=title)
    if written is None:
        shown = tex_title(paper)
        assert not re.search(r"\\input|\\write|(?<!\\)%", shown.replace(r"\textbackslash{}", ""))
    else:
        assert tex_title(paper) == written


def test_no_ligature_is_made() -> None:
    assert tex("a--b ''c'' ?`d !`e ,,f") == "a-{}-b '{}'c'{}' ?{}`d !{}`e ,{},f"


def balanced(text: str) -> bool:
    """As BibTeX counts: a backslash does not matter."""
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


@given(st.lists(hard_texts | texts, min_size=1, max_size=3), hard_texts | texts)
def test_any_title_and_names_are_one_entry(names: list[str], title: str) -> None:
    paper = PAPER._replace(title=title, title_raw=title, authors=tuple(names))
    text = export(paper, "bibtex") or ""
    assert re.match(r"@misc\{[a-z0-9]+,\n", text)
    body = text.split("\n", 1)[1].removesuffix("}")
    assert balanced(body)
    assert all(re.fullmatch(r"  \w+ = \{.*\},", line) for line in body.splitlines())


@given(hard_texts | texts)
def test_tex_shows_the_very_text(text: str) -> None:
    shown = LatexNodes2Text(strict_latex_spaces=True, math_mode="text").latex_to_text(tex(text, is_name=True))
    # its own circumflex; and it makes ligatures of quotes and dashes
    elsewise = re.compile(r"[`'\"“”‘’?¿!¡\-–—^ˆ‐‑…, .]")
    assert elsewise.sub("", shown) == elsewise.sub("", text)


def test_an_id_of_before_2007_has_a_year() -> None:
    old = Paper("hep-th/9901001", "Weaving", "Weaving", "", "", authors=("Ada Brook",))
    assert cite_key(old) == "brook1999weaving"
    assert "  doi = {10.48550/arXiv.hep-th/9901001},\n" in (export(old, "bibtex") or "")
