"""The bibliography."""

from __future__ import annotations

from paperreader.fulltext.blocks import Reference, plain
from tests.fulltext.latexml.page import block


def test_references_name_papers_of_arxiv() -> None:
    def item(content: str) -> Reference:
        found = block(
            '<ul class="ltx_biblist"><li id="bib.bib1" class="ltx_bibitem">'
            f'<span class="ltx_tag ltx_tag_bibitem">[25]</span>{content}</li></ul>'
        )
        assert isinstance(found, Reference)
        assert (found.label, found.id) == ("[25]", "bib.bib1")
        return found

    fields = (
        '<span class="ltx_bibblock"><span class="ltx_bib_author">J. Lee</span><span class="ltx_bib_year">(2025)</span>'
        '<span class="ltx_bib_title">MolmoAct</span>.</span><span class="ltx_bibblock">arXiv:2508.07917.</span>'
        '<span class="ltx_bibblock ltx_bib_cited">Cited by: <a href="#S2">§2</a>.</span>'
    )
    assert plain(item(fields).runs) == "J. Lee (2025) MolmoAct. arXiv:2508.07917."
    for content, id in {
        fields: "2508.07917",
        'In <a href="https://arxiv.org/abs/2401.00123v2">a link</a>': "2401.00123",
        'In <a href="https://doi.org/10.48550/arXiv.2401.00123">a DOI</a>': "2401.00123",
        "arXiv preprint arXiv:1607.06450v3": "1607.06450",
        "CoRR, abs/1409.0473, 2014": "1409.0473",
        "External Links: 2211.01234": "2211.01234",
        "arXiv:hep-th/9901001": "hep-th/9901001",
        "pages 1234.56789": "",
        "arXiv:2599.12345": "",
    }.items():
        assert item(content).arxiv == id, content
