"""What members of the user's groups did with papers: plain, frozen data."""

from __future__ import annotations

from typing import NamedTuple


class GroupMark(NamedTuple):
    """What a member of a group did with a paper; who has several machines is listed once."""

    group: str
    member: str
    field: str
    """`starred`, or `tag:` and the tag."""
