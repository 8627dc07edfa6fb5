"""The words of titles, and words in a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.taste.vector import in_sentence
from paperreader.trends.title_words import as_written, contains, runs, words_of


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Agents for Looms", {"agent", "loom", "agent for loom"}),
        ("Chain-of-Thought", {"chain", "thought", "of thought", "chain of thought"}),
        ("On-Policy Looms", {"policy", "loom", "on policy", "policy loom", "on policy loom"}),
        ("On Policies", {"policy"}),
        ("A 3D World 2026", {"3d", "world", "3d world"}),
        ("Fine-Tuning Looms", {"tune", "fine tune", "loom", "tune loom", "fine tune loom"}),
        ("LLM-Driven Looms", {"llm", "driven", "llm driven", "loom", "driven loom", "llm driven loom"}),
        ("GPT-4", {"gpt"}),
        ("Loom-Based", {"loom"}),
        ("Fine - Looms", {"fine", "loom", "fine loom"}),
        ("织机", {"织机"}),
        ("", set()),
        ("of the 7", set()),
    ],
)
def test_runs_begin_and_end_with_words_that_say_something(title: str, expected: set[str]) -> None:
    assert runs(title) == expected


def test_a_run_is_shown_as_titles_write_it() -> None:
    wanted = {"world": ["world model"], "llm": ["llm"], "on": ["on policy"]}
    found = as_written("LLMs: World-Models, On-Policy World Modeling", wanted)
    assert found == {"llm": "LLMs", "world model": "World-Models", "on policy": "On-Policy"}
    assert [in_sentence(each) for each in found.values()] == ["LLMs", "world-models", "on-policy"]
    assert [in_sentence(each) for each in ("R1", "DeepSeek-V3", "A Loom")] == ["R1", "DeepSeek-V3", "a loom"]
    assert words_of("world-models") == "world models"


def test_parts_are_whole_words() -> None:
    assert contains("world model", "model")
    assert contains("model", "model")
    assert not contains("remodel", "model")


@given(st.text(max_size=700))
def test_any_title_can_be_read(title: str) -> None:
    found = runs(title)
    wanted: dict[str, list[str]] = {}
    for run in found:
        wanted.setdefault(run.split(" ")[0], []).append(run)
    assert set(as_written(title, wanted)) == found
