"""What a paper has in common with others, to follow, hide or look for: authors, organization, keywords, submitter.

Annotations are no strings here: named tuples are then made in half the time.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from paperreader.models import Paper
from paperreader.text.fold import has_word
from paperreader.variants import Variants

Kind = Literal["author", "organization", "keyword", "submitter"]
KIND_FIELDS: dict[Kind, str] = {
    "author": "author",
    "organization": "org",
    "keyword": "keyword",
    "submitter": "submitter",
}
"""The field of the search language for each."""
KIND_TITLES: dict[Kind, str] = {
    "author": "by {}",
    "organization": "of {}",
    "keyword": "about {}",
    "submitter": "submitted by {}",
}


class Subject(NamedTuple):
    """One of them."""

    kind: Kind
    value: str

    @property
    def name(self) -> str:
        """`Ada Lovelace`, `weaving`, `submissions by Bo`: what is followed."""
        return f"submissions by {self.value}" if self.kind == "submitter" else self.value

    @property
    def title(self) -> str:
        """`by Ada Lovelace`, `of Marsh Lab`, `about weaving`, `submitted by Bo`."""
        return KIND_TITLES[self.kind].format(self.value)

    @property
    def query(self) -> str:
        """Finds it as it is written here; submitters by their names in all forms."""
        value = _nicknamed(self.value) if self.kind == "submitter" else self.value
        return f'{KIND_FIELDS[self.kind]}:"{_plain(value)}"'

    @property
    def wide_query(self) -> str:
        """Finds it however it is written: authors, too, by their names in all forms."""
        return f'by:"{_plain(_nicknamed(self.value))}"' if self.kind == "author" else self.query


class FollowPreview(NamedTuple):
    """What following something would find."""

    subject: Subject
    wide: Variants
    """However it is written."""
    exact: Variants | None
    """As it is written only; None where there is no difference."""

    @property
    def is_vague(self) -> bool:
        """Most of what is found rests on an initial: it is likely to be somebody else's."""
        return self.wide.by_initial * 2 > self.wide.papers


def subjects(paper: Paper | None) -> Iterator[Subject]:
    """Those of a paper, each once; what has no letter in it cannot be looked for."""
    if paper is None:
        return
    found = [Subject("author", name) for name in paper.authors]
    found += [Subject("organization", paper.organization)] if paper.organization else []
    found += [Subject("keyword", word) for word in paper.keywords]
    found += [Subject("submitter", paper.submitter)] if paper.submitter else []
    yield from (each for each in dict.fromkeys(found) if has_word(each.value))


def _nicknamed(name: str) -> str:
    """Nicknames in brackets, as `by:` takes them in a query, where quotes have another meaning."""
    return re.sub(r'"([^"]*)"', r"(\1)", name)


def _plain(value: str) -> str:
    """Without what has a meaning in a query."""
    return value.replace('"', " ").replace("*", " ").strip()
