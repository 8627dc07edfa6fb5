"""A comment on a paper: plain, frozen data.

Annotations are no strings here: named tuples are then made in half the time, and a discussion may have thousands.
"""

from datetime import datetime
from typing import Literal, NamedTuple, get_args

from paperreader.fulltext.blocks import Block
from paperreader.fulltext.encode import decode

Role = Literal["author", "submitter", "HF", "bot"]
"""What is known of who wrote it: an author of the paper, who submitted it, of Hugging Face's staff, or a program."""
ROLES: tuple[Role, ...] = get_args(Role)


class Reaction(NamedTuple):
    """A sign that readers put on a comment, and how many did."""

    sign: str
    users: int


class Comment(NamedTuple):
    """A comment. All texts are cleaned."""

    id: str
    parent: str = ""
    """The comment that it replies to; empty: it begins a thread."""
    author: str = ""
    """The full name, else the account; empty if unknown."""
    account: str = ""
    at: datetime | None = None
    """When it was written, UTC."""
    text: str = ""
    """Markdown."""
    roles: tuple[Role, ...] = ()
    is_hidden: bool = False
    """The Hub does not show it; `text` is then why, or empty."""
    is_edited: bool = False
    reactions: tuple[Reaction, ...] = ()
    encoded: bytes = b""
    """Its blocks, as `fulltext.encode` writes them: most of them are read only if they come into sight."""
    is_new: bool = False
    """It came after the user's last visit."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What it says, ready to be laid out; empty if that is damaged."""
        try:
            return tuple(decode(self.encoded).blocks) if self.encoded else ()
        except (ValueError, TypeError, LookupError, RecursionError):
            return ()


class Discussion(NamedTuple):
    """The comments on a paper as the Hub had them."""

    comments: tuple[Comment, ...]
    """In the order of reading, each behind the one that it replies to."""
    fetched: datetime
    """When the Hub was asked, UTC."""
    is_cut: bool = False
    """There are more."""
