"""What is typed for what is read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.text.fold import fold, is_plain, other_spellings, spellings, units
from paperreader.text.phrase import contains_phrase

odd_text = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("x^_²₃α'’.(){}oeüøÅ\u0327 \u0301語가ｶﾞ½ßİ∆×iE-−ʻ")
)


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        ("x²", "x2"),
        ("x^2", "x2"),
        ("CO₂", "co2"),
        ("R²ᴬᴵ", "r2ai"),
        ("10⁻³", "10−3"),
        ("𝒪(n²)", "o(n2)"),
        ("𝔼", "e"),
        ("ℓ₂", "l2"),
        ("V_AI", "vai"),
        ("α-GAN", "alphagan"),
        ("Δ", "delta"),
        ("∆t", "deltat"),
        ("ϵ", "epsilon"),
        ("ςτ", "sigmatau"),
        ("µ", "mu"),
        ("∇²DFT", "nabla2dft"),
        ("256×256", "256x256"),
        ("Ελληνικά", "ελληνικα"),
        ("ﬁne ﬂow", "fine flow"),
        ("Ｆｕｌｌ", "full"),
        ("№", "no"),
        ("3½", "3 1⁄2"),
        ("co\u00adoperate", "cooperate"),
        ("Đặng Thị", "dang thi"),
        ("İIıi", "iiii"),
        ("STRASSE straße ẞ", "strasse strasse ss"),
        ("Łukasz Þór Ægir Øre", "lukasz thor aegir ore"),
        ("O’Brien don’t", "obrien don’t"),
        ("A’AÞ don’þ", "aath don’th"),
        ("i.i.d. e.g. U.S.", "iid. e.g. us."),
        ("用GPT解决", "用 gpt 解 决"),
        (unicodedata.normalize("NFD", "김철수 ガ é"), "김 철 수 ガ e"),
        ("ｶﾞｲﾄﾞ", "ガ イ ド"),
    ],
)
def test_the_plainest_spelling(read: str, typed: str) -> None:
    assert fold(read) == typed


@given(odd_text)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_a_plain_text_is_typed_as_it_is(text: str) -> None:
    if is_plain(text):
        assert (fold(text), spellings(text), [*other_spellings(text)]) == (text.lower(), [], [])


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        ("Müller", {"muller", "mueller"}),
        ("Ødegård", {"odegard", "odegaard", "oedegard", "oedegaard"}),
        ("Đorđević", {"dordevic", "djordjevic"}),
        ("R²AI", {"r2ai", "r 2 ai"}),
        ("αGAN", {"alphagan", "alpha gan"}),
        ("mini‑π-bench", {"minipibench", "mini pi bench"}),
        ("∞-LLMs ∑", {"infinityllms sum", "infinity llms sum"}),
        ("µm", {"mum", "mu m"}),
        ("O'Brien", {"obrien", "o brien"}),
        ("Äb-Öb-Üb-Åb", {"ab ob ub ab", "aeb oeb ueb aab"}),
    ],
)
def test_what_is_looked_for_where_it_was_typed(read: str, typed: set[str]) -> None:
    assert {*spellings(read)} == typed


def test_other_spellings_stand_where_they_are_read() -> None:
    text = "An αGAN, (Müller) é, 用GPT解"
    found = [[(word.text, text[word.start : word.end]) for word in words] for words in other_spellings(text)]
    assert found == [
        [("alphagan", "αGAN")],
        [("alpha", "α"), ("gan", "GAN")],
        [("mueller", "Müller")],
        [("用", "用"), ("gpt", "GPT"), ("解", "解")],
    ]


@given(odd_text)
def test_every_letter_of_a_word_is_in_the_text(text: str) -> None:
    for words in other_spellings(text):
        for word in words:
            assert word.text
            assert 0 <= word.start < word.end <= len(text)


def test_letters_without_blanks_between_words_stay_together() -> None:
    assert units("用 gpt 解 决 alpha gan") == ["用", "gpt", "解 决", "alpha", "gan"]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("mueller", "Franz Müller"),
        ("müller", "Franz Mueller"),
        ("ole oedegaard", "Ole Ødegård"),
        ("alpha gan", "An αGAN"),
        ("alphagan", "An αGAN"),
        ("gan", "An αGAN"),
        ("tau2-bench", "τ²-Bench"),
        ("语言", "大规模语言模型"),
        ("x2 y", "x² y"),
        ("blue light", "a blue light"),
    ],
)
def test_a_phrase_in_whatever_spelling(phrase: str, text: str) -> None:
    assert contains_phrase(text, phrase)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("muller", "Franz Mueller"),
        ("语模", "大规模语言模型"),
        ("to x", "to\nx"),
        ("learn", "learning"),
        ("earn", "learn"),
    ],
)
def test_what_is_no_phrase_of_the_text(phrase: str, text: str) -> None:
    assert not contains_phrase(text, phrase)
    assert contains_phrase("learning", "learn", growing=True)
