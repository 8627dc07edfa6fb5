"""What arXiv answers, and the Hub for texts: pages, PDFs and Markdown, which may be changed at any time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

MODIFIED = "Fri, 31 Jul 2026 09:00:00 GMT"
PAPERS = Path(__file__).parents[1] / "papers"
NOT_FOUND, STUB, FATAL = ((PAPERS / name).read_bytes() for name in ("not_found.html", "stub.html", "fatal.html"))


def page(title: str = "Weaving Tokens", paragraphs: int = 3, *, version: str = "v1") -> bytes:
    """A paper in the form that LaTeXML gives it."""
    text = "".join(
        f'<div class="ltx_para" id="S1.p{n}"><p class="ltx_p">Paragraph {n} of {title} says that '
        f'<math alttext="x_{{{n}}}=y" class="ltx_Math" display="inline"><mi>x</mi></math> weaves.</p></div>'
        for n in range(1, paragraphs + 1)
    )
    return (
        "<!DOCTYPE html><html lang='en'><head><title>"
        f"{title}</title></head><body><div id='watermark-tr'>arXiv:2607.00001{version} [cs.CL] 30 Jul 2026</div>"
        f"<div class='ltx_page_main'><div class='ltx_page_content'><article class='ltx_document'>"
        f"<h1 class='ltx_title ltx_title_document'>{title}</h1>"
        "<section class='ltx_section' id='S1'><h2 class='ltx_title ltx_title_section'>"
        f"<span class='ltx_tag ltx_tag_section'>1 </span>Introduction</h2>{text}</section>"
        "</article></div></div></body></html>"
    ).encode()


def markdown(paper: str, title: str = "Weaving Tokens") -> bytes:
    """A paper as the Hub tells it."""
    return (
        f"Title: {title}\n\nURL Source: https://arxiv.org/html/{paper}\n\nMarkdown Content:\n## 1 Introduction\n\n"
        f"The Hub tells of {title} that x_{{1}}=y weaves.\n"
    ).encode()


def pdf(kilobytes: int = 30) -> bytes:
    """Looks like a PDF from outside."""
    return b"%PDF-1.7\n" + bytes(range(256)) * 4 * kilobytes + b"\n%%EOF\n"


@dataclass
class Texts:
    """The texts that arXiv and the Hub have, by the id of the paper; what is missing is answered with 404."""

    html: dict[str, bytes] = field(default_factory=dict)
    pdf: dict[str, bytes] = field(default_factory=dict)
    markdown: dict[str, bytes] = field(default_factory=dict)
    modified: dict[str, str] = field(default_factory=dict)
    """Last-Modified, where it is not MODIFIED; empty: without."""
    kind: dict[str, str] = field(default_factory=dict)
    """Content-Type by path, where it is another than usual."""

    def invent(self, papers: Iterable[str]) -> None:
        """Text and PDF for papers: of five, three have a page, one has only the Hub's text, and one has none."""
        pages = [file.read_bytes() for file in sorted(PAPERS.glob("*.html")) if file.with_suffix(".tex").exists()]
        for paper, number, body in zip(papers, cycle(range(5)), cycle(pages), strict=False):
            if number < 3:
                self.html[paper] = body
            elif number == 3:
                self.markdown[paper] = markdown(paper)
            self.pdf[paper] = pdf()

    def find(self, path: str) -> tuple[int, bytes, dict[str, str]] | None:
        """Status, body and headers for a path; None if it is none of these."""
        found = re.fullmatch(r"/(html|pdf|papers)/([0-9.]+?)(?:v[0-9]+)?(\.md|/)?", path)
        if not found or (found[1] == "papers") != (found[3] == ".md"):
            return None
        where = {"html": self.html, "pdf": self.pdf, "papers": self.markdown}[found[1]]
        kinds = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "papers": "text/markdown; charset=utf-8"}
        body = where.get(found[2])
        if body is None:
            return 404, NOT_FOUND, {"Content-Type": "text/html; charset=utf-8"}
        headers = {"Content-Type": self.kind.get(path, kinds[found[1]])}
        modified = self.modified.get(found[2], MODIFIED)
        if modified and found[1] == "html":
            headers["Last-Modified"] = modified
        return 200, body, headers


HUGE = page("Breaks").replace(b"</article>", b"<p>weft<span>warp</span></p>" * 25_000 + b"</article>")
"""Converting it takes some 80 MB and half a second."""
