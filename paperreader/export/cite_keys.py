"""Citation keys as Google Scholar makes them: `vaswani2017attention`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase

from paperreader.export.addresses import checked
from paperreader.export.names import PARTICLES, Name, names_of
from paperreader.models import Paper
from paperreader.text.sanitize import clean
from paperreader.text.symbols import words

SKIPPED = words("a an the on of for to in and at with from by as is are do how why what when where who which")
"""Words of a title that tell nothing."""
ALIKE = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}


def cite_keys(papers: Sequence[Paper]) -> Mapping[str, str]:
    """The keys of papers by their ids, each different.

    Of several that would have the same, the oldest keeps it and the others get letters in the order of their ids: so a
    paper that is added later changes no key, and neither does another order of the papers.
    """
    keys: dict[str, str] = {}
    plain = {paper.id: cite_key(paper) for paper in papers}
    taken = set(plain.values())
    kept = set[str]()
    for id in sorted(plain, key=_age):
        key = plain[id]
        if key in kept:
            key = next(other for letters in _letters() if (other := key + letters) not in taken)
            taken.add(key)
        kept.add(key)
        keys[id] = key
    return keys


def cite_key(paper: Paper) -> str:
    """Family name, year, first significant word of the title: the key of a paper alone."""
    names = names_of(paper)
    title = [_ascii(word) for word in re.findall(r"\w+", clean(paper.title))]
    significant = [word for word in title if word and word not in SKIPPED]
    family = _ascii(_family(names[0])) if names else ""
    return f"{family or 'paper'}{year_of(paper)}{(significant or [_ascii(paper.id)])[0]}"


def _family(name: Name) -> str:
    """Without particles in front of it; of a group the last word, so that Gemini Team is `team`."""
    parts = name.family.split()
    start = next((at for at, part in enumerate(parts) if part not in PARTICLES), 0)
    return parts[-1] if name.is_group else " ".join(parts[start:])


def year_of(paper: Paper) -> int:
    """When it came to arXiv, by its date or else by its id."""
    if paper.published:
        return paper.published.year
    century = re.sub(r"^[a-z-]+/", "", checked(paper.id))[:2]
    return int(century) + (1900 if int(century) > 90 else 2000)


def _age(id: str) -> tuple[int, str]:
    """Ids of before 2007, with a slash, come first."""
    return ("/" not in id, id)


def _letters() -> Iterator[str]:
    """a, b … z, aa, ab …"""
    length = 1
    while True:
        yield from _words(length)
        length += 1


def _words(length: int) -> Iterator[str]:
    for letter in ascii_lowercase:
        yield from (letter + rest for rest in _words(length - 1)) if length > 1 else [letter]


def _ascii(word: str) -> str:
    """Lower-case ASCII letters and digits: accents are dropped, letters like `æ` spelled out."""
    spelled = "".join(ALIKE.get(letter, letter) for letter in word.lower())
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", spelled))
