"""A digest as plain text, for a terminal and as the plain part of a mail."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import TextWrapper

from paperreader.digest import phrases
from paperreader.digest.digest import Digest, DigestPaper

COLUMNS = 72
"""Mail programs quote it: that takes two columns for each answer."""


def write(digest: Digest, *, columns: int = COLUMNS, flowed: bool = False) -> str:
    """The text. `flowed`: a line that goes on ends in a space (RFC 3676), so that a reader can fill its own width."""
    wrapper = TextWrapper(columns, break_long_words=False, break_on_hyphens=False)
    lines: list[str] = []
    for paragraph in _paragraphs(digest):
        lines += [*_wrapped(paragraph, wrapper, flowed), ""] if paragraph else [""]
    return "\n".join(lines[:-1]) + "\n"


def _wrapped(paragraph: str, wrapper: TextWrapper, flowed: bool) -> list[str]:
    lines = []
    for line in paragraph.split("\n"):
        parts = wrapper.wrap(line) or [""]
        lines += [f"{part} " for part in parts[:-1]] + parts[-1:] if flowed else parts
    return [f" {line}" if flowed and line.startswith((" ", ">", "From ")) else line for line in lines]


def _paragraphs(digest: Digest) -> Iterator[str]:
    """Each of one line or several; an empty one sets groups apart."""
    yield f"Daily papers\n{digest.title}"
    yield "\n".join(filter(None, (f"Search: {digest.query}" if digest.query else "", digest.contents)))
    for heading, papers in digest.groups:
        yield ""
        if heading:
            yield f"{heading.upper()}"
        for number, of in enumerate(papers):
            if number:
                yield ""
            yield from _paper(of, digest.hub)
    if digest.rest:
        yield ""
        yield f"{digest.rest}:\n{digest.rest_url}"


def _paper(of: DigestPaper, hub: str) -> Iterator[str]:
    follow = f"You follow: {phrases.followed(of)}" if phrases.followed(of) else ""
    about = (phrases.by_line(of), phrases.figures(of), follow)
    yield "\n".join(filter(None, (phrases.title(of), *about)))
    if summary := phrases.summary(of):
        yield summary
    links = "\n".join(f"{link.name}: {link.url}" for link in phrases.links(of, hub))
    yield f"{phrases.page(of, hub)}\n{links}"
