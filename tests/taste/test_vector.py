from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.models import Paper
from paperreader.taste.vector import MAX_FEATURE_CHARS, MAX_NAMES, ONE, forms, is_feature, vector


def a_paper(title: str = "", abstract: str = "") -> Paper:
    return Paper("2607.00001", title, title, abstract, abstract)


@pytest.mark.parametrize(
    "words",
    [
        "agent agents",
        "evolve evolves evolved evolving",
        "code codes coded coding",
        "policy policies",
        "class classes",
        "branch branches",
        "process processes processing",
        "embedded embedding embeddings",
        "drag dragging dragged",
        "model models modelling",
        "distill distilling",
        "string strings",
    ],
)
def test_forms_of_a_word_are_one_feature(words: str) -> None:
    assert len(vector(a_paper(abstract=words))) == 1


def test_words_that_look_alike_are_several_features() -> None:
    words = "string strong-arm speed speck corpus corps analysis analyst bias bit virus region king kin policy police"
    assert len(vector(a_paper(abstract=words))) == len(words.split())


def test_what_every_abstract_is_written_in_says_nothing() -> None:
    paper = a_paper(
        "A Novel Method", "We propose a method that achieves state-of-the-art results. Results show that it is."
    )
    assert vector(paper) == {}


def test_addresses_say_nothing() -> None:
    paper = a_paper(abstract="See https://lamps.github.io/lens?a=1 and www.lamps.org of lichens.")
    assert set(vector(paper)) == {"word:see", "word:lichen"}


def test_all_kinds_of_features_and_what_they_weigh() -> None:
    paper = a_paper("Lichen Growth", "Lichen everywhere")._replace(
        keywords=("Slow Growth",), authors=("Ada Lovelace",), organization="Botanic Garden"
    )
    features = vector(paper)
    assert set(features) == {
        "word:lichen", "word:growth", "word:everywher", "pair:lichen growth", "keyword:slow growth",
        "author:Ada Lovelace", "organization:Botanic Garden",
    }  # fmt: skip
    assert features["word:lichen"] == pytest.approx(features["word:everywher"] * sqrt(3), rel=1e-3)
    assert sum(amount * amount for amount in features.values()) == pytest.approx(ONE * ONE, rel=1e-3)
    assert forms(paper)["word:everywher"] == "everywhere"


def test_names_keep_their_capitals_and_other_words_do_not() -> None:
    paper = a_paper("Vision-Language Models Meet VLAs", "GPT-4 and ImageNet Pre-Training of LLMs. R1. İSTANBUL")
    written = forms(paper)
    names = ("vla", "gpt-4", "imagenet", "llm", "r1", "vision-languag", "model", "pre-train")
    assert [written[f"word:{name}"] for name in names] == [
        "VLAs", "GPT-4", "ImageNet", "LLMs", "R1", "vision-language", "models", "pre-training",
    ]  # fmt: skip
    assert written["pair:meet vla"] == "meet VLAs"
    assert forms(a_paper("LOOMS AND LLMS", "Of looms."))["word:loom"] == "looms", "a title in capitals has no names"


def test_scripts_without_spaces_and_signs_without_letters() -> None:
    assert vector(a_paper("苔藓的生长", "🌱🌱 2026 — 100 % ++")) == {"word:苔藓的生长": ONE}
    assert vector(a_paper("🌱", "\x00\x1b[31m")) == {}
    assert vector(a_paper()) == {}


def test_hostile_papers_cost_little() -> None:
    paper = a_paper("lichen " * 100_000 + "x" * 1_000_000, "x" * 1_000_000 + " moss" * 200_000)
    features = vector(paper._replace(authors=tuple(f"Author {n}" for n in range(10_000)), keywords=("k",) * 10_000))
    assert len(features) < 2 * MAX_NAMES
    assert all(is_feature(feature) for feature in features)
    assert not any("x" * MAX_FEATURE_CHARS in feature for feature in features)


@given(st.text(), st.text(), st.lists(st.text(), max_size=5))
def test_any_text_has_features_that_can_be_kept(title: str, abstract: str, names: list[str]) -> None:
    paper = a_paper(title, abstract)._replace(authors=tuple(names), keywords=tuple(names))
    features = vector(paper)
    assert all(is_feature(feature) and "\t" not in feature for feature in features)
    assert features == vector(paper)
    assert {name for name in features if name.startswith(("word:", "pair:"))} <= set(forms(paper))
