"""What is read is found by what is typed, in all texts and in every kind of query, and marked where it stands."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperreader.hub.parse import parse_items
from paperreader.store import Store
from paperreader.text.sanitize import clean
from paperreader.views import DayView, Search
from tests.conftest import FRIDAY
from tests.stores import a_paper, ids

PAPERS = {
    1: "Synth² beats L^2 norms",
    2: "CO₂ at 10⁻³ of H₂O: 𝒪(n²) steps",
    3: "τ²-Bench for αGAN and Δ-nets, ψ-Gym",
    4: "Deﬁning ｗｉｄｅ state‑of‑the‑art ﬂows at 256×256",
    5: "大规模语言模型的研究：用GPT解决问题",
    6: "拡散モデルのガイド",
    7: unicodedata.normalize("NFD", "한국어 모델을 위한 연구"),
    8: "ε-greedy and µm-sized ℓ₂ errors in E. coli",
    9: "An i.i.d. view of Schrödinger’s İstanbul and O’Brien",
    10: "Loss_total at ½ price with №5 ™",
}


@pytest.fixture
def full(opened: Callable[..., Store]) -> Store:
    store = opened()
    papers = [a_paper(n, title=title, title_raw=title) for n, title in PAPERS.items()]
    papers[0] = papers[0]._replace(
        authors=("Bjørn Ødegård", "Łukasz Müller", "Þóra Weiß"), organization="Universität Köln"
    )
    papers[1] = papers[1]._replace(
        authors=("Đặng Thị Ngọc", "Şule Işık", "张伟 (Wei Zhang)"), keywords=("β-decay", "naïve Bayes")
    )
    papers[2] = papers[2]._replace(abstract="We use γ-rays.", summary="A μ-law for R²AI.")
    store.ingest.save_day(FRIDAY, papers, complete=True).result()
    return store


def found(store: Store, text: str, *, growing: bool = False, ranked: bool = False) -> list[int]:
    return ids(store.searches.find(Search(text, growing, ranked)).result())


@pytest.mark.parametrize(
    ("typed", "paper"),
    [
        *((typed, 1) for typed in ("synth2", "Synth^2", "synth", "synth²", "l2", "L_2", "L^2 norm", "l2-norms")),
        *((typed, 2) for typed in ("co2", "CO_2", "10^-3", "10-3", "h2o", "O(n^2)", "o(n2) step", "𝒪(n²)")),
        *((typed, 3) for typed in ("tau2-bench", "tau^2 bench", "tau-bench", "τ bench", "alphagan", "alpha-gan")),
        *((typed, 3) for typed in ("ΑGAN", "alpha gan", "δ-nets", "delta nets", "Delta-net", "∆-nets", "gamma ray")),
        *(
            (typed, 3)
            for typed in (
                "mu-law",
                "u-law",
                "r2ai",
                "psigym",
                "deltanets",
                "gammaray",
                '"gamma rays"',
                '"tau2-bench for alpha gan"',
            )
        ),
        *((typed, 4) for typed in ("defining", "deﬁning", "wide", "state-of-the-art", "flow", "256x256", "ＷＩＤＥ")),
        *((typed, 5) for typed in ("语言", "语言模型", "模", "gpt", "用GPT", "研究 问题", "的研究：用", '"语言模型"')),
        *((typed, 6) for typed in ("拡散", "モデル", "ガイド", "ｶﾞｲﾄﾞ", "デルの")),
        *((typed, 7) for typed in ("모델", "한국어", "국어", unicodedata.normalize("NFD", "모델"), "연구")),
        *((typed, 8) for typed in ("epsilon-greedy", "ϵ-greedy", "epsilon greedy", '"epsilon-greedy and"')),
        *((typed, 8) for typed in ("um-sized", "μm sized", "l2 error", "l_2", "ell2", "ℓ_2", "ε")),
        *(
            (typed, 9)
            for typed in ("iid", "i.i.d.", "schrodinger", "schroedinger's", "istanbul", "ISTANBUL", "İSTANBUL")
        ),
        *((typed, 9) for typed in ("obrien", "o'brien", "O’BRIEN")),
        *((typed, 10) for typed in ("loss_total", "losstotal", "1/2", "no5", "№5")),
        *((typed, 1) for typed in ("odegard", "Oedegaard", "Ødegaard", "bjorn", "bjoern odegard", "author:lukasz")),
        *((typed, 1) for typed in ("author:mueller", "author:muller", "müller", '"lukasz mueller"', "thora weiss")),
        *(
            (typed, 1)
            for typed in ('author:"bjoern oedegaard"', "author:Thóra", "org:koeln", 'org:"universitaet koln"')
        ),
        *(
            (typed, 2)
            for typed in ("dang thi ngoc", "author:ngoc", "sule isik", "author:张", "张伟", "ａｕｔｈｏｒ：伟")
        ),
        *((typed, 2) for typed in ("keyword:beta-decay", "keyword:β", "naive bayes", 'keyword:"beta decay"')),
        *((typed, 3) for typed in ("abstract:gamma", "title:alphagan", "title:τ")),
    ],
)
def test_found_as_it_can_be_typed(full: Store, typed: str, paper: int) -> None:
    assert paper in found(full, typed)
    assert paper in found(full, typed, growing=True)
    assert paper in found(full, typed, growing=True, ranked=True)
    assert paper in found(full, f"{typed} OR nothing")
    assert paper not in found(full, f"paper OR we -{typed}")
    assert full.searches.count(Search(typed)).result() == len(found(full, typed))


def test_what_is_typed_exactly_finds_no_more_than_it_says(opened: Callable[..., Store]) -> None:
    store = opened()
    titles = [
        "μP and uLO",
        "Up to scale: sum, x and LLMs",
        "∞-LLMs",
        "Do 5 things",
        "№5",
        "ℓ is øre",
        "L is o e a",
        "x²",
    ]
    papers = [a_paper(n, title=title, title_raw=title) for n, title in enumerate(titles, 1)]
    store.ingest.save_day(FRIDAY, papers, complete=True).result()
    known = {"μP": [1], "title:μP": [1], '"μP"': [1], "muP": [1], "uP": [1, 2], "µLO": [], "∞-LLMs": [3], "∞ LLMs": [3]}
    known |= {"infinity-LLMs": [3], "infinityllms": [3], '"∞-LLMs"': [3], "-∞ LLMs": [2], "∞": [3], "title:∞": [3]}
    known |= {"№5": [5], "no5": [5], "№": [], "ℓ": [6], "ø": [], "ə": [], "∑": [2], "² x": [], "x²": [8]}
    for typed, expected in known.items():
        for growing in (False, True):
            assert sorted(found(store, typed, growing=growing)) == expected, (typed, growing)


@pytest.mark.parametrize("word", ["schroedinger", "epsilon", "defining", "istanbul", "odegaard", "alphagan", "lukasz"])
def test_found_while_it_is_typed(full: Store, word: str) -> None:
    for end in range(3, len(word)):
        assert set(found(full, word)) <= set(found(full, word[:end], growing=True))


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("title:gamma", 3),
        ("author:koeln", 1),
        ("keyword:gamma", 3),
        ("org:mueller", 1),
        ("语模", 5),
        ('"gan alpha"', 3),
    ],
)
def test_another_text_or_order_is_not_meant(full: Store, typed: str, other: int) -> None:
    assert other not in found(full, typed)


def test_the_spelling_that_is_read_comes_before_the_one_that_is_typed_for_it(opened: Callable[..., Store]) -> None:
    store = opened()
    titles = {1: "A mueller of words", 2: "A Müller of words"}
    papers = [a_paper(n, title=title, title_raw=title) for n, title in titles.items()]
    store.ingest.save_day(FRIDAY, papers, complete=True).result()
    assert found(store, "mueller", ranked=True) == [1, 2]
    assert found(store, "muller", ranked=True) == [2]


@pytest.mark.parametrize(
    ("typed", "paper", "marked"),
    [
        ("synth2", 1, {"title": ["Synth²"]}),
        ("synth", 1, {"title": ["Synth²"]}),
        ("mueller", 1, {"authors": ["Müller"]}),
        ("author:oedegaard", 1, {"authors": ["Ødegård"]}),
        ("tau-bench", 3, {"title": ["τ", "Bench"]}),
        ("tau2-bench", 3, {"title": ["τ²-Bench"]}),
        ("alpha gan", 3, {"title": ["α", "GAN"]}),
        ("alphag", 3, {"title": ["αGAN"]}),
        ("gamma r2ai", 3, {"abstract": ["γ"], "summary": ["R²AI"]}),
        ("语言模型", 5, {"title": ["语言模型"]}),
        ("gpt", 5, {"title": ["GPT"]}),
        ("국어", 7, {"title": [unicodedata.normalize("NFD", "국어")]}),
        ("flow", 4, {"title": ["ﬂows"]}),
        ("256x256 wide", 4, {"title": ["ｗｉｄｅ", "256×256"]}),
        ("张", 2, {"authors": ["张"]}),
        ("beta", 2, {"keywords": ["β-decay"]}),
        ("β", 2, {"keywords": ["β"]}),
        ("nothing", 2, {}),
    ],
)
def test_matches_are_marked_where_they_are_read(
    full: Store, typed: str, paper: int, marked: dict[str, list[str]]
) -> None:
    known = full.papers.get(f"2607.{paper:05d}")
    assert known
    texts = known._asdict() | {"keywords": ", ".join(known.keywords), "authors": ", ".join(known.authors)}
    matches = full.searches.matches(Search(typed, growing=True), known.id).result()
    assert {name: [texts[name][a:b] for a, b in ranges] for name, ranges in matches.items()} == marked
    for ranked in (False, True):
        for entry in full.searches.find(Search(typed, growing=True, ranked=ranked)).result():
            if entry.id == known.id:
                assert [entry.title[a:b] for a, b in entry.title_matches] == marked.get("title", [])


def test_saved_searches_and_rules_know_spellings(full: Store) -> None:
    full.settings.set("since", FRIDAY.isoformat()).result()
    full.searches.save("mine", "alphagan").result()
    full.searches.save("no", "author:mueller", hides=True).result()
    assert {each.name: each.count for each in full.searches.saved()} == {"mine": 1, "no": 1}
    assert 1 not in ids(full.papers.entries(DayView(FRIDAY)))
    more = a_paper(11, title="αGAN", authors=("Gerd Müller",)), a_paper(12, title="An α-GAN")
    full.ingest.save_papers(more).result()
    assert {each.name: each.count for each in full.searches.saved()} == {"mine": 1, "no": 2}
    assert 12 not in found(full, "mueller")


# -- whatever is read

WORDS = st.lists(
    st.text(
        st.characters(categories=["L", "N", "Sm", "Mn", "Pd", "Po"], exclude_characters='"'), min_size=1, max_size=6
    )
    | st.sampled_from([*"αβγΔΣμτ²³₂½×∞∇ﬁßøıİ語", "x_2", "R²AI", "don’t", "O’Brien", "i.i.d.", "김철수", "Ǆ", "ﷺ"]),
    min_size=1,
    max_size=5,
).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(title=WORDS)
def test_what_is_copied_from_the_screen_finds_its_paper(full: Store, title: str) -> None:
    title = clean(title)
    if not any(map(str.isalnum, title)):
        return
    full.ingest.save_papers([a_paper(99, title=title, title_raw=title)]).result()
    for copied in (title, f'"{title}"', unicodedata.normalize("NFD", title)):
        if " -" not in f" {copied}" and ":" not in copied:  # which would mean something else
            assert 99 in found(full, copied), copied
            assert 99 in found(full, copied, growing=True), copied


def typed_for(text: str) -> str:
    """What an American keyboard offers for a text, by Unicode's own tables and names."""
    typed = []
    for char in unicodedata.normalize("NFC", text):
        name = unicodedata.name(char, "")
        if name.startswith("GREEK") and " LETTER " in name and " WITH " not in name:
            typed.append(name.rsplit(" ", 1)[-1].lower())
        elif " WITH STROKE" in name:
            typed.append(name.split(" LETTER ")[1][0].lower())
        else:
            plain = unicodedata.normalize("NFKD", char)
            typed.append("".join(c for c in plain if not unicodedata.combining(c)))
    return "".join(typed).replace("×", "x").replace("−", "-").replace("ı", "i").replace("ß", "ss").replace('"', " ")


@pytest.mark.parametrize("paper", [1, 2, 3, 4, 8, 9, 10])
def test_every_title_is_found_by_its_ascii_spelling(full: Store, paper: int) -> None:
    assert paper in found(full, typed_for(PAPERS[paper]))


def test_every_recorded_title_and_name_is_found_by_its_ascii_spelling(
    recorded: Path, opened: Callable[..., Store]
) -> None:
    store, known = opened(), dict[str, str]()
    for file in sorted(recorded.glob("*.json.gz")):
        papers = parse_items(json.loads(gzip.decompress(file.read_bytes()))).papers
        texts = {paper: [text for text in (paper.title, *paper.authors) if typed_for(text) != text] for paper in papers}
        store.ingest.save_papers([paper for paper, odd in texts.items() if odd]).result()
        known |= {text: paper.id for paper, odd in texts.items() for text in odd}
    for text, id in known.items():
        results = store.searches.find(Search(typed_for(text))).result()
        assert id in [entry.id for entry in results] or len(results) == 1_000, text
