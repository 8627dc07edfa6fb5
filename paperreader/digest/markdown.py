"""A digest as Markdown, for a note. A paragraph is one line: note programs show every line break."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperreader.digest import phrases
from paperreader.digest.digest import Digest, DigestPaper
from paperreader.text import markdown


def write(digest: Digest) -> str:
    """The note: headings for groups and papers."""
    return "\n\n".join(_paragraphs(digest)) + "\n"


def _paragraphs(digest: Digest) -> Iterator[str]:
    yield f"# Daily papers: {_escaped(digest.title)}"
    search = f"Search: {_escaped(digest.query)}. " if digest.query else ""
    yield f"{search}{digest.contents}."
    for heading, papers in digest.groups:
        if heading:
            yield f"## {heading}"
        for of in papers:
            yield from _paper(of, digest.hub)
    if digest.rest:
        yield f"[{digest.rest}]({markdown.escape_url(digest.rest_url)})"


def _paper(of: DigestPaper, hub: str) -> Iterator[str]:
    yield f"### {_link(phrases.title(of), phrases.page(of, hub))}"
    if names := phrases.followed(of):
        yield f"You follow: {_escaped(names)}"
    if by := phrases.by_line(of):
        yield _at_start(by)
    about = [phrases.figures(of), *(_link(link.name, link.url) for link in phrases.links(of, hub))]
    yield phrases.JOINT.join(about)
    if summary := phrases.summary(of):
        yield _at_start(summary)


def _link(text: str, url: str) -> str:
    return f"[{_escaped(text)}]({markdown.escape_url(url)})"


def _escaped(text: str) -> str:
    return _for_notes(markdown.escape_inside(text))


def _at_start(text: str) -> str:
    return _for_notes(markdown.escape(text))


def _for_notes(text: str) -> str:
    """Without what note programs take for tags (`#word`), comments (`%%`) and highlights (`==`)."""
    return re.sub(r"(?<!\S)#(?=\S)|%(?=%)|(?<=%)%|=(?==)|(?<==)=", r"\\\g<0>", text)
