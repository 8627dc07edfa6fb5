"""Ids and links as people send them, and what only looks like one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.text.paper_ids import MAX_IDS, named_papers, paper_ids

ID = "2607.12345"


LINKS = """
2607.12345
2607.12345v2
2607.12345V12
2607.12345,
(2607.12345)
[2607.12345].
arXiv:2607.12345
arxiv:2607.12345v3
arXiv: 2607.12345
ARXIV:2607.12345
arXiv.2607.12345
“arXiv:2607.12345”
2607.12345v2.pdf
2607.12345.md
https://arxiv.org/abs/2607.12345
http://arxiv.org/abs/2607.12345v1
arxiv.org/abs/2607.12345.
https://www.arxiv.org/pdf/2607.12345
https://arxiv.org/pdf/2607.12345v2.pdf
https://arxiv.org/pdf/2607.12345.pdf#page=3
https://arxiv.org/html/2607.12345v1#S3.SS2.p1
https://export.arxiv.org/abs/2607.12345?context=cs.CL
https://arxiv.org/ftp/arxiv/papers/2607/2607.12345.pdf
https://ar5iv.labs.arxiv.org/html/2607.12345
https://arxiv.org/abs/2607.12345/
https://huggingface.co/papers/2607.12345
hf.co/papers/2607.12345
https://huggingface.co/papers/2607.12345#6680a
https://huggingface.co/papers/2607.12345.md
https://huggingface.co/api/papers/2607.12345
http://127.0.0.1:8123/papers/2607.12345
localhost:8123/papers/2607.12345
hub.example/base/papers/2607.12345
https://www.alphaxiv.org/abs/2607.12345v1
alphaxiv.org/overview/2607.12345
https://doi.org/10.48550/arXiv.2607.12345
10.48550/arXiv.2607.12345
doi:10.48550/ARXIV.2607.12345
<https://arxiv.org/abs/2607.12345>
<https://arxiv.org/abs/2607.12345>,
(see https://arxiv.org/abs/2607.12345)
[A Loom: what it weaves](https://arxiv.org/abs/2607.12345)
[2607.12345](https://arxiv.org/abs/2607.12345).
https://www.google.com/url?q=https%3A%2F%2Farxiv.org%2Fabs%2F2607.12345&sa=D
see https://arxiv.org/abs/2607.12345 !
https://mail.example/?u=https%253A%252F%252Farxiv.org%252Fabs%252F2607.12345
arXiv:2607.12345v2 [cs.CL] 3 Jul 2026
2607.12345v2 [cs.CL]
2607.12345 v2
2607.12345v1 [hep-th]
2607.12345 [physics.gen-ph]
eprint={2607.12345}, archivePrefix={arXiv}, primaryClass={cs.CL},
@misc{loom26, title = {A Loom}, eprint = {2607.12345}, archivePrefix = {arXiv}, primaryClass = {cs.CL}}
*2607.12345*
__2607.12345__
`2607.12345`
file:///home/ada/2607.12345v2.pdf
２６０７．１２３４５
arXiv：２６０７.１２３４５
2607.12345 2607.12345v2 arXiv:2607.12345
""".strip().splitlines()


@pytest.mark.parametrize("text", [*LINKS, " 2607.12345 ", "- https://arxiv.org/abs/2607.12345\n\n> a comment about it"])
def test_what_names_a_paper(text: str) -> None:
    assert named_papers(text) == paper_ids(text) == (ID,)


OLD = """
hep-th/9901001
hep-th/9901001v2
HEP-TH/9901001
arXiv:hep-th/9901001
hep-th/9901001.
https://arxiv.org/abs/hep-th/9901001v1
https://arxiv.org/pdf/hep-th/9901001.pdf
arxiv.org/abs/hep-th%2F9901001
10.48550/arXiv.hep-th/9901001
https://doi.org/10.48550/arXiv.hep-th/9901001
""".strip().splitlines()


@pytest.mark.parametrize("text", [*OLD])
def test_what_names_a_paper_of_before_april_2007(text: str) -> None:
    assert named_papers(text) == ("hep-th/9901001",)


def test_the_subject_class_is_no_part_of_an_id() -> None:
    assert named_papers("math.GT/0309136 cond-mat.mes-hall/0703001") == ("math/0309136", "cond-mat/0703001")


OTHERS = """
2613.12345
2600.12345
2607.1234
2607.123456
12607.12345
2607.12345.6
x2607.12345
2607,12345
1412.69801
1501.0001
0703.0001
9912.0001
26 07.12345
2607.12345a
2607.12345va
٢٦٠٧.١٢٣٤٥
٢2607.12345
2607.12345٣
२६०७.12345
²⁶⁰⁷.¹²³⁴⁵
2607。12345
hep-th/9913001
hep-th/0704001
hep-th/9107001
hep-xx/9901001
hep-th/99010011
ahep-th/9901001
2024-12-12
2412
24.12
12.03.2012
3d
last fri
https://github.com/a/b
https://
https://zenodo.org/record/1234567
https://doi.org/10.1145/3411764.3445
v2026.1120
192.168.2607.12345
""".strip().splitlines()


@pytest.mark.parametrize("text", [*OTHERS, "", "   "])
def test_what_names_none(text: str) -> None:
    assert named_papers(text) == paper_ids(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        *("flow 2607.12345", "title:2607.12345", "text:2607.12345", "text:arXiv:2607.12345", "-2607.12345x"),
        *("2607.12345 OR 2607.12346", "author:loom 2607.12345", "what cites 2607.12345?", "is:unread 2607.12345"),
    ],
)
def test_what_is_searched_for_as_words(text: str) -> None:
    assert named_papers(text) == ()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("2607.12345 1706.03762", ("2607.12345", "1706.03762")),
        ("2607.12345, 1706.03762v7; and 0704.0001", ("2607.12345", "1706.03762", "0704.0001")),
        ("1. 2607.12345\n2. arXiv:1706.03762\n• hep-th/9901001", ("2607.12345", "1706.03762", "hep-th/9901001")),
        ("arXiv 2607.12345 & arXiv 1706.03762", ("2607.12345", "1706.03762")),
        ("Look: https://arxiv.org/abs/2607.12345, better than 1706.03762", ("2607.12345", "1706.03762")),
    ],
)
def test_several(text: str, ids: tuple[str, ...]) -> None:
    assert named_papers(text) == paper_ids(text) == ids


def test_a_text_that_is_pasted_is_looked_through() -> None:
    bibtex = "@misc{brook2026loom, title={A Loom}, eprint={2607.12345}, url={https://arxiv.org/abs/2607.12345}}"
    assert paper_ids(bibtex) == (ID,)
    assert paper_ids("看2607.12345这篇，还有arXiv：1706.03762。") == (ID, "1706.03762")
    assert paper_ids("J. Lee (2026) A Loom. arXiv preprint arXiv:2607.12345. Cited by: §2.1") == (ID,)
    assert paper_ids("~/papers/2607.12345 Ada Lovelace - A Loom.pdf and 1706.03762_slides.pdf") == (ID, "1706.03762")


def test_a_thousand_are_enough() -> None:
    text = " ".join(f"2607.{number:05}" for number in range(2_000))
    assert len(paper_ids(text)) == len(named_papers(text)) == MAX_IDS


@given(st.text(st.sampled_from("0123456789.v/:-arXivhep-thcs %2F[]()<>\n\u0663２\u017f\u212a"), max_size=60))
def test_an_id_is_always_one_that_arxiv_can_have_given(text: str) -> None:
    for id in (*paper_ids(text), *named_papers(text)):
        assert id.isascii()
        assert id == paper_ids(f"arXiv:{id}")[0]


def test_no_text_takes_long() -> None:
    for piece in (
        "2607.12345 ",
        "a-",
        "cs.",
        "%25",
        "[",
        "](",
        "https://",
        "9",
        "x.",
        "arxiv:",
        "hep-th/",
        "1.1",
        "\u0663",
    ):
        started = time.perf_counter()
        named_papers(piece * (50_000 // len(piece)))
        assert time.perf_counter() - started < 5, piece
