"""Which entries of the command palette a text finds, the best first.

Annotations are no strings here: named tuples are then made in half the time.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

FIRST_RANK_OF_DATA = 5
"""In `_rank`: below the other words for commands."""
CLOSE_ENOUGH = 0.75
"""How alike a mistyped word has to be, from 0 to 1."""
MAX_ALIKE = 5
"""So many known words are tried for one that is mistyped."""
MAX_ABBREVIATION = 12
"""Letters."""
MAX_MISTYPED_WORDS = 4
"""A longer text is no name: comparing all of it with everything would take a while."""


class PaletteEntry(NamedTuple):
    """What the palette offers: data of the user's or the Hub's as well, so that nothing here is markup."""

    group: str
    """The heading that it stands under where nothing is typed."""
    name: str
    """Short: the user reads and types it."""
    about: str
    """What it does, or what it would do now."""
    run: Callable[[], object]
    key: str = ""
    id: str = ""
    """The command's id, which the settings name it by."""
    also: str = ""
    """Other words that users look for it by, with commas between."""
    is_data: bool = False
    """Its name has words of the user's, of the Hub's or of a topic: what is called so, or known by that word, comes
    before it."""
    is_dim: bool = False
    """There is nothing for it to do now."""
    is_risky: bool = False
    """It deletes something: it comes after all else, and never alone, unless the text begins with its first word or
    one of `verbs`."""
    verbs: str = ""
    """Words for the one thing that it does, with blanks between: `delete remove`."""
    is_further: bool = False
    """One of many of its kind: it is listed only where it is found by what is typed."""
    opposite: str = ""
    """Words that say that its opposite is looked for, with blanks between: they do not find it."""


class _Words(NamedTuple):
    """An entry as it is searched: everything folded."""

    entry: PaletteEntry
    name: str
    id: str
    also: Sequence[str]
    about: str
    names: Sequence[str]
    """The words of its name."""
    all_but_about: Sequence[str]
    all: Sequence[str]


Rank = tuple[int, int]
"""How well an entry matches among all, from 0; and among those like it."""


class PaletteIndex:
    """The entries of an open palette."""

    def __init__(self, entries: Iterable[PaletteEntry]) -> None:
        self.entries = list(entries)
        self._words = [_words_of(entry) for entry in self.entries]

    def find(self, text: str) -> list[PaletteEntry]:
        """The entries that the text finds, the best first; if it is blank all, of many of a kind the first.

        The whole name or id comes before the start of a name, then words of a name, other words for it, and at last
        what only the description says. Where nothing has the words, those that are spelled like them count.
        """
        query = fold(text)
        if not query:
            return [entry for entry in self.entries if not entry.is_further]
        words = query.split()
        wanted = [each for each in self._words if not set(words) & set(each.entry.opposite.split())]
        ranked = [(rank, each.entry) for each in wanted if (rank := _rank(each, query, words)) is not None]
        ranked = ranked or self._spelled_alike(query, words, wanted)
        named = set(words)
        ranked.sort(key=lambda pair: (_caution(pair[1], named), pair[0]))
        found = [entry for _, entry in ranked]
        return found if found and not _caution(found[0], named) > 0 else []

    def _spelled_alike(
        self, query: str, words: Sequence[str], entries: Sequence[_Words]
    ) -> list[tuple[Rank, PaletteEntry]]:
        """Names that the letters abbreviate (`copbib`), else entries that have words like these, with their ranks."""
        letters = query.replace(" ", "")
        short = [((0, 0), each.entry) for each in entries if _abbreviates(letters, each.names)]
        if short or len(words) > MAX_MISTYPED_WORDS:
            return short
        known = list({word for each in entries for word in each.all_but_about})
        near = [get_close_matches(word, known, n=MAX_ALIKE, cutoff=CLOSE_ENOUGH) for word in words]
        found = []
        for each in entries:
            ranks = [rank for alike in near if (rank := _likeness(each, alike)) is not None]
            if len(ranks) == len(words):
                found.append(((sum(ranks), 0), each.entry))
        return found


def _caution(entry: PaletteEntry, words: set[str]) -> int:
    """1 for what deletes, -1 where the user has typed that verb, which makes it the first; else 0."""
    return 0 if not entry.is_risky else -1 if words & set(entry.verbs.split()) else 1


def fold(text: str) -> str:
    """Words in small letters without accents, one blank between them."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def matched_ranges(name: str, text: str) -> list[tuple[int, int]]:
    """Where the words of the text begin words of the name, as (start, end)."""
    ranges = []
    for word in fold(text).split():
        if found := re.search(rf"(?<!\w){re.escape(word)}", name.casefold()):
            ranges.append(found.span())
    return sorted(ranges)


def _words_of(entry: PaletteEntry) -> _Words:
    name, id, about = fold(entry.name), fold(entry.id), fold(entry.about)
    also = [fold(each) for each in entry.also.split(",")]
    names = name.split()
    all_but_about = [*names, *id.split(), *(word for each in also for word in each.split())]
    return _Words(entry, name, id, also, about, names, all_but_about, [*all_but_about, *about.split()])


def _rank(entry: _Words, query: str, words: Sequence[str]) -> Rank | None:
    """How well it matches; None if it does not."""
    ranks = (
        query in (entry.name, entry.id),
        entry.name.startswith(query),
        _begin(words, entry.names),
        query in entry.also,
        any(each.startswith(query) for each in entry.also) or entry.id.startswith(query),
        _begin(words, entry.all_but_about),
        query in entry.name,
        _begin(words, entry.all),
        query in entry.about,
    )
    if True not in ranks:
        return None
    rank = ranks.index(True)
    return max(rank, FIRST_RANK_OF_DATA) if entry.entry.is_data else rank, rank


def _likeness(entry: _Words, alike: Sequence[str]) -> int | None:
    """The best rank of the words that it has, given the most alike first; one of its name beats other words for it."""
    ranks = [i + MAX_ALIKE * (word not in entry.names) for i, word in enumerate(alike) if word in entry.all_but_about]
    return min(ranks, default=None)


def _abbreviates(letters: str, names: Sequence[str]) -> bool:
    """Whether the letters are beginnings of words of the name, in their order: `copbib`, `mar`."""
    if not letters or len(letters) > MAX_ABBREVIATION:
        return not letters
    return any(
        letters[:length] == word[:length] and _abbreviates(letters[length:], names[index + 1 :])
        for index, word in enumerate(names)
        for length in range(1, len(word) + 1)
    )


def _begin(words: Sequence[str], among: Sequence[str]) -> bool:
    """Whether each of the words begins one among the others."""
    return all(any(other.startswith(word) for other in among) for word in words)
