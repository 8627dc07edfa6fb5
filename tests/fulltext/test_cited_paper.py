"""Which paper an entry of a bibliography names."""

from __future__ import annotations

import pytest

from paperreader.fulltext.blocks import Reference, plain
from paperreader.fulltext.cited_paper import arxiv_id
from paperreader.fulltext.markdown import parse_markdown


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Looms. arXiv preprint arXiv:2305.13245, 2023.", "2305.13245"),
        ("Looms. arXiv, page 2211.12588v3, 2022.", "2211.12588"),
        ("Looms. ArXiv, abs/1909.08593, 2019.", "1909.08593"),
        ("Looms. CoRR, abs/1706.03762, 2017.", "1706.03762"),
        ("Looms. arXivProceedings of Weavers 162, 2022, page 2202.08137v2, 2022.", "2202.08137"),
        ("Looms. arXiv e-print hep-th/9901001.", "hep-th/9901001"),
        ("https://arxiv.org/pdf/2401.00007v2", "2401.00007"),
        ("Looms. Weavers 1234.56789, 2022.", ""),
        ("Looms. Pages 2211.12588, 2022.", ""),
        ("Looms, arXiv, 2022.", ""),
    ],
)
def test_the_id_of_a_cited_paper(text: str, id: str) -> None:
    assert arxiv_id(text) == id


def test_an_entry_without_its_bullet_is_an_entry_of_its_own() -> None:
    text = parse_markdown(
        "# Looms\n\n## 1 Start\n\nWe weave.\n\n## References\n\n- Ada Loom. Weaving. 2024.\n\n"
        "Bea Reed. Reeds. arXiv:2305.13245, 2023.\n\n- Cyn Weft. On\n\nthreads. 2022.\n"
    )
    entries = [(plain(block.runs), block.arxiv) for block in text.blocks if isinstance(block, Reference)]
    assert entries == [
        ("Ada Loom. Weaving. 2024.", ""),
        ("Bea Reed. Reeds. arXiv:2305.13245, 2023.", "2305.13245"),
        ("Cyn Weft. On threads. 2022.", ""),
    ]
