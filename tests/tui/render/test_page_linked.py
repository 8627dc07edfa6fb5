"""What names a paper, as its page tells it: at any width, whatever the figures are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.linked import LINKED_KINDS, Linked, LinkedRepo
from paperreader.text.width import cell_width
from paperreader.tui.render.page import ALL_LINKED, page_lines
from paperreader.tui.render.styled_text import ASCII, Glyphs, StyledLine
from tests.tui.render.conftest import PAPER

NOW = datetime(2026, 7, 31, 14, 5, tzinfo=UTC)
REPOS = (
    *(LinkedRepo("model", f"loom-lab/weaver-{n}b", 1234 // n, 56_789, n * 10**9, "text-generation") for n in (7, 2, 1)),
    LinkedRepo("dataset", "loom-lab/threads", 1, None, gated=True),
    LinkedRepo("space", "loom-lab/try-it", about="Weave threads at once"),
)
TOTALS = {"model": 15, "dataset": 1, "space": 2}


def section(linked: Linked, width: int = 80, glyphs: Glyphs | None = None) -> list[StyledLine]:
    lines = page_lines(PAPER, width, glyphs or Glyphs(), linked=linked, hub="https://hub.example", now=NOW)
    return [line for line in lines if line.section == "On the Hub" and line.offset > -2]


def texts(linked: Linked, width: int = 80) -> list[str]:
    return [line.text for line in section(linked, width)]


def test_names_come_with_likes_downloads_size_and_task() -> None:
    assert texts(Linked(REPOS, TOTALS, NOW - timedelta(minutes=5))) == [
        "On the Hub: 15 models, 1 dataset, 2 Spaces   as of 14:00",
        "Model    loom-lab/weaver-7b   176 likes · 57k downloads · 7B · text-generation",
        "Model    loom-lab/weaver-2b   617 likes · 57k downloads · 2B · text-generation",
        "Model    loom-lab/weaver-1b   1.2k likes · 57k downloads · 1B · text-generation",
        "Dataset  loom-lab/threads   1 like · gated",
        "Space    loom-lab/try-it   Weave threads at once",
        "13 more",
    ]


def test_what_there_is_no_room_for_goes_on_below() -> None:
    long = LinkedRepo("model", f"loom-lab/{'weaver-' * 6}7b", 1, 5, 7 * 10**9, "automatic-speech-recognition", True)
    assert texts(Linked((*REPOS[:1], long, *REPOS[3:]), TOTALS, NOW), 52) == [
        "On the Hub: 15 models, 1 dataset, 2 Spaces   14:05",
        "Model    loom-lab/weaver-7b   176 likes",
        "         57k downloads · 7B · text-generation",
        "Model    loom-lab/weaver-weaver-weaver-weaver-weave…",
        "         1 like · 5 downloads · 7B · gated",
        "         automatic-speech-recognition",
        "Dataset  loom-lab/threads   1 like · gated",
        "Space    loom-lab/try-it   Weave threads at once",
        "14 more",
    ]
    assert texts(Linked(REPOS, TOTALS, NOW), 42)[0] == "On the Hub: 15 models, 1 dataset, 2 Spaces"
    assert texts(Linked(REPOS, TOTALS, NOW), 36)[0] == "15 models, 1 dataset, 2 Spaces"


def test_figures_that_fit_into_one_line_stay_together_and_narrow_panes_name_fewer() -> None:
    linked = Linked(REPOS, TOTALS, NOW)
    assert texts(linked, 72)[1:3] == [
        "Model    loom-lab/weaver-7b",
        "         176 likes · 57k downloads · 7B · text-generation",
    ]
    named = [line.split()[0] for line in texts(linked, 36)[1:] if line[0] != " "]
    assert named == ["Model", "Dataset", "Space", "15"]


@pytest.mark.parametrize("width", [46, 52, 60, 78])
def test_name_likes_downloads_size_and_task_are_there_in_any_pane(width: int) -> None:
    shown = " ".join(" ".join(texts(Linked(REPOS, TOTALS, NOW), width)).split())
    for n, likes in ((7, "176"), (2, "617"), (1, "1.2k")):
        for part in (f"loom-lab/weaver-{n}b", f"{likes} likes", "57k downloads", f"{n}B", "text-generation"):
            assert part in shown
            shown = shown[shown.index(part) :]


def test_links_lead_to_the_hub_or_its_mirror() -> None:
    links = [span.link for line in section(Linked(REPOS, TOTALS, NOW)) for span in line.spans if span.link]
    assert links == [
        *(f"https://hub.example/loom-lab/weaver-{n}b" for n in (7, 2, 1)),
        "https://hub.example/datasets/loom-lab/threads",
        "https://hub.example/spaces/loom-lab/try-it",
        ALL_LINKED,
    ]


@pytest.mark.parametrize(
    ("models", "datasets", "spaces", "shown"),
    [(9, 0, 0, 5), (6, 0, 0, 6), (9, 3, 3, 5), (0, 2, 9, 5), (1, 0, 0, 1), (2, 2, 2, 6)],
)
def test_of_each_kind_one_is_named_and_one_more_takes_the_place_of_1_more(
    models: int, datasets: int, spaces: int, shown: int
) -> None:
    counts = dict(zip(LINKED_KINDS, (models, datasets, spaces), strict=True))
    repos = tuple(LinkedRepo(kind, f"a/{kind}-{n}") for kind, count in counts.items() for n in range(count))
    lines = section(Linked(repos, counts, NOW))
    named = [line.text.split()[0].lower() for line in lines[1:] if not line.text.endswith(" more")]
    assert len(named) == shown
    assert {*named} == {kind for kind, count in counts.items() if count}
    assert (lines[-1].text == f"{len(repos) - shown} more") is (len(repos) > shown)


def test_where_nothing_names_it_nothing_is_said() -> None:
    assert section(Linked((), {"model": 0, "dataset": 0, "space": 0}, NOW)) == []
    assert section(Linked()) == []


kinds = st.sampled_from(LINKED_KINDS)
figures = st.none() | st.integers(0, 10**15)
repos = st.builds(
    LinkedRepo,
    kinds,
    st.text(max_size=200),
    figures,
    figures,
    figures,
    st.text(),
    st.booleans(),
)


@given(
    st.lists(repos, max_size=9),
    st.dictionaries(kinds, st.integers(0, 10**9)),
    st.integers(1, 90),
)
def test_every_line_fits(found: list[LinkedRepo], totals: dict[str, int], width: int) -> None:
    for glyphs in (Glyphs(), ASCII):
        for line in section(Linked(tuple(found), totals, NOW), width, glyphs):
            assert cell_width(line.text) <= width
