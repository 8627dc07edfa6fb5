"""Makes blocks of comments, so that the reader need not parse what strangers wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from paperreader.discussion.comment import Comment
from paperreader.fulltext.blocks import Block, Fulltext, Paragraph, Run
from paperreader.fulltext.bounds import bounded
from paperreader.fulltext.commonmark.parse import new_parser
from paperreader.fulltext.encode import encode
from paperreader.fulltext.markdown import parse_comment
from paperreader.text.sanitize import clean

MAX_MARKDOWN_CHARS: Final = 2_000_000
"""Of all comments together; those after that are shown as they were typed."""


def with_blocks(comments: Sequence[Comment]) -> Iterator[Comment]:
    """The comments, each with what its Markdown means; a short one takes a tenth of a millisecond."""
    left, parser = MAX_MARKDOWN_CHARS, new_parser()
    for comment in comments:
        left -= len(comment.text)
        blocks = parse_comment(comment.text, parser) if left >= 0 else _as_typed(comment.text)
        yield comment._replace(encoded=encode(bounded(Fulltext(blocks))) if blocks else b"")


def _as_typed(text: str) -> tuple[Block, ...]:
    lines = [(line, goes_on) for part in text.split("\n\n") for goes_on, line in enumerate(part.split("\n"))]
    return tuple(Paragraph((Run(clean(line)),), goes_on=goes_on > 0) for line, goes_on in lines if line.strip())
